"""The counter of the stand-in: each question it knows, and what it does about it."""

import re
from collections.abc import Callable
from typing import Any, Final

from tenants.billing.stand_in import portals, selling
from tenants.billing.stand_in.asked import Wrong
from tenants.billing.stand_in.books import Books, Shown, page

Asked = dict[str, Any]
# Since then the end of a period is said of each item and no more of the whole.
_NEWER: Final = "2025-03-31"


def add_customer(books: Books, asked: Asked) -> Shown:
    """A customer; what it is not told is empty."""
    told: Asked = {"name": None, "email": None, "address": None, "metadata": {}, "tax_exempt": "none"} | asked
    made = books.add("customers", "cus", "customer", **told)
    books.tell("customer.created", made)
    return made


def change_customer(books: Books, asked: Asked, key: str) -> Shown:
    """What is told of a customer from now on."""
    customer = books.get("customers", key)
    customer |= asked
    books.tell("customer.updated", customer)
    return customer


def subscriptions(books: Books, asked: Asked) -> Shown:
    """What a customer has and had."""
    return page(books.find("subscriptions", customer=asked["customer"]))


def invoices(books: Books, asked: Asked) -> Shown:
    """A customer's bills."""
    status = {"status": asked["status"]} if "status" in asked else {}
    return page(books.find("invoices", customer=asked["customer"], **status))


def events(books: Books, _asked: Asked) -> Shown:
    """Everything that was told, the newest first."""
    return page(books.find("events"))


def in_words_of(version: str, said: Shown) -> Shown:
    """An answer as an older version of the provider's language says it, where it is asked for one."""
    if version >= _NEWER or said.get("object") != "list":
        return said
    return said | {"data": [_older(one) if one["object"] == "subscription" else one for one in said["data"]]}


def _older(subscription: Shown) -> Shown:
    item = dict(subscription["items"]["data"][0])
    period = {name: item.pop(name) for name in ("current_period_start", "current_period_end")}
    ends = subscription["cancel_at"] is not None
    items = {"object": "list", "data": [item]}
    return subscription | period | {"items": items, "cancel_at": None, "cancel_at_period_end": ends}


_QUESTIONS: Final[tuple[tuple[str, str, Callable[..., Shown]], ...]] = (
    ("POST", "/v1/customers", add_customer),
    ("POST", "/v1/customers/([^/]+)", change_customer),
    ("GET", "/v1/prices", selling.prices),
    ("POST", "/v1/prices", selling.add_price),
    ("GET", "/v1/checkout/sessions", selling.sessions),
    ("POST", "/v1/checkout/sessions", selling.open_session),
    ("POST", "/v1/checkout/sessions/([^/]+)/expire", selling.expire),
    ("POST", "/v1/billing_portal/sessions", portals.open_portal),
    ("GET", "/v1/subscriptions", subscriptions),
    ("GET", "/v1/invoices", invoices),
    ("GET", "/v1/events", events),
    ("GET", "/stand-in/pay/([^/]+)", selling.look_at_session),
    ("POST", "/stand-in/pay/([^/]+)", selling.pay),
    ("GET", "/stand-in/portal/([^/]+)", portals.look_at_portal),
    ("POST", f"/stand-in/portal/([^/]+)/({'|'.join(portals.ACTS)})", portals.act),
)


def answer(books: Books, method: str, path: str, asked: Asked) -> Shown:
    """What the provider says to a question. Raises Wrong."""
    for its_method, pattern, ask in _QUESTIONS:
        found = re.fullmatch(pattern, path)
        if found and method == its_method:
            try:
                return ask(books, asked, *found.groups())
            except (KeyError, TypeError, ValueError):
                raise Wrong("parameter_missing") from None
    raise Wrong("resource_missing", status=404)
