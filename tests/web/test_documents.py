"""Documents: drafted, issued, watched, opened, replaced and withdrawn."""

import hashlib
import io
from collections.abc import Callable
from uuid import UUID

import pypdf
import pytest

from press.sealing import is_whole
from records.cases.queries import get_case
from records.consents.actions import ask_consent
from records.documents.drafting import draft_document
from records.documents.issuing import issue_later
from records.documents.queries import composed, get_document, issued_of
from records.documents.seals import seal_key
from tenants import clock, issued
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
CASE = "/people/{client_id}/cases/{case_id}"
READY = f"{CASE}/documents/{{document_id}}"
GOOD = {"kind": "progress_report", "language": "fr", "size": "large"}


def draft_of(worker: Person, **wish: str) -> str:
    """A draft that was begun: its address within the agency."""
    sent = worker.send(f"{CASE}/documents", GOOD | wish)
    assert sent.location.endswith("/draft")
    return sent.location.removeprefix(f"/{worker.agency.slug}")


def test_a_draft_shows_its_pages_and_is_issued_sealed_and_checkable(worker: Person, count: Count) -> None:
    assert worker.look(f"{CASE}/documents/new").typed("language") == "en"
    draft = draft_of(worker)
    page = worker.look(draft)
    assert page.typed("language") == "fr" and page.tree.css("#preview img[src^='data:image/jpeg']")
    assert draft_of(worker) == draft, "a draft of the same kind is gone on with"
    typed = {"version": "1", "shown_in": "fr", "language": "fr", "size": "large", "words": "Bravo, Sam"}
    seen = worker.send(draft.replace("/draft", "/preview"), typed | {"says_wrong": "Écrivez-moi"}, 200)
    assert not seen.is_whole and seen.tree.css("#preview img")
    done = worker.send(draft.replace("/draft", "/issue"), typed | {"says_wrong": "Écrivez-moi"})
    page = worker.follow(done)
    assert "The document is issued." in page.words and page.tree.css("[hx-trigger^=every]") == []
    where = done.location.removeprefix(f"/{worker.agency.slug}")
    pdf = worker.look(f"{where}/file").response.data
    words = pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "Écrivez-moi" in words and "Brouillon" not in words
    with worker.agency.acting("practitioner", read_only=True) as session:
        line = issued_of(session, UUID(where.rsplit("/", 1)[-1]))
        assert line is not None and line.sha256 == hashlib.sha256(pdf).digest()
        found = issued.find_issued(line.code)
        _id, key = seal_key(session)
    assert found and found["agency"] == "Amik Career Centre" and found["withdrawn_on"] is None
    assert issued.find_issued_by_hash(line.sha256) == found and issued.find_issued("0" * 16) is None
    assert is_whole(pdf, key.certificate) and not is_whole(
        pdf[:500] + bytes([pdf[500] ^ 1]) + pdf[501:], key.certificate
    )


def test_what_is_issued_is_replaced_by_its_next_version_or_withdrawn(worker: Person, count: Count) -> None:
    first = worker.send(f"{CASE}/documents", GOOD | {"at_once": "yes"}).location
    where = first.removeprefix(f"/{worker.agency.slug}")
    assert worker.send(f"{where}/version", {"changed": ""}, 422).wrong["changed"]
    again = worker.send(f"{where}/version", {"changed": "Un numéro corrigé"}).location
    typed = {"version": "1", "shown_in": "fr", "language": "fr", "size": "large", "words": ""}
    assert "The document is issued." in worker.look(where).words, "the first holds until the next is issued"
    second = worker.send(again.removeprefix(f"/{worker.agency.slug}").replace("/draft", "/issue"), typed)
    page = worker.look(where)
    assert "A newer version has taken its place." in page.words and "Un numéro corrigé" in page.words
    newest = second.location.removeprefix(f"/{worker.agency.slug}")
    assert worker.send(f"{newest}/withdrawal", {"why": ""}, 422).wrong["why"]
    worker.send(f"{newest}/withdrawal", {"why": "Wrong person"})
    assert "it holds no longer" in worker.look(newest).words and "Wrong person" in worker.look(newest).words
    assert count("issued_files", "replaced_on IS NOT NULL") == 1
    assert count("issued_files", "withdrawn_on IS NOT NULL") == 1
    assert count("documents", "edition = 2 AND state = 'withdrawn'") == 1


