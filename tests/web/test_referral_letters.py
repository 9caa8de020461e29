"""The letter of a referral is begun from it, by a permission that names the partner."""

import re
from io import BytesIO

from pypdf import PdfReader

from records.clients.queries import get_client
from records.consents.actions import withdraw_consent
from records.consents.queries import get_consent
from records.referrals.queries import get_partner
from tests import factories
from tests.web.conftest import Person

CASE = "/people/{client_id}/cases/{case_id}/referrals"


def test_a_letter_to_a_partner_is_written_by_a_permission_that_names_them(worker: Person) -> None:
    ids = worker.agency.ids
    made = worker.send(CASE, {"partner_id": str(ids["partner_id"]), "need": "An evening course"})
    ids["referral_id"] = made.location.rsplit("/", 1)[1]
    with worker.agency.acting("practitioner") as session:
        partner = get_partner(session, ids["partner_id"]).name
        client = get_client(session, ids["client_id"])
        other = factories.a_release(session, client, recipient="Somebody else").id
        named = factories.a_release(session, client, recipient=f" {partner.upper()}", scope=["attendance"]).id
    letter = f"{CASE}/{{referral_id}}/letter"
    page = worker.look(letter)
    assert str(named) in page.body and str(other) not in page.body
    assert "Choose the permission" in worker.send(letter, {}, 422).words
    assert "Choose from the list" in worker.send(letter, {"consent_id": str(other)}, 422).words
    sent = worker.send(letter, {"consent_id": str(named)})
    page = worker.follow(sent)
    assert "An evening course" in page.body and "The permission does not cover the name" in page.words
    draft = sent.location.removeprefix(f"/{worker.agency.slug}")
    assert re.fullmatch(r".*/documents/[0-9a-f-]{36}/draft", draft)
    assert worker.send(letter, {"consent_id": str(named)}).location == sent.location, (
        "one letter is gone on with"
    )
    typed = {
        "version": "1",
        "shown_in": "en",
        "language": "en",
        "size": "regular",
        "says_need": "A course at night",
    }
    issue = draft.replace("/draft", "/issue")
    with worker.agency.acting("practitioner") as session:
        consent = get_consent(session, ids["client_id"], named)
        withdraw_consent(session, consent)
    assert "This permission was not in force" in worker.send(issue, typed, 422).words
    with worker.agency.acting("practitioner") as session:
        client = get_client(session, ids["client_id"])
        again = factories.a_release(session, client, recipient=partner, scope=["attendance"]).id
    worker.send(letter, {"consent_id": str(again)})
    done = worker.send(issue, typed).location.removeprefix(f"/{worker.agency.slug}")
    words = PdfReader(BytesIO(worker.look(f"{done}/file").response.data)).pages[0].extract_text()
    assert "A course at night" in words and "An evening course" not in words
    assert client.name not in words and client.file_number not in words
