"""A case: opened, its goal, closed and reopened."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tenants import clock
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
GOOD = {"opened_on": "2026-01-05", "program": "Futures & <b>work", "goal": "A job\r\nnear home {{7*7}} %(x)s"}
CASE = "/people/{client_id}/cases/{case_id}"


def test_a_case_is_opened(worker: Person) -> None:
    assert worker.look("/people/{client_id}/cases/new").typed("opened_on") == TODAY.isoformat()
    page = worker.follow(worker.send("/people/{client_id}/cases", GOOD))
    assert "A job near home {{7*7}} %(x)s" in page.words and "Jan. 5, 2026" in page.words.replace(
        "\u00a0", " "
    )
    assert "The case is open." in page.words and "Practitioner of heliotrope" in page.words


def test_by_htmx_too(worker: Person) -> None:
    assert "/cases/" in worker.send("/people/{client_id}/cases", GOOD, 204, headers=HTMX).location


def test_a_supervisor_looks_at_what_was_left_open(worker: Person, supervisor: Person) -> None:
    close = {"closed_on": TODAY.isoformat(), "exit_reason": "relocated", "regardless": "They moved away"}
    worker.send(f"{CASE}/closing", close)
    today = supervisor.look("/")
    assert "Closed with something left open" in today.words and "They moved away" in today.words
    assert "They moved away" not in worker.look("/").words
    seen = today.tree.css_first("#closings form").attributes["action"]
    assert "They moved away" not in supervisor.follow(supervisor.send("/" + seen)).words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"opened_on": ""}, "Enter the day the work began."),
        ({"opened_on": "0000-00-00"}, "Enter a date"),
        ({"opened_on": "9999-12-31"}, "not in the future"),
        ({"opened_on": (TODAY + timedelta(days=1)).isoformat()}, "not in the future"),
        ({"program": "x" * 121}, "Shorten this to 120"),
        ({"goal": "a\x1bb"}, "hidden control characters"),
    ],
)
def test_what_is_wrong_comes_back(worker: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    before = count("cases"), count("counters"), count("entries")
    page = worker.send("/people/{client_id}/cases", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert (
        page.typed("program") == (GOOD | wrong)["program"]
        and page.typed("opened_on") == (GOOD | wrong)["opened_on"]
    )
    assert (count("cases"), count("counters"), count("entries")) == before


def test_the_goal_is_changed_and_of_two_at_once_none_is_lost(worker: Person, owner: Person) -> None:
    form = worker.look(f"{CASE}/goal")
    assert form.typed("goal") == "heliotrope goal"
    seen = {"version": form.typed("version")}
    assert "Theirs" in owner.follow(owner.send(f"{CASE}/goal", seen | {"goal": "Theirs"})).words
    page = worker.send(f"{CASE}/goal", seen | {"goal": "Mine"}, 409)
    assert "Somebody changed this case" in page.summary and page.typed("goal") == "Mine"
    assert "In the file now: Theirs" in page.words
    assert "Theirs" in worker.look(CASE).words
    knowing = {"version": page.typed("version"), "goal": "Mine"}
    assert "Mine" in worker.follow(worker.send(f"{CASE}/goal", knowing)).words


def test_without_its_version_the_goal_stays(worker: Person) -> None:
    for version in ({}, {"version": ""}, {"version": "99"}):
        assert worker.send(f"{CASE}/goal", {"goal": "Mine", **version}, 409).typed("goal") == "Mine"
    for version in ("x", "2147483648", "9" * 30, "1e400", "-1"):
        worker.send(f"{CASE}/goal", {"goal": "Mine", "version": version}, 422)
    assert "heliotrope goal" in worker.look(CASE).words


def test_a_case_is_closed_and_opened_again(worker: Person, count: Count) -> None:
    close = {"closed_on": TODAY.isoformat(), "exit_reason": "employed", "exit_words": "Found it alone."}
    left = worker.send(f"{CASE}/closing", close, 422)
    assert left.wrong["regardless"] == "Say why it is closed with this left open."
    assert "Referrals closed" in left.words and worker.look(CASE).links("Close the case")
    close |= {"regardless": "They moved away"}
    page = worker.follow(worker.send(f"{CASE}/closing", close))
    assert (
        "Closed on" in page.words
        and "Found it alone." in page.words
        and "They moved away" in page.words
        and page.links("Reopen the case")
        and not page.links("Close the case")
    )
    assert "closed" in worker.send(f"{CASE}/closing", close, 409).summary
    worker.send(f"{CASE}/goal", {"goal": "x", "version": "2"}, 409)
    assert "closed" in worker.send(f"{CASE}/notes", status=409).words
    assert (
        worker.send(f"{CASE}/reopening", {"reason": " "}, 422).wrong["reason"] == "Say why the work goes on."
    )
    page = worker.follow(worker.send(f"{CASE}/reopening", {"reason": "They came back"}))
    assert "The case is open again." in page.words
    assert "open already" in worker.send(f"{CASE}/reopening", {"reason": "Again"}, 409).words
    assert (
        count(
            "entries",
            "case_id = %s AND kind IN ('case_closed', 'case_reopened')",
            worker.agency.ids["case_id"],
        )
        == 2
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closed_on": "1999-01-01"}, "cannot close before it opened"),
        ({"closed_on": (TODAY + timedelta(days=1)).isoformat()}, "not in the future"),
        ({"exit_reason": ""}, "Choose a reason."),
        ({"exit_reason": "aliens"}, "Choose from the list."),
    ],
)
def test_a_case_that_cannot_close_so_stays_open(worker: Person, wrong: dict[str, str], words: str) -> None:
    page = worker.send(
        f"{CASE}/closing",
        {"closed_on": TODAY.isoformat(), "exit_reason": "employed", "regardless": "So it is"} | wrong,
        422,
    )
    assert words in page.wrong[next(iter(wrong))]
    assert worker.look(CASE).links("Close the case")


def test_a_case_under_another_client_is_not_here(worker: Person, world: World) -> None:
    from_another = worker.follow(worker.send("/people", {"legal_given": "Other", "language": "en"}))
    other = from_another.response.request.path.removeprefix(f"/{world.first.slug}")
    worker.look(f"{other}/cases/{{case_id}}", 404)
    worker.send(
        f"{other}/cases/{{case_id}}/closing", {"closed_on": TODAY.isoformat(), "exit_reason": "employed"}, 404
    )


def test_a_lapsed_agency_reads_and_sees_nothing_to_press(
    worker: Person, lapsed: object, count: Count
) -> None:
    page = worker.look(CASE)
    assert lapsed and "heliotrope goal" in page.words
    ours = [form for form in page.forms(worker.agency.slug) if not form.endswith(("/search", "/commands"))]
    assert ours == [] and page.links("Close the case") == page.links("Change the goal") == []
    before = count("entries")
    assert worker.send(f"{CASE}/notes", status=403).title == "This is not open to you"
    assert count("entries") == before
    assert "Ozymandra" in worker.send("/people/search", {"q": "ozy"}, 200).words
