"""The team: who belongs, as what and until when, and who is invited."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from flask import Flask

from tenants import clock, gate
from tests.visitor import Visitor
from tests.web.conftest import HTMX, Person, mailed
from tests.world import PASSWORD, World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
GOOD: dict[str, Any] = {
    "email": "Pat@Example.org", "name": "Pat <b>Newcomer", "roles": ["practitioner", "supervisor"], "language": "fr",
    "employment": "contractor", "last_day": (TODAY + timedelta(days=12)).isoformat()
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


def test_a_title_stands_beside_the_name_in_both_languages(
    owner: Person, worker: Person, superuser: psycopg.Connection
) -> None:
    here = "/team/{member_id}"
    told = {"title": "counsellor", "title_fr": "Conseillère <b>en</b> emploi", "version": "1"}
    owner.follow(owner.send(f"{here}/title", told))
    assert "Career counsellor" in worker.look("/team").words
    assert owner.look(here).typed("title") == "counsellor"
    kept = superuser.execute("SELECT title_en, title_fr FROM members WHERE title_en <> ''").fetchall()
    assert kept == [("Career counsellor", "Conseillère <b>en</b> emploi")]
    back = owner.send(f"{here}/title", told | {"title_en": "My words"}, 409)
    assert back.typed("title_en") == "My words"
    owner.send(f"{here}/title", {"title": "wizard", "version": "2"}, 422)
    worker.send(f"{here}/title", told, 403)
    owner.follow(owner.send(f"{here}/title", {"version": "2"}))
    assert "Career counsellor" not in worker.look("/team").words


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
        ({"employment": "serf"}, "Choose from the list."),
        ({"last_day": "2020-01-01"}, "Enter a last day that is not over yet."),
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


def until(owner: Person, last_day: object, version: int = 1, status: int = 303, **more: str) -> Any:
    words = {"employment": "contractor", "starts_on": "", "last_day": str(last_day), "version": version}
    return owner.send("/team/{member_id}/employment", words | more, status)


def test_whoever_was_invited_until_a_day_belongs_until_then(owner: Person, app: Flask, world: World) -> None:
    owner.send("/team/invitations", GOOD)
    path = "/join/" + mailed(world.first.tenancy(), "pat@example.org")
    Person(app.test_client()).send(path, {"name": "Pat Newcomer", "password": "a few words in a row"})
    page = owner.look("/team")
    assert "Contractor" in page.words and "ends in 12 days" in page.words


def test_after_the_last_day_every_door_is_closed(owner: Person, worker: Person, world: World) -> None:
    """The last day itself is a whole day, in the agency's zone."""
    until(owner, TODAY)
    assert "last day today" in owner.look("/team").words
    assert worker.look("/team").status == 200
    zone, me = ZoneInfo("America/Toronto"), world.first.identities["practitioner"]
    late = datetime.combine(TODAY, datetime.min.time(), zone) + timedelta(hours=23, minutes=59)
    token = world.first.session_token("practitioner")
    with clock.at(late):
        assert gate.resume(token, world.first.slug)[1] is not None
        assert world.first.tenancy("practitioner").token
    with clock.at(late + timedelta(minutes=2)):
        identity, tenancy = gate.resume(token, world.first.slug)
        assert identity is not None and tenancy is None and gate.agencies_of(me) == []
        assert [left["slug"] for left in gate.agencies_left(me)] == [world.first.slug]
        with pytest.raises(Exception, match="not here"):
            world.first.tenancy("practitioner")
        assert gate.resume(world.first.session_token("supervisor"), world.first.slug)[1] is not None


def test_a_last_day_in_the_past_ends_the_session_at_the_next_click(
    owner: Person, worker: Person, nobody: Person, world: World
) -> None:
    worker.look("/people")
    until(owner, TODAY - timedelta(days=1))
    assert worker.look("/people", 303).location == "/agencies"
    assert "Your access to Amik Career Centre has ended." in worker.look("//agencies").words
    assert "Ask an administrator" in worker.send("/people", {}, 403).words
    address = f"practitioner@{world.first.secret}.example.org"
    sent = nobody.send("/sign-in", {"email": address, "password": PASSWORD})
    assert sent.location == "/agencies" and "has ended" in nobody.follow(sent).words
    page = owner.look("/team")
    assert "No longer here" in page.words
    until(owner, TODAY + timedelta(days=90), version=2)
    worker.look("/people")


def test_a_membership_ends_now_and_can_begin_again(owner: Person, worker: Person, count: Count) -> None:
    owner.send("/team/{member_id}/ending")
    assert worker.look("/", 303).location == "/agencies"
    owner.send("/team/{member_id}/ending", status=409)
    until(owner, "", version=2, status=409)
    assert "keeps their name" in owner.look("/team/{member_id}").words
    owner.send("/team/{member_id}/return")
    worker.look("/people")
    owner.send("/team/{member_id}/return", status=409)
    assert count("audit_events", "verb IN ('member_ended', 'member_returned')") == 2


def test_nobody_of_another_agency_is_told_that_somebody_left(
    client_of: Callable[..., Visitor], owner: Person, world: World
) -> None:
    owner.send("/team/{member_id}/ending")
    stranger = client_of(world.second, "practitioner")
    assert stranger.get(f"/{world.first.slug}/").status_code == 404
    assert world.first.name not in stranger.get("/agencies").get_data(as_text=True)


def test_the_agency_keeps_an_administrator(owner: Person, world: World, count: Count) -> None:
    me = world.first.members["owner"]
    assert "Make somebody else administrator first" in owner.send(f"/team/{me}/ending", status=422).words
    days = {"employment": "staff", "starts_on": "", "last_day": str(TODAY), "version": 1}
    assert "administrator first" in owner.send(f"/team/{me}/employment", days, 422).summary
    assert count("members", "last_day IS NOT NULL OR ended_at IS NOT NULL") == 0


def test_what_is_wrong_with_an_employment_comes_back(owner: Person) -> None:
    page = until(owner, "2026-01-01", starts_on="2026-02-01", status=422)
    assert "on or after the first" in page.wrong["last_day"] and page.typed("starts_on") == "2026-02-01"
    until(owner, "2030-01-01")
    page = until(owner, "2031-01-01", version=1, status=409)
    assert page.typed("last_day") == "2031-01-01" and page.typed("version") == "2"


def test_an_invitation_is_withdrawn_once(owner: Person, worker: Person, app: Flask, world: World) -> None:
    token = mailed(world.first.tenancy(), f"late@{world.first.secret}.example.org")
    worker.send("/team/invitations/{invitation_id}/withdrawal", status=403)
    owner.send("/team/invitations/{invitation_id}/withdrawal")
    assert gate.find_invitation(token) is None and "Late Comer" not in owner.look("/team").words
    owner.send("/team/invitations/{invitation_id}/withdrawal", status=409)


def test_only_administrators_say_until_when(worker: Person) -> None:
    worker.look("/team/{member_id}", 403)
    worker.send("/team/{member_id}/ending", status=403)
    assert worker.look("/team").links("practitioner") == []
