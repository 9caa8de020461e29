"""Files that wait for a decision, holds over what they describe, certificates, and the red state, in pages."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from records.retention.terms import Action, RecordClass
from tenants import clock
from tests import factories, retention
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")


@pytest.fixture
def file(world: World) -> str:
    """The address of the decision about a file that is due and waits for a person."""
    retention.put_in_force(world.first, {"action": Action.REVIEW})
    with world.first.acting("practitioner") as session:
        case = factories.a_closed_case(session, closed_on=TODAY - timedelta(days=366 * 8))
        return f"/people/{case.client_id}/cases/{case.id}/retention-decisions"


def test_2_8_a_person_decides_about_each_file(
    owner: Person, supervisor: Person, worker: Person, file: str, count: Count
) -> None:
    queue = supervisor.look("/retention/reviews")
    assert "No answer is never taken for consent" in queue.words and "Unanswered for 30 days" in queue.words
    assert any(link.endswith(file) for link in queue.links(""))
    page = supervisor.look(file)
    told = {"kind": "extend", "reason": "A claim & <b>may come", "basis_hash": str(page.typed("basis_hash"))}
    far = (TODAY + timedelta(days=900)).isoformat()
    for wrong, words in (
        ({"kind": "shred"}, ("kind", "Choose from the list.")),
        ({"reason": ""}, ("reason", "Say why")),
        ({}, ("keep_through", "Enter the day")),
        ({"keep_through": far}, ("keep_through", "within two years")),
        ({"kind": "transfer", "recipient": "Archive"}, ("receipt", "Type the receipt code")),
    ):
        back = supervisor.send(file, told | wrong, 422)
        assert words[1] in back.wrong[words[0]] and back.typed("reason") == (told | wrong)["reason"]
    assert "changed while you were deciding" in supervisor.send(file, told | {"basis_hash": "0"}, 409).summary
    worker.look(file, 403)
    worker.send(file, told, 403)
    assert count("retention_decisions") == 0
    until = (TODAY + timedelta(days=90)).isoformat()
    done = supervisor.follow(supervisor.send(file, told | {"keep_through": until}))
    assert "The decision is written down." in done.words
    assert not any(link.endswith(file) for link in done.links(""))
    after = owner.look(file)
    assert "A claim & <b>may come" in after.words and "as a person decided" in after.words
    assert "No decision is asked" in after.words


def test_2_8_and_about_what_somebody_without_a_case_is_known_by(
    supervisor: Person, worker: Person, world: World, superuser: psycopg.Connection, count: Count
) -> None:
    retention.put_in_force(
        world.first, {"record_class": RecordClass.CLIENT_IDENTITY, "action": Action.REVIEW}
    )
    with world.first.acting("practitioner") as session:
        client_id = factories.a_client(session, legal_given="Ode<b>tte").id
    superuser.execute(
        "INSERT INTO dispositions (organisation_id, id, created_at, record_class, client_id, triggers, state)"
        " VALUES (%s, gen_random_uuid(), now(), 'client_identity', %s, jsonb_build_object('case_closed', %s::text),"
        " 'retained')",
        (world.first.organisation_id, client_id, (TODAY - timedelta(days=366 * 8)).isoformat()),
    )
    address = f"/people/{client_id}/retention-decisions"
    assert any(link.endswith(address) for link in supervisor.look("/retention/reviews").links(""))
    page = supervisor.look(address)
    assert "Ode<b>tte" in page.title
    told = {"kind": "destroy", "reason": "Nothing is left", "basis_hash": str(page.typed("basis_hash"))}
    worker.send(address, told, 403)
    assert "Say why" in supervisor.send(address, told | {"reason": ""}, 422).wrong["reason"]
    assert (
        "changed while you were deciding" in supervisor.send(address, told | {"basis_hash": "0"}, 409).summary
    )
    assert count("retention_decisions") == 0
    done = supervisor.follow(supervisor.send(address, told))
    assert "One file is decided" in done.words and not any(link.endswith(address) for link in done.links(""))


def test_2_7_a_hold_over_a_program_and_one_over_a_person(
    owner: Person, world: World, worker: Person, count: Count
) -> None:
    wide = {"kind": "funder_audit", "basis": "Audit 9", "reason": "All of it", "reach": "described"}
    for wrong, words in (
        ({}, ("program", "Say which files")),
        ({"closed_from": "2026-02-01", "closed_until": "2026-01-01"}, ("closed_until", "not before")),
        ({"reach": "half"}, ("reach", "Choose from the list.")),
        ({"reach": "class"}, ("record_class", "Choose the kind of record")),
        ({"kind": "open_incident", "program": "x"}, ("kind", "Choose from the list.")),
    ):
        back = owner.send("/retention/holds", wide | wrong, 422)
        assert words[1] in back.wrong[words[0]] and back.typed("basis") == "Audit 9"
    worker.look("/retention/holds/new", 403)
    worker.send("/retention/holds", wide | {"program": "Bridges"}, 403)
    assert "list" in owner.send("/retention/holds", wide | {"program": "Bridgse"}, 422).wrong["program"]
    with world.first.acting("practitioner") as session:
        factories.a_case(session, program="Brid<b>ges")
    page = owner.follow(owner.send("/retention/holds", wide | {"program": "Brid<b>ges"}))
    assert "Program: Brid<b>ges" in page.words and "covers one file in sight" in page.words
    everything = owner.follow(owner.send("/retention/holds", wide | {"reach": "everything"}))
    assert "Every file of the agency" in everything.words
    kind = owner.follow(owner.send("/retention/holds", wide | {"reach": "class", "record_class": "incident"}))
    assert "Incidents" in kind.words and "covers one record in sight" in kind.words
    told = {"kind": "complaint", "basis": "C-1", "reason": "Asked for"}
    sent = owner.send("/people/{client_id}/holds", told)
    whole, hold = owner.follow(sent), sent.location.removeprefix(f"/{world.first.slug}")
    assert "Everything about a person" in whole.words and "Protected: 2" in whole.words
    again = {"why": "It goes on", "review_on": (TODAY + timedelta(days=60)).isoformat()}
    assert (
        "Choose a later day"
        in owner.send(f"{hold}/reviews", again | {"review_on": "2020-01-01"}, 422).wrong["review_on"]
    )
    assert "It goes on" in owner.follow(owner.send(f"{hold}/reviews", again)).words
    worker.send(f"{hold}/reviews", again, 403)
    assert count("hold_reviews") == 1


def test_2_10_certificates_and_the_look_up_say_honestly_what_they_do_not_know(
    owner: Person, world: World, worker: Person
) -> None:
    assert "No certificates yet" in owner.look("/retention/certificates").words
    asked = owner.send("/retention/certificates/look-up", {"named": "N-<b>77"}, 200)
    assert "N-<b>77" in asked.words and "No destroyed file is known" in asked.words
    by_id = owner.send("/retention/certificates/look-up", {"named": str(world.first.ids["case_id"])}, 200)
    assert "No destroyed file is known" in by_id.words
    assert owner.send("/retention/certificates/look-up", {"named": ""}, 422).wrong["named"]
    run = owner.send("/retention/runs").location.removeprefix(f"/{world.first.slug}")
    owner.look(f"{run}/public-key", 404)
    rows = owner.look(f"{run}/list")
    assert "Due on" in str(rows.body) and worker.look("/retention/quarantine").title == "Hidden files"


def test_3_7_the_red_state_stands_on_the_first_page_of_those_who_approve(
    owner: Person, worker: Person, supervisor: Person, file: str, superuser: psycopg.Connection, world: World
) -> None:
    assert file and "Retention needs somebody" not in supervisor.look("/").words
    superuser.execute(
        "INSERT INTO retention_runs (organisation_id, id, created_at, number, as_of, planned_by, state, list_hash,"
        " planned, identities, left_over, grace_days, destroy_on) VALUES (%s, gen_random_uuid(), now(), 77, %s, %s,"
        " 'waiting', 'x', 1, 0, 0, 30, %s)",
        (world.first.organisation_id, TODAY, world.first.members["owner"], TODAY - timedelta(days=3)),
    )
    assert "One thing is wrong with retention" in supervisor.look("/").words
    assert "Retention needs somebody" not in worker.look("/").words
    for page in ("/retention", "/retention/state"):
        assert "A run stands still" in owner.look(page).words and "run 77" in owner.look(page).words
    assert owner.look("/retention/state").title == "How retention stands"
