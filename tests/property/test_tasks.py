"""What becomes of tasks and check-ins, whatever is done to them in whatever order."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.tasks.rules import (
    OUTCOMES,
    QUIET_AFTER_DAYS,
    QUIET_UNLESS_SAID,
    becomes,
    check_in_becomes,
    is_overdue,
    is_quiet,
    looks_ahead_to,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(st.lists(st.sampled_from(["finish", "drop", "move"])))
def test_what_is_over_stays_over_and_moving_ends_nothing(events: list[str]) -> None:
    state = "open"
    for event in events:
        after = becomes(state, event)
        assert (after is None) == (state != "open")
        assert event != "move" or after in (None, "open")
        state = after or state
    ended = [event for event in events if event != "move"]
    assert state == ({"finish": "done", "drop": "dropped"}[ended[0]] if ended else "open")


@given(st.lists(st.sampled_from([*OUTCOMES, "not_needed"])))
def test_a_check_in_is_planned_until_somebody_was_reached_or_it_was_called_off(outcomes: list[str]) -> None:
    state = "planned"
    for outcome in outcomes:
        after = check_in_becomes(state, outcome)
        assert (after is None) == (state != "planned")
        state = after or state
    ends = [outcome for outcome in outcomes if outcome in ("reached", "not_needed")]
    assert state == ({"reached": "done", "not_needed": "not_needed"}[ends[0]] if ends else "planned")


@given(DAYS, DAYS)
def test_nothing_is_overdue_on_its_day_and_the_worklist_looks_both_ways(due_on: date, today: date) -> None:
    assert is_overdue(due_on, today) == (today - due_on >= timedelta(days=1))
    assert not is_overdue(None, today)
    assert today < looks_ahead_to(today)


@given(DAYS, st.sampled_from([*QUIET_AFTER_DAYS, None]))
def test_somebody_is_quiet_after_as_long_as_was_agreed_and_not_before(
    heard_on: date, contact: str | None
) -> None:
    after = QUIET_AFTER_DAYS[contact] if contact else QUIET_UNLESS_SAID
    for days, quiet in ((after - 1, False), (after, True), (after + 1, True)):
        assert is_quiet(heard_on, contact, heard_on + timedelta(days=days)) is quiet
