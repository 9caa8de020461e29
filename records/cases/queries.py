"""Every way to read about cases. A case in quarantine is nowhere: the database hides it from this login."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case, TriggerEvent
from records.clients.models import Client
from records.clients.queries import visible
from tenants.errors import NotFound


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
    preferred_name: str
    legal_given: str
    legal_family: str


def caseload_of(session: Session, member_id: UUID) -> list[OpenCase]:
    """The open cases of one worker, by client's name."""
    rows = session.execute(
        select(
            Case.id,
            Case.client_id,
            Case.number,
            Client.preferred_name,
            Client.legal_given,
            Client.legal_family,
        )
        .join(Client, Client.id == Case.client_id)
        .where(Case.worker_id == member_id, Case.status != "closed", visible())
        .order_by(Client.sort_name, Case.id)
    )
    return [OpenCase(*row) for row in rows]


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
