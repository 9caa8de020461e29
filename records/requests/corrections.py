"""A correction that was asked for: agreed, it is added to the note; refused, the person's own words are."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.notes.actions import append
from records.notes.models import Note
from records.requests.actions import answered, begin, note_down
from records.requests.models import AccessRequest
from tenants import audit
from tenants.errors import NotFound, Refused


def notes_to_correct(session: Session, request: AccessRequest) -> Sequence[Note]:
    """The signed notes of the file, newest first."""
    wanted = select(Note).where(Note.client_id == request.client_id, Note.state == "signed")
    return session.execute(wanted.order_by(Note.occurred_on.desc(), Note.id.desc())).scalars().all()


def correct_note(
    session: Session, request: AccessRequest, note_id: UUID, *, agreed: bool, words: str, version: int
) -> None:
    """Answers a request to correct a signed note. The note stays as it was; what is added to it carries the number of
    the request: the correction, or the statement that the client disagrees (PIPEDA, principle 4.9.6)."""
    if request.kind != "correction":
        raise Refused("This request does not ask for a correction.")
    note = next((one for one in notes_to_correct(session, request) if one.id == note_id), None)
    if note is None:
        raise NotFound()
    state = begin(session, request, "answer" if agreed else "refuse", version)
    reason = "correct_fact" if agreed else "client_disagrees"
    append(session, note, reason=reason, words=f"{words}\n\n({request.number})")
    audit.record(session, audit.Verb.NOTE_AMENDED, note.id, client_id=note.client_id, reason=reason)
    request.state = state
    answered(request, "done" if agreed else "refused")
    note_down(session, request, "correct" if agreed else "disagree", words)
