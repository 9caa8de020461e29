"""How likely two files are of one person: the same from both sides, and never less for one more sign."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.doubles.rules import POSSIBLE, UNDO_DAYS, WORTH_A_LOOK, Known, Reason, compare, may_undo

names = st.sampled_from(
    ["Jon", "Jonathan", "Tremblay", "Trembley", "Marie-Ève", "Eve", "Li", "Ng", "Amira", ""]
)
days = st.dates(date(1940, 1, 1), date(2008, 1, 1))
numbers = st.frozensets(st.integers(1, 5), max_size=2)
people = st.builds(
    Known,
    given=names.map(lambda word: [word] if word else []),
    family=names,
    birth_on=st.none() | days,
    phones=numbers,
    emails=numbers,
)


@given(people, people)
def test_it_is_the_same_from_both_sides(one: Known, other: Known) -> None:
    assert compare(one, other) == compare(other, one)


@given(people, people, st.integers(6, 9))
def test_one_more_thing_in_common_is_never_against_it(one: Known, other: Known, number: int) -> None:
    before = compare(one, other)
    for sign in ("phones", "emails"):
        more = [replace(side, **{sign: {*getattr(side, sign), number}}) for side in (one, other)]
        assert compare(*more).score >= before.score
        assert set(compare(*more).reasons) >= set(before.reasons)


@given(people, people, days)
def test_a_shared_birth_date_is_for_it_and_a_far_one_against_it(one: Known, other: Known, born: date) -> None:
    unknown = compare(replace(one, birth_on=None), replace(other, birth_on=None)).score
    same = compare(replace(one, birth_on=born), replace(other, birth_on=born)).score
    far = compare(replace(one, birth_on=born), replace(other, birth_on=born + timedelta(days=4000))).score
    assert same > unknown >= far >= 0


@given(people)
def test_nothing_in_common_is_no_reason(one: Known) -> None:
    assert compare(one, Known()).reasons == ()
    assert compare(one, Known()).score == 0


def test_what_people_would_say() -> None:
    jon = Known(["Jon"], "Tremblay", date(1990, 2, 3), {1}, {1})
    jonathan = Known(["Jonathan"], "Trembley", None, {1})
    twin = Known(["Marie"], "Tremblay", date(1990, 2, 3))
    assert compare(jon, jonathan).reasons == (Reason.SAME_PHONE, Reason.SIMILAR_NAME)
    assert compare(jon, jonathan).score >= POSSIBLE > compare(jon, twin).score >= WORTH_A_LOOK
    swapped = Known(["Tremblay"], "Jon", date(1990, 3, 2))
    assert compare(jon, swapped).reasons == (Reason.SIMILAR_NAME, Reason.SIMILAR_BIRTH)


@given(days, st.integers(0, 60))
def test_a_merge_is_undone_within_thirty_days(merged: date, later: int) -> None:
    assert may_undo(merged, merged + timedelta(days=later)) == (later <= UNDO_DAYS)
