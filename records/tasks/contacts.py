"""Keeping in touch: planning a check-in, trying to reach somebody."""

from datetime import date

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.entries.actions import enter
from records.entries.models import Kind
from records.history.actions import keep
from records.tasks.models import CheckIn, ContactAttempt
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def plan_check_in(session: Session, case: Case, *, channel: str, due_on: date) -> CheckIn:
    """Sets a day on which whoever acts asks how it goes."""
    case.expect_open()
    if due_on < _today():
        raise Refused("Choose today or a day to come.", field="check_on")
    check_in = CheckIn(
        client_id=case.client_id,
        case_id=case.id,
        channel=channel,
        due_on=due_on,
        worker_id=context.current().member_id or case.worker_id,
    )
    session.add(check_in)
    audit.record(session, audit.Verb.CHECK_IN_PLANNED, check_in.id, client_id=case.client_id, case=case.id)
    return check_in


def call_off(session: Session, check_in: CheckIn) -> None:
    """The check-in is not needed any more."""
    hold(session, check_in)
    state = check_in.after("not_needed")
    keep(session, check_in)
    check_in.state = state
    audit.record(session, audit.Verb.CHECK_IN_CALLED_OFF, check_in.id, client_id=check_in.client_id)


def attempt(
    session: Session,
    case: Case,
    *,
    channel: str,
    outcome: str,
    made_on: date | None = None,
    words: str = "",
    check_in: CheckIn | None = None,
) -> ContactAttempt:
    """Takes down that somebody tried to reach the client, today unless said when. Who was reached was checked in on."""
    day = made_on or _today()
    if day > _today():
        raise Refused("Enter a day that has come already.", field="made_on")
    if check_in is not None:
        _answer(session, check_in, outcome)
    entry = enter(session, Kind.CONTACT_ATTEMPT, client_id=case.client_id, case_id=case.id, occurred_on=day)
    made = ContactAttempt(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        check_in_id=check_in.id if check_in else None,
        made_on=day,
        channel=channel,
        outcome=outcome,
        words=words or None,
    )
    session.add(made)
    audit.record(session, audit.Verb.CONTACT_ATTEMPTED, made.id, client_id=case.client_id, outcome=outcome)
    return made


def _answer(session: Session, check_in: CheckIn, outcome: str) -> None:
    hold(session, check_in)
    state = check_in.after(outcome)
    if state != check_in.state:
        keep(session, check_in)
        check_in.state = state


def _today() -> date:
    return clock.today(context.current().timezone)
