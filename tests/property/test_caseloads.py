"""What a case weighs can be added up by hand; a share leaves nobody with more than had to be."""

from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.caseloads.rules import (
    HIGHEST,
    LOWEST,
    MANY_PARTNERS,
    MOST_BARRIERS,
    STARTING,
    Facts,
    Hands,
    check_points,
    full,
    hindrance,
    lines_of,
    load,
    shared,
    weight,
)
from templates.lists.caseloads import LABELS
from tenants.errors import Refused

FACTS = st.builds(
    Facts,
    st.none() | st.sampled_from(list(LABELS["support"])),
    st.none() | st.sampled_from(list(LABELS["contact_plan"])),
    st.none() | st.sampled_from(list(LABELS["work_way"])),
    st.integers(0, 9),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.just(False),
    st.just(False),
    st.integers(0, 9),
)
POINTS = st.fixed_dictionaries({code: st.integers(LOWEST, HIGHEST) for code in STARTING})
IDS = st.integers(1, 10**9).map(lambda number: UUID(int=number))
HANDS = st.lists(
    st.builds(Hands, IDS, st.integers(0, 400), st.integers(400, 40_000)),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one.member_id,
)
CASES = st.lists(st.tuples(IDS, st.integers(0, 40)), max_size=12, unique_by=lambda case: case[0])


@given(FACTS, POINTS, st.randoms())
def test_the_printed_lines_are_the_whole_weight_in_any_order(facts: Facts, points: dict, random) -> None:
    lines = lines_of(facts, points)
    assert all(line.quarters == line.times * points[line.code] for line in lines)
    assert len({line.code for line in lines}) == len(lines)
    mixed = lines[:]
    random.shuffle(mixed)
    assert weight(mixed) == sum(line.times * points[line.code] for line in lines)
    assert lines_of(replace(facts, waits=True), points) == []
    assert weight(lines_of(replace(facts, is_over=True), points)) == points["after"]


@given(FACTS, FACTS, POINTS, st.sampled_from(list(Facts.__slots__)))
def test_one_fact_changes_its_own_line_and_the_sum_by_just_that(
    facts: Facts, other: Facts, points: dict, name: str
) -> None:
    before, after = facts, replace(facts, **{name: getattr(other, name)})
    had, has = (dict.fromkeys(lines_of(one, points)) for one in (before, after))
    gone, come = [line for line in had if line not in has], [line for line in has if line not in had]
    assert len(gone) <= 1 and len(come) <= 1
    assert weight(has) - weight(had) == weight(come) - weight(gone)


@given(FACTS, POINTS, st.sampled_from(list(STARTING)), st.integers(LOWEST, HIGHEST))
def test_a_factor_that_is_settled_anew_moves_only_the_cases_it_counts_in(
    facts: Facts, points: dict, code: str, quarters: int
) -> None:
    times = sum(line.times for line in lines_of(facts, points) if line.code == code)
    then = lines_of(facts, {**points, code: quarters})
    assert weight(then) - weight(lines_of(facts, points)) == times * (quarters - points[code])


def test_the_table_of_the_agency_says_what_it_says() -> None:
    heavy = Facts("intensive", "weekly", "travel", 7, True, True, True, partners=3)
    # 3 + 3 × 0.5 + 0.5 + 1 + 0.5 + 1 + 0.5 + 0.5 points
    assert weight(lines_of(heavy, STARTING)) == 34 and MOST_BARRIERS == MANY_PARTNERS == 3
    assert weight(lines_of(Facts("light", "follow_up", "here"), STARTING)) == 2
    assert weight(lines_of(Facts(), STARTING)) == 8
    assert (
        load(240, full(60, 100)) == 100 and load(120, full(60, 50)) == 100 and load(189, full(60, 100)) == 79
    )
    check_points(STARTING)
    for wrong in ({"light": 9}, {"intensive": 1}, {"danger": HIGHEST + 1}, {"monthly": LOWEST - 1}):
        with pytest.raises(Refused):
            check_points({**STARTING, **wrong})


@given(CASES, HANDS)
def test_everything_is_shared_out_the_same_way_and_as_evenly_as_goes(cases: list, hands: list) -> None:
    taken = shared(cases, hands)
    assert set(taken) == {case_id for case_id, _quarters in cases}
    assert set(taken.values()) <= {one.member_id for one in hands}
    for mixed in list(permutations(cases))[:6] if len(cases) < 5 else [cases[::-1]]:
        assert shared(mixed, hands[::-1]) == taken
    # Whoever took something had, before the last of it, no more than anybody has in the end.
    of, end = dict(cases), {one.member_id: one.quarters for one in hands}
    for case_id, member_id in taken.items():
        end[member_id] += of[case_id]
    room = {one.member_id: one.full for one in hands}
    for one in hands:
        mine = [of[case_id] for case_id, taker in taken.items() if taker == one.member_id]
        if mine:
            before = (end[one.member_id] - min(mine)) / one.full
            assert all(before <= end[other] / room[other] + 1e-9 for other in room)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_case_goes_only_where_nothing_speaks_against_it(
    seen: bool, is_open: bool, blocked: bool, kept: bool
) -> None:
    why = hindrance(is_as_seen=seen, is_open=is_open, is_blocked=blocked, is_kept=kept)
    assert (why == "") == (seen and is_open and not blocked and not kept)
    assert why != "conflict" or (seen and is_open)
