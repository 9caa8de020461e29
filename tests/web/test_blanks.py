"""Paper forms: every form is printed in both languages, and its code leads back into the right file."""

import io

import psycopg
import pytest

from records.blanks.rules import Code, parsed
from records.particulars.kinds import KINDS
from tenants import clock
from tests.web.conftest import Person
from tests.world import World

TODAY = clock.today("America/Toronto").isoformat()
HERE = "/people/{client_id}/forms"


def codes(person: Person) -> list[str]:
    """Every code that the page of forms offers."""
    page = person.look("/forms")
    return [link.rpartition("/")[2] for link in page.links("NF-")]


def number_of(world: World, superuser: psycopg.Connection, *, first: bool = True) -> str:
    agency = world.first if first else world.second
    row = superuser.execute("SELECT file_number FROM clients WHERE id = %s", [agency.ids["client_id"]])
    return str(row.fetchone()[0])


def keyed(person: Person, code: str, **more: str) -> str:
    """Confirms whose a form is, and says where the answers are typed."""
    said = {"paper_on": TODAY, "same_person": "yes", "case_id": str(person.agency.ids["case_id"]), **more}
    answer = person.send(f"{HERE}/{code}/keying", said)
    return answer.location.removeprefix(f"/{person.agency.slug}")


def test_every_form_is_printed_in_both_languages_and_leads_back(
    worker: Person, world: World, superuser: psycopg.Connection
) -> None:
    found, number = codes(worker), number_of(world, superuser)
    known = {(code.form, code.language) for one in found if (code := parsed(one))}
    kinds = {f"consent_{kind}" for kind in ("service", "release", "research", "media", "messages")}
    for form in {"intake", "note", *kinds, *(name for name, kind in KINDS.items() if not kind.closed)}:
        assert {(form, "en"), (form, "fr")} <= known, form
    for code in found:
        page = worker.look(f"/forms/{code}")
        assert code in page.words and ('lang="fr-CA"' in page.body) is ("-FR" in code)
        mine = worker.look(f"{HERE}/{code}?size=large").words
        assert f"{code}-{number}" in mine and world.first.name not in mine
        assert world.first.name in worker.look(f"{HERE}/{code}?named=1").words
        confirm = worker.follow(worker.send("/forms/keying", {"code": f"{code}-{number}".lower()}))
        assert world.first.name in confirm.words and number in confirm.words
        place = keyed(worker, code)
        form = parsed(code).form
        part = {"intake": "/edit", "note": "/notes/", "consent_release": "/releases/new"}.get(form)
        part = part or ("/consents/new" if form.startswith("consent_") else f"/details/new/{form}")
        assert part in place
        worker.look(place)


def test_what_was_typed_from_paper_says_so_until_its_scan_is_filed(
    worker: Person, superuser: psycopg.Connection
) -> None:
    assert "tick this" in worker.send(f"{HERE}/NF-ADDRESS-1-FR/keying", {"paper_on": TODAY}, 422).summary
    place = keyed(worker, "NF-ADDRESS-1-FR", scan_follows="yes")
    form = worker.look(place)
    assert form.typed("paper_on") == form.typed("since") == TODAY and form.typed("scan_follows") == "yes"
    home = {
        "type": "home",
        "lines": "Quince street",
        "since": TODAY,
        "paper_on": TODAY,
        "scan_follows": "yes",
    }
    later = {**home, "paper_on": "2999-01-01"}
    new = "/people/{client_id}/details/new/address"
    assert "future" in worker.send(new, later, 422).wrong["paper_on"]
    worker.send(new, home)
    entry = superuser.execute("SELECT id FROM entries WHERE scan_follows").fetchone()[0]
    for path in ("/people/{client_id}", f"/people/{{client_id}}/details/{entry}"):
        page = worker.look(path)
        assert "From a paper form of" in page.words and "Scan to follow" in page.words
    paper = worker.look(page.links("File the scan")[0].removeprefix(f"/{worker.agency.slug}"))
    (action,) = paper.forms("/papers")
    assert action.endswith(f"entry={entry}")
    worker.send(f"/people/{{client_id}}/papers?entry={entry}", scan(), content_type="multipart/form-data")
    page = worker.look("/people/{client_id}")
    assert "From a paper form of" in page.words and "Scan to follow" not in page.words


