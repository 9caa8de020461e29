"""Opening, changing, closing and reopening a case; letting it wait or rest, and giving it to somebody else."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.access.actions import put_on_caseload
from records.access.queries import grants_of
from records.cases.models import Case, CaseStatusChange, TriggerEvent
from records.cases.queries import current_trigger, works_with
from records.cases.rules import LONGEST_PAUSE
from records.clients.actions import next_number
from records.clients.keeping import assign_worker
from records.clients.models import Client
from records.clients.queries import get_client
from records.entries.actions import enter
from records.entries.models import Kind
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused

_KINDS = {
    "wait": Kind.CASE_WAITING,
    "pause": Kind.CASE_PAUSED,
    "start": Kind.CASE_STARTED,
    "close": Kind.CASE_CLOSED,
    "reopen": Kind.CASE_REOPENED,
}


def open_case(
    session: Session,
    client: Client,
    *,
    opened_on: date,
    goal: str = "",
    program: str = "",
    waits_for: str | None = None,
) -> Case:
    """Begins a stretch of work, or a wait for it; the one who opens it is its worker."""
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
    if waits_for:
        _move(session, case, "wait", on=opened_on, reason=waits_for)
    audit.record(session, audit.Verb.CASE_OPENED, case.id, client_id=client.id)
    return case


def change_goal(session: Session, case: Case, *, goal: str, version: int) -> None:
    """Puts the client's goal in their words, unless somebody else did meanwhile."""
    hold(session, case)
    case.expect_open()
    case.expect(version)
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
    case.closed_on, case.exit_reason, case.exit_words = closed_on, exit_reason, exit_words or None
    _move(session, case, "close", on=closed_on)
    _happened(session, case, "case_closed", closed_on)
    audit.record(session, audit.Verb.CASE_CLOSED, case.id, client_id=case.client_id, reason=exit_reason)


def reopen_case(session: Session, case: Case, *, reason: str) -> None:
    """Takes the closing back: the retention clock stops, and closing again starts a full new period."""
    hold(session, case)
    case.after("reopen")
    closing = current_trigger(session, case.id, "case_closed")
    case.closed_on, case.exit_reason, case.exit_words = None, None, None
    _move(session, case, "reopen", on=_today(), words=reason)
    if closing is not None:
        taken_back = _happened(session, case, "case_closed", closing.effective_on)
        taken_back.withdrawn, taken_back.supersedes, taken_back.reason = True, closing.id, reason
    audit.record(session, audit.Verb.CASE_REOPENED, case.id, client_id=case.client_id)


def put_on_waiting_list(
    session: Session,
    case: Case,
    *,
    waits_for: str,
    since: date,
    version: int,
    words: str | None = None,
    urgency: str | None = None,
    expected_on: date | None = None,
) -> None:
    """Somebody waits for a place before the work begins. Said again, it is told anew; both stay on file."""
    hold(session, case)
    case.expect(version)
    _not_in_the_future(since, "since")
    if since < case.opened_on:
        raise Refused("Nobody waits before their case was opened.", field="since")
    on = _today() if case.status == "waiting" else since
    told = {"words": words or None, "urgency": urgency or None, "expected_on": expected_on}
    _move(session, case, "wait", on=on, since=since, reason=waits_for, **told)
    audit.record(session, audit.Verb.CASE_WAITING, case.id, client_id=case.client_id, waits_for=waits_for)


def pause(
    session: Session, case: Case, *, reason: str, review_on: date, version: int, why: str | None = None
) -> None:
    """Lets the work rest, and says when somebody looks again. Said again, it rests for longer, or for less long."""
    hold(session, case)
    case.expect(version)
    if not _today() < review_on <= _today() + LONGEST_PAUSE:
        raise Refused("Choose a day after today, within a year.", field="review_on")
    if reason == "other_pause" and not why:
        raise Refused("Say why in a few words.", field="why")
    _move(session, case, "pause", on=_today(), reason=reason, review_on=review_on, words=why or None)
    audit.record(session, audit.Verb.CASE_PAUSED, case.id, client_id=case.client_id, reason=reason)


def start_work(session: Session, case: Case, *, words: str | None = None) -> None:
    """There is a place for who waited, or the work that rested goes on."""
    hold(session, case)
    _move(session, case, "start", on=_today(), words=words or None)
    audit.record(session, audit.Verb.CASE_STARTED, case.id, client_id=case.client_id)


def give_case(session: Session, case: Case, *, worker_id: UUID) -> None:
    """The case has another worker from now on. The one before may open the file no more, unless they have another
    open case with the client."""
    client = get_client(session, case.client_id)
    hold(session, case)
    case.expect_open()
    before, case.worker_id = case.worker_id, worker_id
    case.version += 1
    session.flush()
    put_on_caseload(session, client.id, worker_id)
    if before != worker_id and not works_with(session, client.id, before):
        _leave(session, client, before, worker_id)
    tell(
        session,
        member_id=worker_id,
        kind=Notice.CASE_YOURS,
        client_id=client.id,
        case_id=case.id,
        about=case.id,
    )
    told = {"before": before, "after": worker_id}
    audit.record(session, audit.Verb.WORKER_CHANGED, case.id, client_id=client.id, **told)


def _leave(session: Session, client: Client, before: UUID, worker_id: UUID) -> None:
    if client.worker_id == before:
        assign_worker(session, client, worker_id=worker_id)
    for grant in grants_of(session, client.id):
        if grant.member_id == before and grant.kind == "caseload" and grant.ended_at is None:
            grant.end(clock.now())


def _move(
    session: Session, case: Case, event: str, *, on: date, since: date | None = None, **told: Any
) -> None:
    """The one place where the status of a case changes; what is told of it is appended."""
    before, case.status = case.status, case.after(event)
    case.waiting_since = (since or on) if case.status == "waiting" else None
    case.review_on = told.get("review_on")
    case.version += 1
    entry = enter(session, _KINDS[event], client_id=case.client_id, case_id=case.id, occurred_on=on)
    me = context.current().member_id
    assert me is not None
    change = CaseStatusChange(id=entry.id, client_id=case.client_id, case_id=case.id, member_id=me, **told)
    change.from_status, change.to_status, change.changed_on = before, case.status, on
    session.add(change)


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
    if on > _today():
        raise Refused("Enter a day that is not in the future.", field=field)


def _today() -> date:
    return clock.today(context.current().timezone)
