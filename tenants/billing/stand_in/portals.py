"""The page of the stand-in on which a customer sees and changes what it has."""

from collections.abc import Callable
from typing import Any, Final

from tenants.billing.plans import CURRENCY, plan_of
from tenants.billing.stand_in import bills
from tenants.billing.stand_in.asked import Wrong, number
from tenants.billing.stand_in.books import Books, Shown
from tenants.billing.stand_in.selling import add_price
from tenants.settings import settings

Asked = dict[str, Any]


def open_portal(books: Books, asked: Asked) -> Shown:
    """A page on which a customer sees and changes what it has."""
    customer = books.get("customers", asked["customer"])
    made = books.add(
        "portals",
        "bps",
        "billing_portal.session",
        customer=customer["id"],
        return_url=asked.get("return_url"),
    )
    made["url"] = f"{settings().address}/stand-in/portal/{made['id']}"
    return made


def look_at_portal(books: Books, _asked: Asked, key: str) -> Shown:
    """What that page has to show."""
    portal = books.get("portals", key)
    mine = {"customer": portal["customer"]}
    return {
        "portal": portal,
        "customer": books.get("customers", portal["customer"]),
        "subscriptions": books.find("subscriptions", **mine),
        "invoices": books.find("invoices", **mine),
    }


def act(books: Books, asked: Asked, key: str, what: str) -> Shown:
    """One of the things that page is for, on the newest subscription."""
    portal = books.get("portals", key)
    running = [one for one in books.find("subscriptions", customer=portal["customer"]) if not one["ended_at"]]
    if not running:
        raise Wrong("resource_missing", status=404)
    ACTS[what](books, running[0], asked)
    return running[0]


def _cancel(books: Books, subscription: Shown, _asked: Asked) -> None:
    subscription["cancel_at"] = subscription["items"]["data"][0]["current_period_end"]
    books.tell("customer.subscription.updated", subscription)


def _go_on(books: Books, subscription: Shown, _asked: Asked) -> None:
    subscription["cancel_at"] = None
    books.tell("customer.subscription.updated", subscription)


def _change(books: Books, subscription: Shown, asked: Asked) -> None:
    key, item = str(asked.get("price")), subscription["items"]["data"][0]
    named = plan_of(key)
    if named is None:
        raise Wrong("parameter_invalid")
    plan, interval = named
    found = books.find("prices", lookup_key=key)
    item["price"] = found[0] if found else add_price(books, {
        "currency": CURRENCY, "unit_amount": plan.price(interval), "lookup_key": key,
        "recurring": {"interval": interval}, "metadata": {"plan": plan.code, "interval": interval},
    })  # fmt: skip
    item["quantity"] = number(asked.get("seats"))
    books.tell("customer.subscription.updated", subscription)


ACTS: Final[dict[str, Callable[[Books, Shown, Asked], None]]] = {
    "card": lambda books, subscription, asked: bills.settle(books, subscription, bills.card_of(asked)),
    "plan": _change,
    "cancel": _cancel,
    "resume": _go_on,
    "renew": lambda books, subscription, _asked: bills.renew(books, subscription),
}
