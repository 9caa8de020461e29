"""The page about billing, who is told of a bill that waits, and what a lapsed agency still does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask

from tenants import clock
from tenants.billing.actions import take_over
from tenants.seats import seats
from tests import factories
from tests.visitor import Visitor
from tests.web.conftest import Person, mailed
from tests.world import Agency, World

GOOD: dict[str, Any] = {
    "legal_name": "Amik <b>Incorporated", "tax_number": "12345 6789 RT0001", "exemption": "charity",
    "exemption_number": "12345 6789 RR0001", "version": "0"
}  # fmt: skip


def sell(agency: Agency, **told: Any) -> None:
    with agency.acting() as session:
        take_over(session, factories.facts(**told))


def fail_a_card(agency: Agency, days_ago: int) -> None:
    sell(agency, status="past_due", past_due_since=clock.now() - timedelta(days=days_ago))


@pytest.fixture
def payer(world: World, superuser: psycopg.Connection, client_of: Callable[..., Visitor]) -> Person:
    """Somebody who may pay, and does not answer for the bill."""
    member = world.first.members["supervisor"]
    superuser.execute("UPDATE members SET roles = '{billing}' WHERE id = %s", (member,))
    return Person(client_of(world.first, "supervisor"), world.first)


@pytest.fixture
def tried(world: World, superuser: psycopg.Connection) -> Agency:
    """The first agency, long after its trial."""
    wanted = "UPDATE organisations SET trial_ends_on = '2020-01-31' WHERE id = %s"
    superuser.execute(wanted, (world.first.organisation_id,))
    return world.first


def test_a_trial_shows_what_each_plan_would_cost_the_team(
    owner: Person, worker: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = owner.look("/billing")
    assert "Payments are not set up" in page.words and "Take this plan" not in page.words
    monkeypatch.setattr("webapp.billing.way", lambda: "stand_in")
    page = owner.look("/billing")
    assert "No money moves" in page.words
    for words in (
        "You try Northfile until",
        "Team",
        "$35.00",
        "no limit",
        "Olive Owner",
        "Team: 4 seats, $140.00 a month or $1,400.00 a year",  # owner, practitioner, colleague, supervisor
    ):
        assert words in page.words, words
    assert "On my own: " not in page.words  # the team is larger
    worker.look("/billing", 403)
    sell(world.first, seats=6)
    page = owner.look("/billing")
    assert "6 × $35.00 = $210.00 before tax" in page.words and "Take this plan" not in page.words


def test_what_stands_on_the_bill_is_kept_and_checked(owner: Person, worker: Person, world: World) -> None:
    owner.follow(owner.send("/billing/details", GOOD | {"owner_id": str(world.first.members["owner"])}))
    assert "Amik <b>Incorporated" in owner.look("/billing").words
    stale = owner.send("/billing/details", GOOD | {"legal_name": "Mine"}, 409)
    assert stale.typed("legal_name") == "Mine"
    wrong = owner.send("/billing/details", GOOD | {"exemption_number": "", "version": "1"}, 422)
    assert "Enter the number that shows the exemption." in wrong.wrong["exemption_number"]
    not_one_who_pays = {"owner_id": str(world.first.members["practitioner"]), "version": "1"}
    assert (
        "Choose from the list."
        in owner.send("/billing/details", GOOD | not_one_who_pays, 422).wrong["owner_id"]
    )
    worker.send("/billing/details", GOOD, 403)


def test_a_bill_that_waits_is_told_to_those_whom_it_concerns(
    owner: Person, payer: Person, worker: Person, tried: Agency
) -> None:
    people, said = (owner, payer, worker), "The last bill was not paid"
    told = []
    for days in (0, 6, 7, 20):
        fail_a_card(tried, days)
        told.append([said in one.look("/preferences").words for one in people])
    assert told == [[True, False, False], [True, False, False], [True, True, False], [True, True, False]]
    assert payer.look("/preferences").links("To the page about billing") != []
    fail_a_card(tried, 21)
    for one in people:
        assert "Nothing can be changed until the bill is paid" in one.look("/preferences").words
    sell(tried)
    assert "bill" not in worker.look("/preferences").words


def test_a_lapsed_agency_reads_takes_everything_out_and_pays(
    owner: Person, worker: Person, tried: Agency, count: Callable[..., int]
) -> None:
    fail_a_card(tried, 30)
    for path in ("/people/{client_id}", "/people/{client_id}/cases/{case_id}/notes/{note_id}", "/team"):
        assert "Nothing can be changed" in worker.look(path).words
    worker.send("/people/{client_id}/cases/{case_id}/notes", {}, 403)
    owner.send("/team/invitations", {}, 403)
    before = count("archives")
    owner.look("/departure/archives")
    owner.send("/departure/archives", status=200)  # its words are shown once
    assert count("archives") == before + 1
    owner.follow(owner.send("/billing/details", GOOD))
    sell(tried)
    worker.send("/preferences", {"digest": "off"})


def test_a_full_agency_says_so_to_who_invites_and_to_who_would_join(
    owner: Person, app: Flask, world: World
) -> None:
    told = {"email": "pat@example.org", "name": "Pat", "language": "en", "employment": "staff"}
    owner.follow(owner.send("/team/invitations", told | {"roles": ["practitioner"]}))
    with world.first.acting() as session:
        taken = seats(session).used
    sell(world.first, seats=taken)
    again = told | {"email": "sam@example.org", "roles": ["supervisor"]}
    assert "seats are taken or promised" in owner.send("/team/invitations", again, 422).wrong["roles"]
    joining = Person(app.test_client())
    page = joining.send(
        "/join/" + mailed(world.first.tenancy(), "pat@example.org"),
        {"name": "Pat", "password": "four words nobody else would say"},
        422,
    )
    assert "The agency has no free seat just now." in page.words
    assert "5 promised" not in owner.look("/billing").words
