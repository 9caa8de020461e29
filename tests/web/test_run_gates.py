"""What stops a run, on its page: why, who was told, and what a person can do about it."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from records.retention import brakes, gates
from tenants import clock
from tenants.settings import settings
from tests import factories, retention
from tests.web.conftest import Person
from tests.world import World

TODAY = clock.today("America/Toronto")


@pytest.fixture
def files(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two files that are due."""
    retention.put_in_force(world.first)
    with world.first.acting("practitioner") as session:
        for years in (8, 12):
            factories.a_closed_case(session, closed_on=TODAY - timedelta(days=366 * years))
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("files")
def test_a_list_longer_than_usual_is_planned_by_typing_its_length(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (brakes, gates):
        monkeypatch.setattr(module, "NEVER_TOO_MANY", 1)
    asked = owner.send("/retention/runs", {}, 422)
    assert "This list holds 2 files, more than usual." in asked.wrong["confirmed"]
    for wrong in ("3", "many", "-1"):
        assert owner.send("/retention/runs", {"confirmed": wrong}, 422).wrong["confirmed"]
    assert "/retention/runs/" in owner.send("/retention/runs", {"confirmed": "", "limit": "1"}).location
    assert "/retention/runs/" in owner.send("/retention/runs", {"confirmed": "2"}).location


@pytest.mark.usefixtures("files")
def test_the_page_says_who_was_told_and_takes_a_word_about_it_and_about_the_date(
    owner: Person,
    supervisor: Person,
    worker: Person,
    world: World,
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    run = retention.plan(agency)
    retention.approve(agency, run)
    retention.work(superuser, agency)
    address, later = f"/retention/runs/{run.id}", TODAY + timedelta(days=31)
    page = owner.look(address)
    assert "Who was told" in page.words and "Message sent on" in page.words
    assert "This run does not go on" not in page.words  # it arrived just now, and the waiting time is longer
    owner.send(f"{address}/acknowledgement")
    assert "Seen on" in owner.look(address).words
    retention.move_to(monkeypatch, later)
    doubted = supervisor.look(address).words
    assert "The calendar has jumped from" in doubted and "Confirm that today is" in doubted
    assert "Confirm that today is" not in worker.look(address).words
    day = {"day": later.isoformat()}
    worker.send("/retention/date", day, 403)
    supervisor.send("/retention/date", {"day": TODAY.isoformat()}, 409)
    supervisor.send("/retention/date", {}, 409)
    supervisor.send("/retention/date", day)
    assert "This run does not go on" not in owner.look(address).words
    retention.work(superuser, agency)
    page = owner.look(address)
    assert "Certificate 1" in page.words and "I have seen this" not in page.words
