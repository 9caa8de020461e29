"""Looking that a privacy lead should ask about: pure rules over counts of who opened how many files when.

A log nobody reads protects nobody. These rules find days worth a question; they accuse no one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

# Below this nobody is asked: a quiet week makes every ordinary day look busy.
FEW = 12
TIMES_THE_USUAL = 3
EARLY, LATE = 6, 21  # hours of the agency's clock outside which offices are closed


@dataclass(frozen=True, slots=True)
class Looks:
    """How many clients' files one member opened on one day, and how many of them while the office was closed."""

    member_id: UUID
    day: date
    files: int
    at_night: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """A day to ask about, and why: `many` or `night`."""

    looks: Looks
    why: str
    usual: int


def unusual(days: Iterable[Looks]) -> list[Unusual]:
    """The days on which a member opened far more files than is usual for them, or any while the office was closed;
    newest first. Usual is the middle of their own other days."""
    by_member: dict[UUID, list[Looks]] = {}
    for looks in days:
        by_member.setdefault(looks.member_id, []).append(looks)
    found = [one for theirs in by_member.values() for looks in theirs if (one := _asked_about(looks, theirs))]
    return sorted(found, key=lambda one: (one.looks.day, str(one.looks.member_id)), reverse=True)


def _asked_about(looks: Looks, theirs: list[Looks]) -> Unusual | None:
    others = [one.files for one in theirs if one.day != looks.day]
    usual = int(median(others)) if others else 0
    if looks.files >= FEW and looks.files > TIMES_THE_USUAL * usual:
        return Unusual(looks, "many", usual)
    return Unusual(looks, "night", usual) if looks.at_night else None
