"""What the pages of the stand-in ask of it. Where another provider is in use, there is nothing here."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from tenants.billing import provider
from tenants.billing.way import way
from tenants.errors import NotFound


def look_at_page(key: str) -> dict[str, Any]:
    """What a page to pay on has to show: session, price, customer, subtotal, taxes, total. Raises NotFound."""
    return _asked("get", f"pay/{quote(key, safe='')}")


def pay(key: str, *, card: str) -> dict[str, Any]:
    """Pays with one of the invented cards. Raises Refused when it is declined."""
    return _asked("post", f"pay/{quote(key, safe='')}", card=card)


def look_at_portal(key: str) -> dict[str, Any]:
    """What a customer has: portal, customer, invoices, the subscription that runs and its end. Raises NotFound."""
    found = _asked("get", f"portal/{quote(key, safe='')}")
    for bill in found["invoices"]:
        bill["created"] = datetime.fromtimestamp(bill["created"], UTC)
    running = [one for one in found["subscriptions"] if not one["ended_at"]]
    ends = running[0]["items"]["data"][0]["current_period_end"] if running else 0
    return found | {
        "subscription": running[0] if running else None,
        "ends_at": datetime.fromtimestamp(ends, UTC),
    }


def act(key: str, what: str, **said: object) -> None:
    """One of card, plan, cancel, resume and renew. Raises NotFound, also where nothing runs."""
    _asked("post", f"portal/{quote(key, safe='')}/{what}", **said)


def _asked(method: str, path: str, **said: object) -> dict[str, Any]:
    if way() != "stand_in":
        raise NotFound
    with provider.asking() as client:
        answer = client.raw_request(method, f"/stand-in/{path}", **said)
    found: dict[str, Any] = answer.data
    return found
