"""Documents for many people: chosen, looked at, made, left and come back to, downloaded by who asked and nobody else."""

from collections.abc import Callable
from uuid import UUID

import psycopg
import pytest

from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tests import factories
from tests.web.conftest import Person, id_in, statements
from tests.workers.test_batches import do_all, paper
from tests.world import World
from workers import documents

Count = Callable[..., int]
WISH = "kind=next_steps&whose={member_id}&double_sided=yes"
NEW, SELECTION = "/documents/batches/new", f"/documents/batches/selection?{WISH}"


@pytest.fixture
def case_id(world: World, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Somebody who needs large print and French, beside who is there already; documents are drawn elsewhere."""
    monkeypatch.setattr(documents, "issue", lambda *_: factories.DrawnElsewhere(paper()))
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session, legal_given="Zoé", language="fr")
        spoken = {"speaks": "Dari", "formats": ["large_print"]}
        add_particular(session, client, KINDS["communication"], values=spoken)
        return factories.a_case(session, client).id


def test_documents_are_made_for_whom_somebody_chose_and_the_page_can_be_left(
    worker: Person, colleague: Person, superuser: psycopg.Connection, case_id: UUID, count: Count
) -> None:
    assert worker.look(NEW).typed("whose") == str(worker.agency.members["practitioner"])
    assert "Choose a document." in worker.look("/documents/batches/selection?kind=", 422).summary
    choosing = worker.look(SELECTION)
    offered = [str(box.attributes["value"]) for box in choosing.tree.css("input[name=case_ids][checked]")]
    assert {str(case_id), str(worker.agency.ids["case_id"])} <= set(offered)
    assert "French · Large print" in choosing.words
    create = f"/documents/batches?{WISH}"
    assert "Choose at least one person." in worker.send(create, {}, 422).summary
    assert (
        "Choose from the list."
        in worker.send(create, {"case_ids": [worker.agency.ids["closed_case_id"]]}, 422).summary
    )
    answer = worker.send(create, {"case_ids": [str(case_id)]})
    home = f"/documents/batches/{id_in(answer)}"
    waiting = worker.follow(answer)
    assert "You can leave this page." in waiting.words and waiting.tree.css("progress")
    worker.send(f"{home}/continuation", status=409)
    assert "not there yet" in worker.look(f"{home}/print", 409).words
    do_all(superuser)
    made = worker.look(home)
    assert (
        "Ready to print" in made.words and "Taken out by hand" in made.words and not made.tree.css("progress")
    )
    assert (
        count(
            "documents", "case_id = %s AND language = 'fr' AND size = 'large' AND state = 'issued'", case_id
        )
        == 1
    )
    printed = worker.look(f"{home}/print").response
    assert printed.mimetype == "application/pdf" and printed.get_data().startswith(b"%PDF")
    assert (
        "print-only" in printed.headers["Content-Disposition"]
        and "Zo" not in printed.headers["Content-Disposition"]
    )
    assert worker.look(f"{home}/originals").response.get_data().startswith(b"PK")
    assert count("audit_events", "verb = 'batch_taken'") == 2
    for path in ("", "/print", "/originals"):
        colleague.look(home + path, 404)
    superuser.execute("UPDATE documents SET state = 'replaced' WHERE case_id = %s", [case_id])
    assert "must not be used any more" in worker.look(home).words
    worker.look(f"{home}/print", 409)
    assert "Made today already" in worker.look(SELECTION).words


def test_who_is_left_out_is_named_with_the_reason_and_somebody_elses_people_are_not_there(
    worker: Person, colleague: Person, superuser: psycopg.Connection, case_id: UUID, world: World
) -> None:
    reasons = {
        "action_plan": "No plan is in force",
        "introduction_letter&for_envelopes=yes": "No postal address",
    }
    for kind, why in reasons.items():
        page = worker.look(f"/documents/batches/selection?kind={kind}")
        assert "Left out" in page.words and why in page.words and "Zoé" in page.words
    with statements() as wanted:
        worker.look("/documents/batches/selection?kind=next_steps&for_envelopes=yes")
    asked_for = [one for one in wanted if "->>" in one and "ORDER BY particulars.since DESC" in one]
    assert len(asked_for) == 1, "the addresses of everybody at once"
    superuser.execute("UPDATE clients SET status = 'deceased' WHERE legal_given = 'Zoé'")
    assert "The person has died" in worker.look(SELECTION).words
    everybody = colleague.look("/documents/batches/selection?kind=next_steps")
    assert "Zoé" not in everybody.words and world.first.name not in everybody.words
