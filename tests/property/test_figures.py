"""Small numbers: what is hidden cannot be worked out, not even by whoever knows the rule and every other number."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.figures.rules import (
    EVER,
    FEW_DESTROYED,
    THRESHOLD,
    Cell,
    Period,
    Place,
    Table,
    days_of,
    fiscal_year,
    grain_of,
    quarters_of,
    shown,
    shown_of_all_time,
    shown_together,
    year_of,
)
from tenants.errors import Refused

cells = st.lists(
    st.builds(
        lambda people, more, minutes: (people, people + more if people else 0, minutes if people else 0),
        st.integers(0, 12),
        st.integers(0, 9),
        st.integers(0, 500),
    ),
    max_size=8,
).map(lambda rows: [Cell(f"c{place}", *row) for place, row in enumerate(rows)])


def told(table: Table) -> object:
    """All that a reader has in front of them."""
    return tuple((line.code, line.cell) for line in table.lines), table.total


@given(cells)
def test_what_is_hidden_keeps_company_or_its_total_to_itself(rows: list[Cell]) -> None:
    table = shown(rows)
    hidden = {line.code for line in table.lines if line.cell is None}
    few = {row.code for row in rows if 0 < row.people < THRESHOLD}
    assert few <= hidden
    assert [line.code for line in table.lines] == [row.code for row in rows if row.people]
    assert not hidden or few, "nothing is hidden where nothing is small"
    if few and table.total is not None:
        assert hidden - few, "one of many people is hidden with it"
    if table.total is None:
        assert hidden == {line.code for line in table.lines}
    else:
        assert table.total.number == sum(row.number for row in rows)


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_every_hidden_number_could_be_another_one(lines: int) -> None:
    """Every table there can be, in small: those that look alike to the reader differ in each hidden number."""
    threshold = 3
    each = [(0, 0)] + [(people, people + more) for people in range(1, 6) for more in range(3)]
    alike: dict[object, list[list[Cell]]] = defaultdict(list)
    for numbers in product(each, repeat=lines):
        rows = [Cell(str(place), *row) for place, row in enumerate(numbers)]
        alike[told(shown(rows, threshold))].append(rows)
    for tables in alike.values():
        for place, line in enumerate(shown(tables[0], threshold).lines):
            if line.cell is None:
                those = [next(row for row in rows if row.code == line.code) for rows in tables]
                assert len({row.people for row in those}) > 1, (place, tables[0])
                assert len({row.number for row in those}) > 1, (place, tables[0])


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_fiscal_year_begins_in_april_and_holds_today(today: date) -> None:
    year = fiscal_year(today)
    assert (year.since.month, year.since.day) == (4, 1)
    assert year.since <= today == year.until < year.since + timedelta(days=366)
    year.expect_in_order()
    with pytest.raises(Refused):
        Period(today, today - timedelta(days=1)).expect_in_order()


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 500))
def test_a_period_is_a_quarter_a_year_or_all_time_to_the_day(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    year = year_of(day)
    (quarter,) = (one for one in quarters_of(year) if _holds(days_of(one, date.max), day))
    for grain in (quarter, year, EVER):
        period = days_of(grain, today)
        assert period.since <= day <= period.until <= today
        running = days_of(grain, date.max).until >= today
        # A quarter that runs since the year began is the year, too: the same days, the same figures.
        assert grain_of(period, today) in {grain, year if running else grain}
        for other in (period.since - timedelta(days=1), period.since + timedelta(days=1)):
            wrong = grain_of(Period(other, period.until), today)
            assert wrong is None or days_of(wrong, today) == Period(other, period.until)


def _holds(period: Period, day: date) -> bool:
    return period.since <= day <= period.until


YEAR = "2027"
PARTS = [*quarters_of(YEAR)[:3]]
PROGRAMS = ["a", "b", ""]
CODES = ["x", "y", "z"]
Work = dict[tuple[str, str, str], int]
# Nobody, few, just enough and many: a person each, so that numbers add up over quarters and programs.
work = st.dictionaries(
    st.tuples(st.sampled_from(PARTS), st.sampled_from(PROGRAMS), st.sampled_from(CODES)),
    st.sampled_from([1, 2, 9, 10, 11, 30]),
    max_size=20,
)


def summed(work: Work) -> dict[Place, list[Cell]]:
    """Every table of a year."""
    tables: dict[Place, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (quarter, program, code), people in work.items():
        for place in product((quarter, YEAR), (program, None)):
            tables[Place(*place)][code] += people
    every = {Place(*place): [] for place in product((*PARTS, YEAR), (*PROGRAMS, None))}
    return every | {place: [Cell(code, n, n) for code, n in found.items()] for place, found in tables.items()}


@given(work)
def test_after_a_destruction_nothing_new_is_told_and_nothing_of_few(work: Work) -> None:
    """Beside what was shown while the files were there: the same numbers, or fewer of them."""
    tables = summed(work)
    ever = {Place(EVER, place.program): cells for place, cells in tables.items() if place.period == YEAR}
    after = shown_together(tables, YEAR) | shown_of_all_time(
        {place: cells for place, cells in tables.items() if place.period == YEAR} | ever
    )
    for place, table in after.items():
        before = shown((tables | ever)[place])
        told = {line.code: line.cell for line in before.lines}
        for line in table.lines:
            assert line.cell is None or (line.cell == told[line.code] and line.cell.people >= FEW_DESTROYED)
        assert table.total in (None, before.total)


@given(work)
def test_quarters_taken_from_the_year_and_programs_from_all_tell_nothing_of_few(work: Work) -> None:
    """Whoever has every table in front of them solves all that they say as equations, and knows that nobody is fewer
    than none: no number of few people comes out."""
    tables = summed(work)
    seen = shown_together(tables, YEAR)
    parts = {place: _parts(place) for place in seen}
    unknown = list(product(PARTS, PROGRAMS, CODES))
    known: list[tuple[set[tuple[str, str, str]], int]] = []
    for place, table in seen.items():
        lines = {line.code: line.cell for line in table.lines}
        for code in CODES:
            cell = lines[code] if code in lines else Cell(code, 0, 0)
            if cell is not None:
                known.append(({(*part, code) for part in parts[place]}, cell.number))
        if table.total is not None:
            known.append(({(*part, code) for part in parts[place] for code in CODES}, table.total.number))
    solved = _solved(unknown, known)
    for place, cells in tables.items():
        for cell in cells:
            if 0 < cell.number < FEW_DESTROYED:
                row = {(*part, cell.code) for part in parts[place]}
                assert not solved.tells(row), (place, cell)


def _parts(place: Place) -> list[tuple[str, str]]:
    quarters = PARTS if place.period == YEAR else [place.period]
    return list(product(quarters, PROGRAMS if place.program is None else [place.program]))


class _Solved:
    """Equations in their shortest form, by the unknown that each is solved for."""

    def __init__(self) -> None:
        self.rows: dict[object, dict[object, Fraction]] = {}

    def reduced(self, row: dict[object, Fraction]) -> dict[object, Fraction]:
        row = dict(row)
        for pivot, of in self.rows.items():
            if factor := row.get(pivot):
                for name, value in of.items():
                    row[name] = row.get(name, Fraction(0)) - factor * value
        return {name: value for name, value in row.items() if value}

    def add(self, row: dict[object, Fraction]) -> None:
        row = self.reduced(row)
        pivot = next((name for name in row if name != "is"), None)
        if pivot is not None:
            row = {name: value / row[pivot] for name, value in row.items()}
            for other, of in self.rows.items():
                if factor := of.get(pivot):
                    whole = {
                        name: of.get(name, Fraction(0)) - factor * row.get(name, Fraction(0))
                        for name in {*of, *row}
                    }
                    self.rows[other] = {name: value for name, value in whole.items() if value}
            self.rows[pivot] = row

    def tells(self, those: set[tuple[str, str, str]]) -> bool:
        return not set(self.reduced(dict.fromkeys(those, Fraction(1)))) - {"is"}


def _solved(
    unknown: list[tuple[str, str, str]], known: list[tuple[set[tuple[str, str, str]], int]]
) -> _Solved:
    none: set[object] = set()
    while True:
        solved = _Solved()
        for those, number in known:
            solved.add({**dict.fromkeys(those - none, Fraction(1)), "is": Fraction(number)})
        for one in none:
            solved.add({one: Fraction(1)})
        found = {name for name in unknown if name not in none and solved.reduced({name: Fraction(1)}) == {}}
        # A sum of nobody is a sum of nobodies.
        for row in solved.rows.values():
            names = {name: value for name, value in row.items() if name != "is"}
            if not row.get("is") and all(value > 0 for value in names.values()):
                found |= {name for name in names if name not in none}
        if not found:
            return solved
        none |= found


# What stands in one case: its person, its program, and the lines it stands in (quarter and code).
case_files = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(PROGRAMS),
        st.sets(st.tuples(st.sampled_from(PARTS), st.sampled_from(CODES)), min_size=1),
    ),
    min_size=1,
    max_size=8,
)


@given(case_files, st.randoms(use_true_random=False), st.sets(st.integers(0, 4)))
def test_people_and_numbers_are_conserved_whatever_goes_first(
    files: list[tuple[int, str, set[tuple[str, str]]]], order: random.Random, staying: set[int]
) -> None:
    """The rule of the cells, in small: numbers go to the cell with the case, a person's marks stay while the identity
    lives and become a number with it, and some identities stay."""
    living = dict(enumerate(files))
    numbers: Counter[tuple[str, str | None, str]] = Counter()
    gone: Counter[tuple[str, str | None, str]] = Counter()
    marks: dict[int, set[tuple[str, str, str]]] = defaultdict(set)

    def stood(person: int) -> set[tuple[str, str | None, str]]:
        theirs = {(q, of, code) for who, of, lines in living.values() if who == person for q, code in lines}
        return {place for one in theirs | marks[person] for place in _grains(*one)}

    def counted() -> tuple[Counter[tuple[str, str | None, str]], Counter[tuple[str, str | None, str]]]:
        rows = [
            one for _who, of, lines in living.values() for q, code in lines for one in _grains(q, of, code)
        ]
        return Counter(gone) + Counter(p for who in range(5) for p in stood(who)), numbers + Counter(rows)

    expected = counted()
    for number in order.sample(sorted(living), len(living)):
        person, program, lines = living.pop(number)
        marks[person] |= {(quarter, program, code) for quarter, code in lines}
        numbers.update(one for quarter, code in lines for one in _grains(quarter, program, code))
        assert counted() == expected
        if person not in {who for who, *_ in living.values()} and person not in staying:
            gone.update(stood(person))
            del marks[person]
        assert counted() == expected


def _grains(quarter: str, program: str, code: str) -> list[tuple[str, str | None, str]]:
    return [(period, of, code) for period in (quarter, YEAR, EVER) for of in (program, None)]
