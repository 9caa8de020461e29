"""What leaves a file: recorded with what allows it, refused without, told to the client on request."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from records.clients.queries import get_client
from records.consents.actions import withdraw_consent
from tenants import clock
from tests import factories
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
HERE = "/people/{client_id}/disclosures"
TODAY = clock.today("America/Toronto")
GOOD = {
    "basis": "permission",
    "recipient": "Confederation College",
    "recipient_category": "training",
    "purpose": "training",
    "categories": "attendance",
    "what": "Two pages <i>& a table",
    "sent_on": TODAY.isoformat(),
    "how_sent": "mail",
}


@pytest.fixture
def release(world: World) -> UUID:
    """A permission in force."""
    with world.first.acting("practitioner") as session:
        return factories.a_release(session, get_client(session, world.first.ids["client_id"])).id


def test_a_disclosure_begins_with_its_permission_and_is_kept(worker: Person, release: UUID) -> None:
    form = worker.look(f"{HERE}/new?permission={release}")
    assert form.typed("recipient") == "Confederation College" and form.typed("purpose") == "training"
    assert form.typed("consent_id") == str(release)
    entry = form.tree.css("input[name=items]")[0].attributes["value"]
    page = worker.follow(worker.send(HERE, GOOD | {"consent_id": str(release), "items": entry}))
    assert "Two pages <i>& a table" in page.words and "Attendance" in page.words
    assert "Two pages <i>& a table" in worker.look(HERE).words
    (path,) = page.forms("/receipt")
    path = path.removeprefix(f"/{worker.agency.slug}")
    assert "Write how we know." in worker.send(path, {}, 422).wrong["receipt"]
    assert "Signed for by <b>" in worker.follow(worker.send(path, {"receipt": "Signed for by <b>"})).words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"consent_id": ""}, "Choose the permission"),
        ({"recipient": "Somebody"}, "names somebody else"),
        ({"categories": ["attendance", "notes"]}, "does not cover all of this"),
        ({"categories": []}, "Choose what it tells."),
        ({"purpose": "job"}, "another purpose"),
        ({"sent_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"what": ""}, "Write what leaves"),
        ({"items": "6f2b7c1e-0000-7000-8000-000000000000"}, "Choose from the list."),
        ({"basis": "law"}, "say what makes it necessary"),
    ],
)
def test_what_nothing_allows_is_refused_and_nothing_typed_is_lost(
    worker: Person, release: UUID, count: Count, wrong: dict[str, str], words: str
) -> None:
    before = count("disclosures"), count("entries"), count("audit_events")
    sent = GOOD | {"consent_id": str(release)} | wrong
    page = worker.send(HERE, sent, 422)
    assert any(words in said for said in page.wrong.values()), page.wrong
    for name in ("recipient", "what", "sent_on"):
        assert (page.typed(name) or "") == sent[name]
    assert (count("disclosures"), count("entries"), count("audit_events")) == before


def test_an_emergency_is_recorded_reviewed_and_gone_from_the_list(
    worker: Person, supervisor: Person, count: Count
) -> None:
    sent = GOOD | {"basis": "emergency", "reason": "Their life was at risk"}
    page = worker.follow(worker.send(HERE, sent))
    assert "Waits for a supervisor" in page.words and not page.forms("/review")
    assert count("mails", "template = 'emergency'") == 2
    waiting = supervisor.look("/disclosures/emergencies")
    (link,) = waiting.links(supervisor.agency.name)
    path = link.removeprefix(f"/{supervisor.agency.slug}")
    assert supervisor.look(path).forms("/review")
    worker.send(f"{path}/review", {}, 403)
    assert "Nothing waits" in supervisor.follow(supervisor.send(f"{path}/review")).words
    supervisor.send(f"{path}/review", {}, 409)


def test_what_was_entered_in_error_is_struck_out_and_keeps_its_place(
    worker: Person, supervisor: Person
) -> None:
    here, what = HERE + "/{disclosure_id}", f"{worker.agency.secret} what left"
    assert "Enter why" in worker.send(f"{here}/error-asked", {}, 422).wrong["error_reason"]
    page = worker.follow(worker.send(f"{here}/error-asked", {"error_reason": "Another <b>person"}))
    assert "Another <b>person" in page.words and not page.forms("/error")
    worker.send(f"{here}/error", {}, 403)
    page = supervisor.follow(supervisor.send(f"{here}/error"))
    assert [one.text() for one in page.tree.css("s")] == [what] and "Entered in error" in page.words
    account = worker.look(f"{HERE}/account")
    assert [one.text() for one in account.tree.css("s")] == [what]
    assert "Entered in error" in account.words and "Another <b>person" not in account.words
    supervisor.send(f"{here}/error", {}, 409)


def test_what_left_before_a_withdrawal_is_recorded_after_it_and_says_so(worker: Person, world: World) -> None:
    days = [TODAY - timedelta(days=ago) for ago in (3, 2)]
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        release = factories.a_release(session, client, given_on=days[0])
        session.flush()
        withdraw_consent(session, release)
        sent = GOOD | {"consent_id": str(release.id)}
    assert "Confederation College, ended" in worker.look(f"{HERE}/new").words
    assert "not in force on that day" in worker.send(HERE, sent, 422).wrong["consent_id"]
    page = worker.follow(worker.send(HERE, sent | {"sent_on": days[1].isoformat()}))
    assert "Recorded later" in page.words


def test_the_account_speaks_the_clients_language(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session, language="fr")
        path = f"/people/{client.id}/disclosures"
    page = worker.look(f"{path}/account")
    assert 'lang="fr-CA"' in page.body
    assert f"{world.first.secret} what left" in worker.look(f"{HERE}/account").words


def test_anothers_permission_is_not_offered(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        other = factories.a_release(session, factories.a_client(session)).id
    assert worker.look(f"{HERE}/new?permission={other}").typed("recipient") == ""
    page = worker.send(HERE, GOOD | {"consent_id": str(other)}, 422)
    assert page.wrong["consent_id"] == "Choose from the list."
