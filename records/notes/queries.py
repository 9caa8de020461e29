"""Every way to read notes and next steps."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import visible
from records.notes.models import NextStep, Note, NoteAddendum
from tenants import context
from tenants.errors import NotFound


def get_note(session: Session, case_id: UUID, note_id: UUID) -> Note:
    """One note of a case; a draft only to its author. Raises NotFound."""
    found = session.execute(
        select(Note).where(Note.id == note_id, Note.case_id == case_id)
    ).scalar_one_or_none()
    if found is None or found.state == "discarded":
        raise NotFound()
    if found.is_draft and found.author_id != context.current().member_id:
        raise NotFound()
    return found


def signed_notes(session: Session, case_id: UUID) -> Sequence[Note]:
    """The signed notes of a case, oldest meeting first."""
    return (
        session.execute(
            select(Note)
            .where(Note.case_id == case_id, Note.state == "signed")
            .order_by(Note.occurred_on, Note.id)
        )
        .scalars()
        .all()
    )


def addenda_of(session: Session, note_id: UUID) -> Sequence[NoteAddendum]:
    """What was added to a note, oldest first."""
    return (
        session.execute(select(NoteAddendum).where(NoteAddendum.note_id == note_id).order_by(NoteAddendum.id))
        .scalars()
        .all()
    )


def steps_of_case(session: Session, case_id: UUID) -> Sequence[NextStep]:
    """The next steps of a case: open ones first, soonest first."""
    return (
        session.execute(
            select(NextStep)
            .where(NextStep.case_id == case_id)
            .order_by(NextStep.done_on.is_not(None), NextStep.due_on.asc().nulls_last(), NextStep.id)
        )
        .scalars()
        .all()
    )


def get_step(session: Session, case_id: UUID, step_id: UUID) -> NextStep:
    """One next step of a case. Raises NotFound."""
    found = session.execute(
        select(NextStep).where(NextStep.id == step_id, NextStep.case_id == case_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def drafts_of(session: Session, member_id: UUID) -> list[tuple[Note, Client]]:
    """A member's unsigned notes with their clients, oldest first."""
    rows = session.execute(
        select(Note, Client)
        .join(Client, Client.id == Note.client_id)
        .join(Case, Case.id == Note.case_id)
        .where(Note.author_id == member_id, Note.state == "draft", visible())
        .order_by(Note.id)
    )
    return [(note, client) for note, client in rows]


def last_hash(session: Session, case_id: UUID) -> bytes:
    """The end of the case's chain: of its notes and addenda, the one signed last; zeros before the first."""
    note = select(Note.signed_at.label("at"), Note.hash).where(
        Note.case_id == case_id, Note.hash.is_not(None)
    )
    addendum = (
        select(NoteAddendum.created_at.label("at"), NoteAddendum.hash)
        .join(Note, Note.id == NoteAddendum.note_id)
        .where(Note.case_id == case_id)
    )
    both = note.union_all(addendum).subquery()
    newest = session.execute(select(both.c.hash).order_by(both.c.at.desc()).limit(1)).scalar_one_or_none()
    return newest or bytes(32)
