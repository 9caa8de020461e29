"""Alerts: set, shown at the top of the file to whom they are for, changed, ended by two."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests.web.conftest import Person

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
FILE = "/people/{client_id}"
ALERT = f"{FILE}/alerts/{{alert_id}}"
GOOD = {
    "kind": "safety",
    "words": "Sit near the <b>door</b> {{7*7}}",
    "audience": "casework",
    "starts_on": TODAY.isoformat(),
    "review_on": (TODAY + timedelta(days=5)).isoformat(),
    "expires_on": (TODAY + timedelta(days=10)).isoformat(),
}


def test_an_alert_is_set_and_stands_at_the_top_of_the_file(worker: Person) -> None:
    worker.look(f"{FILE}/alerts/new")
    page = worker.follow(worker.send(f"{FILE}/alerts", GOOD))
    assert "Shown" in page.words and "Those who do casework" in page.words
    file = worker.look(FILE)
    shown = file.tree.css("#alerts .notice")
    assert len(shown) == 2 and "Sit near the <b>door</b> {{7*7}}" in shown[0].text()


def test_the_front_desk_sees_what_is_for_it(
    worker: Person, supervisor: Person, superuser: psycopg.Connection
) -> None:
    worker.send(f"{FILE}/alerts", GOOD)
    superuser.execute(
        "UPDATE members SET roles = '{front_desk}' WHERE id = %s", (supervisor.agency.members["supervisor"],)
    )
    file = supervisor.look(FILE)
    assert "heliotrope boundary" in file.words and "Sit near" not in file.body
    listed = supervisor.look(f"{FILE}/alerts")
    assert "Agreed boundary" in listed.words and "casework" not in listed.words
    supervisor.look(f"{FILE}/alerts/new", 403)
    supervisor.send(f"{ALERT}/end", status=403)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose the kind of alert."),
        ({"kind": "grudge"}, "Choose from the list."),
        ({"words": " "}, "Write what to know"),
        ({"words": "x" * 501}, "Shorten this to 500"),
        ({"audience": ""}, "Choose who sees it."),
        ({"review_on": ""}, "Enter the day to look at it again."),
        ({"review_on": (TODAY + timedelta(days=11)).isoformat()}, "between its first and its last day"),
        ({"expires_on": (TODAY - timedelta(days=1)).isoformat()}, "not over yet"),
    ],
)
def test_what_is_wrong_comes_back(worker: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    before = count("alerts"), count("entries"), count("audit_events")
    page = worker.send(f"{FILE}/alerts", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert page.typed("words") == (GOOD | wrong)["words"] or field == "words"
    assert (count("alerts"), count("entries"), count("audit_events")) == before


def test_a_change_shows_what_it_said_and_two_windows_are_told(worker: Person, supervisor: Person) -> None:
    editor = worker.look(f"{ALERT}/edit")
    typed = {
        name: editor.typed(name) or "" for name in ("kind", "audience", "review_on", "expires_on", "version")
    }
    worker.send(ALERT, typed | {"words": "Three people", "reason": "He agreed"})
    told = supervisor.send(ALERT, typed | {"words": "My words", "reason": "Mine"}, 409)
    assert told.typed("words") == "My words" and "Three people" in told.words
    page = supervisor.look(ALERT)
    assert "heliotrope boundary" in page.words and "He agreed" in page.words
    sooner = typed | {"words": "x", "reason": "x", "version": "2", "expires_on": TODAY.isoformat()}
    sooner["review_on"] = TODAY.isoformat()
    assert "ask a second person" in worker.send(ALERT, sooner, 422).wrong["expires_on"]


def test_two_people_end_it(worker: Person, supervisor: Person) -> None:
    assert "First somebody has to say why" in supervisor.send(f"{ALERT}/end", status=422).words
    assert worker.send(f"{ALERT}/end-request", {"end_reason": ""}, 422).wrong["end_reason"]
    worker.send(f"{ALERT}/end-request", {"end_reason": "A calm year"})
    assert "Waits for a second person" in worker.look(f"{FILE}/alerts").words
    assert worker.look(ALERT).forms("/end") == []
    worker.send(f"{ALERT}/end", status=403)
    assert "A calm year" in supervisor.look(ALERT).words
    assert "Ended by two people" in supervisor.follow(supervisor.send(f"{ALERT}/end")).words
    supervisor.send(f"{ALERT}/end", status=409)
    assert worker.look(FILE).tree.css("#alerts") == []
