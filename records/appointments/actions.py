"""Booking, keeping, calling off and wrapping up appointments."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.appointments.keeping import becomes_now, set_aside, settle, tell
from records.appointments.models import Appointment, CalendarFeed
from records.appointments.queries import find_feed
from records.appointments.rules import Booking, WrapUp, called_off, draft_of, gap, minutes_long
from records.cases.models import Case
from records.clients.models import Client
from records.entries.models import Entry
from records.history.actions import keep
from records.notes.actions import save_draft, start_note
from records.tasks.actions import agree
from records.tasks.contacts import plan_check_in
from tenants import audit, clock, context, gate, mail
from tenants.database import hold
from tenants.errors import Refused


def book(
    session: Session,
    client: Client,
    booking: Booking,
    *,
    worker_id: UUID,
    case: Case | None = None,
    beside: bool = False,
) -> Appointment:
    """Sets a time aside. Refuses an hour in which the worker or the room is taken; beside another appointment of the
    worker only when that is meant."""
    if case is not None:
        case.expect_open()
    case_id = case.id if case else None
    appointment = set_aside(session, client.id, case_id, worker_id, booking, beside=beside)
    codes = {"kind": booking.kind, "worker": worker_id}
    audit.record(session, audit.Verb.APPOINTMENT_BOOKED, appointment.id, client_id=client.id, **codes)
    return appointment


def change_details(
    session: Session,
    appointment: Appointment,
    *,
    version: int,
    room: str,
    place_words: str,
    interpreter: str | None,
    needs: list[str],
) -> None:
    """Says anew where it is and what has to be ready; the time and the worker stay."""
    hold(session, appointment)
    appointment.expect(version)
    keep(session, appointment)
    appointment.place_words, appointment.needs = place_words or None, needs
    appointment.interpreter = interpreter
    appointment.room = room or None
    settle(session, appointment)
    tell(session, appointment)


def arrive(session: Session, appointment: Appointment) -> None:
    """The person is here."""
    becomes_now(session, appointment, "arrive")
    appointment.arrived_at = clock.now()
    settle(session, appointment)
    tell(session, appointment)


def start(session: Session, appointment: Appointment) -> None:
    """The meeting begins now, whatever was booked."""
    becomes_now(session, appointment, "start")
    appointment.started_at = clock.now()
    settle(session, appointment)
    tell(session, appointment)


def end(session: Session, appointment: Appointment) -> None:
    """The meeting is over; what was agreed comes next."""
    becomes_now(session, appointment, "end")
    appointment.ended_at = clock.now()
    tell(session, appointment)


def miss(session: Session, appointment: Appointment, *, tried: str) -> None:
    """The person did not come; what was tried to reach them is kept. Not before the hour itself."""
    if clock.now() < appointment.starts_at:
        raise Refused(
            "Its time has not come yet. Before it begins, an appointment is called off.", field="tried"
        )
    becomes_now(session, appointment, "miss")
    appointment.tried = tried
    tell(session, appointment)


def call_off(session: Session, appointment: Appointment, *, asked_by: str, reason: str) -> None:
    """Takes it out of the calendar: cancelled by the agency, late by the client, or put off in good time."""
    event = called_off(asked_by, appointment.starts_at, clock.now())
    becomes_now(session, appointment, event if appointment.is_ahead or event != "move" else "cancel_late")
    appointment.asked_by, appointment.reason = asked_by, reason or None
    tell(session, appointment)


def move(
    session: Session, appointment: Appointment, booking: Booking, *, asked_by: str, reason: str, beside: bool
) -> Appointment:
    """Books another time in place of this one, which stays in the file and leads there."""
    becomes_now(session, appointment, "move")
    appointment.asked_by, appointment.reason = asked_by, reason or None
    session.flush()
    place = (appointment.client_id, appointment.case_id, appointment.worker_id)
    found = set_aside(session, *place, booking, beside=beside)
    appointment.moved_to = found.id
    tell(session, appointment)
    return found


def remind(
    session: Session, appointment: Appointment, *, to: str, language: str, told: Mapping[str, str]
) -> None:
    """Sends the one message about it, in the transaction that says so: never twice."""
    hold(session, appointment)
    if appointment.state != "booked":
        return
    becomes_now(session, appointment, "remind")
    appointment.reminded_at = clock.now()
    mail.send_sealed(session, "reminder", to=to, language=language, **told)
    tell(session, appointment)


def wrap_up(
    session: Session, appointment: Appointment, agreed: WrapUp, *, case: Case | None, in_words: str = ""
) -> None:
    """Says what was agreed, makes it tasks and a check-in of the case, and begins the note of the meeting with it,
    `in_words`. Refuses while neither a step nor a check-in nor a reason is named."""
    if found := gap(agreed, clock.today(context.current().timezone)):
        raise Refused(found[1], field=found[0])
    if agreed.steps and case is None:
        raise Refused("Steps are kept in a case. Open one first.", field="step_1_what")
    hold(session, appointment)
    appointment.after("complete")
    appointment.check_in_on, appointment.check_in_how = agreed.in_touch_on, agreed.check_in_how
    appointment.none_reason = agreed.none_reason or None
    if case is not None:
        _belongs_to(session, appointment, case)
        appointment.note_id = _begin_note(session, appointment, case, in_words)
        _promise(session, appointment, case, agreed)
    session.flush()
    becomes_now(session, appointment, "complete")
    tell(session, appointment)


def open_feed(session: Session) -> str:
    """A new secret link to the reader's calendar, told this once; the one before it ends."""
    me, token = context.current().member_id, gate.new_token()
    assert me is not None
    before = find_feed(session, me)
    if before is not None:
        before.ended_at = clock.now()
    feed = CalendarFeed(member_id=me, token_hash=gate.hash_of(token))
    session.add(feed)
    audit.record(session, audit.Verb.CALENDAR_FEED_OPENED, feed.id)
    return token


def end_feed(session: Session, feed: CalendarFeed) -> None:
    """From now on the link is worth nothing."""
    feed.ended_at = clock.now()
    audit.record(session, audit.Verb.CALENDAR_FEED_ENDED, feed.id)


def _begin_note(session: Session, appointment: Appointment, case: Case, in_words: str) -> UUID:
    assert appointment.started_at is not None
    assert appointment.ended_at is not None
    note = start_note(session, case)
    values = draft_of(
        mode=appointment.mode,
        place=appointment.place,
        started=appointment.started_at.astimezone(ZoneInfo(context.current().timezone)),
        minutes=minutes_long(appointment.started_at, appointment.ended_at),
        next_steps=in_words,
    )
    save_draft(session, note, values=values, version=note.version)
    return note.id


def _belongs_to(session: Session, appointment: Appointment, case: Case) -> None:
    """What was booked before there was a case stands in the case it was wrapped up in."""
    if appointment.case_id is None:
        appointment.case_id = case.id
        session.execute(update(Entry).where(Entry.id == appointment.id).values(case_id=case.id))


def _promise(session: Session, appointment: Appointment, case: Case, agreed: WrapUp) -> None:
    for position, step in enumerate(agreed.steps):
        agree(
            session,
            case,
            text=step.what,
            owner=step.who,
            due_on=step.due_on,
            agreed=True,
            source="wrap_up",
            source_id=appointment.id,
            position=position,
        )
    if agreed.check_in_on:
        plan_check_in(session, case, channel=agreed.check_in_how or "phone", due_on=agreed.check_in_on)
