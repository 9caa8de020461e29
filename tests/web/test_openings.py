"""The gate of a file: whoever does not work with a person asks, or says why."""

from collections.abc import Callable

import psycopg
import pytest

from tests.web.conftest import Person

Count = Callable[..., int]
NOTE = "/people/{client_id}/cases/{case_id}/notes/{note_id}"


@pytest.fixture
def distant(supervisor: Person, superuser: psycopg.Connection) -> Person:
    """The supervisor, when nobody gave them access."""
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE kind = 'granted'")
    return supervisor


def test_a_colleague_finds_the_person_and_does_not_get_in(colleague: Person, count: Count) -> None:
    assert "Ozymandra" in colleague.look("/people").words
    before = count("audit_events", "verb = 'client_viewed'")
    gate = colleague.follow(colleague.look("/people/{client_id}", 303))
    assert "on a colleague's list" in gate.words and "heliotrope goal" not in gate.words
    for path in (NOTE, "/people/{client_id}/cases/{case_id}", "/people/{client_id}/consents"):
        colleague.look(path, 303)
    colleague.send("/people/{client_id}/cases", {"opened_on": "2026-01-05"}, 403)
    assert count("audit_events", "verb = 'client_viewed'") == before


def test_what_is_asked_is_kept_and_opens_nothing(colleague: Person, count: Count) -> None:
    colleague.send("/people/{client_id}/opening/request", {"reason": ""}, 422)
    colleague.send("/people/{client_id}/opening/request", {"reason": "I cover for a week"})
    assert count("access_grants", "kind = 'asked' AND ended_at IS NULL") == 1
    colleague.look("/people/{client_id}", 303)


def test_a_supervisor_says_why_and_reads_for_the_day(
    distant: Person, count: Count, superuser: psycopg.Connection
) -> None:
    assert distant.look("/people/{client_id}").title
    gate = distant.follow(distant.look(NOTE, 303))
    assert "when you say why" in gate.words
    path = "/people/{client_id}/opening"
    told = {name: str(gate.typed(name)) for name in ("to", "what")}
    assert "Write down why" in distant.send(path, told | {"reason": " "}, 422).summary
    opened = distant.send(path, told | {"reason": "Complaint of 3 May"})
    assert opened.location.endswith(f"/notes/{distant.agency.ids['note_id']}")
    assert "heliotrope details" in distant.look(NOTE).words
    assert count("audit_events", "verb = 'opened_with_reason'") == 1
    superuser.execute("UPDATE access_grants SET ends_at = now() - interval '1 minute' WHERE kind = 'opened'")
    distant.look(NOTE, 303)


def test_the_gate_leads_nowhere_else(distant: Person) -> None:
    sent = {"reason": "Complaint", "what": "see_notes", "to": "https://elsewhere.example.org/"}
    assert distant.send("/people/{client_id}/opening", sent).location.endswith(
        f"/people/{distant.agency.ids['client_id']}"
    )


def test_a_blocked_member_meets_nobody(colleague: Person, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "UPDATE access_blocks SET member_id = %s WHERE client_id = %s",
        (colleague.agency.members["colleague"], colleague.agency.ids["client_id"]),
    )
    assert "Ozymandra" not in colleague.look("/people").words
    colleague.look("/people/{client_id}", 404)
    colleague.look("/people/{client_id}/opening", 404)
