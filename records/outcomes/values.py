"""What the counting of outcomes is made of, without a database: points of a scheme, its rule, jobs, what was found."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Point:
    """One day on which to look: so many months or weeks after the start, and how many days before and after it are good
    enough. The first point of every scheme is the start itself."""

    after: int
    unit: str
    days_before: int
    days_after: int


@dataclass(frozen=True, slots=True)
class Rule:
    """What has to be true of somebody's work on the day. `combined` adds the hours of several jobs, `subsidised` counts
    work somebody else pays for, `new_employer` leaves out where they worked before they came."""

    hours: int
    combined: bool
    subsidised: bool
    new_employer: bool
    wage_cents: int | None


@dataclass(frozen=True, slots=True)
class Job:
    """One job as far as counting goes. `employer` is the same for every job at the same place."""

    id: UUID
    employer: str
    starts_on: date
    ends_on: date | None
    hours: Decimal
    wage_cents: int | None = None
    own_business: bool = False
    subsidised_from: date | None = None
    subsidised_to: date | None = None

    def is_held_on(self, day: date) -> bool:
        """True from its first day to its last."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_subsidised_on(self, day: date) -> bool:
        """True while somebody else pays a part of it."""
        return self.subsidised_from is not None and (
            self.subsidised_from <= day and (self.subsidised_to is None or day <= self.subsidised_to)
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answer` is counts, not_yet or no. `reason` says why, with what there is of it: the hours found and those needed,
    the day until or on which, the wage found and the one needed."""

    answer: str
    reason: str
    hours: Decimal
    needed: int
    day: date | None = None
    cents: int | None = None
    cents_needed: int | None = None
