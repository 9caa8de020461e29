"""Checking that what was signed is still what was signed: every hash of every case computed again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.notes.models import Note, NoteAddendum
from records.notes.rules import CODES, EXACT, TEXTS, Content, Step, chained, words_of
from records.tasks.models import Task
from tenants.sealing import keyring


class Broken(NamedTuple):
    """The first thing signed that does not follow: in which case, which note, and what of it."""

    case_number: str
    note_id: UUID
    what: str


class _Link(NamedTuple):
    note_id: UUID
    what: str
    at: datetime
    previous: bytes
    hash: bytes
    again: Callable[[], bytes]


def first_broken(session: Session) -> Broken | None:
    """The first note or addendum that is not what was signed, or after which something is gone; None when every chain
    holds. That the end of a chain was cut off is seen only in the audit trail."""
    for case_id, number in session.execute(select(Case.id, Case.number).order_by(Case.id)).all():
        broken = _broken_in(session, case_id)
        session.expunge_all()
        if broken is not None:
            return Broken(number, broken.note_id, broken.what)
    return None


def _broken_in(session: Session, case_id: UUID) -> _Link | None:
    links = sorted(_links(session, case_id), key=lambda link: link.at)
    following: dict[bytes, _Link] = {}
    for link in links:
        if following.setdefault(link.previous, link) is not link:
            return link  # two cannot follow the same one
    end = bytes(32)
    while (link_ := following.pop(end, None)) is not None:
        if not _is_as_signed(link_):
            return link_
        end = link_.hash
    return min(following.values(), key=lambda link: link.at, default=None)


def _is_as_signed(link: _Link) -> bool:
    try:
        return link.again() == link.hash
    except (InvalidTag, ValueError, TypeError):
        return False  # the sealed words themselves were touched


def _links(session: Session, case_id: UUID) -> list[_Link]:
    notes = session.execute(select(Note).where(Note.case_id == case_id, Note.hash.is_not(None))).scalars()
    found = [_of_note(session, note) for note in notes]
    added = select(NoteAddendum).join(Note, Note.id == NoteAddendum.note_id).where(Note.case_id == case_id)
    return found + [_of_addendum(session, addendum) for addendum in session.execute(added).scalars()]


def _of_note(session: Session, note: Note) -> _Link:
    at, previous, kept = note.signed_at, note.previous, note.hash
    assert at is not None
    assert previous is not None
    assert kept is not None

    def again() -> bytes:
        told = words_of(_content_of(session, note))
        return chained(keyring(session).proof(note.client_id), previous, told, str(note.author_id), at)

    return _Link(note.id, "note", at, previous, kept, again)


def _of_addendum(session: Session, added: NoteAddendum) -> _Link:
    def again() -> bytes:
        told = {"reason": added.reason, "words": added.words, "note": str(added.note_id)}
        key = keyring(session).proof(added.client_id)
        return chained(key, added.previous, told, str(added.author_id), added.created_at)

    return _Link(added.note_id, "addendum", added.created_at, added.previous, added.hash, again)


def _content_of(session: Session, note: Note) -> Content:
    agreed = select(Task).where(Task.note_id == note.id).order_by(Task.position)
    steps = tuple(Step(one.what, one.owner, one.first_due_on) for one in session.execute(agreed).scalars())
    told: dict[str, Any] = {name: getattr(note, name) or "" for name in TEXTS}
    told |= {name: getattr(note, name) for name in (*CODES, *EXACT)} | {"source": note.source or "typed"}
    linked: dict[str, Any] = {"copied_from": note.copied_from, "goal_ids": tuple(note.goal_ids)}
    return Content(**told, parts=note.parts or {}, steps=steps, **linked)
