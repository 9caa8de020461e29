"""Paying: to the provider and back, what it tells us, and that nobody else can tell us anything."""

import json
from collections.abc import Callable, Iterator
from itertools import islice, permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tenants import gate
from tenants.billing import provider, way
from tenants.billing.stand_in.__main__ import Desk
from tenants.errors import Refused
from tests.till import Till, open_till
from tests.visitor import Visitor
from tests.web.conftest import Person
from tests.workers.test_reminders import carry_out
from tests.world import World
from workers.payments import ask_about_everyone, look_where_told

Count = Callable[..., int]
TEAM = {"plan": "team", "interval": "month"}


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with open_till(tmp_path) as opened:
        yield opened


def path_of(url: str) -> str:
    """What a browser would ask of this application."""
    return "//" + url.partition("://")[2].partition("/")[2]


def standing(superuser: psycopg.Connection, organisation_id: UUID) -> tuple[str, int | None]:
    row = superuser.execute("SELECT standing, seats FROM organisations WHERE id = %s", [organisation_id])
    return row.fetchone()  # type: ignore[return-value]


def buys(owner: Person, card: str = "pays", **chosen: str) -> str:
    """The way to a paid plan; the address that the provider sends back to."""
    page = path_of(owner.send("/billing/checkout", TEAM | chosen).location)
    return owner.send(page, {"card": card}).location


def portal(owner: Person) -> str:
    return path_of(owner.send("/billing/portal").location)


def test_a_plan_is_paid_fails_and_recovers(
    owner: Person, nobody: Person, world: World, superuser: psycopg.Connection, till: Till
) -> None:
    first, second = (one.organisation_id for one in world.both)
    before = standing(superuser, second)
    page = path_of(owner.send("/billing/checkout", TEAM).location)
    shown = nobody.look(page).words
    assert "No money moves here" in shown and "HST $18.20" in shown
    assert "declined" in nobody.send(page, {"card": "declined"}, 422).wrong["card"]
    assert standing(superuser, first)[0] == "trial", "nothing was paid"
    back = nobody.send(page, {"card": "declined_later"}).location
    nobody.look(page, 404)
    # The provider is asked at once: no message has come.
    assert "says now" in owner.follow(owner.look(path_of(back), 303)).words
    how, seats = standing(superuser, first)
    assert how == "active" and seats and seats >= 2
    owner.send("/billing/checkout", TEAM, 409)
    till.sent()
    # The next bill is not paid; this time the provider tells us, and nobody looks.
    nobody.send(f"{portal(owner)}/renew")
    for event in till.sent():
        assert till.tell(nobody.visitor, event) == 200
    assert carry_out(superuser, "ask_provider") == 1
    assert standing(superuser, first)[0] == "past_due"
    nobody.send(f"{portal(owner)}/card", {"card": "pays"})
    assert "Paid" in nobody.look(portal(owner)).words
    owner.look("/billing/returned", 303)
    assert standing(superuser, first) == ("active", seats)
    assert standing(superuser, second) == before, "another agency pays for itself"


def test_seats_plan_and_end_are_changed_at_the_provider(
    owner: Person, world: World, superuser: psycopg.Connection, till: Till
) -> None:
    buys(owner)
    page = portal(owner)
    owner.send(f"{page}/plan", {"price": "northfile_agency_year", "seats": "20"})
    owner.send(f"{page}/plan", {"price": "no_such", "seats": "x"}, 422)
    owner.send(f"{page}/cancel")
    owner.look("/billing/returned", 303)
    row = "SELECT plan, interval, seats, cancel_at = period_ends_at FROM subscriptions"
    assert superuser.execute(row).fetchall() == [("agency", "year", 20, True)]
    owner.send(f"{page}/resume")
    owner.send(f"{page}/cancel")
    owner.send(f"{page}/renew")
    owner.look("/billing/returned", 303)
    assert superuser.execute("SELECT status FROM subscriptions").fetchall() == [("canceled",)]
    owner.send(f"{page}/resume", status=404)
    # Whoever comes back buys anew, as the same customer.
    buys(owner, interval="year")
    owner.look("/billing/returned", 303)
    assert standing(superuser, world.first.organisation_id)[0] == "active"
    assert len(till.books.shelves["customers"]) == 1


