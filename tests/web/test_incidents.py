"""Incidents: written, kept while typing, handed in, worked on, closed by two, printed."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests.web.conftest import Person

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
INCIDENT = "/incidents/{incident_id}"
JSON = {"Accept": "application/json"}
GOOD = {
    "kind": "injury",
    "occurred_on": TODAY.isoformat(),
    "occurred_at": "14:05",
    "place": "Kitchen <b>2</b>",
    "clients": "",
    "visitors": "Mr One\r\n\r\nMs Two {{7*7}}",
    "outsiders": "",
    "witnesses": "The plumber",
    "seen": "The kettle fell.",
    "opinion": "It stood badly.",
    "injuries": "A burnt hand",
    "immediate_action": "Cold water.",
    "services": ["ambulance", "other"],
    "family_told": "yes",
}


def draft_of(person: Person) -> str:
    started = person.send("/incidents")
    return started.location.removeprefix(f"/{person.agency.slug}")


def test_from_an_empty_draft_to_a_locked_report(worker: Person, supervisor: Person, count: Count) -> None:
    path = draft_of(worker)
    editor = worker.look(path)
    assert editor.typed("occurred_on") == TODAY.isoformat() and editor.typed("version") == "1"
    number = worker.look("/people/{client_id}").words.split("N-")[1].split()[0]
    told = GOOD | {
        "clients": f"n-{number}",
        "staff": [str(worker.agency.members["supervisor"])],
        "version": "1",
    }
    page = worker.follow(worker.send(f"{path}/submission", told))
    for words in ("Kitchen <b>2</b>", "Ms Two {{7*7}}", "The plumber", "Ambulance, Another service",
                  "Supervisor of heliotrope", "Ozymandra", "14:05", "Handed in"):  # fmt: skip
        assert words in page.words, words
    assert page.forms("/steps") == [] and page.forms("/additions") != []
    assert supervisor.look(path).forms("/steps") != []
    assert count("entries", "kind = 'incident' AND sensitivity = 'restricted'") == 3
    worker.send(f"{path}/submission", told, 409)
    worker.send(f"{path}/discarding", status=409)


def test_the_page_saves_what_is_typed_whole_or_not(worker: Person, supervisor: Person) -> None:
    path = draft_of(worker)
    odd = {"occurred_on": "next tu", "seen": "half a th", "services": ["police"], "version": "1"}
    told = worker.send(f"{path}/draft", odd, 200, headers=JSON).response.json
    assert told is not None and told["version"] == 2 and told["saved_at"]
    editor = worker.look(path)
    assert (editor.typed("occurred_on"), editor.typed("seen")) == ("next tu", "half a th")
    assert [node.attributes["value"] for node in editor.tree.css("#services input[checked]")] == ["police"]
    supervisor.look(path, 404)
    for act in ("draft", "submission", "discarding"):
        supervisor.send(f"{path}/{act}", odd, 404)
    second = worker.send(f"{path}/draft", odd | {"seen": "Second window"}, 409)
    assert second.typed("seen") == "Second window" and "half a th" in second.words
    assert "Draft saved" in worker.follow(worker.send(f"{path}/draft", GOOD | {"version": "2"})).words
    worker.send(f"{path}/discarding")
    worker.look(path, 404)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose the kind of incident."),
        ({"occurred_on": ""}, "Enter the day it happened."),
        ({"occurred_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"occurred_at": "25:00"}, "Enter a time"),
        ({"place": ""}, "Say where it happened."),
        ({"seen": " "}, "Say what was seen and heard."),
        ({"immediate_action": ""}, "Say what was done at once."),
        ({"clients": "N-999999"}, "We found no file N-999999."),
        ({"visitors": "x" * 1001}, "Shorten this to 1000"),
        ({"services": "astrologer"}, "Choose from the list."),
        ({"staff": "nobody"}, "Choose from the list."),
    ],
)
def test_what_is_wrong_comes_back_and_nothing_is_lost(
    worker: Person, count: Count, wrong: dict[str, str], words: str
) -> None:
    path = draft_of(worker)
    before = count("incident_persons"), count("entries"), count("audit_events")
    page = worker.send(f"{path}/submission", GOOD | {"version": "1"} | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert page.typed("opinion") == "It stood badly."
    assert (count("incident_persons"), count("entries"), count("audit_events")) == before


def test_it_goes_its_way_to_a_closing_by_two(supervisor: Person, owner: Person) -> None:
    page = supervisor.look(INCIDENT)
    assert (
        "heliotrope fall" in page.words
        and "heliotrope rail" in page.words
        and "heliotrope officer" in page.words
    )
    assert supervisor.send(f"{INCIDENT}/steps", {"act": "find", "words": ""}, 422).wrong["words"]
    assert "moved on" in supervisor.send(f"{INCIDENT}/steps", {"act": "close", "words": "x"}, 409).words
    found = {"act": "find", "words": "A <i>loose</i> rail", "causes": ["premises", "staffing"]}
    assert "A <i>loose</i> rail" in supervisor.follow(supervisor.send(f"{INCIDENT}/steps", found)).words
    assert "not done yet" in supervisor.send(f"{INCIDENT}/steps", {"act": "finish", "words": "x"}, 422).words
    supervisor.send(f"{INCIDENT}/actions/{{incident_action_id}}/completion")
    supervisor.send(f"{INCIDENT}/steps", {"act": "finish", "words": "Fixed"})
    assert "real risk" in supervisor.send(f"{INCIDENT}/closing-request", {"lessons": "Look"}, 422).words
    judged = {
        "discovered_on": TODAY.isoformat(), "information": ["health"], "circumstances": "x", "persons": "2",
        "sensitivity": "low", "likelihood": "low", "reasons": "Unopened", "decision": "no_real_risk", "version": "1",
    }  # fmt: skip
    supervisor.send(f"{INCIDENT}/breach", judged)
    assert supervisor.send(f"{INCIDENT}/closing-request", {"lessons": ""}, 422).wrong["lessons"]
    supervisor.send(f"{INCIDENT}/closing-request", {"lessons": "Look down"})
    assert "somebody else has to decide" in supervisor.send(f"{INCIDENT}/closing", status=422).words
    closed = owner.follow(owner.send(f"{INCIDENT}/closing"))
    assert "Closed by" in closed.words and "Look down" in closed.words
    assert "Closed incidents" in owner.look("/incidents").words


def test_actions_and_notices_are_noted_down(supervisor: Person) -> None:
    action = {
        "what": "New rail",
        "owner_id": str(supervisor.agency.members["owner"]),
        "do_by": TODAY.isoformat(),
    }
    assert "New rail" in supervisor.follow(supervisor.send(f"{INCIDENT}/actions", action)).words
    assert supervisor.send(f"{INCIDENT}/actions", action | {"owner_id": "x"}, 422).wrong["owner_id"]
    notice = {"recipient": "insurer", "name": "ACME", "due_on": "", "sent_on": ""}
    assert "by when" in supervisor.send(f"{INCIDENT}/notices", notice, 422).wrong["due_on"]
    supervisor.send(f"{INCIDENT}/notices", notice | {"due_on": TODAY.isoformat()})
    waiting = f"{INCIDENT}/notices/{{incident_notice_id}}"
    assert supervisor.look(waiting).typed("sent_on") == TODAY.isoformat()
    late = (TODAY + timedelta(days=1)).isoformat()
    assert "future" in supervisor.send(waiting, {"sent_on": late}, 422).wrong["sent_on"]
    sent = {"sent_on": TODAY.isoformat(), "reference": "REF 7"}
    assert "REF 7" in supervisor.follow(supervisor.send(waiting, sent)).words
    assert "sent already" in supervisor.send(waiting, sent, 409).words


def test_the_author_adds_and_sees_no_review(worker: Person, supervisor: Person) -> None:
    added = {"reason": "late_information", "addition": "She is well"}
    page = worker.follow(worker.send(f"{INCIDENT}/additions", added))
    assert "She is well" in page.words and "heliotrope fall" in page.words
    for hidden in ("heliotrope triage", "heliotrope rail", "heliotrope officer", "heliotrope letter"):
        assert hidden not in page.body and hidden not in worker.look(f"{INCIDENT}/print").body
    assert "She is well" in supervisor.look(INCIDENT).words
    for act in ("steps", "actions", "notices", "closing-request", "closing", "breach"):
        worker.send(f"{INCIDENT}/{act}", status=403)
    worker.look("/incidents/breaches", 403)


def test_others_do_not_find_it(worker: Person, owner: Person, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "UPDATE members SET roles = '{front_desk}' WHERE id = %s", (owner.agency.members["owner"],)
    )
    owner.look(INCIDENT, 404)
    owner.look(f"{INCIDENT}/print", 404)
    owner.send(f"{INCIDENT}/additions", {"reason": "correct_fact", "addition": "x"}, 404)
    assert "Nothing is open" in owner.look("/incidents").words
    assert owner.look("/incidents").forms("/incidents") != []


def test_it_prints_whole(supervisor: Person, count: Count) -> None:
    before = count("audit_events", "verb = 'incident_viewed'")
    page = supervisor.look(f"{INCIDENT}/print")
    for words in (
        "Confidential",
        "heliotrope fall",
        "heliotrope rail",
        "heliotrope letter",
        "heliotrope passer-by",
    ):
        assert words in page.words, words
    assert page.tree.css("main form") == []
    assert count("audit_events", "verb = 'incident_viewed'") == before + 1
