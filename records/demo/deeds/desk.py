"""Requests about a file: received, and moved on by whoever answers them."""

from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.requests.actions import receive_request, take_step
from records.requests.models import AccessRequest
from records.requests.ruling import set_rule
from records.requests.severing import start_review
from records.requests.severing_queries import severing_now
from tenants import clock, context


def requested(who: str, ago: int, by: str, handler: str, **told: str) -> Deed:
    """Somebody asks about the file; from that day the clock runs and the file is held."""
    return Deed(ago, who, partial(_receive, who=who, handler=handler, told=told), by)


def moved_on(who: str, ago: int, act: str, by: str, **more: str) -> Deed:
    """The request goes one step on."""
    return Deed(ago, who, partial(_step, who=who, act=act, more=more), by)


def gone_through(who: str, ago: int, by: str) -> Deed:
    """What the file holds is put on the request's list, to be read record by record."""
    return Deed(ago, who, partial(_start, who=who), by)


def ruled(ago: int, by: str, **rule: str) -> Deed:
    """The agency settles what is proposed about a field."""
    return Deed(ago, "", partial(_rule, rule=rule), by)


def _rule(session: Session, _numbers: Numbers, *, rule: dict[str, str]) -> None:
    now = severing_now(session)
    set_rule(session, number=now.number if now else 0, **rule)


def _receive(session: Session, numbers: Numbers, *, who: str, handler: str, told: dict[str, Any]) -> None:
    client, today = numbers.client(session, who), clock.today(context.current().timezone)
    answers = numbers.member(session, handler).id
    receive_request(session, client, received_on=today, handler_id=answers, language=client.language, **told)


def _step(session: Session, numbers: Numbers, *, who: str, act: str, more: dict[str, Any]) -> None:
    request = _request(session, numbers, who)
    take_step(session, request, act, version=request.version, **more)


def _start(session: Session, numbers: Numbers, *, who: str) -> None:
    request = _request(session, numbers, who)
    start_review(session, request, version=request.version)


def _request(session: Session, numbers: Numbers, who: str) -> AccessRequest:
    wanted = select(AccessRequest).where(AccessRequest.client_id == numbers.client(session, who).id)
    return session.execute(wanted).scalars().one()
