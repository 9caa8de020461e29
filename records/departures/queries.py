"""Every way to read how far a departure is, and what stands in its way."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.departures.models import Archive, ArchivePart, Departure, HoldAnswer
from records.departures.rules import obstacles
from records.retention.models import HoldRow
from records.retention.queries import holds
from records.retention.states import find_state
from tenants import halt
from tenants.errors import NotFound
from tenants.jobs import JobRow


@dataclass(frozen=True, slots=True)
class Held:
    """A hold in force, and what was said of it."""

    hold: HoldRow
    answer: HoldAnswer | None


def find_departure(session: Session) -> Departure | None:
    """The departure that is going on, or None."""
    wanted = select(Departure).where(Departure.state != "taken_back")
    return session.execute(wanted).scalar_one_or_none()


def get_departure(session: Session) -> Departure:
    """The departure that is going on. Raises NotFound."""
    found = find_departure(session)
    if found is None:
        raise NotFound()
    return found


def last_day(session: Session) -> date | None:
    """The agency's last day, once it is closing."""
    wanted = select(Departure.destroy_on).where(Departure.state == "closing")
    return session.execute(wanted).scalar_one_or_none()


def held(session: Session, departure: Departure) -> list[Held]:
    """Every hold in force, those first of which nobody has said anything; for deciding, not for showing."""
    rows = session.execute(select(HoldAnswer).where(HoldAnswer.departure_id == departure.id)).scalars()
    answers = {row.hold_id: row for row in rows}
    in_force = select(HoldRow).where(HoldRow.released_at.is_(None)).order_by(HoldRow.id)
    found = [Held(one, answers.get(one.id)) for one in session.execute(in_force).scalars()]
    return sorted(found, key=lambda one: one.answer is not None)


def held_in_sight(session: Session, departure: Departure) -> list[Held]:
    """The same without those over somebody whom the reader may not know of: another administrator answers for them."""
    known = {one.id for one in holds(session)}
    return [one for one in held(session, departure) if one.hold.id in known]


def get_held(session: Session, departure: Departure, hold_id: UUID) -> Held:
    """One hold in force, as far as the reader may know of it. Raises NotFound."""
    found = next((one for one in held_in_sight(session, departure) if one.hold.id == hold_id), None)
    if found is None:
        raise NotFound()
    return found


def in_the_way(session: Session, departure: Departure, today: date) -> tuple[str, ...]:
    """Codes of everything that keeps the agency from being destroyed today."""
    state = find_state(session)
    return obstacles(
        today,
        destroy_on=departure.destroy_on,
        receipt_at=departure.receipt_at,
        holds_open=sum(one.answer is None for one in held(session, departure)),
        stopped=state is not None and state.stopped_at is not None,
        halted=halt.is_halted(),
    )


def archives(session: Session) -> list[Archive]:
    """The agency's archives, the newest first, as far as anybody still asks."""
    return list(session.execute(select(Archive).order_by(Archive.id.desc()).limit(10)).scalars())


def get_archive(session: Session, archive_id: UUID) -> Archive:
    """One archive. Raises NotFound."""
    found = session.execute(select(Archive).where(Archive.id == archive_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def jobs_of(session: Session, archives_: list[Archive]) -> dict[UUID, JobRow]:
    """The job of each archive in the making, for showing how far it is."""
    wanted = [one.job_id for one in archives_ if one.state == "making" and one.job_id]
    return {row.id: row for row in session.execute(select(JobRow).where(JobRow.id.in_(wanted))).scalars()}


def files_of(session: Session, archive: Archive) -> list[UUID]:
    """The pieces of an archive in order."""
    wanted = select(ArchivePart.file_id).where(ArchivePart.archive_id == archive.id)
    return list(session.execute(wanted.order_by(ArchivePart.number)).scalars())


def count_of_entries(session: Session, archive: Archive) -> int:
    """How many entries are made."""
    wanted = select(func.count()).select_from(ArchivePart).where(ArchivePart.archive_id == archive.id)
    return int(session.execute(wanted).scalar_one())
