"""Every page, in both languages, and what it costs: never more statements for more rows."""

import pytest
from flask import Flask

from records.cases.queries import get_case
from records.clients.queries import get_client
from records.notes.actions import add_addendum
from records.retention import holding
from records.retention.terms import HoldKind
from tests import factories, retention
from tests.isolation.addresses import WORDS
from tests.web.conftest import HTMX, Person, statements
from tests.world import World

CASE = "/people/{client_id}/cases/{case_id}"
LISTS = {
    "/": 17,  # one for each of its sixteen lists, and one for the names
    "/people": 5,
    "/people/{client_id}": 22,  # its check looks at ratings, risks and questions that are not asked, too
    "/people/{client_id}/consents": 8,
    CASE: 18,
    f"{CASE}/notes/{{note_id}}": 14,
    "/documents": 6,
    "/team": 5,
    "/retention": 21,
    "/retention/forecast": 14,
    "/retention/draft": 10,
    "/retention/state": 21,
    "/retention/certificates": 8,
    "/retention/quarantine": 8,
    "/retention/holds": 6,
    "/retention/holds/{hold_id}": 11,
    "/retention/runs": 6,
    "/retention/runs/{run_id}": 13,
}


def fill(world: World, rows: int) -> None:
    """So many more of everything that a page lists."""
    agency = world.first
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        for n in range(rows):
            case = factories.a_case(session, factories.a_client(session, legal_given=f"<b>Row{n}"))
            factories.a_closed_case(session, client)
            factories.a_consent(session, client)
            factories.a_draft(session, case)
            factories.a_filed_document(session, case)
    with agency.acting("practitioner") as session:
        busy = agency.ids["case_id"]
        from_world = get_case(session, agency.ids["client_id"], busy)
        for n in range(rows):
            factories.a_note(session, from_world, details=f"<b>Note {n}")
            factories.a_filed_document(session, from_world)
        note = factories.a_note(session, from_world)
        agency.ids["note_id"] = note.id
        for n in range(rows):
            add_addendum(session, note, reason="add_information", words=f"<b>Addendum {n}")
    with agency.acting("supervisor") as session:
        for n in range(rows):
            holding.place_hold(session, [busy], kind=HoldKind.LITIGATION, basis=f"<b>Matter {n}", reason="x")
            placed = holding.place_hold(
                session,
                [agency.ids["closed_case_id"], busy],
                kind=HoldKind.LITIGATION,
                basis="Both",
                reason="x",
            )
        assert placed.hold is not None
        agency.ids["hold_id"] = placed.hold.id
    for _ in range(rows):
        agency.ids["run_id"] = retention.plan(agency).id


IN_THE_CLIENTS_LANGUAGE = {"signing.show", "disclosures.account", "plan_signing.signature"}


def test_a_list_costs_the_same_however_long_it_is(world: World, owner: Person) -> None:
    retention.put_in_force(world.first)
    person = owner
    costs: list[dict[str, int]] = []
    for rows in (3, 22):
        fill(world, rows)
        person.look("/people")  # what is kept between requests is kept now
        cost = {}
        for path in LISTS:
            with statements() as asked:
                person.look(path)
            cost[path] = len(asked)
        costs.append(cost)
    few, many = costs
    assert {path: (few[path], many[path]) for path in LISTS if many[path] > few[path]} == {}
    assert {path: many[path] for path, most in LISTS.items() if many[path] > most} == {}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_the_world_is_whole(
    app: Flask, world: World, owner: Person, worker: Person, language: str
) -> None:
    """The page itself is checked wherever one is opened; here every one is, with rows in it."""
    for person in (owner, worker):
        person.visitor.set_cookie("language", language)
    fill(world, 1)
    opened = 0
    for rule in app.url_map.iter_rules():
        if "slug" not in rule.arguments or "GET" not in (rule.methods or ()):
            continue
        known = WORDS | world.first.ids | {"slug": world.first.slug}
        if rule.arguments - set(known):
            continue
        built = rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)
        assert built is not None, rule
        page = owner.look("/" + built[1], status=owner.visitor.get(built[1]).status_code)
        # 303 leads on, 403 needs another role, 409 another state.
        assert page.status in (200, 303, 403, 404, 409), built[1]
        if page.is_html and rule.endpoint not in IN_THE_CLIENTS_LANGUAGE:
            assert f'lang="{language}-CA"' in page.body, built[1]
        opened += page.status == 200
    for path in (f"{CASE}/notes/{{draft_id}}", f"{CASE}/notes/{{note_id}}", CASE, "/"):
        worker.look(path)
    assert opened > 20


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/again", "/sign-up", "/sign-up/sent", "/mail"])
def test_every_page_before_signing_in_is_whole(nobody: Person, path: str) -> None:
    for language in ("en", "fr"):
        nobody.visitor.set_cookie("language", language)
        nobody.look(path)


@pytest.mark.parametrize(
    "path", ["/ui/", "/ui/?theme=dark&language=fr", "/ui/public", "/ui/form", "/ui/rows"]
)
def test_the_page_of_components_can_be_drawn(nobody: Person, path: str) -> None:
    assert nobody.visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/people", "/people/{client_id}", CASE, "/"])
def test_a_part_of_a_page_is_a_part_or_the_whole(worker: Person, path: str) -> None:
    page = worker.look(path, headers=HTMX)
    assert page.is_whole == (path == "/")


def test_show_more_of_a_timeline_goes_on_where_it_stopped(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        for _ in range(28):
            factories.a_draft(session, case)
    for path in ("/people/{client_id}", CASE):
        first = worker.look(path)
        (more,) = first.links("Show more")
        rest = worker.look("/" + more, headers=HTMX)
        seen = [node.id for page in (first, rest) for node in page.tree.css("li.entry")]
        assert len(seen) == len(set(seen)) > 27 and not rest.is_whole
        assert worker.look("/" + more).is_whole
