"""What a timeline tells of a line beside its kind."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, true
from sqlalchemy.orm import Session, load_only

from records.consents.models import Consent
from records.entries.queries import Line
from records.notes.models import Note
from records.particulars.models import ParticularRow
from records.workshops.models import Registration

# What was agreed once and does not hold any more.
OVER = ("withdrawn", "superseded")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says beside its kind: of a note the kind of contact, minutes, how late it was written and why
    there was contact; of a group session what it is called; of the rest whether it is over."""

    kind: str = ""
    minutes: int | None = None
    late_days: int = 0
    reason: str = ""
    ended: bool = False


def told_of(session: Session, lines: Iterable[Line]) -> dict[UUID, Told]:
    """What the lines of a page tell beside their kinds. Whoever calls has made sure that they may be read."""
    ids: dict[str, list[UUID]] = {}
    for line in lines:
        place = line.kind if line.kind in ("note", "consent", "attendance") else "particular"
        ids.setdefault(place, []).append(line.id)
    over = select(ParticularRow.id, literal(""), true()).where(
        ParticularRow.id.in_(ids.get("particular", ())), ParticularRow.state == "ended"
    )
    taken_back = select(Consent.id, literal(""), true()).where(
        Consent.id.in_(ids.get("consent", ())), Consent.state.in_(OVER)
    )
    sessions = select(Registration.id, Registration.title, Registration.state == "off").where(
        Registration.id.in_(ids.get("attendance", ()))
    )
    rows = session.execute(over.union_all(taken_back, sessions))
    told = {row: Told(reason=title, ended=ended) for row, title, ended in rows}
    return told | (_of_notes(session, ids["note"]) if "note" in ids else {})


def _of_notes(session: Session, ids: Collection[UUID]) -> dict[UUID, Told]:
    wanted = select(Note).where(Note.id.in_(ids), Note.state == "signed")
    shown = load_only(Note.client_id, Note.kind, Note.minutes, Note.late_days, Note.reason_sealed)
    return {
        note.id: Told(note.kind or "", note.minutes, note.late_days or 0, note.reason or "")
        for note in session.execute(wanted.options(shown)).scalars()
    }
