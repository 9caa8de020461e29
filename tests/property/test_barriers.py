"""Barriers: which exist, what may follow what, their order; what a screening decides; words that judge."""

from hypothesis import given
from hypothesis import strategies as st

from records.barriers.hints import LOADED, loaded
from records.barriers.rules import (
    EVENTS,
    GROUPS,
    OVER,
    RULES,
    becomes,
    fits,
    group_of,
    may_follow,
    moved,
    sensitivity_of,
    suggested,
)
from templates.labels import LABELS

ANSWERS = st.fixed_dictionaries({rule: st.sampled_from(["met", "unmet", "open"]) for rule in RULES})


def test_every_kind_stands_in_one_group_and_has_words() -> None:
    codes = [code for codes in GROUPS.values() for code in codes]
    assert len(codes) == len(set(codes)) and set(codes) == set(LABELS["barrier"])
    assert set(GROUPS) == set(LABELS["barrier_group"]) and set(RULES) == set(LABELS["screening_rule"])
    assert {sensitivity_of(code) for code in GROUPS["health"]} == {"sensitive"}
    assert sensitivity_of("transport") == "case" and group_of("record") == "justice"


@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_a_barrier_moves_only_as_drawn(events: list[str]) -> None:
    state, seen = "identified", []
    for event in events:
        after = becomes(state, event)
        assert (after is not None) == (event in may_follow(state))
        if after:
            assert after != state and not (state in OVER and event != "return")
            seen.append((state, after))
            state = after
    assert all(before == "working" for before, after in seen if after == "eased")
    assert may_follow(state), "there is always a way on"


@given(st.lists(st.integers(), unique=True, min_size=1), st.data(), st.integers(-3, 3))
def test_an_order_keeps_everything_and_the_others_in_theirs(
    order: list[int], data: st.DataObject, step: int
) -> None:
    one = data.draw(st.sampled_from(order))
    after = moved(order, one, step)
    assert sorted(after) == sorted(order)
    assert [x for x in after if x != one] == [x for x in order if x != one]
    assert after.index(one) == min(max(order.index(one) + step, 0), len(order) - 1)


@given(ANSWERS, st.sampled_from(["eligible", "not_eligible", "override"]))
def test_a_screening_decides_by_its_answers_or_openly_past_them(
    answers: dict[str, str], decision: str
) -> None:
    met = [rule for rule, said in answers.items() if said == "met"]
    unmet = [rule for rule, said in answers.items() if said == "unmet"]
    says = suggested(met, unmet)
    assert (says == "eligible") == (len(met) == len(RULES)) and (says == "not_eligible") == bool(unmet)
    assert fits(decision, met, unmet) == (decision in ("override", says))


@given(st.sampled_from(LOADED), st.text(alphabet="abc éÀ.,\n", max_size=20))
def test_a_word_that_judges_is_found_in_any_text_and_only_as_a_word(word: str, around: str) -> None:
    assert word in loaded(f"{around} {word.upper()}, {around}")
    assert loaded("Applied to six places; likes addictive puzzles and crazyglue. Foulard perdu.") == []
