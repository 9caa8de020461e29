"""An agency begins, and people join it."""

import threading
from collections.abc import Callable

import psycopg
import pytest
from flask import Flask

from tenants import gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.invitations import invite
from tenants.organisations import slug_of
from tenants.permissions import Role
from tests.web.conftest import HTMX, Person, mailed
from tests.world import INVITED, PASSWORD, Agency, World

Count = Callable[..., int]
WISH = {"email": "dana@northside.example.org", "agency_name": "Northside <Careers>", "province": "ON"}
ME = {"name": "Dana O'Neill", "password": "four small words here", "language": "en"}


@pytest.fixture
def link(nobody: Person, world: World) -> str:
    """The address in the mail of somebody who asked for an agency."""
    assert world
    sent = nobody.send("/sign-up", WISH)
    assert nobody.follow(sent).title == "Look in your mailbox"
    return "/welcome/" + mailed(gate.platform(), WISH["email"])


def invited(agency: Agency, email: str, roles: list[Role] | None = None) -> str:
    with agency.acting() as session:
        invite(session, email=email, name="Pat Newcomer", roles=roles or [Role.PRACTITIONER], language="en")
    return "/join/" + mailed(agency.tenancy(), email)


def test_from_three_fields_to_an_agency(nobody: Person, link: str, count: Count) -> None:
    page = nobody.look(link)
    assert "Northside <Careers>" in page.words
    home = nobody.follow(nobody.send(link, ME))
    assert (
        home.title == "Today"
        and "Nothing waits for you" in home.words
        and "Northside <Careers>" in home.words
    )
    assert nobody.look("/", 303).location == "/northside-careers/"
    for place in ("people", "documents", "retention", "team"):
        assert nobody.look(f"/northside-careers/{place}").title
    assert count("organisations", "slug = 'northside-careers' AND standing = 'trial'") == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": ""}, "Enter your e-mail address."),
        ({"email": "dana"}, "Enter an e-mail address"),
        ({"email": "dànà@northside.ca"}, "Enter an e-mail address"),
        ({"agency_name": " "}, "Enter the name of your agency."),
        ({"agency_name": "x" * 121}, "Shorten this to 120 characters."),
        ({"province": ""}, "Choose a province or territory."),
        ({"province": "ZZ"}, "Choose from the list."),
    ],
)
def test_a_wish_that_is_not_whole_comes_back(
    nobody: Person, world: World, count: Count, wrong: dict[str, str], words: str
) -> None:
    before = count("signups"), count("mails")
    page = nobody.send("/sign-up", WISH | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert page.typed("agency_name") == (WISH | wrong)["agency_name"]
    assert (count("signups"), count("mails")) == before


def test_a_known_address_gets_the_same_answer(nobody: Person, world: World) -> None:
    known, new = (
        nobody.send("/sign-up", WISH | {"email": email})
        for email in ("owner@heliotrope.example.org", "new@example.org")
    )
    assert (known.location, known.body) == (new.location, new.body)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Enter your name."),
        ({"password": ""}, "Choose a password."),
        ({"password": "fourteen chars"}, "Use at least 15 characters."),
        ({"password": "x" * 257}, "Use at most 256 characters."),
        ({"password": "aaaaaaaaaaaaaaaa"}, "too easy to guess"),
        ({"password": "Dana O'Neill Dana"}, "too easy to guess"),
    ],
)
def test_a_password_that_is_none_comes_back_and_is_not_shown(
    nobody: Person, link: str, count: Count, wrong: dict[str, str], words: str
) -> None:
    before = count("organisations"), count("gate.identities")
    page = nobody.send(link, ME | wrong, 422)
    assert words in page.summary
    assert page.typed("name") == (ME | wrong)["name"] and page.typed("password") == ""
    assert (count("organisations"), count("gate.identities")) == before
    nobody.send(link, ME)


def test_a_link_works_once(nobody: Person, link: str, count: Count) -> None:
    nobody.send(link, ME)
    before = count("organisations")
    assert "used already" in nobody.look(link).words
    assert "used already" in nobody.send(link, ME, 422).words
    assert count("organisations") == before


def test_a_link_is_over_after_a_day(nobody: Person, link: str, superuser: psycopg.Connection) -> None:
    superuser.execute("UPDATE signups SET expires_at = now() - interval '1 second'")
    assert "more than a day old" in nobody.look(link).words
    nobody.send(link, ME, 422)


@pytest.mark.parametrize("path", ["/welcome/made-up", "/join/made-up", "/welcome/%00", "/join/%ED%A0%80"])
def test_a_made_up_link_opens_nothing(nobody: Person, world: World, path: str) -> None:
    assert nobody.look(path).tree.css("main input[name=password]") == []
    nobody.send(path, ME, 422)


def test_by_htmx_one_is_sent_on_too(nobody: Person, link: str) -> None:
    assert nobody.send(link, ME, 204, headers=HTMX).location == "/northside-careers/"


@pytest.mark.parametrize("name", ["Welcome", "Join!", "Sign in", "UI", "Static", "Mail", "✨"])
def test_no_agency_is_called_like_a_page_of_ours(nobody: Person, world: World, name: str) -> None:
    """`/welcome/people` would be a link of that name, and the people of the agency could not be reached."""
    nobody.send("/sign-up", WISH | {"agency_name": name})
    sent = nobody.send("/welcome/" + mailed(gate.platform(), WISH["email"]), ME)
    assert nobody.follow(sent).title == "Today"
    for place in ("people", "team"):
        assert name in nobody.look(sent.location + place).words


