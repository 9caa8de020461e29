"""Who may open a file and what they are warned of; two files that are of one person."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from records.access.actions import ask_for_access, block_access, grant_access, open_with_reason
from records.alerts.actions import set_alert
from records.alerts.rules import Content
from records.clients.keeping import assign_worker, restrict
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.doubles.actions import merge_files
from tenants import clock, context


@dataclass(frozen=True, slots=True)
class Warned:
    """An alert that is shown `lasts` days more and looked at again in `review` days, both counted from today."""

    kind: str
    words: str
    audience: str
    review: int
    lasts: int


def warned(who: str, ago: int, alert: Warned, by: str = "") -> Deed:
    """An alert is set."""
    return Deed(ago, who, partial(_warn, who=who, alert=alert), by)


def restricted(who: str, ago: int, by: str = "") -> Deed:
    """The file is for those on its list only."""
    return Deed(ago, who, partial(_restrict, who=who), by)


def closed_to(who: str, ago: int, member: str, *, kind: str, reason: str, by: str) -> Deed:
    """The file is closed to one of the team."""
    return Deed(ago, who, partial(_block, who=who, member=member, kind=kind, reason=reason), by)


def lent_to(who: str, ago: int, member: str, *, reason: str, days: int, by: str) -> Deed:
    """The file is opened to one of the team until so many days from today."""
    return Deed(ago, who, partial(_grant, who=who, member=member, reason=reason, days=days), by)


def asked_in(who: str, ago: int, by: str, reason: str) -> Deed:
    """One of the team asks to open the file; nobody has answered yet."""
    return Deed(ago, who, partial(_ask, who=who, reason=reason), by)


def looked_in(who: str, ago: int, by: str, reason: str) -> Deed:
    """One of the team opens a part that takes a reason."""
    return Deed(ago, who, partial(_open, who=who, reason=reason), by)


def handed_to(who: str, ago: int, worker: str, by: str) -> Deed:
    """Another worker takes over."""
    return Deed(ago, who, partial(_assign, who=who, worker=worker), by)


def made_one(who: str, ago: int, other: str, reason: str, by: str) -> Deed:
    """Two files of one person are made one."""
    return Deed(ago, who, partial(_merge, who=who, other=other, reason=reason), by)


def _warn(session: Session, numbers: Numbers, *, who: str, alert: Warned) -> None:
    content = Content(
        kind=alert.kind,
        words=alert.words,
        audience=alert.audience,
        review_on=numbers.day(-alert.review),
        expires_on=numbers.day(-alert.lasts),
    )
    set_alert(session, numbers.client(session, who), content)


def _restrict(session: Session, numbers: Numbers, *, who: str) -> None:
    restrict(session, numbers.client(session, who))


def _block(session: Session, numbers: Numbers, *, who: str, member: str, kind: str, reason: str) -> None:
    colleague = numbers.member(session, member).id
    block_access(session, numbers.client(session, who).id, member_id=colleague, kind=kind, reason=reason)


def _grant(session: Session, numbers: Numbers, *, who: str, member: str, reason: str, days: int) -> None:
    left = numbers.day(-days) - clock.today(context.current().timezone)
    grant_access(
        session,
        numbers.client(session, who).id,
        member_id=numbers.member(session, member).id,
        reason=reason,
        ends_at=clock.now() + timedelta(days=left.days),
    )


def _ask(session: Session, numbers: Numbers, *, who: str, reason: str) -> None:
    ask_for_access(session, numbers.client(session, who).id, reason=reason)


def _open(session: Session, numbers: Numbers, *, who: str, reason: str) -> None:
    open_with_reason(session, numbers.client(session, who).id, reason=reason)


def _assign(session: Session, numbers: Numbers, *, who: str, worker: str) -> None:
    assign_worker(session, numbers.client(session, who), worker_id=numbers.member(session, worker).id)


def _merge(session: Session, numbers: Numbers, *, who: str, other: str, reason: str) -> None:
    client, merged = numbers.client(session, who), numbers.client(session, other)
    versions = {"version": client.version, "merged_version": merged.version}
    merge_files(session, client, merged, reason=reason, theirs={}, **versions)
