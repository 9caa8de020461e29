"""The arithmetic of retention, over four centuries and every length of month."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from records.retention.dates import (
    AGE_OF_MAJORITY,
    Cutoff,
    CutoffKind,
    Period,
    Unit,
    age_of_majority,
    counted_from,
    day_after,
    day_of,
    end,
    is_minor_on,
    majority_on,
    recorded,
)
from tenants.errors import Refused

FOUR_CENTURIES = st.dates(date(1900, 1, 2), date(2300, 12, 31))
MONTHS = st.builds(Period, st.integers(0, 1_200), st.just(Unit.MONTHS))
YEARS = st.builds(Period, st.integers(0, 100), st.just(Unit.YEARS))
DAYS = st.builds(Period, st.integers(0, 36_500), st.just(Unit.DAYS))
PERIODS = MONTHS | YEARS | DAYS
CUTOFFS = st.one_of(
    st.just(Cutoff()),
    st.just(Cutoff(CutoffKind.CALENDAR_YEAR_END)),
    st.builds(
        lambda day: Cutoff(CutoffKind.FISCAL_YEAR_END, day.month, day.day),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    ),
)
NAIVE_BOUNDS = (datetime.fromisoformat("1990-01-01T00:00"), datetime.fromisoformat("2040-01-01T00:00"))
ZONES = st.sampled_from(["America/St_Johns", "America/Vancouver", "America/Toronto", "America/Whitehorse"])


@pytest.mark.parametrize(
    ("trigger", "cutoff", "through", "eligible"),
    [
        ("2020-03-15", Cutoff(), "2027-03-15", "2027-03-16"),
        ("2024-02-29", Cutoff(), "2031-02-28", "2031-03-01"),
        ("2025-04-01", Cutoff(CutoffKind.FISCAL_YEAR_END), "2033-03-31", "2033-04-01"),
        ("2025-03-31", Cutoff(CutoffKind.FISCAL_YEAR_END), "2032-03-31", "2032-04-01"),
        ("2025-01-01", Cutoff(CutoffKind.CALENDAR_YEAR_END), "2032-12-31", "2033-01-01"),
        ("2025-03-01", Cutoff(CutoffKind.FISCAL_YEAR_END, 2, 29), "2033-02-28", "2033-03-01"),
    ],
)
def test_seven_years_end_on_the_day_the_design_names(trigger, cutoff, through, eligible):
    last = end(counted_from(date.fromisoformat(trigger), cutoff), Period(7))
    assert last == date.fromisoformat(through)
    assert day_after(last) == date.fromisoformat(eligible)


def test_years_are_one_sum_of_months_and_not_a_walk():
    leap_day, year = date(2024, 2, 29), Period(12, Unit.MONTHS)
    walked = end(end(end(end(leap_day, year), year), year), year)
    assert end(leap_day, Period(48, Unit.MONTHS)) == end(leap_day, Period(4)) == date(2028, 2, 29)
    assert walked == date(2028, 2, 28)


def test_every_day_of_four_centuries_plus_a_month_is_in_the_next_month():
    day = date(1900, 1, 1)
    while day < date(2300, 1, 1):
        later = end(day, Period(1, Unit.MONTHS))
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == 1
        assert later.day == day.day or (later.day < day.day and day_after(later).day == 1)
        day += timedelta(days=1)


@given(FOUR_CENTURIES, MONTHS)
def test_months_land_on_the_same_day_or_the_last_of_the_month(trigger, period):
    last = end(trigger, period)
    assert (last.year - trigger.year) * 12 + last.month - trigger.month == period.amount
    assert last.day == min(trigger.day, calendar.monthrange(last.year, last.month)[1])


@given(FOUR_CENTURIES, st.integers(0, 100))
def test_years_are_twelve_months_each(trigger, years):
    assert end(trigger, Period(years)) == end(trigger, Period(years * 12, Unit.MONTHS))


@given(FOUR_CENTURIES, DAYS)
def test_days_are_days(trigger, period):
    assert (end(trigger, period) - trigger).days == period.amount


@given(FOUR_CENTURIES, FOUR_CENTURIES, PERIODS, CUTOFFS)
def test_a_later_trigger_never_ends_earlier(one, other, period, cutoff):
    first, second = sorted((one, other))
    assert end(counted_from(first, cutoff), period) <= end(counted_from(second, cutoff), period)


@given(FOUR_CENTURIES, PERIODS, CUTOFFS)
def test_what_is_kept_is_kept_past_trigger_and_period(trigger, period, cutoff):
    assert day_after(end(counted_from(trigger, cutoff), period)) > end(trigger, period) >= trigger


@given(FOUR_CENTURIES, CUTOFFS)
def test_a_cutoff_moves_forward_by_less_than_a_year_and_only_once(trigger, cutoff):
    moved = counted_from(trigger, cutoff)
    assert trigger <= moved <= trigger + timedelta(days=366)
    assert counted_from(moved, cutoff) == moved


@given(FOUR_CENTURIES, st.integers(16, 21))
def test_nobody_comes_of_age_early_and_only_leap_days_move(born, age):
    majority = majority_on(born, age)
    assert majority.year - born.year == age
    assert (majority.month, majority.day) >= (born.month, born.day)
    assert ((majority.month, majority.day) == (born.month, born.day)) or (born.month, born.day) == (2, 29)
    assert is_minor_on(majority - timedelta(days=1), born, age)
    assert not is_minor_on(majority, born, age)


def test_a_leap_day_child_comes_of_age_on_the_first_of_march_of_a_common_year():
    assert majority_on(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert majority_on(date(2008, 2, 29), 20) == date(2028, 2, 29)


def test_majority_goes_by_the_clients_province_then_the_organisations_then_nineteen():
    assert age_of_majority("ON", "BC") == 18
    assert age_of_majority(None, "BC") == 19
    assert age_of_majority("Bavaria", "QC") == 18
    assert age_of_majority(None, None) == 19
    assert len(AGE_OF_MAJORITY) == 13
    assert {place for place, age in AGE_OF_MAJORITY.items() if age == 18} == {
        "AB",
        "MB",
        "ON",
        "PE",
        "QC",
        "SK",
    }


@given(st.datetimes(*NAIVE_BOUNDS, timezones=st.just(UTC)), ZONES)
def test_the_day_of_a_moment_is_the_day_on_the_wall_there(moment, zone):
    assert day_of(moment, zone) == day_of(moment.astimezone(ZoneInfo("Asia/Tokyo")), zone)
    assert abs((day_of(moment, zone) - moment.date()).days) <= 1


def test_one_moment_is_two_days_across_the_country_and_dst_nights_are_one_day():
    assert day_of(datetime(2026, 7, 1, 2, 0, tzinfo=UTC), "America/St_Johns") == date(2026, 6, 30)
    assert day_of(datetime(2026, 7, 1, 2, 30, tzinfo=UTC), "America/St_Johns") == date(2026, 7, 1)
    assert day_of(datetime(2026, 7, 1, 2, 30, tzinfo=UTC), "America/Vancouver") == date(2026, 6, 30)
    for hour in range(5, 24):
        assert day_of(datetime(2026, 3, 8, hour, tzinfo=UTC), "America/Toronto") == date(2026, 3, 8)
    with pytest.raises(ValueError, match="offset"):
        day_of(datetime.fromisoformat("2026-01-01T00:00"), "America/Toronto")


@pytest.mark.parametrize("day", [None, date(1, 1, 1), date(1900, 1, 1), date(2027, 7, 2)])
def test_what_stands_for_no_date_is_refused(day):
    with pytest.raises(Refused):
        recorded(day, today=date(2026, 7, 1))


def test_a_date_a_year_ahead_may_be_recorded_and_one_before_birth_may_not():
    today = date(2026, 7, 1)
    assert recorded(date(2027, 7, 1), today=today) == date(2027, 7, 1)
    assert recorded(date(1990, 5, 1), today=today, born=date(1990, 5, 1)) == date(1990, 5, 1)
    with pytest.raises(Refused, match="born"):
        recorded(date(1990, 4, 30), today=today, born=date(1990, 5, 1))


@given(st.integers(), st.sampled_from(Unit))
def test_a_period_is_refused_or_stays_in_the_calendar(amount, unit):
    try:
        period = Period(amount, unit)
    except Refused:
        return
    assume(amount >= 0)
    assert end(date(2300, 12, 31), period).year <= 2501


@pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (2, 30), (6, 31), (3, 0)])
def test_a_fiscal_year_ends_on_a_day_of_the_calendar(month, day):
    with pytest.raises(Refused):
        Cutoff(CutoffKind.FISCAL_YEAR_END, month, day)
