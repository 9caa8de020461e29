"""Consent: recorded with its wording, in force or not, taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tenants import clock
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
GOOD = {
    "kind": "service",
    "language": "fr",
    "decision": "given",
    "given_how": "verbal",
    "witness": "W. <i>Tness",
    "given_on": TODAY.isoformat(),
    "expires_on": "",
    "conditions": "Only\r\nby mail & {{7*7}}",
}


def test_a_consent_is_recorded_with_its_words(worker: Person, count: Count) -> None:
    form = worker.look("/people/{client_id}/consents/new")
    assert form.typed("given_on") == TODAY.isoformat() and form.typed("kind") == "service"
    page = worker.follow(worker.send("/people/{client_id}/consents", GOOD))
    assert "W. <i>Tness" in page.words and "Only by mail & {{7*7}}" in page.words
    assert page.tree.css("details p[lang=fr]")
    assert count("consents", "client_id = %s", worker.agency.ids["client_id"]) == 2


def test_a_refusal_is_recorded_the_same_way(worker: Person, count: Count) -> None:
    worker.send("/people/{client_id}/consents", GOOD | {"decision": "refused"}, 204, headers=HTMX)
    assert count("consents", "state = 'refused'") == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what the consent is for."),
        ({"kind": "marriage"}, "Choose from the list."),
        ({"language": ""}, "Choose a language."),
        ({"decision": ""}, "Choose what the client decided."),
        ({"given_how": "telepathy"}, "Choose from the list."),
        ({"witness": ""}, "A spoken consent needs a witness"),
        ({"given_on": ""}, "Enter the day the client decided."),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"expires_on": (TODAY - timedelta(days=1)).isoformat()}, "on or after the first"),
        ({"conditions": "x" * 20_001}, "Shorten this to 20000 characters."),
    ],
)
def test_what_is_wrong_comes_back(worker: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    before = count("consents"), count("entries"), count("audit_events")
    page = worker.send("/people/{client_id}/consents", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    for name in ("witness", "given_on", "expires_on"):
        assert page.typed(name) == (GOOD | wrong)[name]
    assert (count("consents"), count("entries"), count("audit_events")) == before


def test_a_consent_is_taken_back_once(worker: Person) -> None:
    page = worker.look("/people/{client_id}/consents")
    (path,) = page.forms("/withdrawal")
    short = path.removeprefix(f"/{worker.agency.slug}")
    assert "Withdrawn on" in worker.follow(worker.send(short)).words
    told = worker.send(short, status=409)
    assert "not in force" in told.words
    assert "No consent in force" in worker.look("/people/{client_id}").words
    part = worker.send(short, status=409, headers=HTMX)
    assert not part.is_whole and part.response.headers["HX-Reswap"] == "none" and "not in force" in part.words


def test_a_consent_past_its_last_day_is_not_in_force(worker: Person, world: World) -> None:
    with world.first.acting() as session:
        client = factories.a_client(session)
        days = {"given_on": TODAY - timedelta(days=9), "expires_on": TODAY - timedelta(days=1)}
        factories.a_consent(session, client, **days)
        path = f"/people/{client.id}"
    assert "No consent in force" in worker.look(path).words
    assert "Ended" in worker.look(f"{path}/consents").words


def test_another_clients_consent_is_not_here(worker: Person, world: World) -> None:
    with world.first.acting() as session:
        other = factories.a_client(session).id
    worker.send(f"/people/{other}/consents/{{consent_id}}/withdrawal", status=404)
