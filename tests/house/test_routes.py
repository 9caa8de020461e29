"""Every address is a resource, says who may come, and takes typed ids."""

import ast
import re

from flask import Flask

from tenants.permissions import P
from tests.house.source import is_route, modules
from tests.isolation.addresses import of_agencies, pages

ACCESS = {"member_can", "signed_in", "anyone"}
# Parts of an address that are no ids, with what they are.
NOT_IDS = {
    "slug": "an agency's name",
    "token": "a secret from an e-mail",
    "status": "a fault to look at, in development",
    "kind": "a kind of particular",
    "what": "a phase or a step of one",
    "code": "the code of a printed form",
}
_PART = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.json|\.pdf)?")


def test_every_route_has_exactly_one_access_decorator() -> None:
    faults = []
    for module in modules():
        for function in module.functions:
            if is_route(function):
                marks = [
                    mark.func if isinstance(mark, ast.Call) else mark for mark in function.decorator_list
                ]
                found = [mark.id for mark in marks if isinstance(mark, ast.Name) and mark.id in ACCESS]
                nearest = [
                    one
                    for one in function.decorator_list
                    if not (isinstance(one, ast.Name) and one.id == "fresh")
                ][-1]
                nearest = nearest.func if isinstance(nearest, ast.Call) else nearest
                if len(found) != 1 or not (isinstance(nearest, ast.Name) and nearest.id in ACCESS):
                    faults.append(f"{module}:{function.lineno} {function.name}: {found}")
    assert faults == [], "exactly one of member_can(P.X), signed_in, anyone; under it nothing but fresh"


def test_every_address_says_who_may_come(app: Flask) -> None:
    known = {str(permission) for permission in P} | {"signed_in", "anyone"}
    assert [f"{page} {page.access}" for page in pages(app) if page.access not in known] == []


def test_ids_are_typed(app: Flask) -> None:
    faults = [
        f"{rule.rule}: {name}"
        for rule in app.url_map.iter_rules()
        for name in rule.arguments
        if name not in NOT_IDS and f"<uuid:{name}>" not in rule.rule
    ]
    assert faults == []


def test_ids_are_named_after_what_they_are_of(app: Flask) -> None:
    arguments = {name for rule in app.url_map.iter_rules() for name in rule.arguments} - set(NOT_IDS)
    assert [name for name in arguments if not name.endswith("_id")] == []


def test_addresses_are_in_kebab_case(app: Flask) -> None:
    faults = [
        rule.rule
        for rule in app.url_map.iter_rules()
        for part in rule.rule.strip("/").split("/")
        if part and not part.startswith("<") and not _PART.fullmatch(part)
    ]
    assert faults == []


def test_only_get_and_post_are_spoken(app: Flask) -> None:
    methods = {method for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    assert methods <= {"GET", "HEAD", "OPTIONS", "POST"}


def test_an_address_ends_with_a_slash_only_where_it_is_the_front(app: Flask) -> None:
    ends = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.endswith("/") and rule.rule != "/"}
    assert ends <= {"/<slug>/", "/ui/"}


def test_what_changes_something_needs_a_permission_to_change(app: Flask) -> None:
    """A POST under a permission that only reads would go on in an agency that has lapsed."""
    reads = {
        "POST /<slug>/people/search": "keeps what is searched for out of addresses and logs",
        "POST /<slug>/commands": "as above",
        "POST /<slug>/retention/certificates/look-up": "as above",
        "POST /<slug>/people/<uuid:client_id>/print": "keeps for whom a file is printed out of them too",
    }
    faults = [
        str(page)
        for page in pages(app, of_agencies)
        if page.method != "GET" and page.access.startswith("see_") and str(page) not in reads
    ]
    assert faults == []


def test_what_cannot_be_taken_back_wants_a_fresh_proof(app: Flask) -> None:
    wanted = {
        *("schedules.publish", "runs.approve", "departures.ask", "departures.approve", "departures.close"),
        *(
            "archives.create",
            "archives.approve",
            "archives.file",
            "team.create",
            "team.end",
            "team.take_back",
        ),
        *("own_steps.add_app", "own_steps.remove_app", "own_steps.make_codes", "passkeys.create"),
        *("passkeys.remove", "losses.begin", "losses.confirm", "roles.change"),
    }
    found = {name for name, view in app.view_functions.items() if getattr(view, "fresh", False)}
    assert wanted - found == set()
