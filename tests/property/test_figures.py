"""Small numbers: what is hidden cannot be worked out, not even by whoever knows the rule and every other number."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.figures.rules import THRESHOLD, Cell, Period, Table, fiscal_year, shown
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
