"""Consent: recorded with its wording, in force or not, taken back."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest

from records.clients.queries import get_client
from tenants import clock
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
HERE = "/people/{client_id}/consents/{consent_id}"
TODAY = clock.today("America/Toronto")
GOOD = {
    "kind": "service",
    "given_by": "client",
    "language": "fr",
    "decision": "given",
    "given_how": "verbal",
    "witness": "W. <i>Tness",
    "given_on": TODAY.isoformat(),
    "expires_on": "",
    "conditions": "Only\r\nby mail & {{7*7}}",
}

RELEASE = {
    "recipient": "College <i>",
    "recipient_category": "training",
    "direction": "send",
    "scope": ["attendance", "outcomes"],
    "purpose": "training",
    "given_by": "client",
    "language": "fr",
    "decision": "given",
    "given_how": "signed_paper",
    "given_on": TODAY.isoformat(),
}


def test_a_consent_is_recorded_with_its_words(worker: Person, count: Count) -> None:
    form = worker.look("/people/{client_id}/consents/new")
    assert form.typed("given_on") == TODAY.isoformat() and form.typed("kind") == "service"
    page = worker.follow(worker.send("/people/{client_id}/consents", GOOD))
    assert "W. <i>Tness" in page.words and "Only by mail & {{7*7}}" in page.words
    assert page.tree.css("details p[lang=fr]")
    kept = count("consents", "client_id = %s AND kind = 'service'", worker.agency.ids["client_id"])
    assert kept == 2 and "Replaced" in page.words


def test_a_refusal_is_recorded_the_same_way(worker: Person, count: Count) -> None:
    worker.send("/people/{client_id}/consents", GOOD | {"decision": "refused"}, 204, headers=HTMX)
    assert count("consents", "state = 'refused'") == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what the consent is for."),
        ({"kind": "marriage"}, "Choose from the list."),
        ({"language": ""}, "Choose a language."),
        ({"decision": ""}, "Choose what the client decided."),
        ({"given_how": "telepathy"}, "Choose from the list."),
        ({"given_by": ""}, "Choose who decides."),
        ({"given_how": ""}, "Choose how."),
        ({"witness": ""}, "A spoken consent needs a witness"),
        ({"given_on": ""}, "Enter the day the client decided."),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"expires_on": (TODAY - timedelta(days=1)).isoformat()}, "on or after the first"),
        ({"conditions": "x" * 20_001}, "Shorten this to 20000 characters."),
    ],
)
def test_what_is_wrong_comes_back(worker: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    before = count("consents"), count("entries"), count("audit_events")
    page = worker.send("/people/{client_id}/consents", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field]
    for name in ("witness", "given_on", "expires_on"):
        assert page.typed(name) == (GOOD | wrong)[name]
    assert (count("consents"), count("entries"), count("audit_events")) == before


def test_a_consent_is_taken_back_once(worker: Person) -> None:
    page = worker.look(HERE)
    (path,) = page.forms("/withdrawal")
    short = path.removeprefix(f"/{worker.agency.slug}")
    assert "Explain what it changes" in worker.send(short, status=422).wrong["effect_explained"]
    explained = {"effect_explained": "yes"}
    assert "Withdrawn on" in worker.follow(worker.send(short, explained)).words
    told = worker.send(short, explained, status=409)
    assert "not in force" in told.words
    assert "No consent in force" in worker.look("/people/{client_id}").words
    part = worker.send(short, explained, status=409, headers=HTMX)
    assert not part.is_whole and part.response.headers["HX-Reswap"] == "none" and "not in force" in part.words


def test_before_a_permission_is_taken_back_what_left_under_it_is_shown(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        release = factories.a_release(session, client)
        factories.a_disclosure(session, client, release, what="<b>Two pages & a table")
        path = f"/people/{client.id}/consents/{release.id}"
    page = worker.look(path)
    assert "<b>Two pages & a table" in page.words and "cannot be called back" in page.words
    part = {"effect_explained": "yes", "items": "outcomes"}
    page = worker.follow(worker.send(f"{path}/withdrawal", part))
    assert "In force" in page.words and "History" in page.words
    assert "Work and training outcomes" not in " ".join(text for text in page.words.split("History")[:1])
    worker.send(f"{path}/withdrawal", part, 422)


def test_a_client_signs_on_the_screen_in_their_own_language(worker: Person, count: Count) -> None:
    asked = RELEASE | {"decision": "offered", "given_how": "", "given_on": ""}
    path = worker.send("/people/{client_id}/releases", asked).location.removeprefix(f"/{worker.agency.slug}")
    page = worker.look(path)
    assert 'lang="fr-CA"' in page.body and not page.tree.css("nav") and not page.tree.css("input[checked]")
    assert "J’accepte que l’agence" in page.words and "College <i>" in page.words
    assert worker.send(path, {}, 422).wrong.keys() >= {"decision"}
    answer = {"decision": "given", "name": "Robin <b>", "scope": "outcomes", "drawing": "[[[1,2],[30,40]]]"}
    assert worker.send(path, answer | {"name": ""}, 422).wrong.keys() == {"name"}
    assert worker.send(path, answer | {"drawing": "[[[1]]]"}, 422).wrong.keys() == {"name"}
    again = worker.send(path, answer | {"scope": ""}, 422)
    assert again.wrong.keys() == {"scope"} and again.typed("name") == "Robin <b>"
    worker.follow(worker.send(path, answer))
    kept = worker.look(path.removesuffix("/signature"))
    assert "Robin <b>" in kept.words and kept.tree.css("path")[0].attributes["d"].strip() == "M1 2 L30 40"
    assert "Attendance" not in kept.words
    assert worker.look(path, 303).location.endswith(path.removesuffix("/signature"))
    worker.send(path, answer, 409)
    assert count("consents", "kind = 'release' AND state = 'given' AND given_how = 'signed_screen'") == 1


def test_a_refusal_on_the_screen_is_a_decision_and_says_what_follows(worker: Person) -> None:
    path = "/people/{client_id}/consents/{offer_id}"
    page = worker.follow(worker.send(f"{path}/signature", {"decision": "refused"}))
    assert "Refused" in page.words
    assert "The help stays the same." in worker.look(path).words
    worker.send(f"{path}/withdrawal", {"effect_explained": "yes"}, 409)


def test_a_draft_is_answered_later_on_paper(worker: Person) -> None:
    worker.send("/people/{client_id}/consents", GOOD | {"kind": "research", "decision": "draft"})
    page = worker.look("/people/{client_id}/consents")
    draft = page.links("Open and record the answer")[0].removeprefix(f"/{worker.agency.slug}")
    answer = {"decision": "given", "given_how": "signed_paper", "given_on": TODAY.isoformat()}
    assert (
        "Choose how." in worker.send(f"{draft}/decision", answer | {"given_how": ""}, 422).wrong["given_how"]
    )
    worker.send(f"{draft}/decision", answer)
    worker.send(f"{draft}/decision", answer, 409)
    worker.send(f"{draft}/offer", {}, 409)


def test_a_permission_to_release_says_who_what_and_why(worker: Person) -> None:
    page = worker.send(
        "/people/{client_id}/releases", RELEASE | {"recipient": "", "purpose": "", "scope": ""}, 422
    )
    assert page.wrong.keys() == {"recipient", "purpose", "scope"}
    page = worker.follow(worker.send("/people/{client_id}/releases", RELEASE))
    assert "College <i>" in page.words and "We may tell them" in page.words


def test_consents_that_end_soon_are_listed_and_told_in_the_file(worker: Person) -> None:
    soon = (TODAY + timedelta(days=5)).isoformat()
    page = worker.follow(worker.send("/people/{client_id}/consents", GOOD | {"expires_on": soon}))
    assert "Ask whether the client renews it." in page.words and "ends soon" in page.words
    assert worker.agency.name in worker.look("/consents").words


def test_the_agency_writes_its_own_words_in_both_languages(owner: Person, worker: Person) -> None:
    worker.look("/consent-wordings/new", 403)
    form = owner.look("/consent-wordings/new?kind=media")
    assert form.typed("kind") == "media" and "photo" in (form.typed("text_en") or "")
    words = {"kind": "media", "text_en": "New <b> words.", "text_fr": "", "effective_on": TODAY.isoformat()}
    assert owner.send("/consent-wordings", words, 422).wrong.keys() == {"text_fr"}
    page = owner.follow(owner.send("/consent-wordings", words | {"text_fr": "Nouveaux mots."}))
    assert "New <b> words." in page.words and "Version 2" in page.words
    assert "New <b> words." in worker.look("/people/{client_id}/consents/new").words


def test_a_consent_past_its_last_day_is_not_in_force(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        days = {"given_on": TODAY - timedelta(days=9), "expires_on": TODAY - timedelta(days=1)}
        factories.a_consent(session, client, **days)
        path = f"/people/{client.id}"
    assert "No consent in force" in worker.look(path).words
    assert "Ended" in worker.look(f"{path}/consents").words


def test_another_clients_consent_is_not_here(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        other = factories.a_client(session).id
    worker.send(f"/people/{other}/consents/{{consent_id}}/withdrawal", status=404)


def test_a_consent_on_paper_is_shown_with_its_scan_and_the_scan_with_what_it_proves(
    worker: Person, world: World, count: Count
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        filed = factories.a_paper(session, client, title="Sheet <i>of Monday")
        other = factories.a_paper(session, factories.a_client(session))
    here = f"/people/{client.id}/consents"
    sent = RELEASE | {"paper_id": str(filed.id)}
    assert f"{filed.number} Sheet <i>of Monday" in worker.look(f"/people/{client.id}/releases/new").words
    both = sent | {"files": [(BytesIO(b"%PDF-1.7"), "a.pdf")]}
    page = worker.send(f"/people/{client.id}/releases", both, 422, content_type="multipart/form-data")
    assert "one new file" in page.wrong["files"] and page.typed("recipient") == "College <i>"
    worker.send(f"/people/{client.id}/releases", RELEASE | {"paper_id": str(other.id)}, 422)
    page = worker.send(f"/people/{client.id}/releases", RELEASE | {"given_how": "verbal", "witness": "W",
                                                                   "paper_id": str(filed.id)}, 422)  # fmt: skip
    assert "Only an answer signed on paper" in page.wrong["given_how"]
    assert count("consents", "client_id = %s", client.id) == 0
    worker.send(f"/people/{client.id}/releases", sent)
    (link,) = [one for one in worker.look(here).links("Open or take back") if "consents" in one]
    page = worker.look("//" + link)
    assert "Sheet <i>of Monday" in page.words and "Scan to follow" not in page.words
    assert "College <i>" in worker.look(f"/people/{client.id}/papers/{filed.id}").words


def test_a_scan_may_follow_and_until_then_the_file_says_so(
    worker: Person, world: World, count: Count
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        consent = factories.a_consent(session, client)
        case = factories.a_case(session, client)
        within_case = factories.a_paper(session, client, case_id=case.id)
    here, file = f"/people/{client.id}/consents/{consent.id}", f"/people/{client.id}"
    missing = "A consent signed on paper has no scan yet"
    assert missing in worker.look(file).words and "Scan to follow" in worker.look(here).words
    worker.send(f"{here}/scan", {"paper_id": str(within_case.id)}, 422)
    assert "Choose one paper" in worker.send(f"{here}/scan", {}, 422).wrong["files"]
    refused = worker.send(
        f"{here}/scan",
        {"files": [(BytesIO(b"MZ\x90\x00\x03"), "a.pdf")]},
        422,
        content_type="multipart/form-data",
    )
    assert "cannot be kept here" in refused.wrong["files"]
    sent = {"files": [(BytesIO(b"%PDF-1.7 signed"), "IMG_0023.pdf")]}
    page = worker.follow(worker.send(f"{here}/scan", sent, content_type="multipart/form-data"))
    assert "Scan to follow" not in page.words and missing not in worker.look(file).words
    assert count("papers", "client_id = %s AND kind = 'consent_scan'", client.id) == 1
    assert count("audit_events", "verb = 'consent_proved' AND client_id = %s", client.id) == 1
