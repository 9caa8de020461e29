"""The forms in which an appointment is booked, moved, called off and wrapped up."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from records.appointments.models import Appointment
from records.appointments.rules import Booking, WrapUp, moment, usual_minutes
from records.cases.models import Case
from records.notes.rules import Step
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from templates.labels import choices
from templates.words import lazy as L_
from tenants.permissions import Role
from webapp.forms import Choice, Choices, Clock, Day, Form, LongText, Text, Tick, Version, Whole

STEPS = (1, 2, 3, 4, 5)
# Who meets clients.
MEETING = frozenset({Role.PRACTITIONER, Role.SUPERVISOR, Role.JOB_DEVELOPER})
# Asked only of somebody who was told that the worker is busy then.
_BESIDE = L_("Both are meant: book it beside the worker’s other appointment")


class WhenForm(Form):
    """The day, the hour and how long."""

    on = Day(L_("Day"), missing=L_("Enter the day, for example 2026-11-20."))
    at = Clock(L_("Time"), missing=L_("Enter the time, for example 14:30."))
    minutes = Whole(L_("Minutes"), missing=L_("Enter how many minutes to set aside."), low=5, high=720)
    beside = Tick(_BESIDE)

    def times(self, zone: str) -> tuple[datetime, datetime]:
        """From when to when, as moments."""
        start = moment(self.on.data, self.at.data, zone)
        return start, start + timedelta(minutes=self.minutes.data)


class DetailsForm(Form):
    """Where it is and what has to be ready."""

    room = Text(L_("Room"), limit=60)
    place_words = Text(
        L_("Where exactly"), limit=200, hint=L_("For example: the side door, or which number to call.")
    )
    interpreter = Choice(L_("Interpreter"), choices=choices("interpreter"))
    needs = Choices(L_("What has to be ready"), choices=choices("appointment_need"))


class DetailsChangeForm(DetailsForm):
    """The details, as somebody saw them last."""

    version = Version()


class BookingForm(WhenForm, DetailsForm):
    """A new appointment."""

    kind = Choice(L_("What for"), missing=L_("Choose what it is for."), choices=choices("appointment_kind"))
    worker_id = Choice(L_("With whom"), missing=L_("Choose whom they meet."))
    case_id = Choice(L_("Case"))
    mode = Choice(L_("How you meet"), missing=L_("Choose how you meet."), choices=choices("mode"))
    place = Choice(L_("Place"), missing=L_("Choose where."), choices=choices("place"))
    interpreter_for = Text(L_("Interpreter’s language or dialect"), limit=120)

    def booking(self, zone: str) -> Booking:
        """What was entered."""
        start, end = self.times(zone)
        return Booking(
            kind=self.kind.data,
            starts_at=start,
            ends_at=end,
            mode=self.mode.data,
            place=self.place.data,
            place_words=self.place_words.data or "",
            room=self.room.data or "",
            interpreter=self.interpreter.data,
            interpreter_for=self.interpreter_for.data or "",
            needs=tuple(self.needs.data),
        )


class MoveForm(WhenForm):
    """Another time, who wants it and why."""

    asked_by = Choice(
        L_("Who asks for it"),
        missing=L_("Choose who asks for it."),
        choices=choices("asked_by"),
        as_radio=True,
    )
    reason = Text(L_("Why"), limit=300)


class CallOffForm(Form):
    """Who calls it off, and why."""

    asked_by = Choice(
        L_("Who calls it off"),
        missing=L_("Choose who calls it off."),
        choices=choices("asked_by"),
        as_radio=True,
    )
    reason = Text(L_("Why"), limit=300)


class MissForm(Form):
    """What was tried to reach somebody who did not come."""

    tried = LongText(
        L_("What you tried"),
        missing=L_("Say what you tried, for example: called twice, no answer."),
        limit=500,
        rows=2,
    )


class WrapUpForm(Form):
    """What was agreed, how to stay in touch, and the next time."""

    step_1_what = Text(L_("Next step 1"), limit=300)
    step_1_who = Choice(L_("Who does step 1"), choices=choices("who"))
    step_1_due_on = Day(L_("Step 1 by"))
    step_2_what = Text(L_("Next step 2"), limit=300)
    step_2_who = Choice(L_("Who does step 2"), choices=choices("who"))
    step_2_due_on = Day(L_("Step 2 by"))
    step_3_what = Text(L_("Next step 3"), limit=300)
    step_3_who = Choice(L_("Who does step 3"), choices=choices("who"))
    step_3_due_on = Day(L_("Step 3 by"))
    step_4_what = Text(L_("Next step 4"), limit=300)
    step_4_who = Choice(L_("Who does step 4"), choices=choices("who"))
    step_4_due_on = Day(L_("Step 4 by"))
    step_5_what = Text(L_("Next step 5"), limit=300)
    step_5_who = Choice(L_("Who does step 5"), choices=choices("who"))
    step_5_due_on = Day(L_("Step 5 by"))
    check_in_on = Day(L_("Next check-in"))
    check_in_how = Choice(L_("By what way"), choices=choices("contact_kind"))
    on = Day(L_("Next appointment"))
    at = Clock(L_("Time"))
    minutes = Whole(L_("Minutes"), low=5, high=720)
    beside = Tick(_BESIDE)
    none_reason = LongText(L_("If nothing was agreed, say why"), limit=500, rows=2)
    sheet = Tick(L_("Make the sheet of next steps for the person"))
    size = Choice(L_("Print"), choices=choices("document_size"))

    def agreed(self) -> WrapUp:
        """What was entered, as far as it is agreed."""
        given: dict[str, Any] = self.values()
        steps = tuple(
            Step(given[f"step_{n}_what"], given[f"step_{n}_who"] or "client", given[f"step_{n}_due_on"])
            for n in STEPS
            if given[f"step_{n}_what"]
        )
        told = {name: given[name] for name in ("check_in_on", "check_in_how")}
        return WrapUp(steps, **told, next_on=given["on"], none_reason=given["none_reason"] or "")

    def next_booking(self, before: Appointment, zone: str) -> Booking | None:
        """The next appointment, like this one, when a day was entered; the same hour unless said otherwise."""
        if self.on.data is None:
            return None
        same = before.starts_at.astimezone(ZoneInfo(zone)).time()
        start = moment(self.on.data, self.at.data or same, zone)
        usual = int((before.ends_at - before.starts_at) / timedelta(minutes=1))
        return again(before, start, start + timedelta(minutes=self.minutes.data or usual))


def again(before: Appointment, start: datetime, end: datetime) -> Booking:
    """The same appointment at another time; a room and an interpreter are asked for anew."""
    return Booking(
        kind=before.kind,
        starts_at=start,
        ends_at=end,
        mode=before.mode,
        place=before.place,
        place_words=before.place_words or "",
        interpreter="needed" if before.interpreter else None,
        interpreter_for=before.interpreter_for or "",
        needs=tuple(before.needs),
    )


def usual_booking(
    rows: Sequence[ParticularRow], cases: Sequence[Case], worker_id: UUID | None
) -> dict[str, Any]:
    """What the form begins with: what is known of how to speak with the person drives length and needs."""
    kind = KINDS["communication"]
    known = next((row.values(kind) for row in rows if row.kind == kind.name and row.state == "current"), {})
    needs = [need for need in ("longer",) if known.get("longer")]
    needs += ["large_print"] if "large_print" in (known.get("formats") or ()) else []
    case_id = next((case.id for case in cases if case.is_open), None)
    return {
        "kind": "counselling",
        "worker_id": worker_id,
        "case_id": case_id,
        "at": time(10),
        "minutes": usual_minutes(needs),
        "mode": "in_person",
        "place": "office",
        "needs": needs,
        "interpreter": "needed" if known.get("interpreter") else None,
        "interpreter_for": known.get("interpreter_for"),
    }
