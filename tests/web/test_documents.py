"""Documents: asked for, watched, opened."""

from collections.abc import Callable

import pytest

from tenants import clock
from tests.web.conftest import HTMX, Person, id_in
from tests.world import World

Count = Callable[..., int]
CASE = "/people/{client_id}/cases/{case_id}"
READY = f"{CASE}/documents/{{document_id}}"
GOOD = {"kind": "progress_report", "language": "fr", "size": "large"}


def test_a_document_is_asked_for_and_watched(worker: Person, count: Count) -> None:
    assert worker.look(f"{CASE}/documents/new").typed("language") == "en"
    sent = worker.send(f"{CASE}/documents", GOOD)
    page = worker.follow(sent)
    assert "is being made" in page.words and page.tree.css("[hx-trigger='every 2s']")
    path = sent.location.removeprefix(f"/{worker.agency.slug}")
    part = worker.look(path, headers=HTMX)
    assert not part.is_whole and part.tree.css(f"#document-{id_in(sent)}[hx-get]")
    worker.look(f"{path}/file", 404)
    before = count("documents"), count("jobs")
    assert worker.send(f"{CASE}/documents", GOOD).location == sent.location, (
        "one that is being made is enough"
    )
    assert (count("documents"), count("jobs")) == before
    assert "Not yet" in worker.look("/documents").words


def test_a_document_that_is_ready_is_not_asked_about_again(worker: Person) -> None:
    page = worker.look(READY)
    assert "The document is ready." in page.words and page.tree.css("[hx-trigger^=every]") == []
    assert worker.look(READY, headers=HTMX).tree.css("[hx-trigger^=every]") == []


def test_a_document_that_failed_says_what_to_do(worker: Person, superuser: object) -> None:
    sent = worker.send(f"{CASE}/documents", GOOD)
    superuser.execute("UPDATE jobs SET state = 'failed', error = 'Boom of <b>Ozymandra'")  # type: ignore[attr-defined]
    page = worker.follow(sent)
    assert "could not be made" in page.words and page.links("Try again") and "Boom" not in page.words


def test_the_file_is_opened_alone_and_the_looking_is_recorded(worker: Person, count: Count) -> None:
    answered = worker.look(f"{READY}/file").response
    assert answered.data == b"%PDF-1.7 heliotrope" and answered.mimetype == "application/pdf"
    assert answered.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    name = answered.headers["Content-Disposition"]
    assert name.startswith('inline; filename="D-') and "Ozymandra" not in name
    assert (
        count(
            "audit_events", "verb = 'document_opened' AND subject_id = %s", worker.agency.ids["document_id"]
        )
        == 1
    )


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "diploma"}, {"language": "tlh"}, {"size": "huge"}, {"size": ""}]
)
def test_what_is_wrong_comes_back_and_no_job_begins(
    worker: Person, count: Count, wrong: dict[str, str]
) -> None:
    before = count("documents"), count("jobs"), count("entries")
    page = worker.send(f"{CASE}/documents", GOOD | wrong, 422)
    assert set(page.wrong) == set(wrong)
    assert (count("documents"), count("jobs"), count("entries")) == before


def test_a_document_of_another_case_is_not_here(worker: Person, world: World) -> None:
    other = "/people/{client_id}/cases/{closed_case_id}/documents/{document_id}"
    worker.look(other, 404)
    worker.look(f"{other}/file", 404)


def test_the_list_names_the_newest(worker: Person) -> None:
    page = worker.look("/documents")
    assert "Progress report" in page.words and "Ozymandra Trémblay" in page.words


def test_closing_goes_on_to_the_letter_which_says_what_it_cannot_say(worker: Person) -> None:
    made = f"{CASE}/documents/new"
    assert "your new worker" in worker.look(made).words
    assert "names no first meeting" not in worker.look(f"{made}?kind=introduction_letter").words
    told = {"closed_on": clock.today("America/Toronto").isoformat(), "exit_reason": "employed", "letter": "y"}
    page = worker.follow(worker.send(f"{CASE}/closing", told | {"regardless": "He moved"}))
    assert "What the letter cannot say yet" in page.words and "no retention period" in page.words.lower()
    assert page.typed("kind") == "closing_letter" and "your new worker" not in page.words
    wrong = worker.send(
        f"{CASE}/documents", GOOD | {"kind": "introduction_letter", "words": "So <b>long"}, 422
    )
    assert wrong.wrong["kind"] and wrong.typed("words") == "So <b>long"
    worker.send(f"{CASE}/documents", GOOD | {"kind": "closing_letter", "words": "So <b>long"})
    assert "Closing letter" in worker.look("/documents").words
