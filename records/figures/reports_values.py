"""What a report for a funder says, as frozen plain values: a number that is hidden is not in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from records.brands.values import Letterhead
from records.documents.values import Sheet


@dataclass(frozen=True, slots=True)
class Told:
    """One number of a line, by the code of its column; None when it is hidden."""

    column: str
    value: int | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line of a figure by its code; the one without a code is the total. `words` are those of a list that stands
    with the record, in English, which the document puts in its own language."""

    code: str
    numbers: tuple[Told, ...]
    words: str = ""

    def number(self, column: str) -> int | None:
        """What this line tells in a column."""
        return next((one.value for one in self.numbers if one.column == column), None)

    def has(self, column: str) -> bool:
        """True where the line has such a number, told or hidden."""
        return any(one.column == column for one in self.numbers)


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure, line by line, and what was aimed at."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    target: int | None = None

    @property
    def total(self) -> int | None:
        """All together; None when it is hidden."""
        return self.lines[-1].number("number")

    @property
    def reached(self) -> int | None:
        """How many of a hundred of the target were reached, where both are told."""
        return round(100 * self.total / self.target) if self.target and self.total is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunderReport(Sheet):
    """Figures of a period for those who pay for the work: numbers that can be traced, and none of few people.
    `version` is its edition; `moved` names the figures in which an edition tells another number than the one before."""

    KIND: ClassVar[str] = "funder_report"

    letterhead: Letterhead
    period_from: date
    period_to: date
    program: str
    counted_at: datetime
    figures: tuple[ReportFigure, ...]
    few: int
    destroyed: tuple[str, ...] = ()
    signer_name: str = ""
    signer_title: str = ""
    changed: str = ""
    moved: tuple[str, ...] = ()
