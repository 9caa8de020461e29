"""Days worth a question: busy beyond one's own usual, or while the office was closed."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from records.access.looking import FEW, TIMES_THE_USUAL, Looks, unusual

ANNA, BEN = UUID(int=1), UUID(int=2)
START = date(2026, 9, 1)


def days(member: UUID, *files: int) -> list[Looks]:
    return [Looks(member, START + timedelta(days=n), count, 0) for n, count in enumerate(files)]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.lists(st.integers(1, 40), max_size=30))
def test_one_member_is_never_measured_by_another(hers: list[int], his: list[int]) -> None:
    alone = [one for one in unusual(days(ANNA, *hers))]
    beside = [one for one in unusual(days(ANNA, *hers) + days(BEN, *his)) if one.looks.member_id == ANNA]
    assert alone == beside


@given(st.lists(st.integers(1, FEW - 1), max_size=30))
def test_a_few_files_in_daylight_are_nobodys_business(counts: list[int]) -> None:
    assert unusual(days(ANNA, *counts)) == []


@given(st.integers(1, 10), st.integers(0, 60))
def test_a_day_far_beyond_the_usual_is_found_and_one_within_is_not(usual: int, more: int) -> None:
    busy = usual * TIMES_THE_USUAL + more
    found = unusual(days(ANNA, *[usual] * 9, busy))
    assert [one.looks.files for one in found] == ([busy] if busy >= FEW and more else [])


def test_a_look_at_night_is_found_however_few() -> None:
    night = Looks(ANNA, START, 1, 1)
    assert [one.why for one in unusual([night, *days(BEN, 3, 4)])] == ["night"]
