"""Where the bars of figures end, beside their targets; `components/targets.html` draws it, on page and paper alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The picture's own units; it grows and shrinks with its place.
WIDTH, LEFT, RIGHT = 640, 4, 636
# Every target stands at the same place, so that a bar that passes it reads the same in every line.
MARK = 480
LEAST = 3
# Of one line: its words above, in one of two sizes of print, its bar below.
WORDS, LARGE_WORDS, BAR = 14, 22, 14


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: where its words stand and its bar begins, from the top; the bar's length, None where the figure is
    withheld; where its target stands, None without one. A bar that goes on beyond the picture is cut."""

    name: str
    value: int | None
    target: int | None
    words_y: int
    bar_y: int
    bar: float | None
    mark: int | None
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Targets:
    """A picture: its lines from the top, how high it is, and the size of its words."""

    lines: Sequence[Line]
    height: int
    print: int


def targets(figures: Iterable[tuple[str, int | None, int | None]], *, large: bool = False) -> Targets:
    """The picture of these figures, each with its name and target. What has no target is measured by the largest figure
    that has none, either."""
    told, size = list(figures), LARGE_WORDS if large else WORDS
    largest = max((value for _name, value, target in told if value and not target), default=1)
    row = size + BAR + 18
    lines = [_line(*one, largest, (at * row + size, at * row + size + 7)) for at, one in enumerate(told)]
    return Targets(lines, row * len(lines), size)


def _line(name: str, value: int | None, target: int | None, largest: int, at: tuple[int, int]) -> Line:
    mark = MARK if target else None
    if value is None:
        return Line(name, value, target, *at, None, mark, is_cut=False)
    wide = value / (target or largest) * (MARK - LEFT)
    # What has not reached its target never looks as if it had, and what is there can be seen.
    if target and value < target:
        wide = min(wide, MARK - LEFT - LEAST)
    wide = max(wide, LEAST) if value else 0
    return Line(name, value, target, *at, round(min(wide, RIGHT - LEFT), 1), mark, is_cut=wide > RIGHT - LEFT)
