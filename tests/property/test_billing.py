"""How an agency stands by what it pays: one pure answer, whatever was told in whatever order."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.billing.plans import PLANS, plan_of
from tenants.billing.rules import (
    ADMINISTRATORS_TOLD,
    OVERDUE,
    PAID,
    READ_ONLY,
    banner,
    current,
    newer,
    overdue_days,
    seats_bought,
    standing,
)
from tenants.billing.values import INTERVALS, Facts

ZONE = "America/St_Johns"
STATUSES = (*PAID, *OVERDUE, "paused", "incomplete", "incomplete_expired", "canceled")
START = datetime(2026, 1, 1, tzinfo=UTC)
moments = st.integers(0, 24 * 90).map(lambda hours: START + timedelta(hours=hours))
days = st.integers(0, 120).map(lambda n: START.date() + timedelta(days=n))
# Few moments and few subscriptions, so that they meet.
shown = st.builds(
    Facts,
    customer_ref=st.just("cus_1"),
    subscription_ref=st.sampled_from(["sub_1", "sub_2"]),
    plan=st.sampled_from(sorted(PLANS)),
    interval=st.sampled_from(INTERVALS),
    status=st.sampled_from(STATUSES),
    seats=st.integers(0, 20),
    period_ends_at=moments,
    cancel_at=st.none() | moments,
    past_due_since=st.none() | moments,
    seen_at=st.integers(0, 3).map(lambda n: START + timedelta(days=n)),
    livemode=st.booleans(),
)


def state_after(told: tuple[Facts, ...]) -> Facts | None:
    known: dict[str, Facts] = {}
    for facts in told:
        known[facts.subscription_ref] = newer(known.get(facts.subscription_ref), facts)
    return current(known.values())


@settings(max_examples=30)
@given(st.lists(shown, min_size=1, max_size=6, unique_by=lambda one: (one.subscription_ref, one.seen_at)))
def test_every_order_of_what_is_told_comes_to_the_same(told: list[Facts]) -> None:
    assert {state_after(order) for order in permutations(told)} == {state_after(tuple(told))}


@given(st.lists(shown, max_size=8), st.randoms(use_true_random=False))
def test_told_a_hundred_times_comes_to_the_same_as_once(told: list[Facts], chance: object) -> None:
    again = tuple(told) * 100
    assert state_after(again) == state_after(tuple(told)) == state_after(tuple(reversed(again)))


@given(st.none() | shown, st.none() | days, days)
def test_a_subscription_never_takes_away_what_the_trial_gives(
    facts: Facts | None, ends_on: date | None, today: date
) -> None:
    if standing(ends_on, None, today, ZONE) == "trial":
        assert standing(ends_on, facts, today, ZONE) != "read_only"


@given(shown, days, days)
def test_what_is_paid_holds_through_the_day_it_is_cancelled_for(
    facts: Facts, ends_on: date, today: date
) -> None:
    if standing(ends_on, facts, today, ZONE) == "active":
        assert facts.status in PAID
        assert facts.cancel_at is None or facts.cancel_at >= datetime.combine(today, datetime.min.time(), UTC)
        assert seats_bought(facts, today, ZONE) == facts.seats


@given(shown.filter(lambda facts: facts.status in OVERDUE), days, st.integers(0, 60))
def test_a_bill_may_wait_three_weeks_and_no_day_longer(facts: Facts, ends_on: date, later: int) -> None:
    since = facts.past_due_since or facts.seen_at
    today = since.date() + timedelta(days=later)
    waited = overdue_days(facts, today, ZONE)
    assert waited is not None and later <= waited <= later + 1  # it may have been the evening before, there
    how = standing(ends_on, facts, today, ZONE)
    if waited < READ_ONLY:
        assert how == "past_due"
    else:
        assert how == ("trial" if today <= ends_on else "read_only")


@given(st.integers(0, READ_ONLY - 1), st.booleans(), st.booleans())
def test_who_answers_for_the_bill_is_told_at_once_and_others_who_pay_after_a_week(
    waited: int, is_owner: bool, pays: bool
) -> None:
    told = banner("past_due", waited, None, is_owner=is_owner, pays=pays)
    assert (told == "past_due") == (is_owner or (pays and waited >= ADMINISTRATORS_TOLD))
    assert banner("read_only", waited + READ_ONLY, None, is_owner=is_owner, pays=pays) == "read_only_unpaid"
    assert banner("active", None, None, is_owner=is_owner, pays=pays) is None


def test_every_agency_finds_one_plan_and_a_larger_one_never_pays_less() -> None:
    for interval in INTERVALS:
        bills = []
        for seats in range(1, 501):
            (plan,) = [one for one in PLANS.values() if one.holds(seats)]
            bills.append(plan.bill(interval, seats))
            assert plan_of(plan.lookup_key(interval)) == (plan, interval)
        assert bills == sorted(bills)
    assert plan_of("northfile_team_week") is None
