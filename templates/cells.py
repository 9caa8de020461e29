"""Where the cells of a picture of steps stand; `components/steps.html` draws it, the same on page and paper."""

from collections.abc import Sequence
from dataclasses import dataclass

# The picture's own units; it grows and shrinks with its place.
WIDTH, HEIGHT, GAP, EDGE = 240, 14, 4, 1
# More steps than this would be too narrow to count: they are one bar.
MOST = 15


@dataclass(frozen=True, slots=True)
class Cell:
    """One step, or all that is done of many: filled when it is done, an outline when it is not."""

    x: float
    width: float
    is_done: bool


def cells(done: int, total: int) -> Sequence[Cell]:
    """The cells of so many steps, from left to right. A bar of many steps is full only when all are done, and empty
    only when none is."""
    if total < 1:
        return ()
    if total > MOST:
        return _bar(done, total)
    step = (WIDTH - 2 * EDGE + GAP) / total
    return [Cell(round(EDGE + at * step, 1), round(step - GAP, 1), at < done) for at in range(total)]


def _bar(done: int, total: int) -> Sequence[Cell]:
    whole = WIDTH - 2 * EDGE
    filled = round(whole * done / total, 1)
    # An end that can be seen.
    filled = 0 if done == 0 else whole if done >= total else min(max(filled, GAP), whole - GAP)
    outline = Cell(EDGE, whole, is_done=False)
    return [outline, Cell(EDGE, filled, is_done=True)] if filled else [outline]
