"""Somebody whose role would allow it, and who has no business with this client, comes to every address of the file."""

import re
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from records.access.rules import NEEDS, Category, Level, Relation, level
from tenants.permissions import GIVEN_BY_AGENCIES, P, Role, may
from tests.isolation.addresses import Page, ids_of, pages
from tests.isolation.wall import Wall
from tests.visitor import Visitor
from tests.world import Agency, World

ClientOf = Callable[..., Visitor]
# What stands on a client's address, and asks for the identity only.
IDENTITY_IS_ENOUGH = {
    P.SEE_AGENCY: "the gate itself, which says whose list a person is on",
    P.OPEN_WITH_REASON: "the gate itself, which looks at the part that is asked for",
    P.ASK_FOR_ACCESS: "whoever may know of a person may ask",
    P.GRANT_ACCESS: "the list of a restricted file is kept by somebody who reads nothing in it",
    P.SEE_AUDIT: "who looked is shown by ids and verbs, with no word of the file",
    P.APPROVE_RETENTION: "whether a file may go is decided by its dates and rules, without reading what is in it",
    P.PLACE_HOLDS: "a hold is placed on a case without reading what is in it",
    P.END_ALERTS: "an alert is for everybody who may know of the person",
}
# The words of the world and the part of a file that each stands in.
SEALED = {
    "goal": Category.CASE,
    "aim": Category.CASE,
    "rung": Category.CASE,
    "bakery": Category.ASSESSMENT,
    "rating": Category.ASSESSMENT,
    **dict.fromkeys(("bus", "shift", "carpool", "lease", "aunt", "birthday"), Category.ASSESSMENT),
    "dial tone": Category.NOTES,
    "reason": Category.NOTES,
    "details": Category.NOTES,
    "addendum": Category.NOTES,
    "thanks": Category.NOTES,
    "draft": Category.NOTES,
    "wrong file": Category.NOTES,
    "witness": Category.CONSENT,
    "college": Category.CONSENT,
    "what left": Category.CONSENT,
    "wall": Category.CONSENT,
    "paper": Category.DOCUMENT,
    "sender": Category.DOCUMENT,
    "box": Category.DOCUMENT,
    **dict.fromkeys(("kiln", "potter", "stool"), Category.EMPLOYMENT),
    "street": Category.IDENTITY,
    "finding": Category.CASE,
    "fall": Category.INCIDENT,
    "hunch": Category.INCIDENT,
    "stairs": Category.INCIDENT,
}


def in_a_file(page: Page) -> bool:
    """True for what stands inside the file of a client."""
    return "client_id" in page.rule.arguments


def is_a_look(page: Page) -> bool:
    """True for what only shows something in the file of a client."""
    return in_a_file(page) and page.method == "GET"


def answers(
    app: Flask, wall: Wall, visitor: Visitor, agency: Agency, wanted: Callable[[Page], bool] = in_a_file
) -> Iterator[tuple[Page, TestResponse]]:
    """What a visitor gets at every address of the file of the world's client."""
    for page in pages(app, wanted):
        yield page, page.ask(visitor, slug=agency.slug, **ids_of(agency, wall, page))


def is_at_the_gate(response: TestResponse) -> bool:
    """True when somebody was sent to say why."""
    return response.status_code == 303 and "/opening?" in response.headers["Location"]


def text_of(response: TestResponse) -> str:
    """What was sent, of a file what can be read of it."""
    return response.get_data().decode(errors="replace")


def words_in(response: TestResponse, agency: Agency) -> set[str]:
    """Which words of the client's sealed text somebody was shown."""
    shown = " ".join(re.sub(r"<[^>]*>", " ", response.get_data().decode(errors="replace")).split())
    return {words for words in SEALED if re.search(rf"{agency.secret} {words}\b", shown)}


def looks(superuser: psycopg.Connection) -> int:
    """How many looks the trail has kept."""
    row = superuser.execute("SELECT count(*) FROM audit_events WHERE verb ~ '(viewed|opened)$'").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def somebody(world: World, wall: Wall, superuser: psycopg.Connection, client_of: ClientOf) -> Visitor:
    """A member of the first agency with every role, whom nothing connects with the client and nothing keeps away."""
    member = world.first.members["reporter"]
    assert wall.tables
    superuser.execute("UPDATE access_blocks SET ended_at = now() WHERE member_id = %s", (member,))
    give(superuser, world.first, set(GIVEN_BY_AGENCIES))
    return client_of(world.first, "reporter")


def give(superuser: psycopg.Connection, agency: Agency, roles: set[Role]) -> None:
    """Makes these the roles of the somebody."""
    told = sorted(map(str, roles))
    superuser.execute("UPDATE members SET roles = %s WHERE id = %s", (told, agency.members["reporter"]))


