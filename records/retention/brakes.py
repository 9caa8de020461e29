"""What stops a destruction that looks wrong, as pure decisions: too much at once, a clock that jumped, nobody told."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

# In one night: more than so many files, or more than one in twenty, or than three times what was foreseen. So few are
# never too many, or an agency of a hundred files could end nothing.
MOST: Final = 200
ONE_IN: Final = 20
TIMES_FORESEEN: Final = 3
NEVER_TOO_MANY: Final = 50
FORESEEN: Final = timedelta(days=90)
CLOCKS_APART: Final = timedelta(minutes=5)
LONGEST_STEP: Final = timedelta(days=7)
NOTICE: Final = timedelta(days=7)
# A mail server may be away for a night; what has not left after a day is not tried any more.
TRIED_FOR: Final = timedelta(days=1)
# The days before a month's first file is due on which somebody is told of it, each once.
STEPS: Final = (7, 30, 90)


def is_too_much(count: int, *, files: int, foreseen: int | None) -> bool:
    """Whether so many of so many files are more than may go in one night without a person who typed the number.
    `foreseen` is how many the last night's look saw coming in ninety days; None when there was none."""
    if count <= NEVER_TOO_MANY:
        return False
    return (
        count > MOST or count * ONE_IN > files or (foreseen is not None and count > TIMES_FORESEEN * foreseen)
    )


def are_apart(one: datetime, other: datetime) -> bool:
    """Whether two clocks differ by more than a destruction may bear."""
    return abs(one - other) > CLOCKS_APART


def is_believed(today: date, trusted_on: date) -> bool:
    """Whether the calendar may be where it is, seen from the last day it was believed: not before it, and at most a
    week after."""
    return timedelta() <= today - trusted_on <= LONGEST_STEP


@dataclass(frozen=True, slots=True)
class Told:
    """What became of telling one person: when it was written to them, when it left for good, when they said that they
    have seen it."""

    told_at: datetime
    delivered_at: datetime | None
    acknowledged_at: datetime | None

    def has_failed(self, now: datetime) -> bool:
        """True when the message did not leave in the time in which it is tried."""
        return self.delivered_at is None and now - self.told_at > TRIED_FOR


@dataclass(frozen=True, slots=True)
class Silence:
    """Why the notice of a run does not suffice: `nobody`, `failed`, `undelivered`, or `young` until a moment."""

    why: str
    until: datetime | None = None


def silence(told: Collection[Told], now: datetime) -> Silence | None:
    """Why a run may not destroy yet: one message at least has to have arrived seven days ago, or somebody to have said
    that they saw what was sent seven days ago; and one that failed for good needs somebody who saw it."""
    if not told:
        return Silence("nobody")
    if any(one.has_failed(now) for one in told) and not any(one.acknowledged_at for one in told):
        return Silence("failed")
    reached = [since for one in told if (since := _since(one))]
    if not reached:
        return Silence("undelivered")
    until = min(reached) + NOTICE
    return Silence("young", until) if now < until else None


def _since(told: Told) -> datetime | None:
    return told.told_at if told.acknowledged_at else told.delivered_at


def step_to_tell(first_due: date, today: date, told: Collection[int]) -> int | None:
    """At which step a month whose first file is due then is to be told of now; None when it is not near, or was told
    of at this step or a nearer one."""
    days = (first_due - today).days
    step = next((one for one in STEPS if days <= one), None)
    return None if step is None or any(one <= step for one in told) else step
