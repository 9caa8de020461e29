"""Asking for consent, recording what the client decided, withdrawing; and the words that are explained."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.models import Consent, ConsentWording
from records.consents.queries import recipient_lookup, wording_for
from records.consents.rules import SCOPES, Strokes, fits, last_day
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.organisations import organisation


def ask_consent(session: Session, client: Client, *, offered: bool = False, **asked: Any) -> Consent:
    """Writes down what will be asked, with the words in force today, frozen. `offered` when it lies before the client
    and may be signed; otherwise a draft."""
    consent = _asked(session, client, **asked)
    if offered:
        consent.become("offer")
    audit.record(session, audit.Verb.CONSENT_ASKED, consent.id, **_codes(consent))
    return consent


def offer_consent(session: Session, consent: Consent) -> None:
    """Lays a draft before the client."""
    hold(session, consent)
    consent.become("offer")
    audit.record(session, audit.Verb.CONSENT_ASKED, consent.id, **_codes(consent))


def record_consent(
    session: Session,
    client: Client,
    *,
    given_how: str,
    given_on: date,
    witness: str = "",
    refused: bool = False,
    **asked: Any,
) -> Consent:
    """Records what the client decided, with the wording they were shown, word for word. A refusal is a legitimate
    result and is recorded the same way. A spoken consent needs a witness."""
    _expect_possible(given_how, given_on, asked.get("expires_on"), witness)
    consent = _asked(session, client, **asked)
    _decided(session, consent, given_how=given_how, given_on=given_on, witness=witness, refused=refused)
    audit.record(session, audit.Verb.CONSENT_RECORDED, consent.id, **_codes(consent))
    return consent


def decide_consent(
    session: Session,
    consent: Consent,
    *,
    given_how: str,
    given_on: date,
    witness: str = "",
    refused: bool = False,
) -> None:
    """Records the answer to what was asked, on paper or spoken."""
    hold(session, consent)
    _expect_possible(given_how, given_on, consent.expires_on, witness)
    _decided(session, consent, given_how=given_how, given_on=given_on, witness=witness, refused=refused)
    audit.record(session, audit.Verb.CONSENT_RECORDED, consent.id, **_codes(consent))


def sign_consent(
    session: Session,
    consent: Consent,
    *,
    name: str,
    strokes: Strokes,
    scope: Sequence[str] = (),
    refused: bool = False,
) -> None:
    """The client's own answer on the screen: which of the items, the typed name, and the drawn lines if any."""
    hold(session, consent)
    if consent.state != "offered":
        raise Conflict("This consent is not open any more. Load the page again to see what it is now.")
    if not refused:
        _expect_signed(consent, name, scope)
        consent.scope = [item for item in consent.scope if item in scope]
    consent.signature = {"name": name, "strokes": strokes}
    today = clock.today(context.current().timezone)
    _decided(session, consent, given_how="signed_screen", given_on=today, refused=refused)
    audit.record(session, audit.Verb.CONSENT_RECORDED, consent.id, **_codes(consent))


def withdraw_consent(
    session: Session, consent: Consent, *, items: Sequence[str] = (), effect_explained: bool = False
) -> None:
    """Ends a consent from today, in the agency's zone, or takes some items out of it. Waits for a disclosure that is
    just being recorded; what left before stays on file."""
    hold(session, consent)
    left = consent.without(list(items)) if items else []
    today = clock.today(context.current().timezone)
    keep(session, consent)
    if left:
        if consent.state != "given":
            raise Conflict("This consent is not in force, so it cannot be withdrawn.")
        consent.scope = left
        consent.taken_back = consent.taken_back | dict.fromkeys(items, today.isoformat())
    else:
        consent.become("withdraw")
        consent.withdrawn_on = today
    consent.effect_explained = effect_explained
    part = sorted(items) if left else []
    audit.record(session, audit.Verb.CONSENT_WITHDRAWN, consent.id, part=part, **_codes(consent))


def write_wording(
    session: Session,
    *,
    kind: str,
    text_en: str,
    text_fr: str,
    effective_on: date,
    lasts_days: int | None = None,
) -> ConsentWording:
    """A new version of the words for a kind; those before stay with the consents given under them."""
    if effective_on < clock.today(context.current().timezone):
        raise Refused("New words take effect today or later.", field="effective_on")
    hold(session, organisation(session))  # two writers at once would take the same number
    newest = select(func.max(ConsentWording.number)).where(ConsentWording.kind == kind)
    wording = ConsentWording(
        kind=kind,
        number=(session.execute(newest).scalar_one() or 1) + 1,
        text_en=text_en,
        text_fr=text_fr,
        lasts_days=lasts_days,
        effective_on=effective_on,
        author_id=context.current().member_id,
    )
    session.add(wording)
    audit.record(session, audit.Verb.WORDING_WRITTEN, wording.id, kind=kind, number=wording.number)
    return wording


