"""What the stand-in sells, and the pages on which it is paid."""

from typing import Any

from tenants.billing.stand_in import bills
from tenants.billing.stand_in.asked import Wrong, listed, number
from tenants.billing.stand_in.books import Books, Shown, page
from tenants.settings import settings

Asked = dict[str, Any]


def prices(books: Books, asked: Asked) -> Shown:
    """Prices by their names."""
    wanted = listed(asked.get("lookup_keys"))
    return page([one for one in books.find("prices", active=True) if one["lookup_key"] in wanted])


def add_price(books: Books, asked: Asked) -> Shown:
    """A price, which takes its name from an older one."""
    for older in books.find("prices", lookup_key=asked.get("lookup_key")):
        older["lookup_key"] = None
    return books.add(
        "prices",
        "price",
        "price",
        active=True,
        type="recurring",
        currency=asked["currency"],
        unit_amount=number(asked["unit_amount"]),
        lookup_key=asked.get("lookup_key"),
        recurring={"interval": asked["recurring"]["interval"], "interval_count": 1},
        metadata=asked.get("metadata", {}),
    )


def open_session(books: Books, asked: Asked) -> Shown:
    """A page to pay on."""
    [line] = listed(asked.get("line_items"))
    price = books.get("prices", line["price"])
    quantity = number(line.get("quantity", 1))
    sums = bills.lines(books, asked["customer"], price, quantity)
    made = books.add(
        "sessions",
        "cs_test",
        "checkout.session",
        mode=asked["mode"],
        status="open",
        payment_status="unpaid",
        customer=asked["customer"],
        price=price["id"],
        quantity=quantity,
        success_url=asked["success_url"],
        cancel_url=asked["cancel_url"],
        subscription=None,
        amount_subtotal=sums["subtotal"],
        amount_total=sums["total"],
    )
    made["url"] = f"{settings().address}/stand-in/pay/{made['id']}"
    return made


def sessions(books: Books, asked: Asked) -> Shown:
    """The pages that were made for a customer."""
    return page(books.find("sessions", customer=asked["customer"], status=asked.get("status", "open")))


def expire(books: Books, _asked: Asked, key: str) -> Shown:
    """Closes a page that nobody paid on."""
    session = _open(books, key)
    session |= {"status": "expired", "url": None}
    books.tell("checkout.session.expired", session)
    return session


def look_at_session(books: Books, _asked: Asked, key: str) -> Shown:
    """What a page to pay on has to show."""
    session = _open(books, key)
    price = books.get("prices", session["price"])
    sums = bills.lines(books, session["customer"], price, session["quantity"])
    return sums | {
        "session": session,
        "price": price,
        "customer": books.get("customers", session["customer"]),
    }


def pay(books: Books, asked: Asked, key: str) -> Shown:
    """Somebody pays on the page. Raises Wrong when the card is declined: the page stays open."""
    session = _open(books, key)
    card = bills.card_of(asked)
    if card == "declined":
        raise Wrong("card_declined", status=402, kind="card_error")
    made = bills.subscribe(books, session, card)
    session |= {"status": "complete", "payment_status": "paid", "subscription": made["id"], "url": None}
    books.tell("checkout.session.completed", session)
    return session


def _open(books: Books, key: str) -> Shown:
    session = books.get("sessions", key)
    if session["status"] != "open":
        raise Wrong("resource_missing", status=404)
    return session
