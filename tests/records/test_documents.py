"""A document is asked for once, drawn elsewhere, and filed once."""

import psycopg
import pytest

from records.cases.queries import get_case
from records.documents.actions import request_document
from records.documents.queries import documents_of, facts_for, get_document, get_requested, recent_documents
from records.documents.rules import compose
from tenants.errors import NotFound
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
        again = request_document(session, case, kind="progress_report", language="en", size="regular")
        session.flush()
        assert again.id != ids["document_id"]
        assert [document.id for document in documents_of(session, ids["case_id"])] == [
            again.id,
            ids["document_id"],
        ]


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
        assert [document.id for document, _client in recent_documents(session)] == [
            world.first.ids["document_id"]
        ]
