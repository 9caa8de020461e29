"""What the provider shows of a subscription, in its older and its newer shape, turned into facts. Pure."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from tenants.billing.plans import PLANS, Plan, plan_of
from tenants.billing.values import INTERVALS, Facts, Interval

Shown = Mapping[str, Any]

# The provider's words for a bill that waits.
_BEHIND: Final = frozenset({"past_due", "unpaid"})


def facts_of(found: Iterable[Shown], unpaid: Iterable[Shown], *, seen_at: datetime) -> list[Facts]:
    """A customer's subscriptions, those of them that are ours. `unpaid` are the customer's open bills."""
    waiting = list(unpaid)
    return [
        _facts(shown, bought, waiting, seen_at) for shown in found if (bought := _bought(shown)) is not None
    ]


def _facts(shown: Shown, bought: tuple[Plan, Interval], unpaid: Iterable[Shown], seen_at: datetime) -> Facts:
    (plan, interval), ends = bought, _ends(shown)
    return Facts(
        customer_ref=shown["customer"],
        subscription_ref=shown["id"],
        plan=plan.code,
        interval=interval,
        status=shown["status"],
        seats=_item(shown).get("quantity") or 1,
        period_ends_at=ends,
        cancel_at=_cancels(shown, ends),
        past_due_since=_behind_since(shown, unpaid),
        seen_at=seen_at,
        livemode=bool(shown["livemode"]),
    )


def _item(shown: Shown) -> Shown:
    items = shown["items"]["data"]
    return items[0] if items else {}


def _bought(shown: Shown) -> tuple[Plan, Interval] | None:
    """By the name of the price; a price that gave its name to a newer one still carries it beside."""
    price = _item(shown).get("price") or {}
    named = plan_of(price.get("lookup_key") or "")
    if named is not None:
        return named
    beside = price.get("metadata") or {}
    interval = next((one for one in INTERVALS if one == beside.get("interval")), None)
    plan = PLANS.get(beside.get("plan", ""))
    return (plan, interval) if plan and interval else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _ends(shown: Shown) -> datetime:
    """The newer shape says it of each item, the older one of the whole."""
    of_items = [one["current_period_end"] for one in shown["items"]["data"] if one.get("current_period_end")]
    return _moment(max(of_items) if of_items else shown["current_period_end"])


def _cancels(shown: Shown, ends: datetime) -> datetime | None:
    """The newer shape names the day, the older one only says that it is the end of the period."""
    for name in ("ended_at", "cancel_at"):
        if shown.get(name):
            return _moment(shown[name])
    return ends if shown.get("cancel_at_period_end") else None


def _behind_since(shown: Shown, unpaid: Iterable[Shown]) -> datetime | None:
    """Since the oldest bill that is still open; where none is, since the period that was not paid began."""
    if shown["status"] not in _BEHIND:
        return None
    since = [bill["created"] for bill in unpaid if _of_subscription(bill) == shown["id"]]
    begun = _item(shown).get("current_period_start") or shown.get("current_period_start")
    return _moment(min(since) if since else begun or shown["created"])


def _of_subscription(bill: Shown) -> str | None:
    """The newer shape names what a bill is for inside its parent."""
    parent = (bill.get("parent") or {}).get("subscription_details") or {}
    return parent.get("subscription") or bill.get("subscription")
