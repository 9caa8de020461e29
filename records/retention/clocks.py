"""The dates that start the clock of a case: recorded, corrected and withdrawn, each with a reason, and none lost."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case, TriggerEvent
from records.cases.queries import current_trigger
from records.clients.models import Client
from records.retention.classes import STARTED_BY
from records.retention.dates import recorded
from records.retention.queries import today
from records.retention.schedule import schedule_on
from records.retention.terms import MANUAL, Event, RecordClass
from tenants import audit, context
from tenants.database import hold
from tenants.errors import Conflict, Refused

# What follows from the file itself: its notes, its person's birth date, its own beginning.
WORKED_OUT: Final = (
    Event.LAST_SERVICE_ON,
    Event.LAST_CONTACT_ON,
    Event.CLIENT_MAJORITY,
    Event.CREATED_ON,
)


def recordable(session: Session) -> list[str]:
    """What may be dated by hand: the events of a case that do not follow from its file, and those that the agency's
    own rules name."""
    named = {
        event
        for rules in schedule_on(session, today()).versions
        for rule in rules
        for event in rule.trigger.events
        if event.startswith(MANUAL)
    }
    of_a_case = [str(event) for event in STARTED_BY[RecordClass.CASE_FILE] if event not in WORKED_OUT]
    return [*of_a_case, *sorted(named)]


def ledger_of(session: Session, case: Case) -> Sequence[TriggerEvent]:
    """Every date that was ever recorded for a case, newest first."""
    wanted = select(TriggerEvent).where(TriggerEvent.case_id == case.id).order_by(TriggerEvent.id.desc())
    return session.execute(wanted).scalars().all()


def record_date(
    session: Session, case: Case, client: Client, *, kind: str, on: date, reason: str, version: int
) -> TriggerEvent:
    """Says when something happened; a date recorded before is superseded and stays in the ledger. The day a case closed
    can be corrected, not given to a case that is open."""
    _changing(session, case, version)
    if kind not in recordable(session):
        raise Refused("Choose from the list.", field="kind")
    _expect_possible(case, client, kind, on)
    current = current_trigger(session, case.id, kind)
    if current is not None and current.effective_on == on:
        raise Refused("This is the day that is recorded already.", field="on")
    if kind == Event.CASE_CLOSED:
        case.closed_on = on
    case.version += 1
    return _append(session, case, kind, on, reason=reason, supersedes=current)


def withdraw_date(session: Session, case: Case, *, kind: str, reason: str, version: int) -> TriggerEvent:
    """Takes a date back: what was recorded did not happen. A closing is taken back by opening the case again."""
    _changing(session, case, version)
    if kind == Event.CASE_CLOSED:
        raise Refused("To take a closing back, open the case again.", field="kind")
    current = current_trigger(session, case.id, kind)
    if current is None:
        raise Conflict("There is no such date to take back.")
    case.version += 1
    return _append(
        session, case, kind, current.effective_on, reason=reason, supersedes=current, withdrawn=True
    )


def _changing(session: Session, case: Case, version: int) -> None:
    hold(session, case)
    case.expect(version)


def _expect_possible(case: Case, client: Client, kind: str, on: date) -> None:
    try:
        recorded(on, today=today(), born=client.birth_on)
    except Refused as refusal:
        raise Refused(refusal.message, field="on") from None
    if kind != Event.CASE_CLOSED:
        return
    if case.is_open:
        raise Refused("This case is open. Closing it records the day.", field="kind")
    if on > today():
        raise Refused("Enter a day that is not in the future.", field="on")
    if on < case.opened_on:
        raise Refused("A case cannot close before it opened.", field="on")


def _append(
    session: Session,
    case: Case,
    kind: str,
    on: date,
    *,
    reason: str,
    supersedes: TriggerEvent | None,
    withdrawn: bool = False,
) -> TriggerEvent:
    event = TriggerEvent(
        client_id=case.client_id,
        case_id=case.id,
        kind=kind,
        effective_on=on,
        member_id=context.current().member_id,
        supersedes=supersedes.id if supersedes else None,
        withdrawn=withdrawn,
    )
    event.reason = reason
    session.add(event)
    session.flush()
    audit.record(session, audit.Verb.CASE_DATE_RECORDED, case.id, client_id=case.client_id, kind=kind)
    return event
