"""Whether somebody other than the person may read a document: only by a permission that is in force and covers it."""

from datetime import date
from typing import get_args

from sqlalchemy.orm import Session

from records.consents.queries import get_held, recipient_lookup
from records.consents.rules import scope_on
from records.disclosures.queries import permission_of
from records.disclosures.rules import Permission, Sending, refusal
from records.documents.models import Document
from records.documents.permissions import ReferralLetter, Told
from records.documents.values import Sheet
from records.referrals.queries import get_referral
from tenants import clock, context
from tenants.database import hold
from tenants.errors import Refused, sentence

_TOLD = frozenset(get_args(Told))


def reader_refusal(
    permission: Permission, *, recipient: bytes, on: date, is_open: bool, is_in_use: bool
) -> tuple[str, str] | None:
    """The field and the sentence that say why this reader may not have a letter today; None when they may. What the
    letter tells is what the permission covers, so everything but its own limits is decided as for any disclosure."""
    if not is_open:
        return "referral_id", sentence("This referral is closed. Open it again, or write down a new one.")
    if not is_in_use:
        return "referral_id", sentence("This partner is out of use. Refer the person to somebody else.")
    told = permission.scope & _TOLD or permission.scope
    return refusal(permission, Sending(recipient, told, permission.purpose or "", on))


def objection_to_reader(session: Session, document: Document) -> str:
    """Why the reader may not have this document as things stand, in words to act on; empty when they may."""
    found = _refused(session, document)
    return found[1] if found else ""


def expect_reader_allowed(session: Session, document: Document, values: Sheet | None = None) -> None:
    """Refuses to issue a document, or these values of it, to somebody who may not have them. Decided while the
    permission is locked, so that taking it back either comes first or finds the document issued."""
    if document.consent_id is not None:
        today = clock.today(context.current().timezone)
        hold(session, get_held(session, document.client_id, document.consent_id, today).consent)
    found = _refused(session, document)
    if found is not None:
        raise Refused(found[1], field=found[0])
    if isinstance(values, ReferralLetter) and not set(values.told) <= _covered(session, document):
        raise Refused(
            "The permission was changed meanwhile. Load the page again and read the letter once more."
        )


def _covered(session: Session, document: Document) -> frozenset[str]:
    assert document.consent_id is not None
    today = clock.today(context.current().timezone)
    consent = get_held(session, document.client_id, document.consent_id, today).consent
    return scope_on(consent.scope, consent.taken_back, today)


def _refused(session: Session, document: Document) -> tuple[str, str] | None:
    if document.reader == "client":
        return None
    if document.referral_id is None or document.consent_id is None:
        return "consent_id", sentence("Say to whom it goes, and by which permission.")
    today = clock.today(context.current().timezone)
    sent = get_referral(session, document.case_id, document.referral_id)
    held = get_held(session, document.client_id, document.consent_id, today)
    return reader_refusal(
        permission_of(session, held, today),
        recipient=recipient_lookup(session, document.client_id, sent.partner.name),
        on=today,
        is_open=sent.referral.is_open,
        is_in_use=sent.partner.ended_on is None,
    )
