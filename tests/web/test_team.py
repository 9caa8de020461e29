"""The team: who belongs, and who is invited."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import HTMX, Person, mailed
from tests.world import World

Count = Callable[..., int]
GOOD: dict[str, Any] = {
    "email": "Pat@Example.org", "name": "Pat <b>Newcomer", "roles": ["practitioner", "supervisor"], "language": "fr"
}  # fmt: skip


def test_the_team_and_who_is_invited(worker: Person) -> None:
    page = worker.look("/team")
    for words in ("Olive Owner", "owner@heliotrope.example.org", "Late Comer", "Practitioner"):
        assert words in page.words, words
    assert page.links("Invite a colleague") == []


def test_an_invitation_is_on_its_way_and_opens(owner: Person, app: Flask, world: World) -> None:
    page = owner.follow(owner.send("/team/invitations", GOOD))
    assert "The invitation is on its way." in page.words and "Pat <b>Newcomer pat@example.org" in page.words
    joined = Person(app.test_client()).look("/join/" + mailed(world.first.tenancy(), "pat@example.org"))
    assert joined.typed("name") == "Pat <b>Newcomer"


def test_by_htmx_too(owner: Person) -> None:
    assert owner.send("/team/invitations", GOOD, 204, headers=HTMX).location.endswith("/team")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": ""}, "Enter their e-mail address."),
        ({"email": "pät@example.org"}, "Enter an e-mail address"),
        ({"email": "supervisor@heliotrope.example.org"}, "This person is already a member."),
        ({"name": ""}, "Enter their name."),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["practitioner", "root"]}, "Choose from the list."),
        ({"language": "tlh"}, "Choose from the list."),
    ],
)
def test_what_is_wrong_comes_back_and_no_mail_leaves(
    owner: Person, count: Count, wrong: dict[str, Any], words: str
) -> None:
    before = count("invitations"), count("mails"), count("jobs")
    page = owner.send("/team/invitations", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field] and page.typed("name") == (GOOD | wrong)["name"]
    if field != "roles":
        ticked = [box.attributes["value"] for box in page.tree.css("input[name=roles][checked]")]
        assert ticked == GOOD["roles"]
    assert (count("invitations"), count("mails"), count("jobs")) == before


def test_only_those_who_may_invite_can(worker: Person, count: Count) -> None:
    before = count("invitations")
    worker.look("/team/invitations/new", 403)
    assert worker.send("/team/invitations", GOOD, 403).title == "This is not open to you"
    assert count("invitations") == before
