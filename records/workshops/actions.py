"""Planning group sessions, giving their places, taking attendance, and beginning the notes of who came."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.appointments.rules import first_of
from records.cases.models import Case
from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from records.notes.actions import save_draft, start_note
from records.notes.groups import MOST, save_group, start_group, version_of
from records.notes.models import Note
from records.notes.queries import group_of
from records.workshops.keeping import day_of, find_case, move_up, seats, settle, stands, tell
from records.workshops.models import Registration, Workshop
from records.workshops.queries import find_registration, to_write
from records.workshops.rules import CAME, HOLDS, Plan, draft_of, place_for
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def plan_workshop(session: Session, plan: Plan) -> Workshop:
    """Puts a session into the calendar, where its leaders and its room are free."""
    _expect_to_come(plan)
    workshop = Workshop(**asdict(plan))
    settle(session, workshop)
    audit.record(session, audit.Verb.WORKSHOP_PLANNED, workshop.id, kind=plan.kind, leader=plan.leader_id)
    return workshop


def change_workshop(session: Session, workshop: Workshop, plan: Plan, *, version: int) -> None:
    """Plans it anew. Refuses fewer places than are taken; places that come free go to those who wait."""
    hold(session, workshop)
    workshop.expect(version)
    _expect_to_come(plan)
    taken = seats(session, workshop).taken
    if plan.capacity < taken:
        raise Refused("%(count)s people have a place already.", field="capacity", count=taken)
    for name, value in asdict(plan).items():
        setattr(workshop, name, value)
    workshop.version += 1
    settle(session, workshop)
    theirs = Registration.workshop_id == workshop.id
    session.execute(update(Registration).where(theirs).values(title=workshop.title))
    entries = Entry.id.in_(select(Registration.id).where(theirs))
    session.execute(update(Entry).where(entries).values(occurred_on=day_of(workshop)))
    moved_up = move_up(session, workshop)
    audit.record(session, audit.Verb.WORKSHOP_CHANGED, workshop.id, state=workshop.state, moved_up=moved_up)


def call_off(session: Session, workshop: Workshop, *, reason: str) -> None:
    """It does not take place; why is kept, and so is who had a place."""
    hold(session, workshop)
    workshop.becomes("called_off")
    workshop.reason, workshop.version = reason, workshop.version + 1
    audit.record(session, audit.Verb.WORKSHOP_CHANGED, workshop.id, state=workshop.state)


def register(
    session: Session, workshop: Workshop, client: Client, *, case: Case | None = None
) -> Registration:
    """Gives somebody a place, or the next place in the line when all are taken. Who was taken off asks anew."""
    hold(session, workshop)
    if workshop.state == "called_off":
        raise Conflict("This session was called off.")
    state = place_for(workshop.capacity, seats(session, workshop).taken)
    if workshop.state == "held" and state == "waiting":
        raise Conflict("Every place is taken.")
    registration = find_registration(session, workshop.id, client.id)
    if registration is None:
        registration = _enter(session, workshop, client, case, state)
    elif registration.state != "off":
        raise Conflict("This person is on the list already.")
    else:
        stands(session, registration, state)
        registration.asked_at, registration.moved_up_at = clock.now(), None
    codes = {"workshop": workshop.id, "state": state}
    verb = audit.Verb.REGISTRATION_MADE
    audit.record(session, verb, registration.id, client_id=client.id, **codes)
    return registration


def take_off(session: Session, workshop: Workshop, registration: Registration, *, reason: str) -> int:
    """Takes somebody off the list. Returns how many of those who wait got a place by it."""
    hold(session, workshop)
    hold(session, registration)
    stands(session, registration, "off", reason=reason)
    session.flush()
    moved_up = move_up(session, workshop)
    tell(session, registration)
    return moved_up


def mark(session: Session, workshop: Workshop, registration: Registration, state: str) -> None:
    """Says whether somebody came. A wrong tap is put right by another; the first makes the session one that was
    held."""
    _begin(session, workshop)
    hold(session, registration)
    if registration.state == state:
        return
    if registration.state not in HOLDS and state in HOLDS:
        _expect_a_place(session, workshop)
    _mark(session, workshop, registration, state)
    tell(session, registration)


def mark_everybody(session: Session, workshop: Workshop, registrations: Sequence[Registration]) -> int:
    """Says of all of these who are registered that they came. Returns how many they are."""
    _begin(session, workshop)
    marked = []
    for registration in registrations:
        hold(session, registration)
        if registration.state == "registered":
            _mark(session, workshop, registration, "attended")
            marked.append((registration.id, registration.client_id))
    audit.record_each(session, audit.Verb.REGISTRATION_CHANGED, marked, state="attended")
    return len(marked)


def describe(
    session: Session,
    workshop: Workshop,
    registration: Registration,
    *,
    minutes: int | None,
    remark: str | None,
    version: int,
) -> None:
    """Says how long somebody was there, and what else is to be known of it."""
    hold(session, workshop)
    hold(session, registration)
    registration.expect(version)
    if minutes is not None and not registration.has_come:
        raise Refused("Minutes are kept of who came.", field="minutes")
    keep(session, registration)
    registration.minutes, registration.remark = minutes, remark or None
    tell(session, registration)


def count_visitors(session: Session, workshop: Workshop, *, visitors: int) -> None:
    """Says how many came who gave no name."""
    _begin(session, workshop)
    workshop.visitors = visitors
    audit.record(session, audit.Verb.WORKSHOP_CHANGED, workshop.id, state=workshop.state, visitors=visitors)


def begin_notes(session: Session, workshop: Workshop, *, title: str, own: Mapping[UUID, str]) -> Note:
    """Begins a note for each who came and has none, as far as whoever acts writes their notes, with what is known of
    the session and, `own` by registration, of each alone. Returns the first; those of a group share its `group_id`."""
    hold(session, workshop)
    came = to_write(session, workshop.id)[:MOST]
    chosen = {case.id: registration for registration, case in came}
    started = workshop.starts_at.astimezone(ZoneInfo(context.current().timezone))
    values = draft_of(title=title, place=workshop.place, started=started, minutes=workshop.minutes)
    notes = _drafts(session, [case for _registration, case in came])
    parts = {note.id: own.get(chosen[note.case_id].id, "") for note in notes}
    if len(notes) > 1:
        save_group(session, notes, shared=values, own=parts, version=version_of(notes))
    else:
        save_draft(
            session, notes[0], values=values | {"own_part": parts[notes[0].id]}, version=notes[0].version
        )
    for note in notes:
        chosen[note.case_id].note_id = note.id
    return notes[0]


def _drafts(session: Session, cases: Sequence[Case]) -> list[Note]:
    if not cases:
        raise Refused("Of everybody who came and whose notes you write, a note is begun already.")
    if len(cases) == 1:
        return [start_note(session, cases[0])]
    return [note for note, _client in group_of(session, start_group(session, cases))]


def _expect_to_come(plan: Plan) -> None:
    plan.expect_whole()
    zone = context.current().timezone
    if plan.starts_at < first_of(clock.today(zone), zone):
        raise Refused("Enter a day that is not over yet.", field="on")


def _enter(
    session: Session, workshop: Workshop, client: Client, case: Case | None, state: str
) -> Registration:
    case_id = case.id if case else None
    entry = enter(
        session,
        Kind.ATTENDANCE,
        client_id=client.id,
        case_id=case_id,
        occurred_on=day_of(workshop),
        sensitivity=Sensitivity.BASIC,
    )
    registration = Registration(
        id=entry.id,
        client_id=client.id,
        case_id=case_id,
        workshop_id=workshop.id,
        registered_by=entry.author_id,
        title=workshop.title,
        state=state,
        asked_at=clock.now(),
    )
    session.add(registration)
    return registration


def _begin(session: Session, workshop: Workshop) -> None:
    """Who says who came holds the session, so that places are counted once at a time."""
    hold(session, workshop)
    workshop.expect_time(clock.now())
    if workshop.state == "planned":
        workshop.becomes("held")


def _expect_a_place(session: Session, workshop: Workshop) -> None:
    if place_for(workshop.capacity, seats(session, workshop).taken) == "waiting":
        raise Conflict("Every place is taken.")


def _mark(session: Session, workshop: Workshop, registration: Registration, state: str) -> None:
    stands(session, registration, state)
    registration.minutes = workshop.minutes if state in CAME else None
    find_case(session, registration)
