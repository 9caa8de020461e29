"""Somebody who has no business there comes to every address there is."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from tenants.permissions import ALWAYS, GIVEN_BY_AGENCIES, Role, may
from tests.isolation.addresses import TABLES, ids_of, made_up, of_agencies, pages, told
from tests.isolation.wall import Wall
from tests.visitor import Visitor
from tests.world import World

ClientOf = Callable[..., Visitor]


def give(superuser: psycopg.Connection, member_id: UUID, roles: list[str]) -> None:
    superuser.execute("UPDATE members SET roles = %s WHERE id = %s", (roles, member_id))


@pytest.fixture
def allowed(world: World, superuser: psycopg.Connection, client_of: ClientOf) -> Visitor:
    """A member of the first agency with every role, so that nothing but the wall can stop them."""
    give(superuser, world.first.members["practitioner"], [str(role) for role in GIVEN_BY_AGENCIES])
    return client_of(world.first, "practitioner")


def test_every_id_in_an_address_is_of_a_known_kind(app: Flask) -> None:
    unknown = {name for page in pages(app, of_agencies) for name in page.ids} - set(TABLES)
    assert unknown == set(), "say in tests/isolation/addresses.py which table these ids belong to"


def test_anothers_id_is_answered_like_one_of_nothing(
    app: Flask, world: World, wall: Wall, allowed: Visitor
) -> None:
    before = {table: wall.rows(table, world.second) for table in wall.tables}
    faults, tried = [], 0
    for page in pages(app, lambda page: of_agencies(page) and bool(page.ids)):
        mine, theirs, nothing = (
            ids_of(world.first, wall, page),
            ids_of(world.second, wall, page),
            made_up(page),
        )
        mixes = [(theirs, nothing)]
        mixes += [
            (mine | {name: theirs[name]}, mine | {name: nothing[name]})
            for name in page.ids
            if len(page.ids) > 1
        ]
        for foreign, fictive in mixes:
            answers = [
                told(page.ask(allowed, slug=world.first.slug, **ids), *ids.values())
                for ids in (foreign, fictive)
            ]
            tried += 1
            if answers[0] != answers[1] or answers[0][0] != 404:
                faults.append(
                    (str(page), [name for name in page.ids if foreign[name] == theirs[name]], answers)
                )
    assert [(page, ids, [status for status, _ in answers]) for page, ids, answers in faults] == []
    assert tried > 20
    assert {table: wall.rows(table, world.second) for table in wall.tables} == before


def test_ones_own_ids_open_the_page(app: Flask, world: World, wall: Wall, allowed: Visitor) -> None:
    """Else the test above would prove nothing."""
    opened = [
        (str(page), response.status_code)
        for page in pages(app, lambda page: of_agencies(page) and page.method == "GET")
        if set(page.ids) <= set(world.first.ids)
        and (response := page.ask(allowed, slug=world.first.slug, **ids_of(world.first, wall, page)))
    ]
    assert [(page, status) for page, status in opened if status not in (200, 303)] == []
    assert len(opened) > 15


def test_no_page_of_one_agency_shows_a_word_of_the_other(
    app: Flask, world: World, wall: Wall, allowed: Visitor
) -> None:
    faults = []
    for page in pages(app, lambda page: of_agencies(page) and page.method == "GET"):
        found = page.ask(allowed, slug=world.first.slug, **ids_of(world.first, wall, page))
        body = found.get_data().decode(errors="replace")
        shown = [word for word in (world.second.name, world.second.secret, "Carrefour") if word in body]
        faults += [(str(page), shown)] if shown else []
    assert faults == []


def test_a_stranger_is_asked_to_sign_in_whatever_agency_they_name(
    app: Flask, world: World, wall: Wall
) -> None:
    faults = []
    for page in pages(app, of_agencies):
        ids = ids_of(world.first, wall, page)
        for slug in (world.first.slug, "no-such-agency"):
            response = page.ask(app.test_client(), slug=slug, **ids)
            where = response.headers.get("Location", "")
            expected = f"/sign-in?next={quote(page.path(slug=slug, **ids), safe='')}"
            ok = (
                (response.status_code, where) == (303, expected)
                if page.method == "GET"
                else response.status_code == 401
            )
            faults += [] if ok else [(str(page), slug, response.status_code, where)]
    assert faults == []


def test_a_member_of_one_agency_finds_no_other(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, client_of: ClientOf
) -> None:
    give(superuser, world.second.members["practitioner"], [str(role) for role in GIVEN_BY_AGENCIES])
    visitor = client_of(world.second, "practitioner")
    faults = []
    for page in pages(app, of_agencies):
        ids = ids_of(world.first, wall, page)
        real, fictive = (
            told(page.ask(visitor, slug=slug, **ids), slug, *ids.values())
            for slug in (world.first.slug, "no-such-agency")
        )
        faults += [] if real == fictive and real[0] == 404 else [(str(page), real[0], fictive[0])]
    assert faults == []


def test_an_ended_membership_and_an_ended_session_end_at_once(
    world: World, superuser: psycopg.Connection, client_of: ClientOf
) -> None:
    visitor = client_of(world.first, "practitioner")
    assert visitor.get(f"/{world.first.slug}/people").status_code == 200
    member = world.first.members["practitioner"]
    superuser.execute("UPDATE members SET ended_at = now() WHERE id = %s", (member,))
    answered = visitor.get(f"/{world.first.slug}/people")
    assert (answered.status_code, answered.headers["Location"]) == (303, "/agencies")
    superuser.execute("UPDATE members SET ended_at = NULL WHERE id = %s", (member,))
    superuser.execute("UPDATE gate.sessions SET revoked_at = now()")
    assert visitor.get(f"/{world.first.slug}/people").status_code == 303


@pytest.mark.parametrize("how", ["no token", "a made-up token", "another site"])
def test_a_change_that_no_page_of_ours_asked_for_is_refused(
    app: Flask, world: World, wall: Wall, allowed: Visitor, how: str
) -> None:
    before = wall.everything()
    faults = []
    for page in pages(app, lambda page: page.method != "GET"):
        named = {name: str(uuid4()) if name.endswith("_id") else "x" for name in page.ids}
        values = {name: value for name, value in named.items() if name not in TABLES} | {"status": 404}
        values |= {"slug": world.first.slug} if of_agencies(page) else {}
        values |= ids_of(world.first, wall, page) if of_agencies(page) else {}
        path = page.path(**values)
        if how == "another site":
            response = allowed.send(path, headers={"Sec-Fetch-Site": "cross-site"})
        else:
            response = allowed.post(path, data={"csrf_token": "made.up"} if how == "a made-up token" else {})
        faults += [] if response.status_code in (400, 401, 403) else [(str(page), response.status_code)]
    assert faults == []
    assert wall.everything() == before


def test_every_address_says_who_may_come(app: Flask) -> None:
    assert [str(page) for page in pages(app) if page.access == "nobody said"] == []
    open_to_all = {str(page) for page in pages(app, of_agencies) if page.access in ("anyone", "signed_in")}
    assert open_to_all == set(), "an agency's page needs a permission"


@pytest.mark.parametrize("role", [None, *GIVEN_BY_AGENCIES])
def test_a_role_opens_what_its_permissions_say_and_nothing_else(
    app: Flask,
    world: World,
    wall: Wall,
    superuser: psycopg.Connection,
    client_of: ClientOf,
    role: Role | None,
) -> None:
    roles = [str(role)] if role else []
    give(superuser, world.first.members["reporter"], roles)
    visitor = client_of(world.first, "reporter")
    faults = []
    for page in pages(app, of_agencies):
        open_to_them = may(roles, page.access)
        if open_to_them and page.method != "GET":
            continue
        status = page.ask(visitor, slug=world.first.slug, **ids_of(world.first, wall, page)).status_code
        if (status == 403) == open_to_them:
            faults.append((str(page), status))
    assert faults == []


def test_a_lapsed_agency_reads_and_changes_nothing(
    app: Flask, world: World, wall: Wall, allowed: Visitor, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "UPDATE organisations SET standing = 'read_only' WHERE id = %s", (world.first.organisation_id,)
    )
    faults = []
    for page in pages(app, of_agencies):
        reads = page.access.startswith("see_") or page.access in ALWAYS
        if reads and page.method != "GET":
            continue
        status = page.ask(allowed, slug=world.first.slug, **ids_of(world.first, wall, page)).status_code
        faults += [(str(page), status)] if (status == 403) == reads else []
    assert faults == []


def test_a_look_only_adds_to_the_audit_trail(app: Flask, world: World, wall: Wall, allowed: Visitor) -> None:
    looks = list(pages(app, lambda page: of_agencies(page) and page.method == "GET"))
    # Looking at what a notice is about is how one has read it.
    trail = {"audit_events", "audit_heads", "notices"}
    before = wall.everything()
    for page in looks:
        page.ask(allowed, slug=world.first.slug, **ids_of(world.first, wall, page))
    after = wall.everything()
    assert [table for table in wall.tables if after[table] != before[table] and table not in trail] == []


def test_what_cannot_be_an_id_is_not_found(world: World, allowed: Visitor) -> None:
    for wrong in ("1", "x", "null", str(uuid4())[:-1], "%00", "..%2f"):
        assert allowed.get(f"/{world.first.slug}/people/{wrong}/consents").status_code == 404, wrong
