"""Where the lines of a small picture of numbers over time run; `components/trend.html` draws it, on any page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

# The picture's own units; it grows and shrinks with its place.
WIDTH, HEIGHT = 320, 130
LEFT, RIGHT, TOP, BOTTOM = 48, 28, 20, 104
# Two numbers nearer to each other than this would be written over each other.
APART = 24


@dataclass(frozen=True, slots=True)
class Point:
    """One number at its place; `is_said` where there is room to write it, `is_newest` on the last of all days."""

    x: float
    y: float
    value: int
    day: date
    is_said: bool
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """A picture: the points, the stretches of line between numbers that follow each other, and the mark, if any, as a
    height."""

    points: Sequence[Point]
    stretches: Sequence[str]
    mark: float | None
    low: int
    high: int
    begins: date
    ends: date


def trend(
    days: Sequence[date], values: Sequence[int | None], *, low: int, high: int, mark: int | None = None
) -> Trend:
    """The picture of these numbers, oldest first; None leaves a gap in the line. Days keep their distances."""
    said, newest = _said(days, values), len(days) - 1
    points = [
        None
        if value is None
        else Point(
            _x(day, days), _y(value, low, high), value, day, is_said=place in said, is_newest=place == newest
        )
        for place, (day, value) in enumerate(zip(days, values, strict=True))
    ]
    drawn = [point for point in points if point is not None]
    height = None if mark is None else _y(mark, low, high)
    return Trend(drawn, _stretches(points), height, low, high, days[0], days[-1])


def _x(day: date, days: Sequence[date]) -> float:
    span = (days[-1] - days[0]).days
    share = (day - days[0]).days / span if span else 0.5
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(value: int, low: int, high: int) -> float:
    share = (min(max(value, low), high) - low) / (high - low)
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _said(days: Sequence[date], values: Sequence[int | None]) -> set[int]:
    """Which numbers are written, from the newest back: the newest always is."""
    found: set[int] = set()
    free = float("inf")
    for place in reversed(range(len(days))):
        if values[place] is not None and _x(days[place], days) <= free:
            found.add(place)
            free = _x(days[place], days) - APART
    return found


def _stretches(points: Sequence[Point | None]) -> list[str]:
    """The corners of each stretch, as SVG wants them; a number alone between gaps has no line."""
    found: list[list[str]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(f"{point.x},{point.y}")
    return [" ".join(corners) for corners in found if len(corners) > 1]
