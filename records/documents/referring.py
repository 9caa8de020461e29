"""Beginning the letter of a referral."""

from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.documents.drafting import draft_document
from records.documents.models import Document
from records.documents.permissions import ReferralLetter
from records.documents.readers import expect_reader_allowed
from records.referrals.queries import Sent
from tenants import context


def draft_referral_letter(session: Session, sent: Sent, case: Case, *, consent_id: UUID) -> Document:
    """Begins the letter to the partner of a referral, or goes on with the one there is, by this permission. Refused
    when the permission does not let the partner have it."""
    document = draft_document(
        session,
        case,
        kind=ReferralLetter.KIND,
        language=_spoken(sent.partner.languages),
        size="regular",
        referral_id=sent.referral.id,
        consent_id=consent_id,
        reader="partner",
    )
    document.consent_id = consent_id
    expect_reader_allowed(session, document)
    return document


def _spoken(by_partner: list[str]) -> str:
    """The language of who writes, when the partner reads it or nobody knows; else the one the partner reads."""
    mine = context.current().language
    return mine if mine in by_partner or not by_partner else by_partner[0]
