"""Every way to read about cases. A case in quarantine is nowhere: the database hides it from this login."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, select, tuple_
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case, CaseStatusChange, TriggerEvent
from records.cases.rules import LONG_WAIT
from records.clients.models import Client
from records.clients.queries import reachable, visible
from tenants import clock, context
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place


def get_case(session: Session, client_id: UUID, case_id: UUID) -> Case:
    """One of the client's cases, when the client may be seen. Raises NotFound."""
    found = session.execute(
        select(Case)
        .join(Client, Client.id == Case.client_id)
        .where(Case.id == case_id, Case.client_id == client_id, visible())
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def cases_of(session: Session, client_id: UUID) -> Sequence[Case]:
    """A client's cases, newest first."""
    return (
        session.execute(
            select(Case).where(Case.client_id == client_id).order_by(Case.opened_on.desc(), Case.id.desc())
        )
        .scalars()
        .all()
    )


class OpenCase(NamedTuple):
    """A line of a worker's caseload."""

    id: UUID
    client_id: UUID
    number: str
    status: str
    preferred_name: str
    legal_given: str
    legal_family: str


def caseload_of(session: Session, member_id: UUID) -> list[OpenCase]:
    """The cases of one worker in which there is work, be it at rest, by client's name; who waits is on the waiting
    list."""
    rows = session.execute(
        select(
            Case.id,
            Case.client_id,
            Case.number,
            Case.status,
            Client.preferred_name,
            Client.legal_given,
            Client.legal_family,
        )
        .join(Client, Client.id == Case.client_id)
        .where(Case.worker_id == member_id, Case.status.in_(("active", "on_hold")), visible())
        .order_by(Client.sort_name, Case.id)
    )
    return [OpenCase(*row) for row in rows]


class Aside(NamedTuple):
    """A line of those who wait or whose work rests: why, and since or until when."""

    case: Case
    client: Client
    change: CaseStatusChange


def set_aside(
    session: Session,
    status: str,
    *,
    reason: str | None = None,
    worker_id: UUID | None = None,
    is_long: bool = False,
    after: str | None = None,
) -> Page[Aside]:
    """Those who are `waiting`, the longest first, or whose work is `on_hold`, the soonest to be looked at again first,
    of cases the reader may read; of one worker, for one reason, or only who waits too long."""
    on = Case.waiting_since.expression if status == "waiting" else Case.review_on.expression
    wanted = (
        select(Case, Client, CaseStatusChange)
        .join(Client, Client.id == Case.client_id)
        .join(CaseStatusChange, CaseStatusChange.id == _newest_change())
        .where(Case.status == status, reachable(Category.CASE, Level.READ))
    )
    if reason is not None:
        wanted = wanted.where(CaseStatusChange.reason == reason)
    if worker_id is not None:
        wanted = wanted.where(Case.worker_id == worker_id)
    if is_long:
        wanted = wanted.where(on < _today() - timedelta(days=LONG_WAIT))
    key = key_of(after, date.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(on, Case.id) > tuple_(*key))
    rows = session.execute(wanted.order_by(on, Case.id).limit(PAGE_SIZE + 1)).all()
    found = [Aside(*row) for row in rows[:PAGE_SIZE]]
    last_on = (found[-1].case.waiting_since or found[-1].case.review_on) if found else None
    return Page(found, place(last_on, found[-1].case.id) if len(rows) > PAGE_SIZE else None)


def status_changes(session: Session, case_id: UUID) -> Sequence[CaseStatusChange]:
    """How a case stood over time, newest first."""
    wanted = select(CaseStatusChange).where(CaseStatusChange.case_id == case_id)
    return session.execute(wanted.order_by(CaseStatusChange.id.desc())).scalars().all()


def works_with(session: Session, client_id: UUID, member_id: UUID) -> bool:
    """Whether a member has an open case with a client."""
    wanted = select(Case.id).where(
        Case.client_id == client_id, Case.worker_id == member_id, Case.status != "closed"
    )
    return session.execute(wanted.limit(1)).first() is not None


def current_trigger(session: Session, case_id: UUID, kind: str) -> TriggerEvent | None:
    """The latest event of a kind that was neither superseded nor withdrawn."""
    events = (
        session.execute(
            select(TriggerEvent)
            .where(TriggerEvent.case_id == case_id, TriggerEvent.kind == kind)
            .order_by(TriggerEvent.id.desc())
        )
        .scalars()
        .all()
    )
    superseded = {event.supersedes for event in events}
    return next((e for e in events if not e.withdrawn and e.id not in superseded), None)


def _newest_change() -> ScalarSelect[UUID]:
    """The change after which a case stands as it does; for a statement about cases."""
    of_case = select(CaseStatusChange.id).where(CaseStatusChange.case_id == Case.id)
    return of_case.order_by(CaseStatusChange.id.desc()).limit(1).correlate(Case).scalar_subquery()


def _today() -> date:
    return clock.today(context.current().timezone)
