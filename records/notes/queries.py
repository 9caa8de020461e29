"""Every way to read notes, what follows them, and phrases."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from records.cases.models import Case
from records.clients.models import Client, ClientToken, full_name
from records.clients.queries import visible
from records.clients.rules import tokens
from records.notes.models import Note, NoteAddendum, NoteError, NoteReview, Phrase
from records.notes.rules import TELL_AFTER_DAYS
from tenants import clock, context
from tenants.errors import NotFound

COSIGNED = "cosigned"


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
    """The signed notes of a case, oldest meeting first; without those entered in error."""
    return (
        session.execute(
            select(Note)
            .where(Note.case_id == case_id, Note.state == "signed")
            .order_by(Note.occurred_on, Note.id)
        )
        .scalars()
        .all()
    )


def notes_about(session: Session, case_id: UUID, goal_id: UUID) -> Sequence[Note]:
    """The signed notes of a case that were about a goal, newest first."""
    wanted = select(Note).where(
        Note.case_id == case_id, Note.state == "signed", any_(Note.goal_ids) == goal_id
    )
    return session.execute(wanted.order_by(Note.occurred_on.desc(), Note.id.desc())).scalars().all()


def last_signed(session: Session, *, case_id: UUID | None = None) -> Note | None:
    """The reader's newest signed note, in one case or anywhere: what the next one begins with. One that was brought in
    is nothing to begin with."""
    wanted = select(Note).where(Note.state == "signed", Note.source.is_distinct_from("imported"))
    if case_id is not None:
        wanted = wanted.where(Note.case_id == case_id)
    else:
        wanted = wanted.where(Note.author_id == context.current().member_id)
    newest = wanted.order_by(Note.signed_at.desc(), Note.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def addenda_of(session: Session, note_id: UUID) -> Sequence[NoteAddendum]:
    """What was added to a note, oldest first; its co-signature is among it."""
    return (
        session.execute(select(NoteAddendum).where(NoteAddendum.note_id == note_id).order_by(NoteAddendum.id))
        .scalars()
        .all()
    )


def reviews_of(session: Session, note_id: UUID) -> Sequence[NoteReview]:
    """What staff said to each other about a note, oldest first."""
    return (
        session.execute(select(NoteReview).where(NoteReview.note_id == note_id).order_by(NoteReview.id))
        .scalars()
        .all()
    )


def error_of(session: Session, note_id: UUID) -> NoteError | None:
    """What was said about a note being wrong as a whole, last."""
    newest = select(NoteError).where(NoteError.note_id == note_id).order_by(NoteError.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def drafts_of(session: Session, member_id: UUID) -> list[tuple[Note, Client]]:
    """A member's unsigned notes with their clients, oldest first."""
    return _with_clients(session, Note.author_id == member_id, Note.state == "draft")


def group_of(session: Session, group_id: UUID) -> list[tuple[Note, Client]]:
    """The reader's drafts of one group session, one for each client. Raises NotFound."""
    mine = Note.author_id == context.current().member_id
    found = _with_clients(session, Note.group_id == group_id, mine, Note.state == "draft")
    if not found:
        raise NotFound()
    return found


def left_unsigned(session: Session) -> list[tuple[Note, Client]]:
    """Others' drafts that wait longer than a week, oldest first: that they are there, never what they say."""
    since = clock.now() - timedelta(days=TELL_AFTER_DAYS)
    theirs = Note.author_id != context.current().member_id
    return _with_clients(session, theirs, Note.state == "draft", Note.created_at < since)


def to_cosign(session: Session) -> list[tuple[Note, Client]]:
    """Signed notes of others that wait for a co-signature, oldest first; without those sent back and not answered."""
    theirs = Note.author_id != context.current().member_id
    waiting = and_(Note.needs_cosign, Note.state == "signed", ~_is_cosigned(), ~_is_returned())
    return _with_clients(session, theirs, waiting)


def returned_to(session: Session, member_id: UUID) -> list[tuple[Note, Client]]:
    """A member's notes that a reviewer sent back or asks about, oldest first."""
    asked = exists().where(
        NoteReview.note_id == Note.id, NoteReview.answered_at.is_(None), NoteReview.kind != "thanks"
    )
    return _with_clients(session, Note.author_id == member_id, Note.state == "signed", asked)


def said_in_error(session: Session) -> list[tuple[Note, Client]]:
    """Notes of others that wait for a second person to say that they were entered in error."""
    asked = exists().where(NoteError.note_id == Note.id, NoteError.state == "asked")
    return _with_clients(session, Note.author_id != context.current().member_id, asked)


def _with_clients(session: Session, *conditions: ColumnElement[bool]) -> list[tuple[Note, Client]]:
    rows = session.execute(
        select(Note, Client)
        .join(Client, Client.id == Note.client_id)
        .join(Case, Case.id == Note.case_id)
        .where(*conditions, visible())
        .order_by(Note.id)
    )
    return [(note, client) for note, client in rows]


def _is_cosigned() -> ColumnElement[bool]:
    return exists().where(NoteAddendum.note_id == Note.id, NoteAddendum.reason == COSIGNED)


def _is_returned() -> ColumnElement[bool]:
    open_ = NoteReview.answered_at.is_(None)
    return exists().where(NoteReview.note_id == Note.id, NoteReview.kind == "returned", open_)


def others_perhaps_named(session: Session, but: Sequence[UUID], text: str) -> list[str]:
    """Full names of clients, but these, of whom at least two words stand in the text; only of those the reader may
    know of."""
    words = sorted(tokens(text))
    twice = (
        select(ClientToken.client_id)
        .where(ClientToken.token.in_(words), ClientToken.client_id.not_in(but))
        .group_by(ClientToken.client_id)
        .having(func.count(ClientToken.token.distinct()) > 1)
    )
    names = (Client.preferred_name, Client.legal_given, Client.legal_family)
    rows = session.execute(select(*names).where(Client.id.in_(twice), Client.legal_family != "", visible()))
    return [
        full_name(name, "", family)
        for preferred, given, family in rows
        for name in (preferred, given)
        if name
    ]


def phrases_for(session: Session) -> Sequence[Phrase]:
    """The reader's own phrases and the team's, by name."""
    mine = or_(Phrase.owner_id == context.current().member_id, Phrase.owner_id.is_(None))
    wanted = select(Phrase).where(mine, Phrase.ended_at.is_(None)).order_by(Phrase.name, Phrase.id)
    return session.execute(wanted).scalars().all()


def get_phrase(session: Session, phrase_id: UUID) -> Phrase:
    """One of the phrases the reader sees. Raises NotFound."""
    found = next((phrase for phrase in phrases_for(session) if phrase.id == phrase_id), None)
    if found is None:
        raise NotFound()
    return found


def last_hash(session: Session, case_id: UUID) -> bytes:
    """The end of the case's chain, of its notes and addenda: the one that nothing follows; zeros before the first."""
    links = select(Note.previous, Note.hash).where(Note.case_id == case_id, Note.hash.is_not(None))
    added = select(NoteAddendum.previous, NoteAddendum.hash).join(Note, Note.id == NoteAddendum.note_id)
    both = links.union_all(added.where(Note.case_id == case_id)).cte("links")
    next_one = aliased(both)
    end = select(both.c.hash).where(~exists().where(next_one.c.previous == both.c.hash)).limit(1)
    return session.execute(end).scalar_one_or_none() or bytes(32)
