"""How a request goes on, and how its time runs: pure decisions.

The answer is due within thirty days. The time may be extended once, by thirty days at the most, when the person is told
why within the first thirty. No answer in time counts as a refusal (PIPEDA, section 8).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tenants.errors import Conflict, Refused

ANSWER_DAYS = 30
MOST_EXTRA = 30
# How long somebody may still complain: six months after a refusal (PIPEDA, section 11); a month when all was given.
RECOURSE_AFTER_REFUSAL = timedelta(days=184)
RECOURSE = timedelta(days=30)

OPEN = ("received", "identity", "clarifying", "gathering", "review", "second_read", "ready")
ANSWERED = ("delivered", "refused")
ENDED = ("withdrawn", "closed")
# What is answered with the whole file, and not in words alone.
WHOLE_FILE = ("copy", "portability")
REASONS = ("third_party", "privilege", "safety", "commercial", "investigation", "not_personal")

# What each act makes of a request, from the states in which it may be done.
STEPS: dict[str, dict[str, str]] = {
    "check": {"received": "identity"},
    "confirm": dict.fromkeys(("received", "identity"), "gathering"),
    "clarify": {"gathering": "clarifying"},
    "clear": {"clarifying": "gathering"},
    "review": {"gathering": "review"},
    "ask": {"review": "second_read"},
    "return": dict.fromkeys(("second_read", "ready"), "review"),
    "agree": {"second_read": "ready"},
    "deliver": {"ready": "delivered"},
    "answer": {"gathering": "delivered"},
    "refuse": dict.fromkeys(OPEN, "refused"),
    "withdraw": dict.fromkeys(OPEN, "withdrawn"),
    "close": dict.fromkeys(ANSWERED, "closed"),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of one request."""

    received_on: date
    extra_days: int = 0
    answered_on: date | None = None

    @property
    def due_on(self) -> date:
        """The last day for the answer."""
        return self.received_on + timedelta(days=self.total)

    @property
    def total(self) -> int:
        """How many days there are."""
        return ANSWER_DAYS + self.extra_days

    def day(self, today: date) -> int:
        """The day we are in, counted from the day it came; it stands still once there is an answer."""
        return max(((self.answered_on or today) - self.received_on).days, 0)

    def left(self, today: date) -> int:
        """The days until it is due; below zero when it is late."""
        return self.total - self.day(today)

    def is_overdue(self, today: date) -> bool:
        """True when no answer came in time, which counts as a refusal."""
        return self.left(today) < 0

    def may_extend(self, today: date) -> bool:
        """True once, and only within the first thirty days."""
        return not self.extra_days and self.answered_on is None and self.day(today) <= ANSWER_DAYS


def extended(clock: Clock, days: int, today: date) -> Clock:
    """The clock with its one extension. Raises Refused."""
    if clock.extra_days:
        raise Refused("The time was extended already, which is possible once.", field="days")
    if not clock.may_extend(today):
        raise Refused("The first 30 days are over, so the time cannot be extended any more.", field="days")
    if not 1 <= days <= MOST_EXTRA:
        raise Refused("Enter a number of days from 1 to 30.", field="days")
    return Clock(clock.received_on, days)


def after(state: str, act: str, kind: str) -> str:
    """The state a request is in after an act. Raises Conflict when the act does not follow."""
    if act == "answer" and kind in WHOLE_FILE:
        raise Conflict("This request is answered with a package.")
    found = STEPS[act].get(state)
    if found is None:
        raise Conflict("This request has moved on since the page was opened. Look at it again.")
    return found


def acts_in(state: str, kind: str) -> list[str]:
    """What may be done next."""
    found = [act for act, states in STEPS.items() if state in states]
    return [act for act in found if not (act == "answer" and kind in WHOLE_FILE)]


def outcome_of(decisions: list[str]) -> str:
    """Whether a package gives the whole file, a part of it or nothing."""
    given = [decision for decision in decisions if decision != "withhold"]
    if not given:
        return "refused"
    return "whole" if set(given) == {"give"} and len(given) == len(decisions) else "part"


def recourse_until(clock: Clock, outcome: str, answered_on: date) -> date:
    """The last day on which the person may still complain."""
    in_full = outcome in ("whole", "done") and not clock.is_overdue(answered_on)
    return answered_on + (RECOURSE if in_full else RECOURSE_AFTER_REFUSAL)
