"""A correction that was asked for. Agreed, the note is added to, or the detail was changed by its own form with the
number of the request as the reason; refused, the person's own words stand beside it (PIPEDA, principle 4.9.6)."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.history.models import Version
from records.notes.actions import append
from records.notes.models import Note
from records.particulars.models import ParticularRow
from records.requests.actions import answered, begin, note_down
from records.requests.models import AccessRequest, Disagreement
from records.requests.rules import OPEN
from tenants import audit
from tenants.errors import NotFound, Refused

# What a person is known by and reached at has no entry in the file.
IDENTIFYING = ("clients", "contact_points")


def notes_to_correct(session: Session, request: AccessRequest) -> Sequence[Note]:
    """The signed notes of the file, newest first."""
    wanted = select(Note).where(Note.client_id == request.client_id, Note.state == "signed")
    return session.execute(wanted.order_by(Note.occurred_on.desc(), Note.id.desc())).scalars().all()


def open_corrections(session: Session, client_id: UUID) -> set[str]:
    """The numbers of the corrections that are asked for and not answered."""
    wanted = select(AccessRequest.number).where(
        AccessRequest.client_id == client_id,
        AccessRequest.kind == "correction",
        AccessRequest.state.in_(OPEN),
    )
    return set(session.execute(wanted).scalars())


def changes_for(session: Session, request: AccessRequest) -> list[Version]:
    """What was changed for this request, oldest first: what names its number as the reason."""
    wanted = select(Version).where(
        Version.client_id == request.client_id, Version.created_at >= request.created_at
    )
    return [
        one
        for one in session.execute(wanted.order_by(Version.created_at, Version.id)).scalars()
        if is_for(one.reason, request.number)
    ]


def is_for(reason: str | None, number: str) -> bool:
    """True when a reason names the number, and not only one that begins with it."""
    return re.search(rf"(?<!\w){re.escape(number)}(?!\w)", reason or "") is not None


def disagreements_about(session: Session, client_id: UUID, entry_id: UUID | None) -> Sequence[Disagreement]:
    """What the person says about an entry that was not corrected, or about what they are known by, oldest first."""
    wanted = select(Disagreement).where(
        Disagreement.client_id == client_id, Disagreement.entry_id.is_not_distinct_from(entry_id)
    )
    return session.execute(wanted.order_by(Disagreement.id)).scalars().all()


def correct_note(
    session: Session, request: AccessRequest, note_id: UUID, *, agreed: bool, words: str, version: int
) -> None:
    """Answers a request to correct a signed note. The note stays as it was; what is added to it carries the number of
    the request: the correction, or the statement that the client disagrees."""
    note = next((one for one in notes_to_correct(session, request) if one.id == note_id), None)
    if note is None:
        raise NotFound()
    reason = "correct_fact" if agreed else "client_disagrees"
    append(session, note, reason=reason, words=f"{words}\n\n({request.number})")
    audit.record(session, audit.Verb.NOTE_AMENDED, note.id, client_id=note.client_id, reason=reason)
    _answer(session, request, agreed=agreed, words=words, version=version)


def correct_detail(
    session: Session, request: AccessRequest, entry_id: UUID | None, *, agreed: bool, words: str, version: int
) -> None:
    """Answers a request to correct a detail or, without an entry, what the person is known by. Agreed, it has been
    changed already; refused, what the person says stands beside it."""
    case_id = _case_of(session, request, entry_id)
    if agreed and not any(_is_about(one, entry_id) for one in changes_for(session, request)):
        raise Refused(
            "Change it on its own page first, with %(number)s as the reason.",
            field="record",
            number=request.number,
        )
    if not agreed:
        session.add(
            Disagreement(
                request_id=request.id,
                client_id=request.client_id,
                case_id=case_id,
                entry_id=entry_id,
                words=words,
            )
        )
    _answer(session, request, agreed=agreed, words=words, version=version)


def _answer(session: Session, request: AccessRequest, *, agreed: bool, words: str, version: int) -> None:
    if request.kind != "correction":
        raise Refused("This request does not ask for a correction.")
    request.state = begin(session, request, "answer" if agreed else "refuse", version)
    answered(request, "done" if agreed else "refused")
    note_down(session, request, "correct" if agreed else "disagree", words)


def _case_of(session: Session, request: AccessRequest, entry_id: UUID | None) -> UUID | None:
    if entry_id is None:
        return None
    wanted = select(ParticularRow).where(
        ParticularRow.id == entry_id, ParticularRow.client_id == request.client_id
    )
    row = session.execute(wanted).scalar_one_or_none()
    if row is None:
        raise NotFound()
    return row.case_id


def _is_about(change: Version, entry_id: UUID | None) -> bool:
    return change.subject in IDENTIFYING if entry_id is None else change.subject_id == entry_id
