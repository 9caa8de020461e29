"""Which numbers may be shown without telling of anybody, and for which period they are counted: pure decisions.

A number about fewer than five people is not shown. Where a total stands beside the lines, one hidden line could be
worked out from it; so the line of the fewest people among the others is hidden with it, and where there is no other,
the total. The rule treats all lines alike: whoever knows it still cannot say which hidden line has which number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tenants.errors import Refused

THRESHOLD = 5
# The fiscal year of most funders begins on the first of this month.
FISCAL_MONTH = 4
# A meeting that begins no later than this after the booked time began on time.
ON_TIME = timedelta(minutes=10)


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


def share(table: Table, line: Line) -> int | None:
    """How many of a hundred a line is of its table; None as soon as either number is hidden."""
    if line.cell is None or table.total is None:
        return None
    return round(100 * line.cell.number / table.total.number)


def shown(cells: Sequence[Cell], threshold: int = THRESHOLD) -> Table:
    """The lines that are about anybody, with what has to be hidden taken out. Nobody is a number that may be shown."""
    there = [cell for cell in cells if cell.people]
    hidden = _hidden({cell.people for cell in there}, threshold)
    lines = [Line(cell.code, None if cell.people in hidden else cell) for cell in there]
    is_told = not there or any(cell.people >= threshold for cell in there)
    return Table(lines, _total(there) if is_told else None)


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
