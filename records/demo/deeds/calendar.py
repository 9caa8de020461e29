"""Appointments: booked, kept, missed and called off; what was agreed at the end of those that were kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records.appointments import actions
from records.appointments.models import Appointment
from records.appointments.queries import appointments_of
from records.appointments.rules import Booking, WrapUp
from records.demo.acts import Numbers, about_a_goal
from records.demo.shapes import Deed
from records.notes.actions import sign_note
from records.notes.queries import get_note
from records.notes.rules import Content, Step
from tenants import clock, context

FRIDAY, NINE = 4, 9


@dataclass(frozen=True, slots=True)
class Kept:
    """What a meeting was about and what was agreed; it began `late` minutes after its time."""

    reason: str
    details: str
    action: str
    step: str
    who: str = "client"
    late: int = 0
    minutes: int = 45


@dataclass(frozen=True, slots=True)
class Time:
    """So many days ago, or in days to come when below zero, at this hour; `told` is whatever else is booked."""

    ago: int
    at: str
    kind: str = "counselling"
    minutes: int = 60
    told: Mapping[str, Any] = field(default_factory=dict)

    def later(self, minutes: int) -> int:
        """So many minutes after it begins, counted from nine o'clock."""
        begins = time.fromisoformat(self.at)
        return (begins.hour - NINE) * 60 + begins.minute + minutes


def booked(who: str, ago: int, wanted: Time, by: str = "") -> Deed:
    """A time is set aside."""
    return Deed(ago, who, partial(_book, who=who, wanted=wanted), by)


def kept(who: str, wanted: Time, told: Kept) -> tuple[Deed, ...]:
    """Booked a week before; the person came, and the note of it is signed."""
    about: dict[str, Any] = {"who": who, "wanted": wanted}
    acts = {
        told.late - 3: partial(_arrive, **about),
        told.late: partial(_start, **about),
        told.late + told.minutes: partial(_keep, **about, told=told),
    }
    came = (Deed(wanted.ago, who, act, minute=wanted.later(after)) for after, act in acts.items())
    return booked(who, wanted.ago + 7, wanted), *came


def missed(who: str, wanted: Time, tried: str) -> tuple[Deed, ...]:
    """Booked a week before; the person did not come."""
    act = partial(_miss, who=who, wanted=wanted, tried=tried)
    return booked(who, wanted.ago + 7, wanted), Deed(wanted.ago, who, act, minute=wanted.later(20))


def called_off(who: str, wanted: Time, hours: int, *, asked_by: str, reason: str) -> tuple[Deed, ...]:
    """Booked a week before and called off so many hours before it would have begun."""
    act = partial(_call_off, who=who, wanted=wanted, asked_by=asked_by, reason=reason)
    return booked(who, wanted.ago + 7, wanted), Deed(wanted.ago, who, act, minute=wanted.later(-60 * hours))


def _begins(numbers: Numbers, wanted: Time) -> datetime:
    day: date = numbers.day(wanted.ago)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))
    return datetime.combine(day, time.fromisoformat(wanted.at), ZoneInfo(context.current().timezone))


def _book(session: Session, numbers: Numbers, *, who: str, wanted: Time) -> None:
    case, start = numbers.case(session, f"{who}/0"), _begins(numbers, wanted)
    booking = Booking(wanted.kind, start, start + timedelta(minutes=wanted.minutes), **wanted.told)
    client = numbers.client(session, who)
    actions.book(session, client, booking, worker_id=client.worker_id or case.worker_id, case=case)


def _found(session: Session, numbers: Numbers, who: str, wanted: Time) -> Appointment:
    start = _begins(numbers, wanted)
    rows = appointments_of(session, numbers.client(session, who).id).rows
    return next(one for one in rows if one.starts_at == start)


def _arrive(session: Session, numbers: Numbers, *, who: str, wanted: Time) -> None:
    actions.arrive(session, _found(session, numbers, who, wanted))


def _start(session: Session, numbers: Numbers, *, who: str, wanted: Time) -> None:
    actions.start(session, _found(session, numbers, who, wanted))


def _keep(session: Session, numbers: Numbers, *, who: str, wanted: Time, told: Kept) -> None:
    appointment, case = _found(session, numbers, who, wanted), numbers.case(session, f"{who}/0")
    actions.end(session, appointment)
    due_on = clock.today(context.current().timezone) + timedelta(days=9)
    agreed = WrapUp((Step(told.step, told.who, due_on),))
    actions.wrap_up(session, appointment, agreed, case=case, in_words=told.step)
    assert appointment.note_id is not None
    note = get_note(session, case.id, appointment.note_id)
    begins = appointment.starts_at + timedelta(minutes=told.late)
    sign_note(session, note, about_a_goal(session, note, _content(told, begins)), version=note.version)


def _content(told: Kept, began: datetime) -> Content:
    local = began.astimezone(ZoneInfo(context.current().timezone))
    return Content(
        kind="meeting",
        reason=told.reason,
        details=told.details,
        training="",
        action_taken=told.action,
        next_steps=told.step,
        place="office",
        occurred_on=local.date(),
        minutes=told.minutes,
        started_at=local.time(),
        mode="in_person",
    )


def _miss(session: Session, numbers: Numbers, *, who: str, wanted: Time, tried: str) -> None:
    appointment = _found(session, numbers, who, wanted)
    actions.miss(session, appointment, tried=tried)


def _call_off(
    session: Session, numbers: Numbers, *, who: str, wanted: Time, asked_by: str, reason: str
) -> None:
    appointment = _found(session, numbers, who, wanted)
    actions.call_off(session, appointment, asked_by=asked_by, reason=reason)
