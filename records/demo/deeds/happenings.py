"""Incidents from the report to the closing, and the register of breaches."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.actions import FIRST_NUMBER
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.incidents.actions import save_draft, start_report, submit_report
from records.incidents.breaches import record_breach
from records.incidents.handling import (
    add_action,
    add_notice,
    add_to_report,
    ask_closing,
    close_incident,
    finish_action,
    send_notice,
    take_step,
)
from records.incidents.keeping import Finding
from records.incidents.models import Incident
from records.incidents.queries import actions_of, notices_of
from records.incidents.register import find_breach
from records.incidents.rules import Report
from tenants import clock, context


def reported(ago: int, by: str, *, hour: tuple[int, int], about: Sequence[str] = (), **told: Any) -> Deed:
    """A report is handed in on the day it happened."""
    return Deed(ago, "", partial(_report, hour=hour, about=about, told=told), by)


def begun(ago: int, by: str, **typed: str) -> Deed:
    """A report is begun and not handed in yet."""
    return Deed(ago, "", partial(_begin, typed=typed), by)


def goes_on(number: int, ago: int, by: str, act: str, words: str, **more: Any) -> Deed:
    """The agency takes the next step with its n-th incident."""
    return Deed(ago, "", partial(_step, number=number, act=act, words=words, more=more), by)


def adds(number: int, ago: int, by: str, reason: str, words: str) -> Deed:
    """Words are added to a report."""
    return Deed(ago, "", partial(_add, number=number, reason=reason, words=words), by)


def decides(number: int, ago: int, by: str, *, what: str, owner: str, within: int) -> Deed:
    """Something will be done, by whom and within how many days."""
    return Deed(ago, "", partial(_decide, number=number, what=what, owner=owner, within=within), by)


def does(number: int, ago: int, by: str) -> Deed:
    """What was decided first is done."""
    return Deed(ago, "", partial(_do, number=number), by)


def must_tell(number: int, ago: int, by: str, *, recipient: str, name: str, within: int) -> Deed:
    """Somebody outside has to be told."""
    return Deed(ago, "", partial(_owe, number=number, recipient=recipient, name=name, within=within), by)


def tells(number: int, ago: int, by: str, reference: str) -> Deed:
    """They are told."""
    return Deed(ago, "", partial(_tell, number=number, reference=reference), by)


def finds(number: int, ago: int, by: str, **finding: Any) -> Deed:
    """A line of the register of breaches; its days are counted from the day it happened."""
    return Deed(ago, "", partial(_find, number=number, finding=finding), by)


def learned(number: int, ago: int, by: str, lessons: str) -> Deed:
    """The first of two says that nothing is left to do."""
    return Deed(ago, "", partial(_learn, number=number, lessons=lessons), by)


def closes(number: int, ago: int, by: str) -> Deed:
    """The second closes."""
    return Deed(ago, "", partial(_close, number=number), by)


def _incident(session: Session, number: int) -> Incident:
    wanted = select(Incident).where(Incident.number == f"I-{FIRST_NUMBER + number - 1}")
    return session.execute(wanted).scalar_one()


def _report(
    session: Session,
    numbers: Numbers,
    *,
    hour: tuple[int, int],
    about: Sequence[str],
    told: dict[str, Any],
) -> None:
    files = tuple(numbers.client(session, key).file_number for key in about)
    staff = tuple(numbers.member(session, key).id for key in told.get("staff", ()))
    report = Report(
        occurred_on=_today(), occurred_at=time(*hour), **told | {"clients": files, "staff": staff}
    )
    incident = start_report(session)
    submit_report(session, incident, report, version=incident.version)


def _begin(session: Session, _numbers: Numbers, *, typed: dict[str, str]) -> None:
    incident = start_report(session)
    session.flush()
    values = {name: [words] for name, words in typed.items()} | {"occurred_on": [_today().isoformat()]}
    save_draft(session, incident, values=values, version=incident.version)


def _step(
    session: Session, _numbers: Numbers, *, number: int, act: str, words: str, more: dict[str, Any]
) -> None:
    take_step(session, _incident(session, number), act, words=words, **more)


def _add(session: Session, _numbers: Numbers, *, number: int, reason: str, words: str) -> None:
    add_to_report(session, _incident(session, number), reason=reason, words=words)


def _decide(session: Session, numbers: Numbers, *, number: int, what: str, owner: str, within: int) -> None:
    due_on = _today() + timedelta(days=within)
    who = numbers.member(session, owner).id
    add_action(session, _incident(session, number), what=what, owner_id=who, due_on=due_on)


def _do(session: Session, _numbers: Numbers, *, number: int) -> None:
    actions = actions_of(session, _incident(session, number).id)
    finish_action(session, next(action for action in actions if action.done_on is None))


def _owe(session: Session, _numbers: Numbers, *, number: int, recipient: str, name: str, within: int) -> None:
    due_on = _today() + timedelta(days=within)
    add_notice(session, _incident(session, number), recipient=recipient, name=name, due_on=due_on)


def _tell(session: Session, _numbers: Numbers, *, number: int, reference: str) -> None:
    notices = notices_of(session, _incident(session, number).id)
    waiting = next(notice for notice in notices if notice.sent_on is None)
    send_notice(session, waiting, sent_on=_today(), reference=reference)


def _find(session: Session, _numbers: Numbers, *, number: int, finding: dict[str, Any]) -> None:
    incident = _incident(session, number)
    assert incident.occurred_on is not None
    days = {name: value for name, value in finding.items() if name.endswith("_on")}
    told = finding | {name: incident.occurred_on + timedelta(days=after) for name, after in days.items()}
    before = find_breach(session, incident.id)
    record_breach(session, incident, Finding(**told), version=before.number if before else 0)


def _learn(session: Session, _numbers: Numbers, *, number: int, lessons: str) -> None:
    ask_closing(session, _incident(session, number), lessons=lessons)


def _close(session: Session, _numbers: Numbers, *, number: int) -> None:
    close_incident(session, _incident(session, number))


def _today() -> date:
    return clock.today(context.current().timezone)
