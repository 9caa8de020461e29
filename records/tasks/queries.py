"""Every way to read tasks and check-ins: of a case, and those that wait for the reader."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client, ContactPoint
from records.clients.queries import reachable
from records.entries.models import Entry, Kind
from records.needs.models import CaseNeeds
from records.tasks.models import CheckIn, ContactAttempt, Task
from records.tasks.rules import QUIET_AFTER_DAYS, QUIET_UNLESS_SAID, looks_ahead_to
from tenants import clock, context
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What shows that somebody was heard of, and what does not count of it.
_HEARD = (Kind.NOTE, Kind.CONTACT_ATTEMPT, Kind.APPOINTMENT)
_UNHEARD = ("draft", "discarded", "in_error")


class Due(NamedTuple):
    """One line of a worklist: a task, a check-in or, when somebody is quiet or their work rests, only their case."""

    row: Any
    client: Client
    number: str
    on: date


def tasks_of_case(session: Session, case_id: UUID) -> Sequence[Task]:
    """The tasks of a case: open ones first, soonest first; without those of a note entered in error."""
    wanted = select(Task).where(Task.case_id == case_id, ~_in_error())
    in_order = wanted.order_by(Task.state != "open", Task.due_on.asc().nulls_last(), Task.id)
    return session.execute(in_order).scalars().all()


def get_task(session: Session, case_id: UUID, task_id: UUID) -> Task:
    """One task of a case. Raises NotFound, also for one of a note entered in error."""
    wanted = select(Task).where(Task.id == task_id, Task.case_id == case_id, ~_in_error())
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def check_ins_of(session: Session, case_id: UUID) -> Sequence[CheckIn]:
    """The check-ins of a case that are still to come or to be made, soonest first."""
    wanted = select(CheckIn).where(CheckIn.case_id == case_id, CheckIn.state == "planned")
    return session.execute(wanted.order_by(CheckIn.due_on, CheckIn.id)).scalars().all()


def get_check_in(session: Session, case_id: UUID, check_in_id: UUID) -> CheckIn:
    """One check-in of a case. Raises NotFound."""
    wanted = select(CheckIn).where(CheckIn.id == check_in_id, CheckIn.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def attempts_of(session: Session, case_id: UUID) -> list[tuple[ContactAttempt, UUID | None]]:
    """The attempts to reach the client of a case, newest first, each with who made it."""
    wanted = select(ContactAttempt, Entry.author_id).join(Entry, Entry.id == ContactAttempt.id)
    newest = wanted.where(ContactAttempt.case_id == case_id).order_by(
        ContactAttempt.made_on.desc(), ContactAttempt.id.desc()
    )
    return [(made, author) for made, author in session.execute(newest)]


def worklist(
    session: Session, view: str, *, whose: UUID | None = None, after: str | None = None
) -> Page[Due]:
    """What waits for the reader in one of the views, longest first; only of people whose notes they may read. Of
    somebody else's cases only who went quiet, of people whose cases they may read."""
    wanted, on, row_id = _quiet(whose) if whose else _view(view)
    key = key_of(after, date.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(on, row_id) > tuple_(*key))
    rows = session.execute(wanted.order_by(on, row_id).limit(PAGE_SIZE + 1)).all()
    found = [Due(*row) for row in rows[:PAGE_SIZE]]
    last = found[-1] if len(rows) > PAGE_SIZE else None
    return Page(found, place(last.on, last.row.id) if last else None)


def lines_of(view: str) -> Select[*tuple[Any, ...]]:
    """The lines of a view, to be counted beside those of other lists."""
    return _view(view)[0]


def reach_of(session: Session, client_ids: Sequence[UUID]) -> dict[UUID, list[ContactPoint]]:
    """By what ways these people are reached, first the one to try first."""
    wanted = select(ContactPoint).where(
        ContactPoint.client_id.in_(client_ids), ContactPoint.ended_on.is_(None)
    )
    found: dict[UUID, list[ContactPoint]] = {client_id: [] for client_id in client_ids}
    for point in session.execute(wanted.order_by(ContactPoint.preferred.desc(), ContactPoint.id)).scalars():
        found[point.client_id].append(point)
    return found


def _view(view: str) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any], ColumnElement[Any]]:
    """The lines of a view, by what they are in order, and their ids."""
    if view == "quiet":
        return _quiet()
    if view == "paused":
        return _paused()
    if view == "check_ins":
        mine = and_(CheckIn.worker_id == context.current().member_id, CheckIn.state == "planned")
        wanted = _lines(CheckIn, CheckIn.due_on).where(mine, CheckIn.due_on <= looks_ahead_to(_today()))
        return wanted, CheckIn.due_on.expression, CheckIn.id.expression
    # What has no day waits behind everything that has one.
    on = func.coalesce(Task.due_on, date.max)
    wanted = _lines(Task, on).where(Task.state == "open", ~_in_error(), _of_tasks(view))
    return wanted, on, Task.id.expression


def _of_tasks(view: str) -> ColumnElement[bool]:
    me = context.current().member_id
    promised = and_(Task.owner == "worker", Task.owner_member_id == me)
    theirs = and_(Task.owner != "worker", Case.worker_id == me, Case.status != "closed")
    return {
        "promises": promised,
        "steps": and_(theirs, Task.due_on <= looks_ahead_to(_today())),
        "overdue": and_(or_(promised, theirs), Task.due_on < _today()),
    }[view]


def _quiet(
    whose: UUID | None = None,
) -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any], ColumnElement[Any]]:
    heard = select(func.max(Entry.occurred_on)).where(
        Entry.case_id == Case.id, Entry.kind.in_([*_HEARD]), Entry.state.not_in(_UNHEARD)
    )
    on = func.coalesce(heard.correlate(Case).scalar_subquery(), Case.opened_on)
    mine = and_(Case.worker_id == (whose or context.current().member_id), Case.status == "active")
    wanted = select(Case, Client, Case.number, on).join(Client, Client.id == Case.client_id)
    wanted = wanted.outerjoin(CaseNeeds, CaseNeeds.case_id == Case.id)
    open_to_me = reachable(Category.CASE, Level.READ) if whose else _readable()
    # The same as `rules.is_quiet` says, for a list.
    agreed = case(QUIET_AFTER_DAYS, value=CaseNeeds.contact, else_=QUIET_UNLESS_SAID)
    wanted = wanted.where(mine, on + agreed <= _today(), open_to_me)
    return wanted, on, Case.id.expression


def _paused() -> tuple[Select[*tuple[Any, ...]], ColumnElement[Any], ColumnElement[Any]]:
    """The reader's cases at rest at which somebody was to look again by today."""
    mine = and_(Case.worker_id == context.current().member_id, Case.status == "on_hold")
    on = Case.review_on.expression
    wanted = select(Case, Client, Case.number, on).join(Client, Client.id == Case.client_id)
    return wanted.where(mine, on <= _today(), _readable()), on, Case.id.expression


def _lines(model: Any, on: Any) -> Select[*tuple[Any, ...]]:
    rows = select(model, Client, Case.number, on).join(Case, Case.id == model.case_id)
    return rows.join(Client, Client.id == model.client_id).where(_readable())


def _readable() -> ColumnElement[bool]:
    return reachable(Category.NOTES, Level.READ)


def _in_error() -> ColumnElement[bool]:
    return exists().where(Entry.id == Task.note_id, Entry.state == "in_error")


def _today() -> date:
    return clock.today(context.current().timezone)
