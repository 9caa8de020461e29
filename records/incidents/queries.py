"""Every way to read incidents: one's own reports, and all of them for those who handle them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, union_all
from sqlalchemy.orm import Session

from records.access.queries import is_closed
from records.clients.models import Client
from records.clients.queries import FACTS, visible
from records.incidents.models import Incident, IncidentAction, IncidentNotice, IncidentPerson, IncidentStep
from records.incidents.rules import OVER, UNWRITTEN
from tenants import context
from tenants.errors import NotFound, Refused
from tenants.paging import PAGE_SIZE, Page, key_of, place
from tenants.permissions import P, may

Part = TypeVar("Part", IncidentAction, IncidentNotice, IncidentStep)


class Listed(NamedTuple):
    """One line of a list of incidents; it names nobody."""

    id: UUID
    number: str | None
    kind: str | None
    occurred_on: date | None
    state: str
    severity: str | None


_LINE = (
    Incident.id,
    Incident.number,
    Incident.kind,
    Incident.occurred_on,
    Incident.state,
    Incident.severity,
)


def readable() -> ColumnElement[bool]:
    """Which incidents the reader may know of: their own reports; and what was handed in, for those who see incidents,
    unless it is about somebody whose file is closed to them."""
    me = context.current()
    mine = (Incident.author_id == me.member_id) & (Incident.state != "discarded")
    if not may(me.roles, P.SEE_INCIDENTS):
        return mine
    kept = select(IncidentPerson.incident_id).join(Client, Client.id == IncidentPerson.client_id)
    return or_(mine, Incident.state.not_in(UNWRITTEN) & Incident.id.not_in(kept.where(is_closed(FACTS))))


def get_incident(session: Session, incident_id: UUID) -> Incident:
    """One incident; a draft only to its author. Raises NotFound."""
    found = session.execute(
        select(Incident).where(Incident.id == incident_id, readable())
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def open_incidents(session: Session) -> Sequence[Listed]:
    """What the reader may see and is not over, the oldest first; their own drafts among it."""
    wanted = select(*_LINE).where(readable(), Incident.state.not_in(OVER)).order_by(Incident.id)
    return [Listed(*row) for row in session.execute(wanted)]


def closed_incidents(session: Session, *, after: str | None = None) -> Page[Listed]:
    """What is over, the newest first."""
    wanted = select(*_LINE).where(readable(), Incident.state == "closed")
    key = key_of(after, UUID)
    if key is not None:
        wanted = wanted.where(Incident.id < key[0])
    rows = session.execute(wanted.order_by(Incident.id.desc()).limit(PAGE_SIZE + 1)).all()
    found = [Listed(*row) for row in rows[:PAGE_SIZE]]
    return Page(found, place(found[-1].id) if len(rows) > PAGE_SIZE else None)


def next_due(session: Session, ids: Collection[UUID]) -> dict[UUID, date]:
    """The first day by which something is to be done or told, of each of these incidents that has one."""
    action = select(IncidentAction.incident_id.label("id"), IncidentAction.due_on.label("on")).where(
        IncidentAction.done_on.is_(None), IncidentAction.incident_id.in_(ids)
    )
    notice = select(IncidentNotice.incident_id.label("id"), IncidentNotice.due_on.label("on")).where(
        IncidentNotice.sent_on.is_(None), IncidentNotice.incident_id.in_(ids)
    )
    both = union_all(action, notice).subquery()
    rows = session.execute(select(both.c.id, func.min(both.c.on)).group_by(both.c.id))
    return {row[0]: row[1] for row in rows}


def persons_of(session: Session, incident_id: UUID) -> list[tuple[IncidentPerson, Client | None]]:
    """Who is in an incident. The client is None for the others, and for one whose file the reader must not know of."""
    rows = session.execute(
        select(IncidentPerson, Client)
        .join(Client, (Client.id == IncidentPerson.client_id) & visible(), isouter=True)
        .where(IncidentPerson.incident_id == incident_id)
        .order_by(IncidentPerson.kind, IncidentPerson.id)
    )
    return [(person, client) for person, client in rows]


def steps_of(session: Session, incident_id: UUID) -> Sequence[IncidentStep]:
    """What followed, in order."""
    return _of(session, IncidentStep, incident_id)


def actions_of(session: Session, incident_id: UUID) -> Sequence[IncidentAction]:
    """What the agency decided to do, in the order in which it decided."""
    return _of(session, IncidentAction, incident_id)


def notices_of(session: Session, incident_id: UUID) -> Sequence[IncidentNotice]:
    """Whom outside the agency it tells."""
    return _of(session, IncidentNotice, incident_id)


def get_action(session: Session, incident_id: UUID, action_id: UUID) -> IncidentAction:
    """One action of an incident. Raises NotFound."""
    return _one(actions_of(session, incident_id), action_id)


def get_notice(session: Session, incident_id: UUID, notice_id: UUID) -> IncidentNotice:
    """One notice of an incident. Raises NotFound."""
    return _one(notices_of(session, incident_id), notice_id)


def clients_by_number(session: Session, numbers: Collection[str]) -> list[Client]:
    """The clients with these file numbers, whom the reader may know of. Refuses a number that is none of theirs."""
    wanted = [number.upper() for number in numbers]
    found = {
        client.file_number: client
        for client in session.execute(
            select(Client).where(Client.file_number.in_(wanted), visible())
        ).scalars()
    }
    for number in wanted:
        if number not in found:
            raise Refused(
                "We found no file %(number)s. Enter file numbers, for example N-1001.",
                field="clients",
                number=number,
            )
    return list(found.values())


def _of(session: Session, part: type[Part], incident_id: UUID) -> Sequence[Part]:
    wanted = select(part).where(part.incident_id == incident_id).order_by(part.id)
    return session.execute(wanted).scalars().all()


def _one(parts: Sequence[Part], part_id: UUID) -> Part:
    found = next((part for part in parts if part.id == part_id), None)
    if found is None:
        raise NotFound()
    return found