def test_a_draft_is_saved_by_itself_kept_from_being_overwritten_and_dropped(worker: Person) -> None:
    draft = draft_of(worker)
    typed = {"version": "1", "shown_in": "fr", "language": "en", "size": "regular", "words": "Mine"}
    worker.send(draft, typed)
    assert worker.look(draft).typed("words") == "Mine"
    late = worker.send(draft, typed | {"words": "Theirs"}, 409)
    assert late.typed("words") == "Theirs" and "Somebody else has changed this draft" in late.words
    worker.send(draft.replace("/draft", "/dropping"), {})
    worker.look(draft, 404)


def test_letters_that_no_font_has_are_told_and_not_handed_over(worker: Person, count: Count) -> None:
    draft = draft_of(worker)
    typed = {"version": "1", "shown_in": "fr", "language": "fr", "size": "large", "words": "Merci 𒀀𒀁"}
    assert "𒀀" in worker.send(draft.replace("/draft", "/preview"), typed, 200).words
    refused = worker.send(draft.replace("/draft", "/issue"), typed, 422)
    assert "cannot be printed here" in refused.words and refused.typed("words") == "Merci 𒀀𒀁"
    assert count("documents", "state = 'making'") == 0


def test_a_consent_form_asks_what_was_chosen_and_everything_unless_somebody_chooses(worker: Person) -> None:
    with worker.agency.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client)
        kinds = (("messages", ["email"]), ("media", ["photo"]), ("follow_up", []))
        first, *_others = [
            ask_consent(session, client, offered=True, kind=kind, language="en", scope=scope).id
            for kind, scope in kinds
        ]
        session.flush()
        draft = draft_document(session, case, kind="consent_form", language="en", size="regular")
    one = f"/people/{client.id}/cases/{case.id}/documents/{draft.id}"
    page = worker.look(f"{one}/draft")
    ticked = [str(box.attributes["value"]) for box in page.tree.css("input[name=takes][checked]")]
    assert len(ticked) == 3 and str(first) in ticked
    typed = {"version": page.typed("version"), "shown_in": "en", "language": "en", "size": "regular"}
    refused = worker.send(f"{one}/draft", typed, 422)
    assert "Choose at least one thing to ask." in refused.wrong["takes"]
    worker.send(f"{one}/draft", typed | {"takes": ticked[1:]})
    with worker.agency.acting("practitioner") as session:
        held = get_document(session, case.id, draft.id)[0]
        asked = [one.kind for one in composed(session, held, kept_through=None).allowed]
        assert asked == ["media", "follow_up"]
        ask_consent(session, client, offered=True, kind="research", language="en", scope=[])
        session.flush()
        assert len(composed(session, held, kept_through=None).allowed) == 3, "what is asked later is on it"


def test_one_that_a_worker_draws_is_watched_and_says_when_it_failed(
    worker: Person, superuser: object
) -> None:
    with worker.agency.acting("practitioner") as session:
        case = get_case(session, worker.agency.ids["client_id"], worker.agency.ids["case_id"])
        made = issue_later(session, case, kind="next_steps", language="fr", size="large")
        session.flush()
        path = f"{CASE}/documents/{made.id}"
    page = worker.look(path)
    assert "is being made" in page.words and page.tree.css("[hx-trigger='every 2s']")
    assert "Not yet" in worker.look("/documents").words
    part = worker.look(path, headers=HTMX)
    assert not part.is_whole and part.tree.css(f"#document-{made.id}[hx-get]")
    worker.look(f"{path}/file", 404)
    superuser.execute("UPDATE jobs SET state = 'failed', error = 'Boom of <b>Ozymandra'")  # type: ignore[attr-defined]
    page = worker.look(path)
    assert "could not be made" in page.words and "Boom" not in page.words


def test_a_document_that_is_ready_is_not_asked_about_again(worker: Person) -> None:
    page = worker.look(READY)
    assert "The document is issued." in page.words and page.tree.css("[hx-trigger^=every]") == []
    assert worker.look(READY, headers=HTMX).tree.css("[hx-trigger^=every]") == []


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
    told = {"closed_on": clock.today("America/Toronto").isoformat(), "exit_reason": "employed", "letter": "y"}
    page = worker.follow(worker.send(f"{CASE}/closing", told | {"regardless": "He moved"}))
    assert page.typed("kind") == "closing_letter" and "your new worker" not in page.words
    wrong = worker.send(
        f"{CASE}/documents", GOOD | {"kind": "introduction_letter", "words": "So <b>long"}, 422
    )
    assert wrong.wrong["kind"] and wrong.typed("words") == "So <b>long"
    page = worker.look(draft_of(worker, kind="closing_letter", words="So <b>long"))
    assert "What it cannot say yet" in page.words and "no retention period" in page.words.lower()
    assert "Closing letter" in worker.look("/documents").words
