"""Which numbers may be shown without telling of anybody, and for which period they are counted: pure decisions.

A number about fewer than five people is not shown. Where a total stands beside the lines, one hidden line could be
worked out from it; so the line of the fewest people among the others is hidden with it, and where there is no other,
the total. The rule treats all lines alike: whoever knows it still cannot say which hidden line has which number.

Where files of a year were destroyed, fewer than ten are few, and all tables of that year are hidden together: what is
hidden in one quarter is hidden in all four, what is hidden in one program in all, and what is hidden of the whole in
its parts. So nothing is worked out by taking quarters from the year or programs from all of them (decision 36).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from tenants.errors import Refused

THRESHOLD = 5
# The same where files were destroyed: nobody can look into them any more, and correct what was told wrongly.
FEW_DESTROYED = 10
# The fiscal year of most funders begins on the first of this month.
FISCAL_MONTH = 4
# Nothing is counted before this day; from here until today is all time.
BEGINNING = date(1900, 1, 1)
EVER = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted; in one program, or in all when it is empty."""

    since: date
    until: date
    program: str = ""

    def expect_in_order(self) -> None:
        """Refuses a period that ends before it begins."""
        if self.until < self.since:
            raise Refused("The last day must be on or after the first.", field="until")


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a table: how many people it is about, how often it happened, and how long that took."""

    code: str
    people: int
    number: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it may be shown; without its cell when the numbers are hidden."""

    code: str
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class Table:
    """What may be shown of a count. `total` is None when it would tell what a hidden line says."""

    lines: Sequence[Line]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of a period by their names. `destroyed` are the fiscal years in it of which files were destroyed: what
    they add is counted with the rest, or, where it cannot be told for just these days, there is no table."""

    tables: Mapping[str, Table]
    destroyed: Sequence[str] = ()


def share(table: Table, line: Line) -> int | None:
    """How many of a hundred a line is of its table; None as soon as either number is hidden."""
    if line.cell is None or table.total is None:
        return None
    return round(100 * line.cell.number / table.total.number)


class Place(NamedTuple):
    """Where a table stands among the others: a quarter, a year or all time, in one program or (None) in all."""

    period: str
    program: str | None


@dataclass(frozen=True, slots=True)
class Veil:
    """What is hidden of a table: lines by their code, and perhaps the total."""

    codes: frozenset[str] = frozenset()
    total: bool = False

    def over(self, others: Iterable["Veil"]) -> "Veil":
        """What is hidden of this one or of any other."""
        every = [self, *others]
        return Veil(frozenset().union(*(one.codes for one in every)), any(one.total for one in every))


def shown(cells: Sequence[Cell], threshold: int = THRESHOLD) -> Table:
    """The lines that are about anybody, with what has to be hidden taken out. Nobody is a number that may be shown."""
    return _under(veil(cells, threshold), cells)


def shown_together(tables: Mapping[Place, Sequence[Cell]], year: str) -> dict[Place, Table]:
    """The tables of a year and of its quarters, in all programs and in each, so that none tells what another hides:
    each wears what is hidden of any at its grain, and of any at a grain that its own is a part of. Of a quarter in one
    program, where two ways lead to each number, the total is hidden with any line."""
    own = {place: veil(tables.get(place, ()), FEW_DESTROYED) for place in _every_place(tables)}
    shown_so: dict[Place, Table] = {}
    for place in own:
        worn = Veil().over(one for other, one in own.items() if _is_above(other, place, year))
        if place.period != year and place.program is not None:
            worn = replace(worn, total=worn.total or bool(worn.codes))
        shown_so[place] = _under(worn, tables.get(place, ()))
    return shown_so


def shown_of_all_time(tables: Mapping[Place, Sequence[Cell]]) -> dict[Place, Table]:
    """The tables of all time, of which a line is shown when it may be shown in every year: years come and go, and none
    of them can be hidden on account of a later one."""
    own = {place: veil(tables.get(place, ()), FEW_DESTROYED) for place in _every_place(tables)}
    of_all = Veil().over(one for place, one in own.items() if place.program is None)
    of_any = Veil().over(own.values())
    return {
        place: _under(of_all if place.program is None else of_any, tables.get(place, ()))
        for place in own
        if place.period == EVER
    }


def veil(cells: Sequence[Cell], threshold: int) -> Veil:
    """What one table hides by itself."""
    there = [cell for cell in cells if cell.people]
    hidden = _hidden({cell.people for cell in there}, threshold)
    is_told = not there or any(cell.people >= threshold for cell in there)
    return Veil(frozenset(cell.code for cell in there if cell.people in hidden), not is_told)


def _under(worn: Veil, cells: Sequence[Cell]) -> Table:
    """A table under a veil. A hidden line of nobody stands there too, else its absence would tell."""
    there = {cell.code: cell for cell in cells if cell.people}
    lines = [
        Line(code, None if code in worn.codes else there[code]) for code in sorted({*there, *worn.codes})
    ]
    return Table(lines, None if worn.total else _total(list(there.values())))


def _every_place(tables: Mapping[Place, Sequence[Cell]]) -> list[Place]:
    """Also where nothing happened: a table that is not there would tell as much."""
    programs = {place.program for place in tables} | {None}
    return [Place(period, program) for period in {place.period for place in tables} for program in programs]


def _is_above(other: Place, place: Place, year: str) -> bool:
    """True when the one is at the same grain, or at one that the other is divided into."""
    return (other.period == year or place.period != year) and (
        other.program is None or place.program is not None
    )


def _hidden(sizes: Collection[int], threshold: int) -> set[int]:
    """The numbers of people whose lines are hidden. All lines of one size go together, so that the place of a line in
    the table tells nothing."""
    small = {size for size in sizes if size < threshold}
    others = [size for size in sizes if size >= threshold]
    return small | {min(others)} if small and others else small


def _total(cells: Sequence[Cell]) -> Cell:
    """People are not added up: one person may stand in several lines."""
    return Cell("", 0, sum(cell.number for cell in cells), sum(cell.minutes for cell in cells))


def fiscal_year(today: date) -> Period:
    """The year that runs, from its first day until today."""
    begun = today.year if today.month >= FISCAL_MONTH else today.year - 1
    return Period(date(begun, FISCAL_MONTH, 1), today)


def year_of(day: date) -> str:
    """The fiscal year of a day, by the calendar year in which it begins."""
    return str(day.year if day.month >= FISCAL_MONTH else day.year - 1)


def quarters_of(year: str) -> list[str]:
    """The four quarters of a fiscal year."""
    return [f"{year}-Q{number}" for number in range(1, 5)]


def days_of(grain: str, today: date) -> Period:
    """The days of a quarter, a fiscal year or all time, in all programs; what runs still ends today."""
    whole = _whole(grain)
    return replace(whole, until=max(whole.since, min(whole.until, today)))


def grain_of(period: Period, today: date) -> str | None:
    """The fiscal year, quarter or all time that a period is, to the day; None for any other. What is to come is nothing
    yet, so a period that runs may end on any day from today."""
    if period.since > today:
        return None
    year = year_of(period.since)
    for grain in (EVER, year, *quarters_of(year)):
        whole = _whole(grain)
        if whole.since == period.since and min(whole.until, today) == min(period.until, today):
            return grain
    return None


def _whole(grain: str) -> Period:
    if grain == EVER:
        return Period(BEGINNING, date.max)
    year, quarter = int(grain[:4]), int(grain[6:] or 0)
    since = _month(year, FISCAL_MONTH + 3 * max(quarter - 1, 0))
    return Period(since, _month(year, FISCAL_MONTH + (3 * quarter or 12)) - timedelta(days=1))


def _month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
