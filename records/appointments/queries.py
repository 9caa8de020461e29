"""Every way to read appointments: of one file, and of a week as far as the reader may know of the people in it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import Session

from records.access.queries import READER
from records.access.rules import Category, Level
from records.appointments.models import Appointment, CalendarFeed
from records.appointments.rules import AHEAD, TAKES_THE_TIME
from records.cases.models import Case
from records.clients.models import Client, full_name
from records.clients.queries import reachable, visible
from tenants.database import lines
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What stands in no calendar: the hour is free again.
_GONE = ("moved", "cancelled", "late_cancel")


class Slot(NamedTuple):
    """One appointment in a calendar. Without a name it says only that the worker is busy."""

    worker_id: UUID
    starts_at: datetime
    ends_at: datetime
    id: UUID | None = None
    client_id: UUID | None = None
    name: str = ""
    kind: str = ""
    mode: str = ""
    room: str | None = None
    interpreter: str | None = None
    state: str = ""
    started_at: datetime | None = None


def get_appointment(session: Session, client_id: UUID, appointment_id: UUID) -> Appointment:
    """One of the client's appointments. Raises NotFound."""
    wanted = _kept().where(Appointment.id == appointment_id, Appointment.client_id == client_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def appointments_of(session: Session, client_id: UUID, *, after: str | None = None) -> Page[Appointment]:
    """A client's appointments, the latest first."""
    wanted = _kept().where(Appointment.client_id == client_id)
    key = key_of(after, datetime.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(Appointment.starts_at, Appointment.id) < tuple_(*key))
    latest = wanted.order_by(Appointment.starts_at.desc(), Appointment.id.desc()).limit(PAGE_SIZE + 1)
    found = session.execute(latest).scalars().all()
    rows = list(found[:PAGE_SIZE])
    return Page(rows, place(rows[-1].starts_at, rows[-1].id) if len(found) > PAGE_SIZE else None)


def next_of(session: Session, client_id: UUID, now: datetime) -> Appointment | None:
    """The client's next appointment that still stands."""
    ahead = (Appointment.starts_at > now, Appointment.state.in_(AHEAD))
    wanted = (
        _kept().where(Appointment.client_id == client_id, *ahead).order_by(Appointment.starts_at).limit(1)
    )
    return session.execute(wanted).scalar_one_or_none()


_COLUMNS = (
    *(
        Appointment.worker_id,
        Appointment.starts_at,
        Appointment.ends_at,
        Appointment.id,
        Appointment.client_id,
    ),
    *(Client.preferred_name, Client.legal_given, Client.legal_family, Appointment.kind, Appointment.mode),
    *(Appointment.room, Appointment.interpreter, Appointment.state, Appointment.started_at),
)


def slots(session: Session, start: datetime, end: datetime, *, worker_id: UUID | None = None) -> list[Slot]:
    """What stands in the calendar between two moments, of one worker or of all, in one statement. Whose file the
    reader may not read is not named there, but for one's own appointments; of whom they must not know is not there
    at all."""
    between = (Appointment.starts_at >= start, Appointment.starts_at < end)
    wanted = _slots().where(*between, Appointment.state.not_in(_GONE))
    if worker_id is not None:
        wanted = wanted.where(Appointment.worker_id == worker_id)
    return _read(session, wanted)


def not_wrapped_up(session: Session, worker_id: UUID) -> list[Slot]:
    """A worker's meetings that have begun and are not wrapped up, oldest first."""
    begun = (Appointment.worker_id == worker_id, Appointment.state.in_(("in_progress", "wrap_up")))
    return _read(session, _slots().where(*begun))


def is_taken(session: Session, start: datetime, end: datetime, *, worker_id: UUID) -> bool:
    """Whether the worker has another appointment in this time, with whomever."""
    wanted = select(Appointment.id).where(
        Appointment.worker_id == worker_id,
        Appointment.state.in_(TAKES_THE_TIME),
        Appointment.starts_at < end,
        Appointment.ends_at > start,
    )
    return session.execute(wanted.limit(1)).first() is not None


def to_remind(session: Session, start: datetime, end: datetime) -> list[tuple[Appointment, Client]]:
    """The appointments between two moments that nobody was reminded of, with whom they are."""
    between = (Appointment.starts_at >= start, Appointment.starts_at < end)
    wanted = (
        select(Appointment, Client)
        .join(Client, Client.id == Appointment.client_id)
        .outerjoin(Case, Case.id == Appointment.case_id)
        .where(Appointment.state == "booked", *between, _in_sight())
    )
    return [(appointment, client) for appointment, client in session.execute(wanted)]


def find_feed(session: Session, member_id: UUID) -> CalendarFeed | None:
    """The member's link that still holds."""
    holds = (CalendarFeed.member_id == member_id, CalendarFeed.ended_at.is_(None))
    return session.execute(select(CalendarFeed).where(*holds)).scalar_one_or_none()


def _slots() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS, _may_be_named())
        .join(Client, Client.id == Appointment.client_id)
        .outerjoin(Case, Case.id == Appointment.case_id)
        .where(visible(), _in_sight())
        .order_by(Appointment.starts_at, Appointment.id)
    )


def _read(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[Slot]:
    return [_slot(*row) for row in lines(session, wanted)]


def _kept() -> Select[Appointment]:
    """Those whose case is not put away."""
    return select(Appointment).outerjoin(Case, Case.id == Appointment.case_id).where(_in_sight())


def _in_sight() -> ColumnElement[bool]:
    return or_(Appointment.case_id.is_(None), Case.id.is_not(None))


def _may_be_named() -> ColumnElement[bool]:
    return or_(reachable(Category.IDENTITY, Level.READ), Appointment.worker_id == READER)


def _slot(*row: Any) -> Slot:
    worker_id, starts_at, ends_at, id_, client_id, preferred, given, family, *rest, may_be_named = row
    if not may_be_named:
        return Slot(worker_id, starts_at, ends_at)
    return Slot(worker_id, starts_at, ends_at, id_, client_id, full_name(preferred, given, family), *rest)
