"""Where the bars of a picture of months stand; `components/bars.html` draws it, on any page."""

from collections.abc import Sequence
from dataclasses import dataclass

from templates.filters import SHORT_MONTHS
from templates.words import language

# The picture's own units; it grows and shrinks with its place.
WIDTH, LEFT, TOP, BOTTOM = 640, 44, 16, 168
# How much of a month's width its bars fill.
FILLED = 0.76


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of one month: what may go stands below, what is kept all the same above it. `series` 0 is what is in
    force, 1 what is drafted."""

    x: float
    width: float
    due_y: float
    due: float
    held_y: float
    held: float
    series: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture: bars from left to right, the number at its upper edge, and which months are named where."""

    bars: Sequence[Bar]
    high: int
    named: Sequence[tuple[float, str]]


def bars(months: Sequence[str], series: Sequence[Sequence[tuple[int, int]]]) -> Bars:
    """The picture of two counts a month, of one schedule or of two beside each other."""
    high = max((due + held for one in series for due, held in one), default=0)
    step = (WIDTH - LEFT) / len(months)
    width = step * FILLED / max(len(series), 1)
    drawn = [
        _bar(LEFT + at * step + number * width, width, counts, high or 1, number)
        for at in range(len(months))
        for number, counts in enumerate([one[at] for one in series])
    ]
    named = [(round(LEFT + at * step, 1), _named(months[at])) for at in range(0, len(months), 6)]
    return Bars(drawn, high, named)


def _named(month: str) -> str:
    year, number = month.split("-")
    return f"{SHORT_MONTHS[language()][int(number) - 1]} {year}"


def _bar(x: float, width: float, counts: tuple[int, int], high: int, series: int) -> Bar:
    due, held = (round(count * (BOTTOM - TOP) / high, 1) for count in counts)
    place, wide = round(x, 1), round(width, 1)
    return Bar(place, wide, round(BOTTOM - due, 1), due, round(BOTTOM - due - held, 1), held, series)
