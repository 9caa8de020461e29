"""Bills of the stand-in: what falls due, what a card pays, what is left open."""

from calendar import monthrange
from datetime import datetime
from typing import Any, Final

from tenants.billing.stand_in.asked import Wrong
from tenants.billing.stand_in.books import Books, Shown, moment, seconds
from tenants.billing.stand_in.taxes import taxes

# What may be tried with a card: it pays, it is declined at once, or it pays once and is declined from then on.
CARDS: Final = ("pays", "declined", "declined_later")


def card_of(asked: dict[str, Any]) -> str:
    """Which of the invented cards. Raises Wrong."""
    if asked.get("card") not in CARDS:
        raise Wrong("parameter_invalid")
    return str(asked["card"])


def lines(books: Books, customer: str, price: Shown, quantity: int) -> Shown:
    """What a quantity of a price comes to, tax by tax."""
    whose = books.get("customers", customer)
    cents = price["unit_amount"] * quantity
    province = (whose.get("address") or {}).get("state", "")
    found = taxes(cents, province, is_exempt=whose.get("tax_exempt") == "exempt")
    return {
        "subtotal": cents,
        "total_taxes": found,
        "total": cents + sum(int(str(one["amount"])) for one in found),
    }


def subscribe(books: Books, session: Shown, card: str) -> Shown:
    """The subscription that a paid page makes, with its first bill."""
    price, now = books.get("prices", session["price"]), seconds()
    made = books.add(
        "subscriptions",
        "sub",
        "subscription",
        customer=session["customer"],
        status="active",
        currency="cad",
        cancel_at=None,
        cancel_at_period_end=False,
        ended_at=None,
        card=card,
        items={
            "object": "list",
            "data": [
                {
                    "id": "si_1",
                    "object": "subscription_item",
                    "quantity": session["quantity"],
                    "price": price,
                    "current_period_start": now,
                    "current_period_end": seconds(_after(moment(now), price["recurring"]["interval"])),
                }
            ],
        },
    )
    books.tell("customer.subscription.created", made)
    _bill(books, made, is_paid=True)
    return made


def renew(books: Books, subscription: Shown) -> None:
    """Lets the next bill fall due: the period moves on, and the card pays, or does not."""
    item = subscription["items"]["data"][0]
    if subscription["cancel_at"] is not None:
        end(books, subscription)
        return
    begun = moment(item["current_period_end"])
    item["current_period_start"] = item["current_period_end"]
    item["current_period_end"] = seconds(_after(begun, item["price"]["recurring"]["interval"]))
    is_paid = subscription["card"] == "pays"
    _bill(books, subscription, is_paid=is_paid)
    if not is_paid:
        subscription["status"] = "past_due"
    books.tell("customer.subscription.updated", subscription)


def settle(books: Books, subscription: Shown, card: str) -> None:
    """Another card; one that pays pays what was left open."""
    subscription["card"] = card
    if card != "declined":
        for bill in books.find("invoices", subscription=subscription["id"], status="open"):
            bill |= {"status": "paid", "amount_paid": bill["total"], "amount_due": 0}
            books.tell("invoice.paid", bill)
        if subscription["status"] == "past_due":
            subscription["status"] = "active"
    books.tell("customer.subscription.updated", subscription)


def end(books: Books, subscription: Shown) -> None:
    """The subscription is over."""
    subscription |= {"status": "canceled", "ended_at": seconds()}
    books.tell("customer.subscription.deleted", subscription)


def _bill(books: Books, subscription: Shown, *, is_paid: bool) -> None:
    item = subscription["items"]["data"][0]
    sums = lines(books, subscription["customer"], item["price"], item["quantity"])
    of_subscription: dict[str, Any] = {"subscription": subscription["id"]}
    bill = books.add(
        "invoices",
        "in",
        "invoice",
        customer=subscription["customer"],
        currency="cad",
        number=f"TRY-{len(books.shelves['invoices']) + 1:04}",
        status="paid" if is_paid else "open",
        amount_paid=sums["total"] if is_paid else 0,
        amount_due=0 if is_paid else sums["total"],
        parent={"type": "subscription_details", "subscription_details": of_subscription},
        **of_subscription,
        **sums,
    )
    books.tell("invoice.paid" if is_paid else "invoice.payment_failed", bill)


def _after(begun: datetime, interval: str) -> datetime:
    months = begun.month + (12 if interval == "year" else 1) - 1
    year, month = begun.year + months // 12, months % 12 + 1
    return begun.replace(year=year, month=month, day=min(begun.day, monthrange(year, month)[1]))
