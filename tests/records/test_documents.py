"""A document is asked for once, drawn elsewhere, and filed once."""

import psycopg
import pytest

from records.cases.actions import close_case
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.documents.issuing import issue_later
from records.documents.letters import ClosingLetter
from records.documents.queries import (
    documents_of,
    facts_for,
    get_document,
    get_requested,
    missing_in,
    recent_documents,
)
from records.documents.rules import compose
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from records.plans.actions import end_goal
from records.plans.queries import get_goal, get_plan
from tenants.database import TenantSession
from tenants.errors import NotFound, Refused
from tests import factories
from tests.world import World


def test_asking_twice_while_it_is_being_made_gives_the_same_one(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        first = factories.a_document(session, case)
        assert factories.a_document(session, case).id == first.id
        assert factories.a_document(session, case, size="large").id != first.id
        assert factories.a_document(session, case, language="fr").id != first.id


def test_asking_again_when_it_is_ready_makes_a_new_one(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        again = issue_later(session, case, kind="progress_report", language="en", size="regular")
        session.flush()
        assert again.id != ids["document_id"]
        newest = [one.id for one in documents_of(session, ids["case_id"]) if one.kind == "progress_report"]
        assert newest == [again.id, ids["document_id"]]


def test_a_document_taken_back_leaves_no_job(world: World, superuser: psycopg.Connection) -> None:
    count = "SELECT count(*) FROM jobs"
    before = superuser.execute(count).fetchone()
    with pytest.raises(ZeroDivisionError), world.first.acting("practitioner") as session:
        factories.a_document(session, factories.a_case(session))
        session.flush()
        raise ZeroDivisionError
    assert superuser.execute(count).fetchone() == before


def test_what_is_told_the_client_is_theirs_and_never_a_notes_words(world: World) -> None:
    with world.first.acting("practitioner", read_only=True) as session:
        document = get_requested(session, world.first.ids["document_id"])
        plain = str(compose(facts_for(session, document)).to_plain())
    assert world.first.name in plain
    assert f"{world.first.secret} goal" in plain
    for private in ("details", "reason", "addendum", "draft"):
        assert f"{world.first.secret} {private}" not in plain
    assert world.second.secret not in plain


def test_a_document_is_found_only_in_its_case(world: World) -> None:
    with world.first.acting("practitioner", read_only=True) as session:
        document, job = get_document(session, world.first.ids["case_id"], world.first.ids["document_id"])
        assert (document.is_ready, job.state) == (True, "done")
        for case_id, document_id in (
            (world.first.ids["closed_case_id"], world.first.ids["document_id"]),
            (world.second.ids["case_id"], world.second.ids["document_id"]),
        ):
            with pytest.raises(NotFound):
                get_document(session, case_id, document_id)
        with pytest.raises(NotFound):
            get_requested(session, world.second.ids["document_id"])
        listed = {document.id for document, _client in recent_documents(session)}
        assert world.first.ids["document_id"] in listed
        assert world.second.ids["document_id"] not in listed


def recognized(session: TenantSession, world: World, what: str, *, told: bool, own_words: str = "") -> None:
    values = {"what": what, "own_words": own_words, "told": told}
    client = get_client(session, world.first.ids["client_id"])
    add_particular(session, client, KINDS["recognition"], values=values, case_id=world.first.ids["case_id"])


def test_what_somebody_did_well_is_told_once_they_were_told_with_the_map_of_the_case(world: World) -> None:
    with world.first.acting("practitioner") as session:
        recognized(session, world, "Called three employers", told=True, own_words="My voice shook")
        recognized(session, world, "Seems less afraid", told=False)
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        factories.agreed(session, get_plan(session, case.id, world.first.ids["plan_id"]))
        for kind in ("progress_report", "action_plan"):
            plain = str(
                compose(facts_for(session, factories.a_document(session, case, kind=kind))).to_plain()
            )
            assert "Called three employers" in plain and "My voice shook" in plain
            assert "Seems less afraid" not in plain
            assert "'code': 'implementing', 'state': 'closed'" in plain and "heliotrope rest" not in plain


def test_a_closing_letter_comes_from_the_record_as_the_work_ended(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        recognized(session, world, "Called three employers", told=True)
        case = get_case(session, ids["client_id"], ids["case_id"])
        with pytest.raises(Refused) as refusal:
            factories.a_document(session, case, kind="closing_letter")
        assert refusal.value.field == "kind"
        factories.agreed(session, get_plan(session, case.id, ids["plan_id"]))
        goal = get_goal(session, case.id, ids["goal_id"])
        end_goal(session, goal, version=goal.version, outcome="achieved")
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        asked = factories.a_document(session, case, kind="closing_letter", words="Come and see us")
        letter = compose(facts_for(session, asked))
        assert isinstance(letter, ClosingLetter)
        assert (letter.tone, letter.words) == ("reached", "Come and see us")
        assert [(one.goal, one.state) for one in letter.outcomes] == [("heliotrope wish", "achieved")]
        assert [one.what for one in letter.recognized] == ["Called three employers"]
        assert letter.helpers == (), "the partner has not answered"
        assert missing_in(session, asked, kept_through=None) == ["follow_up", "kept"]
        with pytest.raises(Refused):
            factories.a_document(session, case, kind="introduction_letter")


@pytest.mark.parametrize("reason", ["deceased", "opened_in_error"])
def test_nobody_writes_to_the_dead_or_of_work_that_never_was(world: World, reason: str) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        close_case(session, case, closed_on=factories.today(), exit_reason=reason)
        with pytest.raises(Refused):
            factories.a_document(session, case, kind="closing_letter")
