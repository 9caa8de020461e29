"""The register of breaches: written, judged, counted in days, printed."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests.web.conftest import Person

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
BREACH = "/incidents/{incident_id}/breach"
GOOD = {
    "discovered_on": TODAY.isoformat(),
    "information": ["identity", "health"],
    "circumstances": "A <b>letter</b> {{7*7}}",
    "persons": "12",
    "safeguards": "",
    "sensitivity": "high",
    "likelihood": "medium",
    "reasons": "Opened by a neighbour",
    "decision": "real_risk",
    "version": "1",
}


def test_a_line_is_written_and_the_one_before_stays(supervisor: Person) -> None:
    assert supervisor.look(f"{BREACH}/edit").typed("circumstances") == "heliotrope letter"
    page = supervisor.follow(supervisor.send(BREACH, GOOD))
    for words in ("A <b>letter</b> {{7*7}}", "Real risk of significant harm", "heliotrope letter",
                  "Not yet; known for 0 days", "What the law asks"):  # fmt: skip
        assert words in page.words, words
    told = supervisor.send(BREACH, GOOD | {"circumstances": "Mine"}, 409)
    assert told.typed("circumstances") == "Mine" and "A <b>letter</b>" in told.words
    supervisor.send(BREACH, GOOD | {"version": told.typed("version") or ""})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"discovered_on": ""}, "Enter the day you knew of it."),
        ({"discovered_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"discovered_on": (TODAY - timedelta(days=1)).isoformat()}, "cannot be before"),
        ({"information": []}, "Choose what information it was."),
        ({"information": ["gossip"]}, "Choose from the list."),
        ({"circumstances": ""}, "Say what happened to the information."),
        ({"persons": "-1"}, "Enter a whole number"),
        ({"persons": ""}, "Enter how many people"),
        ({"sensitivity": ""}, "Choose how sensitive"),
        ({"likelihood": ""}, "Choose how likely"),
        ({"reasons": " "}, "Write down the reasons"),
        ({"decision": ""}, "Choose the decision."),
        ({"individuals_on": TODAY.isoformat()}, "Enter both"),
        ({"regulator_on": "soon"}, "Enter a date"),
    ],
)
def test_what_is_wrong_comes_back(supervisor: Person, count: Count, wrong: dict, words: str) -> None:
    before = count("breaches"), count("audit_events")
    page = supervisor.send(BREACH, GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    assert page.typed("safeguards") == "" and (field == "persons" or page.typed("persons") == "12")
    assert (count("breaches"), count("audit_events")) == before


def test_the_register_counts_days_and_says_how_long_it_keeps(
    supervisor: Person, superuser: psycopg.Connection
) -> None:
    supervisor.send(BREACH, GOOD)
    register = supervisor.look("/incidents/breaches")
    assert "Real risk" in register.words and str(TODAY.year + 2) in register.words
    superuser.execute("UPDATE organisations SET province = 'QC' WHERE slug = %s", (supervisor.agency.slug,))
    superuser.execute("UPDATE breaches SET discovered_on = discovered_on - 9")
    register = supervisor.look("/incidents/breaches")
    assert str((TODAY - timedelta(days=9)).year + 5) in register.words
    assert "Not yet; known for 9 days" in register.words
    assert register.tree.css("main form") == [] and len(register.tree.css("#breaches-rows tr")) == 1


def test_an_incident_without_a_breach_says_so(supervisor: Person, worker: Person) -> None:
    started = worker.send("/incidents")
    path = started.location.removeprefix(f"/{worker.agency.slug}")
    told = {
        "kind": "privacy_breach", "occurred_on": TODAY.isoformat(), "place": "x", "seen": "x",
        "immediate_action": "x", "version": "1",
    }  # fmt: skip
    worker.send(f"{path}/submission", told)
    assert "not in the register of breaches yet" in supervisor.look(path).words
    assert "Nothing is written" in supervisor.look(f"{path}/breach").words
    assert supervisor.look(f"{path}/breach/edit").typed("version") == "0"
    supervisor.send(f"{path}/breach", GOOD | {"version": "0"})
    assert "See it in the register" in supervisor.look(path).words
