"""When a consent is in force."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.consents.rules import in_force

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
maybe = st.none() | days
states = st.sampled_from(["given", "withdrawn", "refused", "superseded"])


@given(states, days, maybe, days)
def test_only_what_was_given_is_ever_in_force(
    state: str, given_on: date, expires_on: date | None, on: date
) -> None:
    if in_force(state, given_on, expires_on, on):
        assert state == "given"
        assert given_on <= on
        assert expires_on is None or on <= expires_on


@given(days, st.integers(0, 4000))
def test_it_holds_on_its_first_and_its_last_day_and_on_every_day_between(given_on: date, length: int) -> None:
    last = given_on + timedelta(days=length)
    assert in_force("given", given_on, last, given_on)
    assert in_force("given", given_on, last, last)
    assert in_force("given", given_on, last, given_on + timedelta(days=length // 2))
    assert not in_force("given", given_on, last, last + timedelta(days=1))
    assert not in_force("given", given_on, last, given_on - timedelta(days=1))


@given(days, maybe, days, days)
def test_it_does_not_come_and_go(given_on: date, expires_on: date | None, one: date, other: date) -> None:
    first, last = sorted((one, other))
    if in_force("given", given_on, expires_on, first) and in_force("given", given_on, expires_on, last):
        middle = first + (last - first) / 2
        assert in_force("given", given_on, expires_on, middle)
