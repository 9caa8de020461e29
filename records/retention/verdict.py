"""What the resolver answers: the state of a record, its dates, who won and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from records.retention.terms import Action, Rule


class State(StrEnum):
    """Where a record stands on a day. Only DUE may ever be destroyed, and only after approval and notice."""

    RETAINED = "retained"
    DUE = "due"
    BLOCKED = "blocked"
    UNSCHEDULED = "unscheduled"


class Part(StrEnum):
    """The part a matching rule played: it set the date, it was counted, another was more specific, or it only
    limits."""

    GOVERNS = "governs"
    FLOOR = "floor"
    OVERRIDDEN = "overridden"
    CEILING_ONLY = "ceiling_only"


class Obstacle(StrEnum):
    """What can stand in the way of a record that may otherwise go."""

    HOLD = "hold"
    CHILD_NOT_DUE = "child_not_due"
    UNPAID_OBLIGATION = "unpaid_obligation"
    UNKNOWN = "unknown"
    DATE_UNKNOWN = "date_unknown"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One obstacle: a hold has its kind in `code` and its id in `reference`; a missing date the event in
    `code`."""

    obstacle: Obstacle
    code: str
    reference: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule that matches the record, and the dates it gives. `event` is the one that decided; `counted_from`
    is its date after the cutoff. `certain` is false when an attribute the rule selects by is unknown: then it
    can only lengthen. `missing` are events with no known date, `awaited` events that have not happened."""

    rule: Rule
    certain: bool
    event: str | None = None
    event_on: date | None = None
    counted_from: date | None = None
    keep_through: date | None = None
    must_by: date | None = None
    missing: tuple[str, ...] = ()
    awaited: tuple[str, ...] = ()
    part: Part = Part.FLOOR


@dataclass(frozen=True, slots=True)
class Conflict:
    """A floor and a ceiling that leave no day to destroy the record in time. Keeping wins; both are shown."""

    floor: Rule
    ceiling: Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for one record on one day. `keep_through` is the last day it must be kept, `due_on` the day
    after, `must_by` the last day by which it must be gone. Without `keep_through` no date can be given."""

    state: State
    as_of: date
    keep_through: date | None
    due_on: date | None
    must_by: date | None
    governing_rule: Rule | None
    action: Action | None
    conflict: Conflict | None
    blocked_by: tuple[Blocker, ...]
    considered: tuple[Considered, ...]
    basis_hash: str

    @property
    def eligible(self) -> bool:
        """Whether the record may go, once approved and noticed."""
        return self.state is State.DUE

    @property
    def overdue(self) -> bool:
        """Whether a ceiling has passed. This is an alarm and no permission to skip a step."""
        return self.must_by is not None and self.as_of > self.must_by

    @property
    def governing(self) -> Considered | None:
        """The governing rule with its dates."""
        return next((one for one in self.considered if one.part is Part.GOVERNS), None)

    @property
    def is_extended(self) -> bool:
        """Whether a person decided to keep the record beyond what its rules ask for."""
        governing = self.governing
        return governing is not None and governing.keep_through != self.keep_through


class Brief(NamedTuple):
    """A verdict in short: the same state, dates, rule and action as `resolve` gives, without reasons and basis."""

    state: State
    due_on: date | None
    must_by: date | None
    rule_id: str | None
    action: Action | None
    is_held: bool


Answer = TypeVar("Answer", Verdict, Brief)


def keeps_longest(several: Sequence[Answer]) -> Answer:
    """The one of several answers about a record that keeps it longest; without a date it is kept."""
    return max(several, key=lambda one: (one.state is not State.DUE, one.due_on or date.max))