def restrict(superuser: psycopg.Connection, agency: Agency) -> None:
    """Makes the client one whom only a list knows."""
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (agency.ids["client_id"],))


def block(superuser: psycopg.Connection, agency: Agency, name: str = "client_id") -> None:
    """Closes a client to the somebody."""
    superuser.execute(
        "UPDATE access_blocks SET ended_at = NULL, client_id = %s WHERE member_id = %s",
        (agency.ids[name], agency.members["reporter"]),
    )


def bring_near(superuser: psycopg.Connection, agency: Agency) -> None:
    """Puts the client on the somebody's list."""
    superuser.execute(
        "INSERT INTO access_grants (organisation_id, id, client_id, member_id, kind, created_at)"
        " VALUES (%s, gen_random_uuid(), %s, %s, 'caseload', now())",
        (agency.organisation_id, agency.ids["client_id"], agency.members["reporter"]),
    )


def test_every_permission_about_a_file_says_which_part_it_needs(app: Flask) -> None:
    asked = {P(page.access) for page in pages(app, in_a_file)}
    assert asked - set(NEEDS) == set(IDENTITY_IS_ENOUGH), "say in NEEDS which part of the file this is about"


@pytest.mark.parametrize("why", ["blocked", "restricted"])
def test_whoever_must_not_know_of_a_client_finds_nothing_there(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor, why: str
) -> None:
    roles = set(GIVEN_BY_AGENCIES)
    if why == "blocked":
        bring_near(superuser, world.first)
        block(superuser, world.first)
    else:
        roles -= {Role.PRIVACY_LEAD}
        give(superuser, world.first, roles)
        restrict(superuser, world.first)
    before = wall.everything()
    # What no role of theirs may do at all is refused without a look at the client.
    asked = answers(
        app, wall, somebody, world.first, lambda page: in_a_file(page) and may(roles, page.access)
    )
    found = [(str(page), answer.status_code) for page, answer in asked]
    assert [one for one in found if one[1] != 404] == []
    assert len(found) > 100
    assert wall.everything() == before


def test_the_keeper_of_the_list_reads_nothing_in_a_restricted_file(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor
) -> None:
    give(superuser, world.first, {Role.PRIVACY_LEAD})
    restrict(superuser, world.first)
    faults = {
        str(page): words - {"street"}
        for page, answer in answers(app, wall, somebody, world.first, is_a_look)
        if (words := words_in(answer, world.first)) - {"street"}
    }
    assert faults == {}


def test_the_second_client_of_an_address_is_asked_about_too(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor
) -> None:
    block(superuser, world.first, "other_id")
    found = [
        (str(page), page.ask(somebody, slug=world.first.slug, **ids_of(world.first, wall, page)).status_code)
        for page in pages(app, lambda page: "other_id" in page.rule.arguments)
    ]
    assert found and [one for one in found if one[1] != 404] == []


def test_a_practitioner_does_not_get_into_the_file_of_a_colleagues_client(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor
) -> None:
    give(superuser, world.first, {Role.PRACTITIONER})
    seen, before, faults = looks(superuser), wall.everything(), []
    for page, answer in answers(app, wall, somebody, world.first):
        is_gate = page.rule.endpoint in ("openings.gate", "openings.ask")
        stays_out = answer.status_code in (403, 404) or (page.method == "GET" and is_at_the_gate(answer))
        if words_in(answer, world.first) or not (stays_out or is_gate):
            faults.append((str(page), answer.status_code, words_in(answer, world.first)))
    assert faults == []
    assert looks(superuser) == seen
    assert wall.everything() == before


@pytest.mark.parametrize("is_near", [True, False], ids=["near", "far"])
def test_a_role_opens_no_more_of_a_file_than_the_matrix_says(
    app: Flask,
    world: World,
    wall: Wall,
    superuser: psycopg.Connection,
    somebody: Visitor,
    is_near: bool,
) -> None:
    if is_near:
        bring_near(superuser, world.first)
    faults, opened = [], 0
    for role in GIVEN_BY_AGENCIES:
        give(superuser, world.first, {role})
        for page, response in answers(app, wall, somebody, world.first, is_a_look):
            part, minimum = NEEDS.get(P(page.access), (Category.IDENTITY, Level.SEARCH))
            relation = Relation(near=is_near, placed=True)  # the client of the world has found work
            allowed = may({role}, page.access) and level({role}, relation, part) >= minimum
            got_in = response.status_code not in (403, 404) and not is_at_the_gate(response)
            opened += got_in
            beyond = {
                words
                for words in words_in(response, world.first)
                if level({role}, relation, SEALED[words]) < Level.READ
            }
            if beyond or (got_in and not allowed):
                faults.append((str(role), str(page), response.status_code, beyond))
    assert faults == []
    assert opened > 80
