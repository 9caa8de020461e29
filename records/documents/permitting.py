"""Reading what a person was asked and answered, and the permission a referral rests on."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from records.clients.queries import contact_points
from records.consents.models import Consent
from records.consents.queries import Held, get_held, held_by, own_wordings
from records.consents.rules import scope_on
from records.consents.wordings import SHIPPED
from records.documents.facts_permissions import Referred
from records.documents.models import Document
from records.documents.permissions import Allowed, Answer, Permit
from records.documents.values import Language
from records.referrals.models import Partner
from records.referrals.queries import get_referral
from records.referrals.rules import answer_day
from tenants import clock, context
from tenants.errors import NotFound
from tenants.members import names_of

_ASKED = "offered"
_ANSWERS: dict[str, Answer] = {_ASKED: "", "given": "given", "expiring": "given", "refused": "refused"}
# How a partner may reach a person whom they are to help.
_REACHED_BY = ("phone", "email")


def asked_of(session: Session, client_id: UUID) -> Sequence[Consent]:
    """What a client was asked and has not answered, first asked first."""
    return [one.consent for one in _asked_or_held(session, client_id) if one.state == _ASKED]


def allowed_of(
    session: Session, client_id: UUID, language: Language, *, left_out: Collection[UUID] = ()
) -> list[Allowed]:
    """What a client was asked and has not answered, but for what is left out, and what they answered and holds. What
    waits is shown in the language asked for, in the words of its own version; what was answered, word for word as it
    was shown then."""
    held = [
        one
        for one in _asked_or_held(session, client_id)
        if one.state != _ASKED or one.consent.id not in left_out
    ]
    own = {
        (row.kind, str(row.number)): {"en": row.text_en, "fr": row.text_fr} for row in own_wordings(session)
    }
    shipped = {(kind, one.version): one.words for kind, one in SHIPPED.items()}
    explained, words = names_of(session), shipped | own
    return [
        _allowed(one, words.get((one.consent.kind, one.consent.wording_version), {}), language, explained)
        for one in held
    ]


def referred_of(session: Session, document: Document) -> Referred:
    """Where the letter goes, what for, and what may be told with it. Raises NotFound without a referral of the same
    case or without a permission of the same person."""
    if document.referral_id is None or document.consent_id is None:
        raise NotFound()
    sent = get_referral(session, document.case_id, document.referral_id)
    today = clock.today(context.current().timezone)
    held = get_held(session, document.client_id, document.consent_id, today)
    safe = (
        one.value
        for one in contact_points(session, document.client_id)
        if one.kind in _REACHED_BY and one.safe_for_messages
    )
    return Referred(
        partner_name=sent.partner.name,
        partner_contact=_whom(sent.partner),
        number=sent.referral.number,
        need=sent.referral.need,
        answer_by=sent.referral.answer_by or answer_day(today),
        permit=_permit(held),
        birth_on=sent.client.birth_on,
        reach=next(safe, ""),
    )


def _asked_or_held(session: Session, client_id: UUID) -> list[Held]:
    held = held_by(session, client_id, clock.today(context.current().timezone))
    return sorted((one for one in held if one.state in _ANSWERS), key=lambda one: one.consent.id)


def _whom(partner: Partner) -> str:
    return ", ".join(part for part in (partner.contact_name, partner.phone or partner.email) if part)


def _permit(held: Held) -> Permit:
    consent, today = held.consent, clock.today(context.current().timezone)
    covers = scope_on(consent.scope, consent.taken_back, today)
    return Permit(
        given_on=consent.given_on or today,
        last_on=held.last_on,
        covers=tuple(item for item in consent.scope if item in covers),
        purpose=consent.purpose or "other",
        direction=consent.direction or "send",
        often="once" if consent.single_use else "",
        conditions=consent.conditions or "",
    )


def _allowed(held: Held, words: dict[str, str], language: Language, explained: dict[UUID, str]) -> Allowed:
    consent, answer = held.consent, _ANSWERS[held.state]
    spoken = cast("Language", consent.language)
    in_other_words = not answer and language in words
    return Allowed(
        kind=consent.kind,
        wording=words[language] if in_other_words else consent.wording,
        wording_language=language if in_other_words else spoken,
        wording_version=consent.wording_version,
        items=tuple(consent.scope),
        recipient=consent.recipient or "",
        recipient_category=consent.recipient_category or "",
        direction=consent.direction or "",
        purpose=consent.purpose or "",
        often="once" if consent.single_use else "",
        conditions=consent.conditions or "",
        until=held.last_on,
        given_by=consent.given_by,
        giver=consent.giver or "",
        explained_by=explained.get(consent.explained_by, ""),
        answer=answer,
        **_answered(consent),
    )


def _answered(consent: Consent) -> dict[str, Any]:
    """When and how it was answered; nothing while it waits."""
    signature: dict[str, Any] = consent.signature or {}
    return {
        "answered_on": consent.given_on,
        "answered_how": consent.given_how or "",
        "signed_as": signature.get("name", ""),
        "witness": consent.witness or "",
    }
