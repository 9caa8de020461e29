"""A report for a funder: nothing of few people is in it, and two versions on one desk tell no more than each alone."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from records.brands.values import Letterhead
from records.figures.queries import MEASURES
from records.figures.reports_rules import TARGETED, compose, covered
from records.figures.reports_values import FunderReport, ReportFigure, ReportLine, Told
from records.figures.rules import THRESHOLD, Cell, Figures, Table, shown

ABOUT = {
    "language": "en",
    "letterhead": Letterhead("Northside Careers"),
    "period_from": date(2026, 4, 1),
    "period_to": date(2026, 9, 30),
    "program": "",
    "counted_at": datetime(2026, 10, 5, 14, tzinfo=UTC),
    "issued_on": date(2026, 10, 5),
    "signer_name": "Olive Owner",
}
CODES = {"services": ("counselling", "job_search", "support", "other")}
# Numbers that say of whom they are: nothing else in a report reads like them.
counts = st.tuples(st.integers(0, 12), st.integers(0, 9))


@st.composite
def works(draw: st.DrawFn) -> dict[str, list[Cell]]:
    return {
        name: [
            Cell(code, people, 700_000 + people + more if people else 0, 900_000 + people)
            for code in CODES.get(name, ("a", "b", "c", "d"))
            for people, more in [draw(counts)]
        ]
        for name in MEASURES
    }


@given(works(), works(), st.dictionaries(st.sampled_from(TARGETED), st.integers(0, 50)))
def test_no_number_of_few_people_is_anywhere_in_a_report(
    first: dict[str, list[Cell]], second: dict[str, list[Cell]], targets: dict[str, int]
) -> None:
    before = None
    for work in (first, second):
        counted = Figures({name: shown(cells) for name, cells in work.items()})
        report = compose(counted, targets=targets, before=before, **ABOUT)
        plain = json.dumps(report.to_plain())
        for name, cells in work.items():
            page = {line.code: line.cell for line in counted.tables[name].lines}
            figure = next(one for one in report.figures if one.name == name)
            for line in figure.lines[:-1]:
                told = line.number("number")
                assert told is None or told == page[line.code].number, "what the page shows, or nothing"
            for cell in cells:
                if 0 < cell.people < THRESHOLD:
                    assert page[cell.code] is None
                    assert all(one.code != cell.code or one.number("number") is None for one in figure.lines)
            assert figure.total in (None, sum(cell.number for cell in cells))
        few = {cell.number for cells in work.values() for cell in cells if 0 < cell.people < THRESHOLD}
        many = {cell.number for cells in work.values() for cell in cells if cell.people >= THRESHOLD}
        assert not [one for one in few - many if str(one) in plain]
        assert FunderReport.from_plain(json.loads(plain)) == report
        before = report


def test_whoever_has_two_versions_side_by_side_works_out_no_number_of_few() -> None:
    """Every pair of small tables that differ in one line, told one after the other. Whoever knows that only one line
    changed still finds at least two numbers for each that is hidden, in the old version and in the new."""
    threshold, alike = 3, defaultdict(list)
    for before, after in pairs(people=6, lines=3):
        old, new = told(shown(cells(before), threshold)), shown(cells(after), threshold)
        alike[tuple(old.lines), old.total, seen(covered(new, old))].append((before, after))
    for found in alike.values():
        for place in range(3):
            for version in (0, 1):
                values = {pair[version][place] for pair in found}
                if 0 < found[0][version][place] < threshold:
                    assert len(values) > 1, (place, version, found)


def pairs(*, people: int, lines: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    for before in product(range(people), repeat=lines):
        yield before, before
        for place, other in product(range(lines), range(people)):
            if other != before[place]:
                yield before, (*before[:place], other, *before[place + 1 :])


def cells(people: tuple[int, ...]) -> list[Cell]:
    return [Cell(str(place), number, number) for place, number in enumerate(people)]


def told(table: Table) -> ReportFigure:
    """A table as an earlier report has it."""
    lines = [(line.code, line.cell.number if line.cell else None) for line in table.lines]
    total = ("", table.total.number if table.total else None)
    return ReportFigure(
        "closed",
        ("number",),
        tuple(ReportLine(code, (Told("number", value),)) for code, value in [*lines, total]),
    )


def seen(table: Table) -> object:
    return tuple((line.code, line.cell) for line in table.lines), table.total
