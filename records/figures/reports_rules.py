"""What a report for a funder says of the figures: pure decisions.

Its first edition hides what the page hides. A later one stands beside those before it on somebody's desk: what they hid
stays hidden, and where a line is hidden that they told, its total goes too, for the two totals would tell it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from records.figures.columns import columns_of, told
from records.figures.reports_values import FunderReport, ReportFigure, ReportLine, Told
from records.figures.rules import FEW_DESTROYED, THRESHOLD, Figures, Line, Table
from records.particulars.work import SERVICE

# A target is a number of everything together: what is told as a share of a hundred has none.
TARGETED = ("served", "opened", "closed", "services", "notes", "requests")


def compose(
    counted: Figures,
    *,
    targets: Mapping[str, int | None],
    before: FunderReport | None = None,
    **about: Any,
) -> FunderReport:
    """The report of these figures, hidden as they are; `before` is the edition that was handed over last."""
    known = {one.name: one for one in before.figures} if before else {}
    figures = tuple(
        _figure(name, covered(table, known[name]) if name in known else table, targets.get(name))
        for name, table in counted.tables.items()
    )
    return FunderReport(
        figures=figures,
        few=FEW_DESTROYED if counted.destroyed else THRESHOLD,
        destroyed=tuple(counted.destroyed),
        moved=tuple(one.name for one in figures if one.name in known and _moved(one, known[one.name])),
        **about,
    )


def covered(table: Table, before: ReportFigure) -> Table:
    """A table that tells nothing an earlier edition hid, nor anything by standing beside it."""
    earlier = {line.code: _is_hidden(line) for line in before.lines[:-1]}
    hid = {code for code, was_hidden in earlier.items() if was_hidden}
    there = {line.code: line.cell for line in table.lines}
    shown_so = {code: None if code in hid else there.get(code) for code in sorted({*there, *hid})}
    hides_anew = any(cell is None and code not in hid for code, cell in shown_so.items())
    is_told = before.total is not None and not hides_anew
    return Table([Line(code, cell) for code, cell in shown_so.items()], table.total if is_told else None)


def _is_hidden(line: ReportLine) -> bool:
    return any(one.value is None for one in line.numbers if one.column != "share")


def _figure(name: str, table: Table, target: int | None) -> ReportFigure:
    return ReportFigure(
        name,
        columns_of(name),
        tuple(
            ReportLine(code, tuple(Told(*one) for one in numbers.items()), _words(name, code))
            for code, numbers in told(name, table)
        ),
        target if name in TARGETED else None,
    )


def _words(name: str, code: str) -> str:
    if name != "services" or not code:
        return ""
    types = next(field for field in SERVICE.fields if field.name == SERVICE.title).codes
    return str(types[code])


def _moved(now: ReportFigure, before: ReportFigure) -> bool:
    return replace(now, target=None) != replace(before, target=None)