def test_no_address_of_ours_is_left_to_agencies(app: Flask) -> None:
    ours = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()} - {"", "<slug>"}
    assert {name for name in ours | {"static"} if slug_of(name) == name} == set()


def test_two_agencies_of_one_name_get_two_addresses(app: Flask, world: World) -> None:
    homes = []
    for email in ("a@example.org", "b@example.org"):
        person = Person(app.test_client())
        person.send("/sign-up", WISH | {"email": email})
        homes.append(person.send("/welcome/" + mailed(gate.platform(), email), ME).location)
    assert homes == ["/northside-careers/", "/northside-careers-2/"]


def test_somebody_who_signs_in_already_opens_another_agency_with_their_password(
    nobody: Person, world: World
) -> None:
    email = "owner@heliotrope.example.org"
    nobody.send("/sign-up", WISH | {"email": email})
    link = "/welcome/" + mailed(gate.platform(), email)
    assert "You already sign in with this address." in nobody.send(link, ME, 422).wrong["password"]
    nobody.send(link, ME | {"password": PASSWORD})
    assert nobody.look("/", 303).location == "/agencies"
    assert len(nobody.look("/agencies").tree.css("main li a")) == 2


def test_an_invitation_makes_a_member_once(nobody: Person, world: World, count: Count) -> None:
    link = invited(world.first, "pat@example.org")
    page = nobody.look(link)
    assert (
        "Amik Career Centre" in page.words
        and "pat@example.org" in page.words
        and page.typed("name") == "Pat Newcomer"
    )
    home = nobody.follow(nobody.send(link, ME | {"name": "Pat Own-Name"}))
    assert home.title == "Today" and "Pat Own-Name" in home.words
    assert "used, withdrawn" in nobody.send(link, ME, 422).words
    assert "used, withdrawn" in nobody.look(link).words
    assert count("members", "email = 'pat@example.org'") == 1


@pytest.mark.parametrize("spent", ["expires_at = now()", "revoked_at = now()"])
def test_an_invitation_that_is_over_opens_nothing(
    nobody: Person, world: World, superuser: psycopg.Connection, count: Count, spent: str
) -> None:
    link = invited(world.first, "pat@example.org")
    superuser.execute(f"UPDATE invitations SET {spent} WHERE email = 'pat@example.org'")
    assert "used, withdrawn" in nobody.look(link).words
    nobody.send(link, ME, 422)
    assert count("members", "email = 'pat@example.org'") == 0


def test_an_invitation_is_bound_to_its_address(worker: Person, world: World, count: Count) -> None:
    """Somebody signed in follows another's link: it makes a member of that address, never of who is signed in."""
    link = invited(world.second, "pat@example.org")
    worker.send("/" + link, ME)
    assert count("members", "email = 'pat@example.org'") == 1
    assert count("members", "identity_id = %s", world.first.identities["practitioner"]) == 1
    me = worker.visitor.get("/", follow_redirects=True).get_data(as_text=True)
    assert "Dana O&#39;Neill" in me and "Carrefour Boréal" in me


def test_the_gate_itself_wants_the_address(world: World) -> None:
    token = invited(world.second, "pat@example.org").rpartition("/")[2]
    stranger = world.first.identities["practitioner"]
    assert gate.accept_invitation(token, member=stranger, identity=stranger, name="x") is None


def test_somebody_known_joins_with_their_password_alone(nobody: Person, world: World) -> None:
    link = invited(world.second, "practitioner@heliotrope.example.org")
    assert "You already sign in with this address." in nobody.look(link).words
    assert "You already sign in" in nobody.send(link, ME, 422).wrong["password"]
    nobody.send(link, ME | {"password": PASSWORD})
    names = [node.text().strip() for node in nobody.look("/agencies").tree.css("main li a")]
    assert names == ["Amik Career Centre", "Carrefour Boréal"]


def test_two_who_accept_at_once_are_one_member(app: Flask, world: World, count: Count) -> None:
    link = invited(world.first, "pat@example.org")
    people = [app.test_client() for _ in range(4)]
    ready, statuses = threading.Barrier(len(people)), []

    def join(number: int) -> None:
        token = people[number].form_token()
        ready.wait(timeout=60)
        answered = people[number].post(link, data=ME | {"csrf_token": token})
        statuses.append(answered.status_code)

    threads = [threading.Thread(target=join, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert statuses.count(303) == 1 and set(statuses) <= {303, 409, 422}, statuses
    assert count("members", "email = 'pat@example.org'") == 1
    assert count("gate.identities", "email_canon = 'pat@example.org'") == 1
    assert count("audit_events", "verb = 'member_joined'") == 1 + 2 * len(INVITED)


def test_caught_mail_is_read_on_a_page_but_never_in_production(
    nobody: Person, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nobody.look("/mail").title == "Mail caught on this machine"
    monkeypatch.setattr("tenants.caught.is_used", lambda: False)
    nobody.look("/mail", 404)
    assert nobody.look("/sign-up/sent").links("Read the mail") == []


def test_a_stranger_sees_no_wish_of_anothers(world: World) -> None:
    """The platform's rows are no agency's."""
    with acting_for(world.first.tenancy()), transaction(read_only=True) as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM signups").scalar() == 0
