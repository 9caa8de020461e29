"""Every way to read group sessions and who comes; whom the reader may not know of has a place there without a name."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session

from records.access.queries import READER
from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable, visible
from records.notes.models import Note
from records.workshops.models import Registration, Workshop
from records.workshops.rules import CAME, HOLDS, Seats
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place


class Coming(NamedTuple):
    """One registration with whose it is, and whether a note of the session stands in their file or is begun."""

    registration: Registration
    client: Client
    is_written: bool


def get_workshop(session: Session, workshop_id: UUID) -> Workshop:
    """One session. Raises NotFound."""
    found = session.execute(select(Workshop).where(Workshop.id == workshop_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def workshops(
    session: Session, now: datetime, *, past: bool = False, kind: str | None = None, after: str | None = None
) -> Page[Workshop]:
    """The sessions that are not over yet, the next one first; or those that are, the latest first."""
    wanted = select(Workshop).where(Workshop.ends_at < now if past else Workshop.ends_at >= now)
    if kind is not None:
        wanted = wanted.where(Workshop.kind == kind)
    row, key = tuple_(Workshop.starts_at, Workshop.id), key_of(after, datetime.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(row < tuple_(*key) if past else row > tuple_(*key))
    ways = (Workshop.starts_at, Workshop.id)
    ordered = wanted.order_by(*(way.desc() if past else way for way in ways)).limit(PAGE_SIZE + 1)
    found = session.execute(ordered).scalars().all()
    rows = list(found[:PAGE_SIZE])
    return Page(rows, place(rows[-1].starts_at, rows[-1].id) if len(found) > PAGE_SIZE else None)


def sessions_between(
    session: Session, start: datetime, end: datetime, *, leader_id: UUID | None = None
) -> Sequence[Workshop]:
    """The sessions that begin between two moments and were not called off, of one who leads or of all."""
    between = (Workshop.starts_at >= start, Workshop.starts_at < end, Workshop.state != "called_off")
    wanted = select(Workshop).where(*between)
    if leader_id is not None:
        wanted = wanted.where(or_(Workshop.leader_id == leader_id, Workshop.second_id == leader_id))
    return session.execute(wanted.order_by(Workshop.starts_at, Workshop.id)).scalars().all()


def seats_of(session: Session, workshop_ids: Collection[UUID]) -> dict[UUID, Seats]:
    """How many have a place in each session, wait and came, whoever they are: a chair is taken for everybody."""
    came = Registration.state.in_(CAME)
    counted = select(
        Registration.workshop_id,
        func.count().filter(Registration.state.in_(HOLDS)),
        func.count().filter(Registration.state == "waiting"),
        func.count().filter(came),
        func.count().filter(Registration.state == "absent"),
        func.count().filter(came, Case.status != "closed", ~_is_written()),
    ).outerjoin(Case, Case.id == Registration.case_id)
    listed = counted.where(Registration.workshop_id.in_(workshop_ids)).group_by(Registration.workshop_id)
    rows = session.execute(listed).all()
    return dict.fromkeys(workshop_ids, Seats()) | {row[0]: Seats(*row[1:]) for row in rows}


def people_of(session: Session, workshop_id: UUID) -> list[Coming]:
    """Who is on the list of a session, as far as the reader may say so: those with a place by name, then those who wait
    in their order, then those taken off."""
    in_line = case((Registration.state == "waiting", Registration.asked_at))
    order = (
        Registration.state == "off",
        Registration.state == "waiting",
        in_line,
        Client.sort_name,
        Client.id,
    )
    return _coming(session, _rows().where(Registration.workshop_id == workshop_id).order_by(*order))


def get_registration(session: Session, workshop_id: UUID, registration_id: UUID) -> Coming:
    """One registration of a session, when the reader may say whose it is. Raises NotFound."""
    one = (Registration.id == registration_id, Registration.workshop_id == workshop_id)
    found = _coming(session, _rows().where(*one))
    if not found:
        raise NotFound()
    return found[0]


def workshop_of(session: Session, client_id: UUID, registration_id: UUID) -> UUID:
    """The session that a registration in a client's file is for. Raises NotFound."""
    wanted = select(Registration.workshop_id).where(
        Registration.id == registration_id, Registration.client_id == client_id
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_registration(session: Session, workshop_id: UUID, client_id: UUID) -> Registration | None:
    """The client's registration for a session, even when it was taken off."""
    wanted = select(Registration).where(
        Registration.workshop_id == workshop_id, Registration.client_id == client_id
    )
    return session.execute(wanted).scalar_one_or_none()


def in_line(session: Session, workshop_id: UUID, number: int) -> Sequence[Registration]:
    """The first so many of those who wait, whoever they are: for giving them the places that are free."""
    waiting = (Registration.workshop_id == workshop_id, Registration.state == "waiting")
    first = select(Registration).where(*waiting).order_by(Registration.asked_at, Registration.id)
    return session.execute(first.limit(number)).scalars().all()


def to_write(session: Session, workshop_id: UUID) -> list[tuple[Registration, Case]]:
    """Who came and has an open case in which the reader may write, and no note of the session yet; by name."""
    came = (Registration.state.in_(CAME), Registration.workshop_id == workshop_id, ~_is_written())
    wanted = (
        select(Registration, Case)
        .join(Case, Case.id == Registration.case_id)
        .join(Client, Client.id == Registration.client_id)
        .where(*came, Case.status != "closed", reachable(Category.NOTES, Level.WRITE))
    )
    rows = session.execute(wanted.order_by(Client.sort_name, Client.id))
    return [(registration, found) for registration, found in rows]


def may_register(session: Session, client_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people whom the reader may put on a list: whose appointments they may book, too."""
    wanted = select(Client.id).where(Client.id.in_(client_ids), reachable(Category.IDENTITY, Level.WRITE))
    return set(session.execute(wanted).scalars())


def _rows() -> Select[Registration, Client, bool]:
    """Registrations with whose they are: of those in whose file the reader may read appointments, too; and of whom they
    may know, where they lead the session or registered the person themselves."""
    leads = or_(Workshop.leader_id == READER, Workshop.second_id == READER)
    theirs = and_(visible(), or_(leads, Registration.registered_by == READER))
    in_sight = or_(Registration.case_id.is_(None), Case.id.is_not(None))
    return (
        select(Registration, Client, _is_written())
        .join(Client, Client.id == Registration.client_id)
        .join(Workshop, Workshop.id == Registration.workshop_id)
        .outerjoin(Case, Case.id == Registration.case_id)
        .where(or_(reachable(Category.IDENTITY, Level.READ), theirs), in_sight)
    )


def _coming(session: Session, wanted: Select[Registration, Client, bool]) -> list[Coming]:
    return [Coming(*row) for row in session.execute(wanted)]


def _is_written() -> ColumnElement[bool]:
    """Whether a note was begun of it that still stands."""
    stands = Note.state.in_(("draft", "signed"))
    return exists().where(Note.id == Registration.note_id, stands)
