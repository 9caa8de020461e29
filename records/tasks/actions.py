"""Agreeing on what somebody does, and what becomes of it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.history.actions import keep
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from records.tasks.models import Task
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def agree(
    session: Session,
    case: Case,
    *,
    text: str,
    owner: str,
    due_on: date | None,
    agreed: bool,
    source: str,
    source_id: UUID | None = None,
    owner_name: str = "",
    owner_member_id: UUID | None = None,
    position: int = 0,
) -> Task:
    """Adds a task to an open case; one agreed in a note, which may be signed later, to any. `agreed` says that the
    client agreed to it. What a worker does is promised by whoever acts, unless said by whom."""
    if not text.strip():
        raise Refused("Say what is to be done.", field="what")
    if source != "note":
        case.expect_open()
    told: dict[str, Any] = {"what": text, "owner": owner, "agreed": agreed, "due_on": due_on}
    told |= _whose(owner, owner_name, owner_member_id or context.current().member_id or case.worker_id)
    told |= {"source": source, "note_id" if source == "note" else "source_id": source_id}
    task = Task(client_id=case.client_id, case_id=case.id, position=position, first_due_on=due_on, **told)
    session.add(task)
    if task.owner_member_id:
        where = {"client_id": case.client_id, "case_id": case.id, "about": task.id}
        tell(session, member_id=task.owner_member_id, kind=Notice.TASK_GIVEN, **where)
    codes = {"owner": owner, "source": source, "case": case.id}
    audit.record(session, audit.Verb.TASK_AGREED, task.id, client_id=case.client_id, **codes)
    return task


def _whose(owner: str, name: str, member_id: UUID) -> dict[str, Any]:
    if owner == "worker":
        return {"owner_member_id": member_id}
    return {"owner_name": name or None} if owner == "provider" else {}


def finish(session: Session, task: Task, *, evidence: str = "") -> None:
    """It is done, today; `evidence` says what shows it."""
    hold(session, task)
    state = task.after("finish")
    keep(session, task)
    task.state, task.done_on = state, clock.today(context.current().timezone)
    task.evidence = evidence or None
    audit.record(session, audit.Verb.TASK_DONE, task.id, client_id=task.client_id)


def drop(session: Session, task: Task, *, reason: str) -> None:
    """It will not be done, and why; it stays on file."""
    hold(session, task)
    state = task.after("drop")
    keep(session, task, reason=reason)
    task.state, task.drop_reason = state, reason
    audit.record(session, audit.Verb.TASK_DROPPED, task.id, client_id=task.client_id)


def move(session: Session, task: Task, *, due_on: date | None, reason: str, version: int) -> None:
    """Gives it another day, or none, and says why; the days before stay in its history."""
    hold(session, task)
    task.expect(version)
    task.after("move")
    if due_on == task.due_on:
        raise Refused("It has this day already. Choose another one.", field="due_on")
    keep(session, task, reason=reason)
    task.due_on = due_on
    audit.record(session, audit.Verb.TASK_MOVED, task.id, client_id=task.client_id)
