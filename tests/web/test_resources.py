"""The library: what is put in is found by words, topic and language, looked at again, given, and taken out of use."""

from collections.abc import Callable
from typing import Any

import psycopg

from records.resources.rules import is_link
from tenants import clock
from tests.visitor import Visitor
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
GOOD: dict[str, Any] = {
    "name_en": "Résumé <b>sheet</b> {{7*7}}", "name_fr": "Feuille du CV", "kind": "sheet", "topics": "resume",
    "languages": "fr", "link": "https://example.org/cv", "words": "One page", "cost": "free", "area": "Sudbury",
    "reading_level": "easy", "checked_on": TODAY.isoformat(),
}  # fmt: skip


def test_what_is_put_in_is_found_said_better_and_taken_out(worker: Person, colleague: Person) -> None:
    page = worker.follow(worker.send("/resources", GOOD))
    assert page.title == "Résumé <b>sheet</b> {{7*7}}" and "https://example.org/cv" in page.words
    here = f"/resources/{page.response.request.path.rpartition('/')[2]}"
    found = colleague.look("/resources?words=resume&topic=resume&language=fr&kind=sheet")
    assert "Résumé <b>sheet</b>" in found.words and "guide" not in found.words
    assert "Nothing fits" in colleague.look("/resources?words=submarine").words
    assert "guide" in colleague.look("/resources?topic=nonsense").words, (
        "a topic nobody knows narrows nothing"
    )
    worker.send(here, GOOD | {"name_en": "A better name", "version": "1"})
    told = colleague.send(here, GOOD | {"name_en": "My words", "version": "1"}, 409)
    assert told.typed("name_en") == "My words" and "In the file now: A better name" in told.words
    worker.send(f"{here}/end")
    assert "A better name" not in worker.look("/resources").words and "Out of use" in worker.look(here).words
    worker.send(f"{here}/end", status=409)
    worker.send(here, GOOD | {"version": "3"}, 409)


def test_what_is_wrong_comes_back_and_no_link_runs_anything(worker: Person, count: Count) -> None:
    assert not is_link("javascript://example.org/%0aalert(1)") and not is_link('https://a.ca/"onclick=')
    before = count("resources"), count("audit_events")
    for field, value in (
        ("link", "ftp://example.org/x"),
        ("link", "https://"),
        ("link", "http://[a"),
        ("kind", "spell"),
        ("topics", "nonsense"),
        ("checked_on", "2999-01-01"),
        ("name_en", "x" * 201),
    ):
        page = worker.send("/resources", GOOD | {field: value}, 422)
        assert field in page.wrong and page.typed("words") == "One page", field
    assert "name_en" in worker.send("/resources", GOOD | {"name_en": "", "name_fr": " "}, 422).wrong
    assert (count("resources"), count("audit_events")) == before


def test_what_nobody_looked_at_for_a_year_asks_to_be_looked_at(
    worker: Person, superuser: psycopg.Connection, world: World, client_of: Callable[..., Visitor]
) -> None:
    assert "for a year" not in worker.look("/resources").words
    superuser.execute("UPDATE resources SET checked_on = checked_on - 366")
    page = worker.look("/resources")
    assert "Nobody has looked at one resource for a year." in page.words, (
        "one of ours, none of another agency"
    )
    assert "guide" in worker.look("/resources?old=1").words
    worker.follow(worker.send("/resources/{resource_id}/look"))
    assert "Nothing fits" in worker.look("/resources?old=1").words
    reporter = Person(client_of(world.first, "reporter"), world.first)
    assert "guide" in reporter.look("/resources").words
    reporter.look("/resources/new", 403)
    reporter.send("/resources/{resource_id}/end", status=403)


def test_what_is_given_may_be_of_the_library(worker: Person) -> None:
    new = "/people/{client_id}/details/new/resource"
    given = {"since": TODAY.isoformat(), "case_id": str(worker.agency.ids["case_id"]), "form": "paper"}
    assert "choose it from the library" in worker.send(new, given, 422).wrong["what"]
    worker.send(new, given | {"library": str(worker.agency.ids["resource_id"])})
    assert "Ozymandra guide" in worker.look("/people/{client_id}/together").words
    worker.send(new, given | {"library": str(worker.agency.ids["goal_id"])}, 422)
