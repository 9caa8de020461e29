"""What a case weighs, how full somebody's hands are, and who may take over a case: pure decisions (decision 30).

Points are counted in quarters, as whole numbers, so that a sum is exact and anybody can add it up by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from tenants.errors import Refused

QUARTERS: Final = 4  # of a point
# What the agency starts with, in quarters. A proposal to be tried with those who do the work, and no validated scale.
STARTING: Final[Mapping[str, int]] = MappingProxyType(
    {
        "light": 4,
        "medium": 8,
        "intensive": 12,
        "unsaid": 8,
        "barriers": 2,
        "adapted": 2,
        "danger": 4,
        "new": 2,
        "weekly": 4,
        "fortnightly": 2,
        "monthly": 0,
        "follow_up": -2,
        "partners": 2,
        "remote": 1,
        "travel": 2,
        "after": 1,
    }
)
LOWEST, HIGHEST = -5 * QUARTERS, 10 * QUARTERS
# A barrier counts from this severity on, so many of them at most; a case is new so long; partners count from so many.
SEVERE, MOST_BARRIERS, NEW_DAYS, MANY_PARTNERS = 3, 3, 30, 3
# What an agency that said nothing thinks a full caseload of a full week is.
FULL_POINTS, FULL_TIME = 60, 100
UNDO_FOR = timedelta(hours=24)
# How long whoever gave a case away may still sign what they had begun and hold what was booked.
HANDING_OVER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a case makes work. `support`, `contact` and `way` are None until somebody says them."""

    support: str | None = None
    contact: str | None = None
    way: str | None = None
    severe_barriers: int = 0
    is_adapted: bool = False
    is_in_danger: bool = False
    is_new: bool = False
    waits: bool = False
    is_over: bool = False
    partners: int = 0


class Line(NamedTuple):
    """One reason why a case weighs what it does: a code of the table of points, how often it counts, and quarters."""

    code: str
    times: int
    quarters: int


class Hands(NamedTuple):
    """Somebody who may take over cases: what they carry now, in quarters, and what a full caseload would be."""

    member_id: UUID
    quarters: int
    full: int


def lines_of(facts: Facts, points: Mapping[str, int]) -> list[Line]:
    """Why a case weighs what it does; the sum of the lines is its weight, and nothing else is. Whoever waits for a
    place weighs nothing yet; a closed case whose work is still followed up weighs the same whatever it was."""
    if facts.is_over:
        return [Line("after", 1, points["after"])]
    counted = [
        (facts.support or "unsaid", 1),
        ("barriers", min(facts.severe_barriers, MOST_BARRIERS)),
        ("adapted", int(facts.is_adapted)),
        ("danger", int(facts.is_in_danger)),
        ("new", int(facts.is_new)),
        (facts.contact or "monthly", int(facts.contact is not None)),
        ("partners", int(facts.partners >= MANY_PARTNERS)),
        (facts.way or "here", int(facts.way in points)),
    ]
    return [Line(code, times, times * points[code]) for code, times in counted if times and not facts.waits]


def weight(lines: Iterable[Line]) -> int:
    """The sum, in quarters."""
    return sum(line.quarters for line in lines)


def full(points: int, percent: int) -> int:
    """What a full caseload of somebody is, in hundredths of a quarter: points of a full week, by the part of one that
    they work."""
    return points * QUARTERS * percent


def load(quarters: int, full_: int) -> int:
    """How full somebody's hands are, in whole per cent, halves up."""
    return (quarters * 20_000 + full_) // (2 * full_)


def check_points(points: Mapping[str, int]) -> None:
    """Refuses a table that would turn what it is meant to say around."""
    for code in STARTING:
        if not LOWEST <= points[code] <= HIGHEST:
            raise Refused("Points go from −5 to 10.", field=code)
    if not points["light"] <= points["medium"] <= points["intensive"]:
        raise Refused("More support cannot weigh less than less of it.", field="medium")


def shared(cases: Sequence[tuple[UUID, int]], hands: Sequence[Hands]) -> dict[UUID, UUID]:
    """Who takes which case: the heaviest first, each to whoever then has the most room; the same for the same."""
    carried = {one.member_id: one.quarters for one in hands}
    taken: dict[UUID, UUID] = {}
    for case_id, quarters in sorted(cases, key=lambda case: (-case[1], case[0])):
        least = min(hands, key=lambda one: (carried[one.member_id] / one.full, one.member_id))
        carried[least.member_id] += quarters
        taken[case_id] = least.member_id
    return taken


def hindrance(*, is_as_seen: bool, is_open: bool, is_blocked: bool, is_kept: bool) -> str:
    """Why a case cannot go to somebody: `closed`, `changed` since it was chosen, a `conflict` of interest, or a file
    only for those on its list (`restricted`); empty when it can."""
    reasons = {
        "closed": not is_open,
        "changed": not is_as_seen,
        "conflict": is_blocked,
        "restricted": is_kept,
    }
    return next((code for code, holds in reasons.items() if holds), "")
