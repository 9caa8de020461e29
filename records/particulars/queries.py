"""Every way to read particulars; each kind is open as far as its part of the file is."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Level
from records.clients.queries import Standing
from records.entries.models import Entry
from records.entries.rules import part_of
from records.particulars.declaring import Particular
from records.particulars.kinds import KINDS
from records.particulars.models import AskedAbout, ParticularRow
from tenants import context
from tenants.errors import NotFound


def reach_of(standing: Standing, kind: Particular) -> Level:
    """How far the reader may go with records of this kind, when they are of the usual sensitivity."""
    return standing.level(part_of(kind.name), sensitivity=kind.sensitivity)


def particulars_of(session: Session, standing: Standing) -> Sequence[ParticularRow]:
    """The records of a client that still count and that the reader may open, newest first."""
    rows = session.execute(
        select(ParticularRow, Entry.sensitivity, Entry.author_id)
        .join(Entry, Entry.id == ParticularRow.id)
        .where(ParticularRow.client_id == standing.client.id, ParticularRow.state != "in_error")
        .order_by(ParticularRow.since.desc(), ParticularRow.id.desc())
    )
    return [row for row, sensitivity, author in rows if _opens(standing, row, sensitivity, author)]


def get_particular(session: Session, standing: Standing, particular_id: UUID) -> ParticularRow:
    """One record of the client, also one entered in error. Raises NotFound when it is not open to the reader."""
    found = session.execute(
        select(ParticularRow, Entry.sensitivity, Entry.author_id)
        .join(Entry, Entry.id == ParticularRow.id)
        .where(ParticularRow.id == particular_id, ParticularRow.client_id == standing.client.id)
    ).one_or_none()
    if found is None or not _opens(standing, *found):
        raise NotFound()
    return found[0]


def asked_about(session: Session) -> dict[str, AskedAbout]:
    """What the agency settled about each question; one that is not here is asked."""
    wanted = select(AskedAbout).order_by(AskedAbout.id)
    return {row.question: row for row in session.execute(wanted).scalars()}


def not_asked(session: Session) -> set[str]:
    """The questions that the agency does not ask."""
    return {name for name, row in asked_about(session).items() if not row.asked}


def _opens(standing: Standing, row: ParticularRow, sensitivity: str, author: UUID | None) -> bool:
    mine = author is not None and author == context.current().member_id
    part = part_of(KINDS[row.kind].name)
    return standing.level(part, sensitivity=sensitivity, own_entry=mine) >= Level.READ