def scan() -> dict[str, object]:
    return {
        "files": (io.BytesIO(b"%PDF-1.7 scan"), "form.pdf"), "kind": "other", "received_on": TODAY,
        "source": "scan", "original": "kept", "sensitivity": "case",
    }  # fmt: skip


def test_a_note_a_consent_and_an_intake_know_their_paper(
    worker: Person, superuser: psycopg.Connection
) -> None:
    note = worker.look(keyed(worker, "NF-NOTE-1-EN"))
    assert note.typed("source") == "paper" and note.typed("occurred_on") == TODAY
    assert "From a paper form of" in str(worker.look(keyed(worker, "NF-INTAKE-1-EN")).typed("reason"))
    assert "Intake form" in worker.look("/people/{client_id}").words
    superuser.execute(
        "INSERT INTO consent_wordings (organisation_id, id, created_at, kind, number, text_en, text_fr, effective_on,"
        " author_id) SELECT organisation_id, gen_random_uuid(), now(), 'messages', 2, 'Newer words', 'Mots', current_date"
        " - 1, id FROM members WHERE id = %s",
        [worker.agency.members["owner"]],
    )
    assert "Newer words" in worker.look("/forms/NF-CONSENT-MESSAGES-2-EN").words
    form = worker.look(keyed(worker, "NF-CONSENT-MESSAGES-1-FR"))
    assert (form.typed("given_how"), form.typed("given_on")) == ("signed_paper", TODAY)
    said = {
        "kind": "messages",
        "language": "fr",
        "given_by": "client",
        "decision": "given",
        "scope": ["email"],
    }
    paper = {"given_how": "signed_paper", "given_on": TODAY, "wording_version": "1"}
    worker.send("/people/{client_id}/consents", said | paper)
    kept = superuser.execute(
        "SELECT wording_version, wording FROM consents WHERE kind = 'messages'"
    ).fetchone()
    assert kept[0] == "1" and kept[1].startswith("J’accepte que l’agence m’écrive")


@pytest.mark.parametrize(
    "code", ["", "NF", "NF-NOTHING-1-EN", "NF-ADDRESS-9-EN", "NF-ADDRESS-1-DE", "NF-ADDRESS-1-EN-N-999999"]
)
def test_a_code_of_nothing_leads_nowhere(worker: Person, code: str) -> None:
    assert worker.send("/forms/keying", {"code": code}, 422).wrong["code"]


def test_another_agency_s_file_and_one_that_is_closed_to_the_reader_stay_unseen(
    worker: Person, colleague: Person, world: World, superuser: psycopg.Connection
) -> None:
    theirs = "N-777"
    superuser.execute(
        "UPDATE clients SET file_number = %s WHERE id = %s", [theirs, world.second.ids["client_id"]]
    )
    page = worker.send("/forms/keying", {"code": f"NF-ADDRESS-1-EN-{theirs}"}, 422)
    assert "no such file" in page.wrong["code"] and world.second.name not in page.words
    worker.look(f"/people/{world.second.ids['client_id']}/forms/NF-ADDRESS-1-EN/keying", 404)
    mine = number_of(world, superuser)
    to = colleague.send("/forms/keying", {"code": f"NF-ADDRESS-1-EN-{mine}"})
    assert "/opening?" in colleague.visitor.get(to.location).headers["Location"]
    who = worker.send("/forms/NF-ADDRESS-1-EN/keying", {"q": world.first.name}, 200)
    assert world.first.name in who.words


def test_a_code_is_read_as_people_type_it() -> None:
    assert parsed(" nf paper–file 1 fr n 12 ") == Code("paper_file", "1", "fr", "N-12")
    assert str(Code("paper_file", "1", "fr", "N-12")) == "NF-PAPER-FILE-1-FR-N-12"
