"""What stops a destruction that looks wrong: the breaker, the clock, and the notice, over everything they may meet."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.retention.brakes import (
    MOST,
    NEVER_TOO_MANY,
    STEPS,
    Silence,
    Told,
    are_apart,
    is_believed,
    is_too_much,
    silence,
    step_to_tell,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
COUNTS = st.integers(0, 2000)
AGES = st.integers(0, 40).map(lambda days: NOW - timedelta(days=days))
TOLD = st.builds(Told, AGES, st.none() | AGES, st.none() | AGES)


@given(COUNTS, st.integers(0, 100_000), st.none() | COUNTS)
def test_2_8_more_than_may_go_in_one_night(count: int, files: int, foreseen: int | None) -> None:
    if is_too_much(count, files=files, foreseen=foreseen):
        assert count > NEVER_TOO_MANY
        assert is_too_much(count + 1, files=files, foreseen=foreseen)
        assert is_too_much(count, files=max(files - 1, 0), foreseen=foreseen)
    else:
        assert count <= MOST
        assert count <= NEVER_TOO_MANY or (
            count <= files / 20 and (foreseen is None or count <= 3 * foreseen)
        )


def test_2_8_the_borders_of_the_breaker() -> None:
    assert not is_too_much(50, files=0, foreseen=0)
    assert is_too_much(51, files=1019, foreseen=None) and not is_too_much(51, files=1020, foreseen=17)
    assert is_too_much(52, files=2000, foreseen=17)
    assert is_too_much(201, files=1_000_000, foreseen=1_000_000)
    assert not is_too_much(200, files=4000, foreseen=67)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_2_12_the_calendar_is_believed_for_a_week_and_never_backwards(day: date, step: int) -> None:
    assert is_believed(day + timedelta(days=step), day) == (0 <= step <= 7)


def test_2_12_clocks_more_than_five_minutes_apart() -> None:
    for seconds, apart in ((0, False), (300, False), (301, True), (-301, True)):
        assert are_apart(NOW + timedelta(seconds=seconds), NOW) is apart


@given(st.lists(TOLD, max_size=4))
def test_2_8_destruction_waits_for_a_notice_that_arrived_seven_days_ago(told: list[Told]) -> None:
    found = silence(told, NOW)
    if found is None:
        assert any(
            (one.delivered_at or NOW) <= NOW - timedelta(days=7)
            or (one.acknowledged_at and one.told_at <= NOW - timedelta(days=7))
            for one in told
        )
        assert not any(one.has_failed(NOW) for one in told) or any(one.acknowledged_at for one in told)
    elif found.until is not None:
        assert NOW < found.until <= NOW + timedelta(days=7)
        assert silence(told, found.until) in (None, Silence("failed"))


def test_2_8_why_a_notice_does_not_suffice() -> None:
    old = NOW - timedelta(days=8)
    arrived, bounced, seen = Told(old, old, None), Told(old, None, None), Told(old, None, NOW)
    assert silence([], NOW) == Silence("nobody")
    assert silence([Told(NOW, None, None)], NOW) == Silence("undelivered")
    assert silence([Told(old, NOW, None)], NOW) == Silence("young", NOW + timedelta(days=7))
    assert silence([arrived], NOW) is None
    assert silence([arrived, bounced], NOW) == Silence("failed")
    assert silence([seen], NOW) is None


@given(st.integers(-10, 200), st.integers(0, 120))
def test_2_8_a_month_is_told_of_at_each_step_once(first: int, nights: int) -> None:
    told: list[int] = []
    today = date(2026, 1, 1)
    due = today + timedelta(days=first)
    for night in range(nights):
        step = step_to_tell(due, today + timedelta(days=night), told)
        if step is not None:
            assert step not in told and (not told or step < min(told))
            told.append(step)
    assert set(told) <= set(STEPS)
