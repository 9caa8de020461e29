"""What is written down about somebody: particulars, names, ways to reach them."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.actions import add_former_name, change_client
from records.clients.contacts import add_contact_point, change_contact_point, end_contact_point
from records.clients.models import Client, ContactPoint
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.particulars.actions import add_particular, end_particular
from records.particulars.declaring import DAY
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from tenants import clock, context


def says(who: str, ago: int, kind: str, by: str = "", **values: Any) -> Deed:
    """A particular of this kind goes into the file. Its days are counted back from today."""
    return Deed(ago, who, partial(_say, who=who, kind=kind, values=values), by)


def says_all(who: str, ago: int, facts: Iterable[tuple[str, Mapping[str, Any]]]) -> Deed:
    """Several particulars go into the file at one visit."""
    return Deed(ago, who, partial(_say_all, who=who, facts=tuple(facts)))


def is_over(who: str, ago: int, kind: str) -> Deed:
    """The oldest particular of a kind holds no more."""
    return Deed(ago, who, partial(_end, who=who, kind=kind))


def also_called(who: str, ago: int, given: str, family: str = "") -> Deed:
    """A name they had before."""
    return Deed(ago, who, partial(_add_name, who=who, given=given, family=family))


def becomes(who: str, ago: int, by: str = "", **facts: object) -> Deed:
    """Facts about somebody change."""
    return Deed(ago, who, partial(_change, who=who, facts=facts), by)


def reached(who: str, ago: int, kind: str, value: str, **facts: Any) -> Deed:
    """A way to reach them, safe or not."""
    return Deed(ago, who, partial(_add_point, who=who, point={"kind": kind, "value": value, **facts}))


def reached_better(who: str, ago: int, kind: str, **facts: Any) -> Deed:
    """What is known of the first way of a kind to reach them gets better, with the reason."""
    return Deed(ago, who, partial(_change_point, who=who, kind=kind, facts=facts))


def reached_no_more(who: str, ago: int, kind: str) -> Deed:
    """The first way of a kind to reach them is over."""
    return Deed(ago, who, partial(_end_point, who=who, kind=kind))


def _say(session: Session, numbers: Numbers, *, who: str, kind: str, values: Mapping[str, Any]) -> None:
    declared = KINDS[kind]
    days = {field.name for field in declared.fields if field.type == DAY}
    told = {name: numbers.day(value) if name in days else value for name, value in values.items()}
    case = numbers.case(session, f"{who}/0").id if declared.in_case else None
    add_particular(session, numbers.client(session, who), declared, values=told, case_id=case)


def _say_all(
    session: Session, numbers: Numbers, *, who: str, facts: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    for kind, values in facts:
        _say(session, numbers, who=who, kind=kind, values=values)


def _end(session: Session, numbers: Numbers, *, who: str, kind: str) -> None:
    wanted = select(ParticularRow).where(
        ParticularRow.client_id == numbers.client(session, who).id, ParticularRow.kind == kind
    )
    row = session.execute(wanted.order_by(ParticularRow.id).limit(1)).scalar_one()
    end_particular(session, row, on=clock.today(context.current().timezone))


def _add_name(session: Session, numbers: Numbers, *, who: str, given: str, family: str) -> None:
    add_former_name(session, numbers.client(session, who), given=given, family=family)


def _change(session: Session, numbers: Numbers, *, who: str, facts: dict[str, Any]) -> None:
    client = numbers.client(session, who)
    change_client(session, client, version=client.version, **facts)


def _add_point(session: Session, numbers: Numbers, *, who: str, point: dict[str, Any]) -> None:
    add_contact_point(session, numbers.client(session, who), **point)


def _change_point(session: Session, numbers: Numbers, *, who: str, kind: str, facts: dict[str, Any]) -> None:
    point = _point(session, numbers.client(session, who), kind)
    before = {name: getattr(point, name) for name in ("kind", "value", "preferred")}
    change_contact_point(session, point, version=point.version, **before | facts)


def _end_point(session: Session, numbers: Numbers, *, who: str, kind: str) -> None:
    point = _point(session, numbers.client(session, who), kind)
    end_contact_point(session, point, version=point.version)


def _point(session: Session, client: Client, kind: str) -> ContactPoint:
    wanted = select(ContactPoint).where(ContactPoint.client_id == client.id, ContactPoint.kind == kind)
    return session.execute(wanted.order_by(ContactPoint.id).limit(1)).scalar_one()
