"""What may become of an appointment, when it is, and what has to be agreed before it is over: pure decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from records.notes.rules import Step
from tenants.errors import Refused, sentence

KINDS = ("first", "counselling", "planning", "job_search", "assessment", "follow_up", "other")
NEEDS = ("large_print", "longer", "child_seating", "step_free", "quiet_room", "support_person")
# What takes the worker's and the room's time; the database says the same.
TAKES_THE_TIME = ("booked", "reminded", "arrived", "in_progress")
AHEAD = ("booked", "reminded")
OVER = ("completed", "late_cancel", "cancelled", "moved")

_TO_COME = ("booked", "reminded", "arrived")
_BECOMES = {
    ("booked", "remind"): "reminded",
    # Somebody given up on may still come.
    **{(state, "arrive"): "arrived" for state in (*AHEAD, "no_show")},
    **{(state, "start"): "in_progress" for state in (*_TO_COME, "no_show")},
    ("in_progress", "end"): "wrap_up",
    ("wrap_up", "complete"): "completed",
    **{(state, "miss"): "no_show" for state in _TO_COME},
    **{(state, "cancel_late"): "late_cancel" for state in _TO_COME},
    **{(state, "cancel"): "cancelled" for state in _TO_COME},
    **{(state, "move"): "moved" for state in AHEAD},
}
EVENTS = tuple(dict.fromkeys(event for _state, event in _BECOMES))
# Shorter notice than this leaves nobody time to offer the hour to somebody else.
NOTICE = timedelta(hours=24)
# Minutes after which a start counts as late.
GRACE = 5
USUAL_MINUTES, LONGER_MINUTES = 60, 90


@dataclass(frozen=True, slots=True)
class Booking:
    """What is booked."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    mode: str = "in_person"
    place: str = "office"
    place_words: str = ""
    room: str = ""
    interpreter: str | None = None
    interpreter_for: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What stands at the end of a meeting: who does what by when, how to stay in touch, the day of the next one, or why
    nothing was agreed."""

    steps: tuple[Step, ...] = ()
    check_in_on: date | None = None
    check_in_how: str | None = None
    next_on: date | None = None
    none_reason: str = ""

    @property
    def in_touch_on(self) -> date | None:
        """The first day on which they hear of each other again."""
        return min(filter(None, (self.check_in_on, self.next_on)), default=None)


def becomes(state: str, event: str) -> str | None:
    """The state after an event, or None when the event cannot happen now."""
    return _BECOMES.get((state, event))


def open_events(state: str) -> frozenset[str]:
    """What can happen to an appointment in this state."""
    return frozenset(event for before, event in _BECOMES if before == state)


def moment(on: date, at: time, zone: str) -> datetime:
    """The moment at which clocks in the zone show this. Of the two in the night when they go back, the first; refuses
    an hour that they skip when they go forward."""
    here = ZoneInfo(zone)
    found = datetime.combine(on, at, here)
    utc = found.astimezone(ZoneInfo("UTC"))
    if utc.astimezone(here).replace(tzinfo=None) != found.replace(tzinfo=None):
        raise Refused("The clocks go forward that night and skip this hour. Enter another time.", field="at")
    return utc


def called_off(asked_by: str, starts_at: datetime, now: datetime) -> str:
    """What calling off means: of the agency's doing it is cancelled; of the client's it is late within a day of the
    beginning, and earlier it is put off until a new time is agreed."""
    if asked_by == "agency":
        return "cancel"
    return "cancel_late" if starts_at - now < NOTICE else "move"


def usual_minutes(needs: Iterable[str]) -> int:
    """How long to book for somebody with these needs."""
    return LONGER_MINUTES if "longer" in needs else USUAL_MINUTES


def minutes_late(starts_at: datetime, started_at: datetime | None) -> int:
    """How many minutes after the booked time it began; nothing within five."""
    late = int((started_at - starts_at) / timedelta(minutes=1)) if started_at else 0
    return late if late > GRACE else 0


def minutes_long(started_at: datetime, ended_at: datetime) -> int:
    """How long it took, in whole minutes: one that ended took one at least, and no more than a day."""
    return min(max(round((ended_at - started_at) / timedelta(minutes=1)), 1), 1440)


def gap(wrap_up: WrapUp, today: date) -> tuple[str, str] | None:
    """What still has to be said before a meeting is over, as (field, what to do)."""
    if not (wrap_up.steps or wrap_up.in_touch_on or wrap_up.none_reason.strip()):
        return "none_reason", sentence("Agree on a step or a check-in, or say why there is none.")
    if wrap_up.check_in_on and wrap_up.check_in_on < today:
        return "check_in_on", sentence("Enter a day that is still to come.")
    return None


# A meeting in person is called a meeting; the others by the way they were held.
_KIND_OF_NOTE = {"in_person": "meeting", "phone": "phone", "video": "video", "written": "email"}


def draft_of(*, mode: str, place: str, started: datetime, minutes: int, next_steps: str) -> dict[str, str]:
    """The note of a meeting as far as it writes itself; `started` is local."""
    return {
        "kind": _KIND_OF_NOTE[mode],
        "occurred_on": started.date().isoformat(),
        "started_at": f"{started:%H:%M}",
        "minutes": str(minutes),
        "place": place,
        "mode": mode,
        "next_steps": next_steps,
    }


def first_of(day: date, zone: str) -> datetime:
    """The moment a day begins in the zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def week_of(day: date) -> tuple[date, date]:
    """The Monday of the day's week and the Monday after."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def next_working_day(day: date) -> date:
    """The next day from Monday to Friday."""
    return day + timedelta(days=max(1, 7 - day.weekday()) if day.weekday() > 3 else 1)