def test_a_page_left_open_is_closed_by_the_next(owner: Person, till: Till) -> None:
    pages = [path_of(owner.send("/billing/checkout", TEAM).location) for _ in range(2)]
    owner.look(pages[0], 404)
    owner.send(pages[0], {"card": "pays"}, 404)
    owner.send(pages[1], {"card": "pays"})
    assert len(till.books.shelves["subscriptions"]) == len(till.books.shelves["prices"]) == 1


def test_only_who_may_pay_comes_there_and_a_lapsed_agency_may(
    owner: Person, worker: Person, world: World, superuser: psycopg.Connection, till: Till
) -> None:
    for where in ("checkout", "portal"):
        worker.send(f"/billing/{where}", TEAM, 403)
    owner.send("/billing/checkout", {"plan": "solo", "interval": "month"}, 422)
    owner.send("/billing/checkout", {"plan": "free", "interval": "never"}, 422)
    owner.send("/billing/portal", status=404)
    superuser.execute("UPDATE organisations SET standing = 'read_only', trial_ends_on = now()::date - 9")
    buys(owner)
    owner.look("/billing/returned", 303)
    assert standing(superuser, world.first.organisation_id)[0] == "active"
    assert standing(superuser, world.second.organisation_id)[0] == "read_only"


def state(superuser: psycopg.Connection) -> list[tuple[Any, ...]]:
    """What stands of the subscription, whatever was told how often."""
    found = superuser.execute(
        "SELECT s.organisation_id, s.status, s.plan, s.seats, s.period_ends_at, s.cancel_at, o.standing, o.seats"
        " FROM subscriptions s JOIN organisations o ON o.id = s.organisation_id"
    )
    return found.fetchall()


def test_told_a_hundred_times_and_in_any_order_it_comes_to_the_same(
    owner: Person, nobody: Person, superuser: psycopg.Connection, till: Till, count: Count
) -> None:
    buys(owner, card="declined_later")
    owner.send(f"{portal(owner)}/renew")
    events = [one for one in till.sent() if one["type"] != "customer.created"]
    wanted = {"customer.subscription.created", "invoice.paid", "checkout.session.completed"}
    assert wanted | {"customer.subscription.updated", "invoice.payment_failed"} <= {
        one["type"] for one in events
    }
    six = events[-6:]
    for _ in range(100):
        assert till.tell(nobody.visitor, six[0]) == 200
    assert carry_out(superuser, "ask_provider") == 1
    once, changes = state(superuser), count("subscription_changes")
    assert [row[1] for row in once] == ["past_due"]
    for order in islice(permutations(six), 0, None, 53):
        superuser.execute("DELETE FROM gate.payment_events")
        superuser.execute("UPDATE subscriptions SET status = 'active', seen_at = '2026-01-01'")
        for n, event in enumerate(order):
            assert till.tell(nobody.visitor, event) == 200
            if n == 2:
                assert carry_out(superuser, "ask_provider") == 1
        assert carry_out(superuser, "ask_provider") == 1
        assert state(superuser) == once
    assert count("gate.payment_events", "worked_at IS NULL") == 0
    assert changes == 1, "what was known already is not written down again"


def test_nobody_else_can_tell_us_anything(
    owner: Person, nobody: Person, superuser: psycopg.Connection, till: Till, count: Count
) -> None:
    buys(owner)
    event, visitor = till.sent()[-1], nobody.visitor
    body = json.dumps(event)
    good = provider.WebhookSignature.generate_signature_header(body, way.signing_secret())
    other = provider.WebhookSignature.generate_signature_header(body, "whsec_guessed")
    for signature in ("", other, good + "0", good.replace("t=", "t=1"), "t=x,v1=y", "v1=", "=,=", "İ"):
        assert till.tell(visitor, event, **{"Stripe-Signature": signature}) == 400, signature
    assert till.tell(visitor, body.replace("complete", "COMPLETE"), **{"Stripe-Signature": good}) == 400
    for late in (301, -301):
        assert till.tell(visitor, event, late=late) == 400, late
    for nothing in ("{}", "[]", "x", '{"object": "event"}', '{"object": "event", "data": 1}'):
        assert till.tell(visitor, nothing) == 400, nothing
    wrong = event | {"id": "evt_\0"}
    assert till.tell(visitor, wrong) == till.tell(visitor, event | {"created": 1e30}) == 400
    assert count("gate.payment_events") == 0
    for late in (299, -299):
        assert till.tell(visitor, event, late=late) == 200
    stranger = event | {"id": "evt_2", "data": {"object": {"object": "customer", "id": "cus_of_nobody"}}}
    assert till.tell(visitor, stranger) == 200
    assert count("gate.payment_events") == 2 and count("jobs", "kind = 'ask_provider'") == 1
    [kept] = superuser.execute("SELECT t::text FROM gate.payment_events t WHERE ref <> 'evt_2'").fetchone()
    assert "@" not in kept and "Amik" not in kept, "names alone"


