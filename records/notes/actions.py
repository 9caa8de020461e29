"""Writing, saving, signing and adding to notes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.cases.queries import get_case
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.notes.formats import PARTS, known, reading_order, recast
from records.notes.models import Note, NoteAddendum
from records.notes.queries import last_hash, last_signed, reviews_of
from records.notes.rules import (
    CODES,
    EXACT,
    TEXTS,
    Content,
    chained,
    days_late,
    is_with_the_client,
    may_add,
    missing,
    needs_late_reason,
    words_of,
)
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from records.plans.queries import active_goals
from records.tasks.actions import agree
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import get_member, members
from tenants.permissions import P, may
from tenants.sealing import keyring

_CHANGED = "Somebody changed this while you were typing. Your words are below."


def start_note(session: Session, case: Case) -> Note:
    """Begins a draft, which only its author sees."""
    _lock_case(session, case.id)
    session.refresh(case, ["status"])
    case.expect_open()
    entry = enter(session, Kind.NOTE, client_id=case.client_id, case_id=case.id, state="draft")
    assert entry.author_id is not None
    note = Note(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        author_id=entry.author_id,
        saved_at=clock.now(),
    )
    session.add(note)
    audit.record(session, audit.Verb.NOTE_STARTED, note.id, client_id=note.client_id)
    return note


def save_draft(session: Session, note: Note, *, values: Mapping[str, str], version: int) -> None:
    """Keeps what was typed, exactly, whole or not. Raises Conflict when another window saved after `version`: then
    nothing is overwritten and both texts can be shown."""
    note.expect_draft_of(context.current().member_id)
    if version != note.version:
        raise Conflict(_CHANGED)
    taken = session.execute(
        update(Note)
        .where(Note.id == note.id, Note.version == version, Note.state == "draft")
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
        .returning(Note.version)
    ).scalar_one_or_none()
    if taken is None:
        raise Conflict(_CHANGED)
    session.refresh(note, ["version"])
    note.draft = dict(values)
    note.saved_at = clock.now()
    session.flush()


def change_format(
    session: Session, note: Note, *, values: Mapping[str, str], wanted: str, version: int
) -> None:
    """Keeps what was typed in another format, without losing a word."""
    save_draft(session, note, values=recast(values, known(wanted)), version=version)


def copy_last(session: Session, note: Note) -> None:
    """Begins a draft that is still empty with the words of the note signed last in the case, and says so in it."""
    note.expect_draft_of(context.current().member_id)
    if any((note.draft or {}).get(code, "").strip() for code in (*TEXTS, *PARTS)):
        raise Conflict(
            "There are words in this draft already. Only an empty one can begin with the last note."
        )
    last = last_signed(session, case_id=note.case_id)
    if last is None:
        raise Conflict("There is no signed note in this case yet.")
    codes = {"format": last.format, "kind": last.kind, "place": last.place, "mode": last.mode}
    today = clock.today(context.current().timezone)
    start = {name: str(code) for name, code in codes.items() if code} | {"occurred_on": today.isoformat()}
    copied = [code for code in reading_order(last.format) if code not in ("own_part", "late_reason")]
    note.copied_from = last.id
    values = {**start, **{code: words for code, words in last.told() if code in copied}}
    save_draft(session, note, values=values, version=note.version)


def sign_note(session: Session, note: Note, content: Content, *, version: int) -> None:
    """Locks the note for good, under the author's name and the time, chained to what was signed before it in the
    case. Refuses while an element of standard 5.3 is missing."""
    me = context.current()
    _lock_case(session, note.case_id)
    hold(session, note)
    note.expect_draft_of(me.member_id)
    if version != note.version:
        raise Conflict(_CHANGED)
    goals = {goal.id for goal in active_goals(session, note.case_id)}
    if not goals.issuperset(content.goal_ids):
        raise Refused("Choose from the list.", field="goals")
    note.late_days = _accepted(content, clock.today(me.timezone), has_goals=bool(goals))
    note.needs_cosign = get_member(session, note.author_id).needs_cosign
    _fill_and_chain(session, note, replace(content, copied_from=note.copied_from))
    session.execute(
        update(Entry).where(Entry.id == note.id).values(state="signed", occurred_on=content.occurred_on)
    )
    _agree_steps(session, note, content)
    if note.needs_cosign:
        _ask_to_cosign(session, note)
    audit.record(
        session,
        audit.Verb.NOTE_SIGNED,
        note.id,
        client_id=note.client_id,
        case=note.case_id,
        late=note.late_days,
    )


def _ask_to_cosign(session: Session, note: Note) -> None:
    """Tells everybody who may co-sign; the first who does answers for all."""
    where = {"client_id": note.client_id, "case_id": note.case_id, "about": note.id}
    for member in members(session):
        if may(member.roles, P.REVIEW_NOTES):
            tell(session, member_id=member.id, kind=Notice.NOTE_TO_COSIGN, **where)


def _accepted(content: Content, today: date, *, has_goals: bool) -> int | None:
    """How late the note is; refuses what cannot be signed like this."""
    for field, words in missing(content, has_goals=has_goals):
        raise Refused(words, field=field)
    if content.occurred_on > today:
        raise Refused("Enter the day of the meeting; it cannot be in the future.", field="occurred_on")
    late = days_late(content.occurred_on, today)
    if needs_late_reason(late) and not content.late_reason.strip():
        raise Refused(
            "Say why this note is written more than 30 days after the meeting.", field="late_reason"
        )
    return late


def add_addendum(session: Session, note: Note, *, reason: str, words: str) -> NoteAddendum:
    """Adds words to a signed note, chained like the note itself; the note stays as it was. What its author adds
    answers whatever reviewers asked for."""
    note.expect_signed()
    me = context.current()
    is_author = note.author_id == me.member_id
    if not may_add(reason, is_author=is_author, reviews=may(me.roles, P.REVIEW_NOTES)):
        raise Refused(
            "Only the author or a supervisor adds this. Anyone may take down that the client disagrees.",
            field="reason",
        )
    addendum = append(session, note, reason=reason, words=words)
    for review in reviews_of(session, note.id) if is_author else ():
        review.answered_at = review.answered_at or clock.now()
    audit.record(session, audit.Verb.NOTE_AMENDED, note.id, client_id=note.client_id, reason=reason)
    return addendum


def append(session: Session, note: Note, *, reason: str, words: str) -> NoteAddendum:
    """Chains something to a signed note; whoever calls has decided that it may be."""
    _lock_case(session, note.case_id)
    session.refresh(note, ["state", "version"])
    note.expect_signed()
    me, previous, now = context.current(), last_hash(session, note.case_id), clock.now()
    told = {"reason": reason, "words": words, "note": str(note.id)}
    key = keyring(session).proof(note.client_id)
    addendum = NoteAddendum(
        created_at=now,
        client_id=note.client_id,
        note_id=note.id,
        author_id=me.member_id,
        reason=reason,
        words=words,
        previous=previous,
        hash=chained(key, previous, told, str(me.member_id), now),
    )
    session.add(addendum)
    session.flush()
    return addendum


def discard_draft(session: Session, note: Note) -> None:
    """Throws a draft away: its words are gone, the log keeps that it was there."""
    hold(session, note)
    note.expect_draft_of(context.current().member_id)
    note.state, note.draft = "discarded", None
    session.execute(update(Entry).where(Entry.id == note.id).values(state="discarded"))
    audit.record(session, audit.Verb.NOTE_DISCARDED, note.id, client_id=note.client_id)


def _lock_case(session: Session, case_id: UUID) -> None:
    # Two signatures in one case must not chain to the same predecessor, and none may slip past a purge or a closing.
    # Always before the audit chain is taken, so that no two wait for each other; without the key, so that a reference
    # to the case does not wait at all.
    if (
        session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True)).first()
        is None
    ):
        raise NotFound()


def _fill_and_chain(session: Session, note: Note, content: Content) -> None:
    previous, now = last_hash(session, note.case_id), clock.now()
    for name in (*TEXTS, *CODES, *EXACT):
        setattr(note, name, getattr(content, name))
    note.parts, note.draft, note.goal_ids = content.parts or None, None, list(content.goal_ids)
    note.previous, note.signed_at, note.state = previous, now, "signed"
    key = keyring(session).proof(note.client_id)
    note.hash = chained(key, previous, words_of(content), str(note.author_id), now)


def _agree_steps(session: Session, note: Note, content: Content) -> None:
    if not content.steps:
        return
    case = get_case(session, note.client_id, note.case_id)
    for position, step in enumerate(content.steps):
        agree(
            session,
            case,
            text=step.what,
            owner=step.who,
            due_on=step.due_on,
            agreed=is_with_the_client(content.kind),
            source="note",
            source_id=note.id,
            position=position,
        )
