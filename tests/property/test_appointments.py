"""Appointments: what may become of one, when it is, and when it may be over."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from records.appointments import rules
from records.notes.rules import Step
from tenants.errors import Refused

ZONES = ("America/Toronto", "America/St_Johns", "America/Vancouver", "America/Regina", "UTC")
zones = st.sampled_from(ZONES)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))
events = st.lists(st.sampled_from(rules.EVENTS), max_size=12)


def lived(happened: list[str]) -> list[str]:
    """The states an appointment goes through; what cannot happen does not."""
    states = ["booked"]
    for event in happened:
        states.append(rules.becomes(states[-1], event) or states[-1])
    return states


@given(events)
def test_what_is_over_stays_over_and_completed_was_begun_and_ended(happened: list[str]) -> None:
    states = lived(happened)
    for before, after in zip(states, states[1:], strict=False):
        assert before not in rules.OVER or after == before
    if "completed" in states:
        path = list(dict.fromkeys(states))
        assert path.index("in_progress") < path.index("wrap_up") < path.index("completed")


@given(st.sampled_from([state for state, _event in rules._BECOMES]))
def test_what_can_happen_is_what_is_offered(state: str) -> None:
    assert rules.open_events(state) == {event for event in rules.EVENTS if rules.becomes(state, event)}
    assert state not in rules.OVER


@given(days, st.times(), zones)
def test_a_booked_hour_is_the_hour_the_clock_shows(on: date, at, zone: str) -> None:
    at = at.replace(second=0, microsecond=0)
    try:
        found = rules.moment(on, at, zone)
    except Refused:
        # Clocks never show it: there is no moment whose local time it is.
        start = datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)
        near = {(start + timedelta(minutes=n)).astimezone(ZoneInfo(zone)) for n in range(-120, 121)}
        assert all(one.replace(tzinfo=None) != datetime.combine(on, at) for one in near)
        return
    shown = found.astimezone(ZoneInfo(zone))
    assert (shown.date(), shown.time()) == (on, at)
    assert found == min(found, datetime.combine(on, at, ZoneInfo(zone)).astimezone(UTC)), "the first of two"


def test_the_hour_that_is_skipped_is_refused_and_the_doubled_one_is_the_first() -> None:
    with pytest.raises(Refused, match="skip this hour"):
        rules.moment(date(2027, 3, 14), datetime(2027, 3, 14, 2, 30).time(), "America/Toronto")
    doubled = rules.moment(date(2026, 11, 1), datetime(2026, 11, 1, 1, 30).time(), "America/Toronto")
    assert doubled == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@given(moments, st.timedeltas(timedelta(days=-2), timedelta(days=30)), st.sampled_from(["client", "agency"]))
def test_calling_off_is_late_only_of_the_client_and_within_a_day(
    now: datetime, until: timedelta, asked_by: str
) -> None:
    event = rules.called_off(asked_by, now + until, now)
    if asked_by == "agency":
        assert event == "cancel"
    else:
        assert event == ("cancel_late" if until < rules.NOTICE else "move")


@given(
    st.lists(st.builds(Step, st.text(min_size=1), st.just("client")), max_size=3).map(tuple),
    st.none() | st.integers(-5, 30),
    st.text(max_size=20),
)
def test_nobody_leaves_without_a_step_a_check_in_or_a_reason(
    steps: tuple[Step, ...], in_days: int | None, reason: str
) -> None:
    today = date(2026, 11, 20)
    check_in = None if in_days is None else today + timedelta(days=in_days)
    found = rules.gap(rules.WrapUp(steps, check_in, none_reason=reason), today)
    said = bool(steps) or check_in is not None or bool(reason.strip())
    assert (found is None) == (said and (check_in is None or check_in >= today))


@given(days, zones)
def test_a_week_has_seven_days_and_the_day_is_in_it(day: date, zone: str) -> None:
    monday, after = rules.week_of(day)
    assert monday <= day < after and monday.weekday() == 0 and (after - monday).days == 7
    hours = (
        rules.first_of(after, zone).astimezone(UTC) - rules.first_of(monday, zone).astimezone(UTC)
    ) / timedelta(hours=1)
    assert 167 <= hours <= 169
    assert rules.next_working_day(day).weekday() < 5 and 1 <= (rules.next_working_day(day) - day).days <= 3


@given(moments, st.integers(0, 3000))
def test_minutes_are_whole_and_at_least_one(start: datetime, seconds: int) -> None:
    assume(start)
    long = rules.minutes_long(start, start + timedelta(seconds=seconds))
    assert 1 <= long <= 1440 and abs(long * 60 - seconds) <= 60
    assert rules.minutes_late(start, start + timedelta(minutes=5)) == 0
