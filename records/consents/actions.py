"""Recording and withdrawing consent."""

from datetime import date

from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.models import Consent
from records.consents.wordings import VERSION, WORDINGS
from records.entries.actions import enter
from records.entries.models import Kind
from tenants import audit, clock, context
from tenants.errors import Refused


def record_consent(
    session: Session,
    client: Client,
    *,
    kind: str,
    language: str,
    given_how: str,
    given_on: date,
    expires_on: date | None = None,
    witness: str = "",
    conditions: str = "",
    refused: bool = False,
) -> Consent:
    """Records what the client decided, with the wording they were shown, word for word. A refusal is a legitimate
    result and is recorded the same way. A spoken consent needs a witness."""
    _expect_possible(given_how, given_on=given_on, expires_on=expires_on, witness=witness)
    entry = enter(session, Kind.CONSENT, client_id=client.id, occurred_on=given_on)
    consent = Consent(
        id=entry.id,
        client_id=client.id,
        kind=kind,
        **_shown(kind, language),
        given_how=given_how,
        witness=witness or None,
        conditions=conditions or None,
        explained_by=entry.author_id,
        given_on=given_on,
        expires_on=expires_on,
        state="refused" if refused else "given",
    )
    return _filed(session, consent)


def withdraw_consent(session: Session, consent: Consent) -> None:
    """Ends a consent from today, in the agency's zone."""
    consent.withdraw(clock.today(context.current().timezone))
    audit.record(
        session, audit.Verb.CONSENT_WITHDRAWN, consent.id, client_id=consent.client_id, kind=consent.kind
    )


def _expect_possible(given_how: str, *, given_on: date, expires_on: date | None, witness: str) -> None:
    if given_on > clock.today(context.current().timezone):
        raise Refused("Enter the day the client decided; it cannot be in the future.", field="given_on")
    if expires_on is not None and expires_on < given_on:
        raise Refused("The last day must be on or after the first.", field="expires_on")
    if given_how == "verbal" and not witness:
        raise Refused("A spoken consent needs a witness: enter who heard it.", field="witness")


def _shown(kind: str, language: str) -> dict[str, str]:
    return {"wording": WORDINGS[kind][language], "wording_version": VERSION, "language": language}


def _filed(session: Session, consent: Consent) -> Consent:
    session.add(consent)
    codes = {"kind": consent.kind, "state": consent.state}
    audit.record(session, audit.Verb.CONSENT_RECORDED, consent.id, client_id=consent.client_id, **codes)
    return consent
