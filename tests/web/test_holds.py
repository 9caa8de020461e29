"""Holds: placed on a case, released by two people."""

from collections.abc import Callable

import pytest

from tenants import clock
from tests.web.conftest import HTMX, Person

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
GOOD = {"kind": "litigation", "basis": "File <b>2026-7", "reason": "A claim {{7*7}}", "review_on": ""}


@pytest.fixture
def hold(owner: Person) -> str:
    """The address of a hold that the owner placed."""
    return owner.send(f"{CASE}/holds", GOOD).location.removeprefix(f"/{owner.agency.slug}")


def test_a_hold_is_placed_and_seen_from_everywhere(owner: Person, worker: Person) -> None:
    assert owner.look(f"{CASE}/holds/new").typed("kind")
    page = owner.follow(owner.send(f"{CASE}/holds", GOOD))
    assert "File <b>2026-7" in page.title and "A claim {{7*7}}" in page.words and "In force" in page.words
    assert "File <b>2026-7" in owner.look("/retention/holds").words
    assert "On hold" in worker.look(CASE).words


def test_by_htmx_too(owner: Person) -> None:
    assert "/retention/holds/" in owner.send(f"{CASE}/holds", GOOD, 204, headers=HTMX).location


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "grudge"}, "Choose from the list."),
        ({"basis": " "}, "Enter the matter"),
        ({"basis": "x" * 201}, "Shorten this to 200"),
        ({"reason": ""}, "Say why the file must be kept."),
        ({"review_on": TODAY.isoformat()}, "Choose a later day"),
        ({"review_on": "tomorrow"}, "Enter a date"),
    ],
)
def test_what_is_wrong_comes_back(owner: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    before = count("holds"), count("audit_events")
    page = owner.send(f"{CASE}/holds", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field] and page.typed("basis") == (GOOD | wrong)["basis"]
    assert (count("holds"), count("audit_events")) == before


def test_two_people_release_it(owner: Person, supervisor: Person, hold: str, count: Count) -> None:
    assert owner.look(hold).forms("/release") == owner.look(hold).forms("/release-request") != []
    assert "First somebody has to say why" in supervisor.send(f"{hold}/release", status=422).words
    assert (
        owner.send(f"{hold}/release-request", {"reason": " "}, 422).wrong["reason"]
        == "Enter why the hold is over."
    )
    owner.send(f"{hold}/release-request", {"reason": "Settled & <b>done"})
    assert "somebody else has to decide" in owner.send(f"{hold}/release", status=422).words
    assert "Settled & <b>done" in supervisor.look(hold).words
    assert "Released" in supervisor.follow(supervisor.send(f"{hold}/release")).words
    jobs = count("jobs")
    supervisor.send(f"{hold}/release", status=409)
    owner.send(f"{hold}/release-request", {"reason": "Again"}, 409)
    assert count("jobs") == jobs
    assert "Released" in owner.look(hold).words


def test_who_may_not_hold_cannot(worker: Person, hold: str, count: Count) -> None:
    before = count("holds")
    worker.look(f"{CASE}/holds/new", 403)
    worker.send(f"{CASE}/holds", GOOD, 403)
    worker.send(f"{hold}/release-request", {"reason": "x"}, 403)
    worker.send(f"{hold}/release", status=403)
    assert count("holds") == before
    assert worker.look(hold).forms("/release") == []
