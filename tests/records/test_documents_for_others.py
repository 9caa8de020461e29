"""Paper for somebody else, and paper to sign: only as far as the person allows it, in the words they were shown."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.models import Client
from records.clients.queries import get_client
from records.consents.actions import ask_consent, decide_consent, withdraw_consent
from records.consents.models import Consent
from records.documents.drafting import draft_document
from records.documents.models import Document
from records.documents.permissions import ConsentForm, ReferralLetter
from records.documents.proofs import ParticipationCertificate, WorkSummary
from records.documents.queries import facts_for
from records.documents.readers import expect_reader_allowed
from records.documents.referring import draft_referral_letter
from records.documents.rules import compose
from records.referrals.actions import start_referral
from records.referrals.queries import get_partner, get_referral
from records.workshops import actions as workshops
from tenants import clock
from tenants.errors import NotFound, Refused
from tests import factories
from tests.world import Agency, World


def person(session: Session, agency: Agency) -> tuple[Client, Case]:
    """Somebody new with a case."""
    client = factories.a_client(session, legal_given="Wren", legal_family="Canary")
    return client, factories.a_case(session, client, goal="canary aim")


def referral_letter(
    session: Session, agency: Agency, client: Client, case: Case, **facts: object
) -> tuple[Document, Consent]:
    """A letter to the partner of the world, by a permission of its own."""
    partner = get_partner(session, agency.ids["partner_id"])
    consent = factories.a_release(session, client, recipient=partner.name, **facts)
    referral = start_referral(session, case, partner, need="An evening course", is_warm=False)
    session.flush()
    sent = get_referral(session, case.id, referral.id)
    return draft_referral_letter(session, sent, case, consent_id=consent.id), consent


def drawn(session: Session, document: Document) -> str:
    session.flush()
    return str(compose(facts_for(session, document)).to_plain())


def draft(session: Session, case: Case, kind: str, language: str = "en") -> Document:
    return draft_document(session, case, kind=kind, language=language, size="regular")


def test_a_letter_follows_its_permission_until_the_day_it_is_taken_back(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client, case = person(session, world.first)
        factories.a_note(session, case, details="canary note")
        document, consent = referral_letter(
            session, world.first, client, case, scope=["identifying", "plan", "attendance"]
        )
        told = drawn(session, document)
        assert "Wren Canary" in told and "canary aim" in told and "An evening course" in told
        assert "canary note" not in told
        expect_reader_allowed(session, document)
        before = compose(facts_for(session, document))
        withdraw_consent(session, consent, items=["identifying", "plan"])
        with pytest.raises(Refused, match="changed meanwhile"):
            expect_reader_allowed(session, document, before)
        told = drawn(session, document)
        assert "Canary" not in told and client.file_number not in told and "canary aim" not in told
        expect_reader_allowed(session, document)
        withdraw_consent(session, consent)
        with pytest.raises(Refused, match="was not in force"):
            expect_reader_allowed(session, document)


def test_a_letter_needs_a_permission_that_names_its_reader_and_lets_us_tell(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client, case = person(session, world.first)
        with pytest.raises(Refused, match="for asking others"):
            referral_letter(session, world.first, client, case, direction="receive")
        document, _consent = referral_letter(session, world.first, client, case)
        document.consent_id = factories.a_release(session, client, recipient="Somebody else").id
        with pytest.raises(Refused, match="names somebody else"):
            expect_reader_allowed(session, document)
        document.consent_id = factories.a_release(session, factories.a_client(session)).id
        with pytest.raises(NotFound):
            expect_reader_allowed(session, document)


def test_a_consent_form_asks_once_and_then_copies_the_words_that_were_shown(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client, case = person(session, world.first)
        with pytest.raises(Refused, match="Nobody was asked"):
            draft(session, case, ConsentForm.KIND)
        asked = ask_consent(
            session, client, offered=True, kind="messages", language="fr", scope=["email", "sms"]
        )
        ask_consent(session, client, kind="media", language="en", scope=["photo"])
        session.flush()
        document = draft(session, case, ConsentForm.KIND)
        session.flush()
        form = compose(facts_for(session, document))
        assert isinstance(form, ConsentForm)
        (one,) = form.allowed
        assert (one.kind, one.answer, one.items) == ("messages", "", ("email", "sms"))
        assert one.wording.startswith("I agree that the agency may write to me"), (
            "in the language of the form"
        )
        decide_consent(session, asked, given_how="verbal", given_on=factories.today(), witness="Dana")
        copy = compose(facts_for(session, document))
        assert isinstance(copy, ConsentForm)
        (one,) = copy.allowed
        assert (one.wording, one.wording_language, one.answer) == (asked.wording, "fr", "given")
        assert (one.witness, one.answered_on) == ("Dana", factories.today())


def test_what_was_done_together_is_counted_from_notes_and_groups_and_never_quoted(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client, case = person(session, world.first)
        with pytest.raises(Refused, match="nothing to certify"):
            draft(session, case, ParticipationCertificate.KIND)
        factories.a_note(session, case, details="canary note", minutes=45)
        workshop = factories.a_workshop(session, minutes=90)
        row = workshops.register(session, workshop, client, case=case)
        with clock.at(workshop.starts_at + timedelta(hours=1)):
            workshops.mark(session, workshop, row, "attended")
        session.flush()
        summary = compose(facts_for(session, draft(session, case, WorkSummary.KIND, "fr")))
        assert isinstance(summary, WorkSummary)
        assert (summary.meetings, summary.minutes) == (2, 135)
        assert {way.what for way in summary.ways} == {"Rencontre", "Séance de groupe"}
        certificate = compose(facts_for(session, draft(session, case, ParticipationCertificate.KIND)))
        assert isinstance(certificate, ParticipationCertificate)
        assert (certificate.minutes, certificate.client_name) == (90, "Wren Canary")
        assert ([one.what for one in certificate.sessions], certificate.skills) == (
            ["A résumé that is read"],
            ("Writing a résumé",),
        )
        assert "canary" not in str(summary.to_plain()).casefold().replace("wren canary", "")
    with world.second.acting("practitioner") as session, pytest.raises(NotFound):
        get_client(session, UUID(str(client.id)))


def test_a_letter_of_a_referral_is_no_choice_of_a_case_alone(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        document = draft(session, case, ReferralLetter.KIND)
        session.flush()
        with pytest.raises(NotFound):
            facts_for(session, document)
