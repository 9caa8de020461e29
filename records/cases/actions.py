"""Opening, changing, closing and reopening a case."""

from datetime import date

from sqlalchemy.orm import Session

from records.access.actions import put_on_caseload
from records.cases.models import Case, TriggerEvent
from records.cases.queries import current_trigger
from records.clients.actions import next_number
from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Kind
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def open_case(
    session: Session, client: Client, *, opened_on: date, goal: str = "", program: str = ""
) -> Case:
    """Begins a stretch of work; the one who opens it is its worker."""
    me = context.current()
    _not_in_the_future(opened_on, "opened_on")
    case = Case(
        client_id=client.id,
        number=f"K-{next_number(session, 'case')}",
        program=program,
        worker_id=me.member_id,
        opened_on=opened_on,
        goal=goal or None,
    )
    session.add(case)
    session.flush()
    put_on_caseload(session, client.id, case.worker_id)
    enter(session, Kind.CASE_OPENED, client_id=client.id, case_id=case.id, occurred_on=opened_on)
    audit.record(session, audit.Verb.CASE_OPENED, case.id, client_id=client.id)
    return case


def change_goal(session: Session, case: Case, *, goal: str, version: int) -> None:
    """Puts the client's goal in their words, unless somebody else did meanwhile."""
    hold(session, case)
    case.expect_open()
    if version != case.version:
        raise Conflict("Somebody changed this case while you were typing. Your words are below.")
    case.goal = goal or None
    case.version += 1
    audit.record(session, audit.Verb.CASE_CHANGED, case.id, client_id=case.client_id, fields=["goal"])


def close_case(
    session: Session, case: Case, *, closed_on: date, exit_reason: str, exit_words: str | None = None
) -> None:
    """Ends the work, for a reason of the list and in words, and starts the retention clock on that day."""
    hold(session, case)
    case.expect_open()
    _not_in_the_future(closed_on, "closed_on")
    if closed_on < case.opened_on:
        raise Refused("A case cannot close before it opened.", field="closed_on")
    case.status, case.closed_on, case.exit_reason = "closed", closed_on, exit_reason
    case.exit_words = exit_words or None
    case.version += 1
    enter(session, Kind.CASE_CLOSED, client_id=case.client_id, case_id=case.id, occurred_on=closed_on)
    _happened(session, case, "case_closed", closed_on)
    audit.record(session, audit.Verb.CASE_CLOSED, case.id, client_id=case.client_id, reason=exit_reason)


def reopen_case(session: Session, case: Case, *, reason: str) -> None:
    """Takes the closing back: the retention clock stops, and closing again starts a full new period."""
    hold(session, case)
    if case.is_open:
        raise Conflict("This case is open already.")
    closing = current_trigger(session, case.id, "case_closed")
    today = clock.today(context.current().timezone)
    case.status, case.closed_on, case.exit_reason, case.exit_words = "active", None, None, None
    case.version += 1
    enter(session, Kind.CASE_REOPENED, client_id=case.client_id, case_id=case.id, occurred_on=today)
    if closing is not None:
        taken_back = _happened(session, case, "case_closed", closing.effective_on)
        taken_back.withdrawn, taken_back.supersedes, taken_back.reason = True, closing.id, reason
    audit.record(session, audit.Verb.CASE_REOPENED, case.id, client_id=case.client_id)


def _happened(session: Session, case: Case, kind: str, on: date) -> TriggerEvent:
    event = TriggerEvent(
        client_id=case.client_id,
        case_id=case.id,
        kind=kind,
        effective_on=on,
        member_id=context.current().member_id,
    )
    session.add(event)
    return event


def _not_in_the_future(on: date, field: str) -> None:
    if on > clock.today(context.current().timezone):
        raise Refused("Enter a day that is not in the future.", field=field)
