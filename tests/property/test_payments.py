"""What the payment provider shows, read in both of its shapes; what tax adds; how a question is written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.billing.plans import PLANS
from tenants.billing.shapes import facts_of
from tenants.billing.stand_in.asked import listed, told
from tenants.billing.stand_in.taxes import taxes
from tenants.billing.values import INTERVALS

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SECONDS = st.integers(1_700_000_000, 1_900_000_000)
STATUSES = ("active", "trialing", "past_due", "unpaid", "paused", "incomplete", "canceled", "of tomorrow")


@st.composite
def shown(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """One subscription in the older and in the newer shape."""
    plan, interval = draw(st.sampled_from(list(PLANS.values()))), draw(st.sampled_from(INTERVALS))
    price: dict[str, Any] = {"id": "price_1", "lookup_key": plan.lookup_key(interval), "metadata": {}}
    if draw(st.booleans()):  # it gave its name to a newer price
        price |= {"lookup_key": None, "metadata": {"plan": plan.code, "interval": interval}}
    period = {"current_period_start": draw(SECONDS), "current_period_end": draw(SECONDS)}
    ends = draw(st.booleans())
    whole = {
        "id": "sub_1",
        "customer": "cus_1",
        "status": draw(st.sampled_from(STATUSES)),
        "created": draw(SECONDS),
        "livemode": draw(st.booleans()),
        "ended_at": None,
    }
    item = {"quantity": draw(st.integers(1, 500)), "price": price}
    older = whole | period | {"items": {"data": [item]}, "cancel_at": None, "cancel_at_period_end": ends}
    newer = whole | {
        "items": {"data": [item | period]},
        "cancel_at": period["current_period_end"] if ends else None,
        "cancel_at_period_end": False,
    }
    return older, newer


@given(shown(), st.lists(SECONDS, max_size=4))
def test_both_shapes_say_the_same(pair: tuple[dict[str, Any], dict[str, Any]], created: list[int]) -> None:
    of_other = {"created": 1, "subscription": "sub_2"}
    older = [{"created": one, "subscription": "sub_1"} for one in created]
    newer = [
        {"created": one, "parent": {"subscription_details": {"subscription": "sub_1"}}} for one in created
    ]
    [first] = facts_of([pair[0]], [*older, of_other], seen_at=NOW)
    assert facts_of([pair[1]], [of_other, *newer], seen_at=NOW) == [first]
    assert first.period_ends_at.timestamp() == pair[0]["current_period_end"]
    assert first.cancel_at == (first.period_ends_at if pair[0]["cancel_at_period_end"] else None)
    behind = first.status in ("past_due", "unpaid")
    assert (first.past_due_since is not None) == behind
    if behind and created:
        assert first.past_due_since == datetime.fromtimestamp(min(created), UTC)


def test_what_is_not_ours_is_passed_over() -> None:
    price = {"id": "price_1", "lookup_key": "somebody_elses", "metadata": {"plan": "team"}}
    other = {"id": "sub_1", "items": {"data": [{"price": price}]}}
    assert facts_of([other, other | {"items": {"data": []}}], [], seen_at=NOW) == []


@given(st.integers(0, 10**7), st.sampled_from(["ON", "QC", "NS", "AB", "YT", ""]))
def test_each_tax_is_a_line_rounded_by_itself(cents: int, province: str) -> None:
    rates = {"ON": ["hst_13"], "NS": ["hst_14"], "QC": ["gst_5", "qst_9.975"]}.get(province, ["gst_5"])
    found = taxes(cents, province)
    assert [line["tax_rate_details"] for line in found] == [{"tax_rate": f"txr_{rate}"} for rate in rates]
    for line, rate in zip(found, rates, strict=True):
        assert abs(int(str(line["amount"])) - cents * float(rate.split("_")[1]) / 100) <= 0.5000001
    assert taxes(cents, province, is_exempt=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1&b[c]=2&b[d][0]=x&b[d][1]=y", {"a": "1", "b": {"c": "2", "d": {"0": "x", "1": "y"}}}),
        ("a=%F0%9F%92%A9&b=", {"a": "💩", "b": ""}),
        ("", {}),
    ],
)
def test_a_question_is_read_as_it_is_written(text: str, found: dict[str, Any]) -> None:
    assert told(text) == found
    assert listed(told("x[0][id]=a&x[1][id]=b")["x"]) == [{"id": "a"}, {"id": "b"}]
