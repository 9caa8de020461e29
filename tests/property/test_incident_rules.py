"""The life of an incident, the days of an alert and the keeping of a breach: whatever is pressed, whatever the date."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from records.alerts.rules import AUDIENCES, Content, check_days, standing
from records.incidents.keeping import Clock, Finding, faults, kept_through, waiting
from records.incidents.rules import ACTIONS_IN, LIFE, OVER, STEPS, UNWRITTEN, after
from tenants.errors import Conflict, Refused
from tenants.organisations import TIMEZONES

days = st.dates(date(1990, 1, 1), date(2150, 12, 31))
acts = st.sampled_from(sorted(LIFE))
provinces = st.sampled_from(sorted(TIMEZONES))


@given(st.lists(acts, max_size=30))
def test_what_is_handed_in_is_never_a_draft_again_and_closes_only_when_all_is_done(
    pressed: list[str],
) -> None:
    state, path = "draft", ["draft"]
    for act in pressed:
        try:
            state = after(state, act)
        except Conflict:
            assert state not in LIFE[act][0]
            continue
        assert path[-1] in LIFE[act][0]
        path.append(state)
    assert not UNWRITTEN & set(path[2:])
    assert all(before == "actions_done" for before, now in zip(path, path[1:]) if now == "closed")
    assert all(before == "closed" for before, now in zip(path, path[1:]) if now == "reopened")
    assert "discarded" not in path[:-1]


def test_every_state_can_be_left_and_reached() -> None:
    states = {"draft"} | {leads_to for _, leads_to in LIFE.values()}
    assert {state for allowed, _ in LIFE.values() for state in allowed} == states - {"discarded"}
    assert set(STEPS) | UNWRITTEN | {"actions_done"} == states
    assert all(after(state, act) for state, act in STEPS.items())
    assert not ACTIONS_IN & (OVER | UNWRITTEN)


@given(days, provinces)
def test_a_breach_is_kept_two_years_everywhere_and_five_in_quebec(known_on: date, province: str) -> None:
    last = kept_through(known_on, province)
    years = last.year - known_on.year
    assert years == (5 if province == "QC" else 2)
    assert (last.month, last.day) in {(known_on.month, known_on.day), (2, 28)}
    assert kept_through(known_on + timedelta(days=1), province) >= last
    assert kept_through(known_on, "QC") > kept_through(known_on, "ON")


@given(
    days, st.integers(0, 900), st.integers(0, 900), st.sampled_from(["pending", "no_real_risk", "real_risk"])
)
def test_the_clock_runs_until_somebody_is_told(known_on: date, gone: int, told: int, decision: str) -> None:
    today = known_on + timedelta(days=gone)
    running = waiting(known_on, None, decision=decision, today=today)
    assert running == (None if decision == "no_real_risk" else Clock(gone, running=True))
    assert waiting(known_on, known_on + timedelta(days=told), decision=decision, today=today) == Clock(
        told, running=False
    )


@given(
    days,
    st.sampled_from(["pending", "no_real_risk", "real_risk"]),
    st.sampled_from([None, "low", "high"]),
    st.sampled_from([None, "low", "high"]),
    st.sampled_from([None, "", "Encrypted"]),
    st.integers(-3, 3),
)
def test_a_decision_rests_on_a_whole_assessment(
    today: date, decision: str, sensitivity: str | None, likelihood: str | None, reasons: str | None, ago: int
) -> None:
    finding = Finding(
        discovered_on=today - timedelta(days=ago),
        information=("identity",),
        circumstances="x",
        persons=1,
        decision=decision,
        sensitivity=sensitivity,
        likelihood=likelihood,
        reasons=reasons,
    )
    wrong = {name for name, _words in faults(finding, occurred_on=today - timedelta(days=1), today=today)}
    unsound = {name for name in ("sensitivity", "likelihood", "reasons") if not getattr(finding, name)}
    assert wrong == (unsound if decision != "pending" else set()) | (
        {"discovered_on"} if ago not in (0, 1) else set()
    )


@given(days, days, st.none() | days, days)
def test_an_alert_fades_after_its_last_day_and_never_comes_back(
    starts_on: date, expires_on: date, ended_on: date | None, on: date
) -> None:
    assume(starts_on <= expires_on)
    now = standing(starts_on=starts_on, expires_on=expires_on, ended_on=ended_on, on=on)
    assert (now == "shown") == (starts_on <= on <= expires_on and (ended_on is None or on < ended_on))
    later = standing(starts_on=starts_on, expires_on=expires_on, ended_on=ended_on, on=on + timedelta(days=1))
    order = ["coming", "shown", "expired", "ended"]
    assert order.index(later) >= order.index(now)


@given(days, days, days, days)
def test_an_alert_that_is_taken_runs_forward(start: date, review: date, end: date, today: date) -> None:
    try:
        check_days(Content("safety", "x", "everyone", review, end), starts_on=start, today=today)
    except Refused:
        assert not start <= review <= end or end < today
    else:
        assert start <= review <= end >= today


def test_audiences_are_reaches_of_the_file() -> None:
    assert set(AUDIENCES.values()) == {"basic", "sensitive", "restricted"}
    with pytest.raises(KeyError):
        AUDIENCES["nobody"]
