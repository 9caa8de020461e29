"""A referral moves only forward, and closes only after somebody was asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.referrals.rules import (
    BY_PARTNER,
    NEED_WORDS,
    NEXT,
    WAITING,
    answer_day,
    check_step,
    is_late,
    may_close,
    steps_from,
)
from tenants.errors import Refused

states = st.sampled_from(sorted(NEXT))
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(states)
def test_from_everywhere_there_is_a_way_to_the_end(state: str) -> None:
    reached, frontier = {state}, [state]
    while frontier:
        frontier = [step for step in NEXT[frontier.pop()] if step not in reached] + frontier
        reached |= set(frontier)
    assert "closed" in reached


@given(states, states)
def test_a_step_is_taken_only_when_it_may_follow(state: str, step: str) -> None:
    told = {"words": "so it is", "answer_by": date(2026, 1, 1), "asked": 1, "today": date(2026, 2, 1)}
    if step in steps_from(state):
        check_step(state, step, **told)
        assert step in NEXT[state]
    else:
        with pytest.raises(Refused):
            check_step(state, step, **told)


@given(st.sampled_from(sorted(WAITING)), days, st.integers(-40, 40), st.integers(0, 3))
def test_silence_needs_the_day_to_have_passed_and_somebody_to_have_asked(
    state: str, answer_by: date, later: int, asked: int
) -> None:
    today = answer_by + timedelta(days=later)
    told = {"words": "", "answer_by": answer_by, "asked": asked, "today": today}
    if later > 0 and asked:
        check_step(state, "no_response", **told)
    else:
        with pytest.raises(Refused):
            check_step(state, "no_response", **told)
    assert is_late(state, answer_by, today) == (later > 0)


@given(states)
def test_a_partner_takes_no_step_that_is_the_agencys(state: str) -> None:
    theirs = set(steps_from(state, by_partner=True))
    assert theirs <= set(BY_PARTNER) & set(steps_from(state))
    assert not theirs & {"closed", "cancelled", "withdrawn", "decided", "no_response"}


@given(st.sampled_from(sorted(NEED_WORDS)), states)
def test_what_says_nothing_by_itself_needs_words(step: str, state: str) -> None:
    with pytest.raises(Refused):
        check_step(state, step, words="  ", answer_by=None, asked=0, today=date(2026, 1, 1))


@given(states, days)
def test_what_waits_for_an_answer_cannot_close(state: str, day: date) -> None:
    assert not (state in WAITING and may_close(state))
    assert answer_day(day) > day
