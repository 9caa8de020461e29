"""What counts as an outcome, whatever the jobs are; when to look; and that nothing decided changes by itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.outcomes.rules import (
    DECISIONS,
    STATES,
    Done,
    Proof,
    Window,
    check_decision,
    day_after,
    expect_in_order,
    missing_checks,
    rule_of_the_start,
    state,
    verdict,
    window_of,
)
from records.outcomes.values import Job, Point, Rule, Verdict
from records.outcomes.wordings import STARTERS
from tenants.errors import Refused

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
NEAR = st.dates(date(2026, 1, 1), date(2026, 6, 30))
CAME = date(2026, 2, 1)
RULES = st.builds(
    Rule,
    hours=st.integers(1, 40),
    combined=st.booleans(),
    subsidised=st.booleans(),
    new_employer=st.booleans(),
    wage_cents=st.none() | st.integers(1500, 2500),
)
JOBS = st.builds(
    Job,
    id=st.just(UUID(int=1)),
    employer=st.sampled_from(["mill", "shop", "farm"]),
    starts_on=NEAR,
    ends_on=st.none() | NEAR,
    hours=st.decimals(1, 45, places=1),
    wage_cents=st.none() | st.integers(1000, 3000),
    own_business=st.booleans(),
    subsidised_from=st.none() | NEAR,
    subsidised_to=st.none() | NEAR,
)
LISTS = st.lists(JOBS, max_size=4)
RANK = {"no": 0, "not_yet": 1, "counts": 2}


def found(rule: Rule, jobs: list[Job], on: date) -> Verdict:
    return verdict(rule, jobs, on=on, entered_on=CAME)


@given(RULES, LISTS, NEAR)
def test_the_order_of_jobs_says_nothing(rule: Rule, jobs: list[Job], on: date) -> None:
    assert len({found(rule, list(order), on) for order in permutations(jobs)}) == 1


@given(RULES, LISTS, NEAR, st.data())
def test_more_hours_never_count_less_and_a_subsidy_never_helps(
    rule: Rule, jobs: list[Job], on: date, data: st.DataObject
) -> None:
    before = found(rule, jobs, on)
    if jobs:
        place = data.draw(st.integers(0, len(jobs) - 1))
        more = [*jobs[:place], replace(jobs[place], hours=jobs[place].hours + 5), *jobs[place + 1 :]]
        paid = [
            *jobs[:place],
            replace(jobs[place], subsidised_from=on, subsidised_to=None),
            *jobs[place + 1 :],
        ]
        assert RANK[found(rule, more, on).answer] >= RANK[before.answer]
        assert RANK[found(rule, paid, on).answer] <= RANK[before.answer]
    assert (before.answer == "counts") == (before.reason == "counts")
    assert before.answer != "counts" or before.hours >= rule.hours
    assert found(rule_of_the_start(replace(rule, new_employer=False)), jobs, on).answer == (
        "counts" if any(job.is_held_on(on) for job in jobs) else "no"
    )


@pytest.mark.parametrize(
    ("jobs", "reason", "answer"),
    [
        ([], "no_job", "no"),
        ([{"ends_on": date(2026, 3, 2)}], "lost", "no"),
        ([{}], "counts", "counts"),
        ([{"hours": Decimal("12.5")}], "hours", "no"),
        ([{"hours": Decimal("12.5")}, {"hours": Decimal("7.5"), "employer": "shop"}], "counts", "counts"),
        ([{"subsidised_from": date(2026, 2, 1), "subsidised_to": date(2026, 8, 3)}], "subsidised", "not_yet"),
        ([{"subsidised_from": date(2026, 2, 1), "subsidised_to": date(2026, 5, 31)}], "counts", "counts"),
        ([{"wage_cents": None}], "wage_missing", "not_yet"),
        ([{"wage_cents": None, "own_business": True}], "counts", "counts"),
        ([{"wage_cents": 1500}], "wage", "no"),
        ([{"starts_on": date(2025, 1, 1)}], "same_employer", "no"),
    ],
)
def test_each_reason_by_its_story(jobs: list[dict[str, object]], reason: str, answer: str) -> None:
    usual = Job(UUID(int=1), "mill", date(2026, 2, 2), None, Decimal(30), 2000)
    rule = Rule(20, combined=True, subsidised=False, new_employer=True, wage_cents=1720)
    told = found(rule, [replace(usual, **one) for one in jobs], date(2026, 6, 1))
    assert (told.reason, told.answer) == (reason, answer)
    if reason == "subsidised":
        assert told.day == date(2026, 8, 3)
    if reason == "lost":
        assert told.day == date(2026, 3, 2)
    two = [replace(usual, hours=Decimal(12)), replace(usual, hours=Decimal(12), employer="shop")]
    assert found(replace(rule, combined=False), two, date(2026, 6, 1)).reason == "not_combined"


@given(DAYS, DAYS, st.integers(0, 24), st.integers(0, 24), st.sampled_from(["months", "weeks"]))
def test_days_come_in_order_and_stay_in_their_month(
    start: date, other: date, after: int, more: int, unit: str
) -> None:
    near, far = Point(after, unit, 7, 14), Point(after + more, unit, 7, 14)
    assert day_after(start, near) <= day_after(start, far)
    assert start > other or day_after(start, near) <= day_after(other, near)
    window = window_of(start, near)
    assert window.closes_on - window.opens_on == timedelta(days=21)
    if unit == "months":
        months = (window.due_on.year - start.year) * 12 + window.due_on.month - start.month
        assert months == after and window.due_on.day in (start.day, 28, 29, 30)


def test_the_end_of_a_month_and_a_leap_day() -> None:
    def months(start: date, after: int) -> date:
        return day_after(start, Point(after, "months", 0, 0))

    assert months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert day_after(date(2026, 1, 1), Point(52, "weeks", 0, 0)) == date(2026, 12, 31)


@given(st.sampled_from([None, *DECISIONS]), st.builds(Done), NEAR, NEAR)
def test_what_is_decided_stays_and_the_rest_is_read(
    decision: str | None, done: Done, due: date, today: date
) -> None:
    window = window_of(due, Point(0, "weeks", 7, 14))
    told = state(decision, window, done, today)
    assert told == decision if decision else told in STATES
    if decision is None:
        assert (told == "scheduled") == (today < window.opens_on)
        assert (told == "over") == (today > window.closes_on and not done.evidence)
        assert window.holds(due) and window.holds(today) == (window.opens_on <= today <= window.closes_on)


@given(
    st.sampled_from(DECISIONS), RULES, LISTS, NEAR, NEAR, st.lists(st.builds(Proof, NEAR, NEAR), max_size=2)
)
def test_nothing_counts_without_proof_or_against_the_work_on_file(
    outcome: str, rule: Rule, jobs: list[Job], due: date, today: date, proofs: list[Proof]
) -> None:
    window, told = window_of(due, Point(0, "weeks", 7, 14)), found(rule, jobs, due)
    try:
        check_decision(outcome, window, told, proofs, words="Because", today=today)
    except Refused:
        return
    assert today >= window.opens_on or outcome == "not_reached"
    if outcome in ("counts", "late"):
        covering = [one for one in proofs if window.opens_on <= one.covers_on <= window.closes_on]
        assert told.answer == "counts" and covering
        assert (outcome == "late") == all(one.came_on > window.closes_on for one in covering)
    if outcome == "not_reached":
        assert not any(job.is_held_on(due) for job in jobs)


def test_a_decision_that_needs_words_says_why() -> None:
    window, told = Window(CAME, CAME, CAME), Verdict("no", "hours", Decimal(1), 20)
    for outcome in ("not_counts", "refused"):
        with pytest.raises(Refused, match="why"):
            check_decision(outcome, window, told, (), words=" ", today=CAME)


@pytest.mark.parametrize("code", sorted(STARTERS))
def test_what_we_ship_is_in_order_and_in_both_languages(code: str) -> None:
    one = STARTERS[code]
    assert one["name_en"] and one["name_fr"]
    points = [Point(**{"unit": one["unit"]} | told) for told in one["points"]]
    expect_in_order(points)
    assert points[0].after == 0 and "self_report" not in one["evidence"]
    assert missing_checks("pay_stub", ("employer",)) and not missing_checks("self_report", ())
    with pytest.raises(Refused):
        expect_in_order(points[::-1])
    with pytest.raises(Refused):
        expect_in_order(points[:1])
