"""Who may open a file: asked, given for a time, taken away; and who looked."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from templates.labels import LABELS
from tenants import clock
from tenants.audit import Verb
from tests.web.conftest import Person

Count = Callable[..., int]


@pytest.fixture
def distant(supervisor: Person, superuser: psycopg.Connection) -> Person:
    """The supervisor, when nobody gave them access."""
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE kind = 'granted'")
    return supervisor


TOMORROW = (clock.today("America/Toronto") + timedelta(days=1)).isoformat()


def member(person: Person, role: str) -> str:
    assert person.agency is not None
    return str(person.agency.members[role])


def test_who_was_given_access_gets_in_until_the_last_day(
    supervisor: Person, colleague: Person, superuser: psycopg.Connection
) -> None:
    colleague.send("/people/{client_id}/opening/request", {"reason": "Cover in July"})
    assert "Cover in July" in supervisor.look("/people/{client_id}/access").words
    given = {"member_id": member(supervisor, "colleague"), "last_day": TOMORROW, "reason": "Cover"}
    wrong = supervisor.send("/people/{client_id}/access", given | {"last_day": "2020-01-01"}, 422)
    assert "not over yet" in wrong.summary
    supervisor.send("/people/{client_id}/access", given)
    page = supervisor.look("/people/{client_id}/access")
    assert "Asked for access" not in page.words and "Cover" in page.words
    colleague.look("/people/{client_id}")
    colleague.send("/people/{client_id}/access", given, 403)
    superuser.execute("UPDATE access_grants SET ends_at = now() WHERE member_id = %s", (given["member_id"],))
    colleague.look("/people/{client_id}", 303)


def test_a_block_is_stronger_than_an_open_case(supervisor: Person, worker: Person) -> None:
    kin = {"block-member_id": member(supervisor, "practitioner"), "block-kind": "relative"}
    kin |= {"block-reason": "Sister"}
    supervisor.send("/people/{client_id}/blocks", kin)
    worker.look("/people/{client_id}", 404)
    assert "Ozymandra" not in worker.look("/people").words + worker.look("/").words
    blocks = supervisor.look("/people/{client_id}/access").tree.css("#blocks form[action$='/end']")
    supervisor.send("//" + str(blocks[0].attributes["action"]).lstrip("/"))


def test_a_file_is_restricted_and_handed_over(
    owner: Person, supervisor: Person, colleague: Person, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE kind = 'granted'")
    owner.send("/people/{client_id}/restriction")
    supervisor.look("/people/{client_id}", 404)
    assert "Ozymandra" not in colleague.look("/people").words
    # The privacy lead keeps the list and reads nothing more.
    owner.look("/people/{client_id}/access")
    owner.look("/people/{client_id}/cases/{case_id}", 303)
    owner.send("/people/{client_id}/worker", {"worker_id": member(owner, "colleague")})
    assert "Ozymandra" in colleague.look("/people").words
    colleague.look("/people/{client_id}/cases/{case_id}")


def test_who_looked_is_told_with_the_reason(
    supervisor: Person, worker: Person, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE kind = 'granted'")
    worker.look("/people/{client_id}")
    supervisor.send(
        "/people/{client_id}/opening", {"reason": "Complaint of 3 May", "what": "see_notes", "to": ""}
    )
    page = supervisor.look("/people/{client_id}/looks")
    assert "Complaint of 3 May" in page.words and "File looked at" in page.words
    worker.look("/people/{client_id}/looks", 403)


@pytest.mark.parametrize("verb", sorted(Verb))
def test_every_event_has_words(verb: str) -> None:
    assert str(LABELS["verb"][verb])


def test_the_review_names_the_reasons(distant: Person, worker: Person, superuser: psycopg.Connection) -> None:
    sent = {"reason": "Complaint of 3 May", "what": "see_notes", "to": ""}
    distant.send("/people/{client_id}/opening", sent)
    assert "Complaint of 3 May" in distant.look("/looking").words
    worker.look("/looking", 403)