def _asked(
    session: Session,
    client: Client,
    *,
    kind: str,
    language: str,
    recipient: str = "",
    scope: Sequence[str] = (),
    wording_version: str | None = None,
    **about: Any,
) -> Consent:
    if not fits(kind, scope):
        raise Refused("Choose only what this kind of consent may cover.", field="scope")
    _expect_speaker(session, client, **about)
    wording = wording_for(session, kind, wording_version, clock.today(context.current().timezone))
    entry = enter(session, Kind.CONSENT, client_id=client.id)
    consent = Consent(
        id=entry.id,
        client_id=client.id,
        kind=kind,
        **wording.frozen(language),
        scope=[item for item in SCOPES.get(kind, ()) if item in scope],
        explained_by=entry.author_id,
        state="draft",
        **{name: value for name, value in about.items() if value},
    )
    if recipient:
        consent.name_recipient(recipient, recipient_lookup(session, client.id, recipient))
    session.add(consent)
    return consent


def _decided(
    session: Session, consent: Consent, *, given_how: str, given_on: date, refused: bool, witness: str = ""
) -> None:
    consent.become("refuse" if refused else "give")
    consent.given_how, consent.given_on, consent.witness = given_how, given_on, witness or None
    session.execute(update(Entry).where(Entry.id == consent.id).values(occurred_on=given_on))
    if not refused:
        _supersede(session, consent)


def _supersede(session: Session, consent: Consent) -> None:
    """What was given or asked before, for the same and to the same, is replaced."""
    if consent.kind == "release" and consent.recipient_lookup is None:
        return
    same = (
        Consent.client_id == consent.client_id,
        Consent.kind == consent.kind,
        Consent.id != consent.id,
        Consent.recipient_lookup.is_not_distinct_from(consent.recipient_lookup),
        Consent.state.in_(("draft", "offered", "given")),
        Consent.given_on.is_(None) | (Consent.given_on <= consent.given_on),
    )
    for older in session.execute(select(Consent).where(*same).with_for_update(key_share=True)).scalars():
        older.become("supersede")
        older.superseded_on = consent.given_on


def _expect_signed(consent: Consent, name: str, scope: Sequence[str]) -> None:
    if not name:
        raise Refused("Type your name to sign.", field="name")
    if consent.scope and (not scope or not set(scope) <= set(consent.scope)):
        raise Refused("Tick at least one thing you agree to, or choose that you do not agree.", field="scope")


def _expect_possible(
    given_how: str | None, given_on: date | None, expires_on: date | None, witness: str
) -> None:
    if given_how is None:
        raise Refused("Choose how.", field="given_how")
    if given_on is None:
        raise Refused("Enter the day the client decided.", field="given_on")
    if given_on > clock.today(context.current().timezone):
        raise Refused("Enter the day the client decided; it cannot be in the future.", field="given_on")
    if expires_on is not None and expires_on < given_on:
        raise Refused("The last day must be on or after the first.", field="expires_on")
    if given_how == "verbal" and not witness:
        raise Refused("A spoken consent needs a witness: enter who heard it.", field="witness")


def _expect_speaker(
    session: Session,
    client: Client,
    *,
    given_by: str | None = None,
    giver: str | None = None,
    authority: str | None = None,
    **_more: Any,
) -> None:
    """Whoever speaks for the client is named, and may still do so."""
    if given_by in ("guardian", "substitute") and not giver:
        raise Refused("Enter the name of the person who decides for the client.", field="giver")
    if given_by == "substitute" and not authority:
        raise Refused("Enter what gives this person the right to decide.", field="authority")
    if given_by == "guardian":
        last = last_day("guardian", None, client.birth_on, organisation(session).province)
        if last is not None and last < clock.today(context.current().timezone):
            raise Refused("The client is of age and decides themselves.", field="given_by")


def _codes(consent: Consent) -> dict[str, Any]:
    return {"client_id": consent.client_id, "kind": consent.kind, "state": consent.state}
