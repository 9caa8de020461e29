"""What others do with a signed note: co-sign it, send it back, agree that it was entered in error."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.entries.models import Entry
from records.notes.actions import append
from records.notes.models import Note, NoteAddendum, NoteError, NoteReview
from records.notes.queries import COSIGNED, addenda_of, error_of
from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import Member


def cosign(session: Session, note: Note) -> NoteAddendum:
    """Puts a second name under a note that needs one, chained like everything that is signed. Once, and never by its
    author."""
    hold(session, note)
    _expect_to_cosign(session, note)
    signature = append(session, note, reason=COSIGNED, words="")
    settle(session, Notice.NOTE_TO_COSIGN, about=note.id)
    audit.record(session, audit.Verb.NOTE_COSIGNED, note.id, client_id=note.client_id)
    return signature


def send_back(session: Session, note: Note, *, words: str) -> NoteReview:
    """Sends a note that waits for a co-signature back, in words that are no part of the client's record: its author
    answers by an addendum."""
    hold(session, note)
    _expect_to_cosign(session, note)
    said = NoteReview(
        client_id=note.client_id,
        note_id=note.id,
        reviewer_id=context.current().member_id,
        kind="returned",
        words=words,
    )
    session.add(said)
    where = {"client_id": note.client_id, "case_id": note.case_id, "about": note.id}
    tell(session, member_id=note.author_id, kind=Notice.NOTE_RETURNED, **where)
    settle(session, Notice.NOTE_TO_COSIGN, about=note.id)
    audit.record(session, audit.Verb.NOTE_RETURNED, note.id, client_id=note.client_id)
    return said


def ask_in_error(session: Session, note: Note, *, reason: str) -> NoteError:
    """The author says that the whole note is wrong, for example in the wrong file; nothing changes until somebody else
    agrees."""
    hold(session, note)
    note.expect_signed()
    me = context.current().member_id
    if note.author_id != me:
        raise Refused("Only its author can say that a note was entered in error.")
    last = error_of(session, note.id)
    if last is not None and last.state == "asked":
        raise Conflict("This waits for a second person already.")
    asked = NoteError(client_id=note.client_id, note_id=note.id, asked_by=me, reason=reason)
    session.add(asked)
    audit.record(session, audit.Verb.NOTE_ERROR_ASKED, note.id, client_id=note.client_id)
    return asked


def decide_error(session: Session, note: Note, *, confirmed: bool) -> None:
    """A second person agrees or does not. Agreed, the text is shown no more and stands in no report; it stays as it
    was signed, for whoever has to check."""
    hold(session, note)
    asked = error_of(session, note.id)
    if asked is None:
        raise NotFound()
    hold(session, asked)
    asked.expect_decidable_by(context.current().member_id)
    asked.state = "confirmed" if confirmed else "declined"
    asked.decided_by, asked.decided_at = context.current().member_id, clock.now()
    session.flush()
    if confirmed:
        note.state = "in_error"
        session.execute(update(Entry).where(Entry.id == note.id).values(state="in_error"))
    audit.record(session, audit.Verb.NOTE_ERROR_DECIDED, note.id, client_id=note.client_id, state=asked.state)


def need_cosigning(session: Session, member: Member, *, needed: bool) -> None:
    """From the next note on, what this member signs waits for a second name, or does not."""
    hold(session, member)
    member.needs_cosign = needed
    audit.record(session, audit.Verb.MEMBER_CHANGED, member.id, fields=["needs_cosign"])


def _expect_to_cosign(session: Session, note: Note) -> None:
    note.expect_signed()
    if not note.needs_cosign:
        raise Conflict("This note needs no co-signature.")
    if any(addendum.reason == COSIGNED for addendum in addenda_of(session, note.id)):
        raise Conflict("This note is co-signed already.")
    if note.author_id == context.current().member_id:
        raise Refused("A second person co-signs, not the author.")
