"""Runs: a frozen list, a second person, and watching."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests import factories, retention
from tests.web.conftest import HTMX, Person
from tests.web.page import Page
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")


@pytest.fixture
def run(owner: Person, world: World) -> str:
    """The address of a run that the owner planned, with two files due."""
    retention.put_in_force(world.first)
    with world.first.acting("practitioner") as session:
        for years in (8, 12):
            factories.a_closed_case(session, closed_on=TODAY - timedelta(days=366 * years))
    return owner.send("/retention/runs").location.removeprefix(f"/{world.first.slug}")


def given(page: Page, **changes: str) -> dict[str, str]:
    rows = len(page.tree.css("#items-rows tr"))
    return {"count": str(rows), "list_hash": str(page.typed("list_hash"))} | changes


def test_the_list_is_frozen_and_shown(owner: Person, run: str) -> None:
    page = owner.look(run)
    assert len(page.tree.css("#items-rows tr")) >= 2 and "Planned by Olive Owner" in page.words
    assert run in " ".join(owner.look("/retention/runs").links("Run"))
    part = owner.look(run, headers=HTMX)
    assert not part.is_whole and part.tree.css(f"#run-{run.rpartition('/')[2]}")


def test_only_the_whole_number_and_this_very_list_are_approved(
    supervisor: Person, run: str, count: Count
) -> None:
    page = supervisor.look(run)
    before = count("jobs"), count("audit_events")
    for wrong, words in (
        (given(page, count="1"), "Type how many files the list holds."),
        (given(page, count=""), "Type how many files the list holds."),
        (given(page, count="two"), "Enter a whole number"),
    ):
        back = supervisor.send(f"{run}/approval", wrong, 422)
        assert words in back.wrong["count"] and back.typed("count") == wrong["count"]
    for hash_ in ("", "0" * 64, "x" * 200):
        assert "moved on" in supervisor.send(f"{run}/approval", given(page, list_hash=hash_), 409).summary
    supervisor.send(f"{run}/approval", given(page, list_hash="a\0b"), 422)
    supervisor.send(f"{run}/approval", given(page, list_hash="x" * 50_000), 422)
    assert (count("jobs"), count("audit_events")) == before


def test_a_second_person_approves_once(
    owner: Person, supervisor: Person, worker: Person, run: str, count: Count
) -> None:
    good = given(supervisor.look(run))
    assert "somebody else has to decide" in owner.send(f"{run}/approval", good, 422).summary
    worker.send(f"{run}/approval", good, 403)
    page = supervisor.follow(supervisor.send(f"{run}/approval", good))
    assert "Approved by Supervisor of heliotrope" in page.words and page.tree.css("[hx-trigger*='every 2s']")
    jobs = count("jobs")
    again = supervisor.send(f"{run}/approval", good, 409)
    assert again.words and count("jobs") == jobs


def test_it_is_watched_until_nobody_is_working(
    owner: Person, supervisor: Person, world: World, run: str, superuser: psycopg.Connection
) -> None:
    supervisor.send(f"{run}/approval", given(supervisor.look(run)))
    retention.work(superuser, world.first)
    page = owner.look(run)
    assert "hidden from everyone" in page.words and page.tree.css("[hx-trigger*='every']") == []
    back = supervisor.look(run).links("Bring it back")[0].removeprefix(f"/{world.first.slug}")
    assert "Say why the file comes back." in supervisor.send(back, {"reason": " "}, 422).wrong["reason"]
    why = {"reason": "The person asked {{7*7}}"}
    assert "comes back into sight" in supervisor.follow(supervisor.send(back, why)).words
    retention.work(superuser, world.first)
    assert "not in quarantine" in supervisor.send(back, why, 409).words


@pytest.mark.parametrize("state", ["held", "busy", "failed"])
def test_what_stays_hidden_for_another_reason_can_be_brought_back_too(
    supervisor: Person, world: World, run: str, superuser: psycopg.Connection, state: str
) -> None:
    supervisor.send(f"{run}/approval", given(supervisor.look(run)))
    retention.work(superuser, world.first)
    superuser.execute("UPDATE run_items SET state = %s WHERE state = 'quarantined'", (state,))
    links = supervisor.look(run).links("Bring it back")
    assert len(links) >= 2 and supervisor.look("/retention/quarantine").links("Bring it back") == links
    supervisor.send(links[0].removeprefix(f"/{world.first.slug}"), {"reason": "Needed"})
    assert len(supervisor.look(run).links("Bring it back")) == len(links) - 1
    assert "asked by Supervisor" in supervisor.look("/retention/quarantine").words


def test_it_is_taken_back_once(owner: Person, supervisor: Person, run: str) -> None:
    assert "The run is cancelled." in owner.follow(owner.send(f"{run}/cancellation")).words
    owner.send(f"{run}/cancellation", status=409)
    assert supervisor.look(run).forms("/approval") == []
    supervisor.send(f"{run}/approval", {"count": "2", "list_hash": "x"}, 409)


def test_there_is_no_certificate_before_there_is_one(owner: Person, run: str) -> None:
    owner.look(f"{run}/certificate.json", 404)
    owner.look(f"{run}/certificate.pdf", 404)


def test_an_empty_list_cannot_be_approved(owner: Person, supervisor: Person, world: World) -> None:
    assert world
    run = owner.send("/retention/runs").location.removeprefix(f"/{world.first.slug}")
    page = supervisor.look(run)
    if not page.tree.css("#items-rows tr"):
        assert "Nothing is due" in page.words
        assert "nothing in this list" in supervisor.send(f"{run}/approval", given(page), 422).summary
