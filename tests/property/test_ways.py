"""What a person may decide about a file that is due, and when retention is red: the laws of the pure decisions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.retention.alarms import PATIENCE, Alarm, before
from records.retention.dates import Period
from records.retention.rules import resolve
from records.retention.sentences import explain, in_english
from records.retention.terms import Action, Strength
from records.retention.verdict import State, Verdict
from records.retention.ways import (
    BY_MACHINE,
    LEADS_TO,
    TOLD_AFTER,
    Decided,
    expect_extension,
    told_between,
    waits_for_person,
    way_of,
)
from tenants.errors import Refused
from tests.property.test_retention_rules import DAYS, HOLDS, NEAR, NEVER, SCHEDULES, due, facts, rules

KINDS = st.sampled_from([*LEADS_TO, "extend", "restore"])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))


@given(facts(), SCHEDULES, HOLDS, DAYS, NEAR)
def test_2_8_an_extension_never_makes_anything_due_earlier_nor_eligible(known, schedule, holds, as_of, day):
    plain = resolve(known, schedule, holds, as_of)
    kept = resolve(replace(known, extended_through=day), schedule, holds, as_of)
    assert due(kept) >= due(plain)
    assert plain.eligible or not kept.eligible
    assert kept.state is not State.DUE or as_of > day
    # What nobody can date stays undated, whatever a person decided; and the basis tells the two apart.
    assert (kept.due_on is None) == (plain.due_on is None)
    assert kept.basis_hash != plain.basis_hash
    assert (kept.action, kept.governing_rule, kept.must_by) == (
        plain.action,
        plain.governing_rule,
        plain.must_by,
    )


@given(facts(is_known=True), st.lists(rules(keep=Period(3), strength=Strength.MANDATORY), min_size=1, max_size=3,
       unique_by=lambda rule: rule.id), DAYS, NEAR)  # fmt: skip
def test_3_6_p8_the_words_give_the_very_day_that_counts(known, schedule, as_of, day):
    verdict = resolve(replace(known, extended_through=day), schedule, [], as_of)
    said = in_english(explain(verdict).sentence)
    if verdict.is_extended:
        assert verdict.keep_through == day
        assert day.isoformat() in said and "as a person decided" in said
    else:
        assert "as a person decided" not in said


@given(facts(), SCHEDULES, HOLDS, DAYS, KINDS, st.booleans())
def test_2_6_a_decision_counts_only_on_the_grounds_it_was_made_on(known, schedule, holds, as_of, kind, same):
    verdict = resolve(known, schedule, holds, as_of)
    decided = Decided(kind, verdict.basis_hash if same else "other")
    way = way_of(verdict, decided)
    if not verdict.eligible:
        assert way is None and not waits_for_person(verdict, decided)
    elif verdict.action in BY_MACHINE:
        assert way is verdict.action
    else:
        assert (way is not None) == (same and kind in LEADS_TO)
        assert waits_for_person(verdict, decided) == (way is None)
        assert way_of(verdict, None) is None, "no answer is not consent"


@given(NEAR, st.integers(-30, 1200))
def test_2_8_an_extension_is_at_most_two_years_and_never_passes_the_ceiling(today, days):
    until = today + timedelta(days=days)
    verdict = resolve_due()
    if timedelta(0) <= until - today <= timedelta(days=730):
        expect_extension(until, today=today, verdict=verdict)
    if until < today or days > 731:
        with pytest.raises(Refused):
            expect_extension(until, today=today, verdict=verdict)
    with pytest.raises(Refused, match="has to be gone"):
        expect_extension(today, today=today, verdict=replace(verdict, must_by=today - timedelta(days=1)))


def resolve_due():
    return Verdict(
        State.DUE,
        date(2030, 1, 1),
        date(2029, 1, 1),
        date(2029, 1, 2),
        None,
        None,
        Action.REVIEW,
        None,
        (),
        (),
        "b",
    )


@given(NEAR, st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_2_8_whoever_decides_is_told_at_14_and_at_30_days_once_each_whatever_nights_are_missed(due_on, steps):
    looked, told, last = None, 0, due_on
    for step in [0, *steps]:
        last += timedelta(days=step)
        told += told_between(due_on, looked, last)
        looked = last
    waited = (last - due_on).days
    crossed = [day for day in TOLD_AFTER if day <= waited]
    # Two days fall into one look only when nobody looked for more than two weeks; no step here is so long.
    assert told == len(crossed)
    assert NEVER > last


@given(st.sampled_from(Alarm), MOMENTS, st.integers(0, 200_000))
def test_3_7_an_alarm_goes_off_after_its_patience_and_stays(alarm, since, seconds):
    now = since + timedelta(seconds=seconds)
    assert (since <= before(alarm, now)) == (timedelta(seconds=seconds) >= PATIENCE[alarm])
    assert since > before(alarm, now) or since <= before(alarm, now + timedelta(days=1))