def test_a_provider_that_is_away_takes_nothing_and_loses_nothing(
    owner: Person, nobody: Person, superuser: psycopg.Connection, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    buys(owner)
    [event] = till.sent()[-1:]
    monkeypatch.setattr(provider, "_client", lambda key, _base: real(key, "http://127.0.0.1:9"))
    assert "does not answer" in owner.send("/billing/checkout", TEAM, 422).words
    assert "in a few minutes" in owner.follow(owner.look("/billing/returned", 303)).words
    assert till.tell(nobody.visitor, event) == 200
    carry_out(superuser, "ask_provider")
    assert superuser.execute("SELECT worked_at FROM gate.payment_events").fetchall() == [(None,)]
    monkeypatch.undo()
    # The job gave up; the message did not.
    superuser.execute("UPDATE jobs SET state = 'failed' WHERE kind = 'ask_provider'")
    superuser.execute("UPDATE gate.payment_events SET received_at = now() - interval '2 minutes'")
    look_where_told()
    ask_about_everyone()
    assert carry_out(superuser, "ask_provider") == 1
    assert [row[1] for row in state(superuser)] == ["active"]
    look_where_told()
    assert carry_out(superuser, "ask_provider") == 0
    superuser.execute("UPDATE gate.payment_events SET received_at = now() - interval '31 days'")
    gate.clear_leftovers()
    assert superuser.execute("SELECT count(*) FROM gate.payment_events").fetchone() == (0,)


real = provider._client


def test_the_official_client_reads_every_shape(owner: Person, till: Till) -> None:
    """The older version of the provider's language says the end of a period of the whole."""
    buys(owner)
    older = provider.StripeClient(
        way.api_key(),
        stripe_version="2024-06-20",
        base_addresses={"api": f"http://127.0.0.1:{provider.settings().stripe_api_base.rpartition(':')[2]}"},
    )
    [customer] = till.books.shelves["customers"]
    [known] = provider.facts_about(customer)
    found = older.v1.subscriptions.list({"customer": customer, "status": "all"}).data[0].to_dict()
    assert "current_period_end" in found and "current_period_end" not in found["items"]["data"][0]
    [again] = provider.facts_of([found], [], seen_at=known.seen_at)
    assert again == known
    invoice = provider.client().v1.invoices.list({"customer": customer}).data[0]
    assert invoice.total == invoice.subtotal + sum(tax.amount for tax in invoice.total_taxes or [])
    assert provider.client().v1.events.list().data[-1].type == "customer.created"


def test_whoever_points_elsewhere_is_not_followed(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    assert till
    asked = []

    def elsewhere(desk: Desk) -> None:
        asked.append(desk.path.partition("?")[0])
        desk.send_response(302)
        desk.send_header("Location", "/v1/invoices")
        desk.send_header("Content-Length", "0")
        desk.end_headers()

    monkeypatch.setattr(Desk, "do_GET", elsewhere)
    with pytest.raises(Refused):
        provider.facts_about("cus_1")
    assert asked == ["/v1/subscriptions"]


def test_a_visitor_is_told_nothing_of_pages_there_are_not(visitor: Visitor, till: Till) -> None:
    assert till
    for path in ("/stand-in/pay/x", "/stand-in/portal/..%2F..%2Fv1%2Fcustomers", "/stand-in/pay/%00"):
        assert visitor.get(path).status_code == 404
