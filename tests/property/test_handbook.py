"""Which version of a policy counts, whatever days they were given."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from records.handbook.rules import gap_in, in_force, is_superseded, may_follow
from records.handbook.wordings import STARTERS


@dataclass
class V:
    number: int
    effective_on: date


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
versions = st.lists(days, max_size=6).map(lambda some: [V(n, day) for n, day in enumerate(some, 1)])


@given(versions, days)
def test_what_counts_has_begun_and_nothing_later_has(some: list[V], on: date) -> None:
    current = in_force(some, on)
    begun = [one for one in some if one.effective_on <= on]
    assert (current is None) == (not begun)
    assert current is None or (current in begun and not is_superseded(current, some, on))
    assert all(one.number <= current.number for one in begun if current)


@given(st.lists(days, max_size=6), days, days)
def test_versions_that_may_follow_never_step_back(some: list[date], on: date, later: date) -> None:
    kept: list[V] = []
    for day in some:
        if may_follow(kept, day):
            kept.append(V(len(kept) + 1, day))
    first, second = in_force(kept, min(on, later)), in_force(kept, max(on, later))
    assert first is None or (second is not None and first.number <= second.number)


def test_gaps_are_found_and_every_starting_text_says_the_same_twice() -> None:
    assert gap_in("Ask [name].") == "[name]" and gap_in("Ask Dana.") is None
    for kind, words in STARTERS.items():
        english, french = words["text_en"], words["text_fr"]
        assert english.count("[") == french.count("["), kind
        assert english.count("\n\n") == french.count("\n\n"), kind
