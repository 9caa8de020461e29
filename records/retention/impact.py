"""What another schedule would do to real files: a pure comparison of where each stands now and would stand then."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from records.retention.briefs import Briefed
from records.retention.verdict import Brief, State

# The next dates that are named: more would be a list, and there is a page for that.
NEAREST = 3


class Move(StrEnum):
    """What becomes of one file's date: every file makes exactly one of these."""

    SAME = "same"
    EARLIER = "earlier"
    LATER = "later"
    DATED = "dated"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Impact:
    """All files by what becomes of their dates. The other counts are of the same files, seen otherwise."""

    moves: Mapping[Move, int]
    newly_due: int
    held: int
    needs_date: int
    acts_otherwise: int
    nearest: tuple[tuple[date, int], ...]

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(self.moves.values())


def compare(files: Iterable[Briefed], *, as_of: date) -> Impact:
    """The change from the first to the second schedule of each file."""
    moves, otherwise, newly, held, undated = Counter[Move](), 0, 0, 0, 0
    dates: Counter[date] = Counter()
    for file in files:
        before, after = file.verdicts
        moves[move_of(before, after)] += 1
        newly += is_newly_due(before, after)
        held += after.is_held
        undated += needs_date(after)
        otherwise += None not in (before.action, after.action) and before.action is not after.action
        if after.due_on is not None and after.due_on > as_of and not after.is_held:
            dates[after.due_on] += 1
    nearest = tuple((day, dates[day]) for day in sorted(dates)[:NEAREST])
    return Impact({move: moves[move] for move in Move}, newly, held, undated, otherwise, nearest)


def move_of(before: Brief, after: Brief) -> Move:
    """What becomes of a file's date."""
    if before.due_on == after.due_on:
        return Move.SAME
    if before.due_on is None or after.due_on is None:
        return Move.DATED if before.due_on is None else Move.UNDATED
    return Move.EARLIER if after.due_on < before.due_on else Move.LATER


def is_newly_due(before: Brief, after: Brief) -> bool:
    """Whether a file may go today that could not."""
    return after.state is State.DUE and before.state is not State.DUE


def needs_date(brief: Brief) -> bool:
    """Whether somebody has to find a date out before anything can be said. What is held waits for the hold first."""
    return brief.state is State.BLOCKED and brief.due_on is None and not brief.is_held
