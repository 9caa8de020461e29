"""One session with several clients: one note for each, with the shared part and their own, and nobody else's."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.notes.actions import save_draft, sign_note, start_note
from records.notes.models import Note
from records.notes.rules import Content
from tenants.database import new_id
from tenants.errors import Conflict, Refused

MOST = 30


def start_group(session: Session, cases: Sequence[Case]) -> UUID:
    """Begins a draft in each case and returns what holds them together until they are signed."""
    if not 2 <= len({case.client_id for case in cases}) == len(cases) <= MOST:
        raise Refused("Choose from 2 to %(most)s people, each once.", field="cases", most=MOST)
    group_id = new_id()
    for case in sorted(cases, key=lambda case: case.id):  # everyone locks in the same order
        note = start_note(session, case)
        note.group_id, note.draft = group_id, {"kind": "group"}
    session.flush()
    return group_id


def version_of(notes: Sequence[Note]) -> int:
    """The version of the drafts of a group together: one saved by itself is newer than the page of all."""
    return max(note.version for note in notes)


def save_group(
    session: Session,
    notes: Sequence[Note],
    *,
    shared: Mapping[str, str],
    own: Mapping[UUID, str],
    version: int,
) -> None:
    """Keeps what was typed for all in each draft, and beside it only that client's own part."""
    _expect(notes, version)
    for note in sorted(notes, key=lambda note: note.case_id):
        values = {**(note.draft or {}), **shared, "own_part": own.get(note.id, "")}
        save_draft(session, note, values=values, version=note.version)


def sign_group(
    session: Session, notes: Sequence[Note], content: Content, *, own: Mapping[UUID, str], version: int
) -> None:
    """Signs every note of the group, or none."""
    _expect(notes, version)
    for note in sorted(notes, key=lambda note: note.case_id):
        sign_note(session, note, replace(content, own_part=own.get(note.id, "")), version=note.version)


def _expect(notes: Sequence[Note], version: int) -> None:
    if version != version_of(notes):
        raise Conflict("Somebody changed this while you were typing. Your words are below.")
