"""What falls due in each of the next months, from verdicts in short: nothing is foreseen but dates."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from records.retention.impact import needs_date
from records.retention.verdict import Brief, State

MONTHS: Final = 24


class Beyond(StrEnum):
    """Where a file stands that is due in none of the months."""

    NOW = "now"
    LATER = "later"
    NEEDS_DATE = "needs_date"
    RUNNING = "running"
    UNSCHEDULED = "unscheduled"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files come to a month: those that may go then, and those that something keeps all the same."""

    due: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """Every file of the agency in exactly one place: a month as "2027-03", or one of Beyond. `overdue` are those that
    had to be gone by a day that has passed; `must_go` those that have to be gone within a month."""

    as_of: date
    months: tuple[str, ...]
    places: Mapping[str, Counts]
    by_state: Mapping[State, int]
    must_go: Mapping[str, int]
    overdue: int

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(self.total(place) for place in self.places)

    def at(self, place: str) -> Counts:
        """The counts of a place."""
        return self.places.get(place, Counts())

    def total(self, place: str) -> int:
        """How many files stand there."""
        found = self.at(place)
        return found.due + found.held


def outlook(briefs: Iterable[Brief], *, as_of: date) -> Outlook:
    """Where every file comes to stand, if nothing changes but the day."""
    months = next_months(as_of)
    due, held, must_go = Counter[str](), Counter[str](), Counter[str]()
    states, overdue = Counter[State](), 0
    # Many files share a day; each sort of answer is looked at once.
    for brief, count in Counter(brief._replace(rule_id=None, action=None) for brief in briefs).items():
        states[brief.state] += count
        place = place_of(brief, months, as_of)
        (held if brief.state is State.BLOCKED else due)[place] += count
        if brief.must_by is not None:
            overdue += count * (brief.must_by < as_of)
            must_go[_month(brief.must_by)] += count * (brief.must_by >= as_of)
    places = {place: Counts(due[place], held[place]) for place in (*Beyond, *months)}
    return Outlook(as_of, months, places, states, must_go, overdue)


def next_months(as_of: date) -> tuple[str, ...]:
    """The month of a day and those after it, 24 in all."""
    first = as_of.year * 12 + as_of.month - 1
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(first, first + MONTHS))


def place_of(brief: Brief, months: tuple[str, ...], as_of: date) -> str:
    """The one place of a file."""
    if brief.due_on is not None:
        month = _month(brief.due_on)
        if brief.due_on <= as_of:
            return Beyond.NOW
        return month if month <= months[-1] else Beyond.LATER
    if brief.state is State.UNSCHEDULED:
        return Beyond.UNSCHEDULED
    return Beyond.NEEDS_DATE if needs_date(brief) else Beyond.RUNNING


def _month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"
