"""Referring somebody on, following it up, and ending it only when both sides were asked."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.actions import next_number
from records.clients.models import Client
from records.consents.queries import get_consent
from records.disclosures.actions import record_disclosure
from records.entries.actions import enter
from records.entries.models import Kind
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from records.referrals.models import Partner, Referral, ReferralStep
from records.referrals.queries import times_asked
from records.referrals.rules import LINK_DAYS, FollowUp, check_step
from tenants import audit, clock, context, gate, mail
from tenants.database import hold
from tenants.errors import Conflict, Refused


def add_partner(session: Session, **told: Any) -> Partner:
    """Puts an organization on the agency's list."""
    partner = Partner(**told)
    session.add(partner)
    session.flush()
    audit.record(session, audit.Verb.PARTNER_ADDED, partner.id)
    return partner


def change_partner(session: Session, partner: Partner, *, version: int, **told: Any) -> None:
    """Says it better, unless somebody else did meanwhile."""
    hold(session, partner)
    partner.expect(version)
    for name, value in told.items():
        setattr(partner, name, value)
    partner.version += 1
    audit.record(session, audit.Verb.PARTNER_CHANGED, partner.id)


def end_partner(session: Session, partner: Partner) -> None:
    """Takes it off the list; what was sent there stays where it is."""
    hold(session, partner)
    partner.expect_in_use()
    partner.ended_on = _today()
    audit.record(session, audit.Verb.PARTNER_ENDED, partner.id)


def start_referral(session: Session, case: Case, partner: Partner, *, need: str, is_warm: bool) -> Referral:
    """Writes down where the person should go and what for; nothing has left yet."""
    case.expect_open()
    partner.expect_in_use()
    entry = enter(session, Kind.REFERRAL, client_id=case.client_id, case_id=case.id)
    assert entry.author_id is not None
    referral = Referral(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        partner_id=partner.id,
        author_id=entry.author_id,
        number=f"V-{next_number(session, 'referral')}",
        need=need,
        is_warm=is_warm,
    )
    session.add(referral)
    _step(session, referral, "draft", on=_today())
    audit.record(session, audit.Verb.REFERRAL_STARTED, referral.id, client_id=referral.client_id)
    return referral


def send_referral(
    session: Session,
    referral: Referral,
    client: Client,
    partner: Partner,
    *,
    version: int,
    how_sent: str,
    sent_on: date,
    answer_by: date,
    consent_id: UUID | None = None,
    categories: Sequence[str] = (),
    what: str | None = None,
) -> None:
    """Sends it. With a permission something about the person leaves, and it is recorded as a disclosure, which is
    refused when the permission does not cover it; without one the person takes it there themselves."""
    hold(session, referral)
    referral.expect(version)
    if referral.state != "draft":
        raise Conflict("This referral was sent already.")
    if answer_by < sent_on:
        raise Refused("The day to answer by cannot be before the day it was sent.", field="answer_by")
    if sent_on > _today():
        raise Refused("Enter the day it was sent; it cannot be in the future.", field="sent_on")
    if consent_id is not None:
        told = {"categories": categories, "what": what, "how_sent": how_sent, "sent_on": sent_on}
        referral.disclosure_id = _disclosed(session, client, partner, consent_id, told)
    referral.how_sent, referral.sent_on, referral.answer_by = how_sent, sent_on, answer_by
    _step(session, referral, "sent", on=sent_on)
    audit.record(session, audit.Verb.REFERRAL_SENT, referral.id, client_id=referral.client_id)


def _disclosed(
    session: Session, client: Client, partner: Partner, consent_id: UUID, told: dict[str, Any]
) -> UUID:
    if not told["categories"] or not (told["what"] or "").strip():
        raise Refused("Say what about the person leaves.", field="what")
    consent = get_consent(session, client.id, consent_id)
    made = record_disclosure(
        session,
        client,
        basis="permission",
        consent_id=consent_id,
        recipient=partner.name,
        recipient_category=consent.recipient_category,
        purpose=consent.purpose or "",
        **told,
    )
    return made.id


def take_step(
    session: Session,
    referral: Referral,
    *,
    state: str,
    happened_on: date,
    version: int,
    words: str | None = None,
    appointment_on: date | None = None,
) -> None:
    """Writes down how far it is, by a worker or, without a member, by the partner."""
    hold(session, referral)
    referral.expect(version)
    if happened_on > _today():
        raise Refused("This day cannot be in the future.", field="happened_on")
    asked = times_asked(session, referral)
    check_step(
        referral.state, state, words=words or "", answer_by=referral.answer_by, asked=asked, today=_today()
    )
    referral.appointment_on = appointment_on or referral.appointment_on
    _step(session, referral, state, on=happened_on, words=words)
    if context.current().member_id is None:
        where = {"client_id": referral.client_id, "case_id": referral.case_id, "about": referral.id}
        tell(session, member_id=referral.author_id, kind=Notice.REFERRAL_ANSWERED, **where)
    audit.record(session, audit.Verb.REFERRAL_MOVED, referral.id, client_id=referral.client_id, state=state)


def ask_again(session: Session, referral: Referral, *, words: str) -> None:
    """Writes down that somebody asked the partner again, and how."""
    hold(session, referral)
    if referral.sent_on is None or not referral.is_open:
        raise Conflict("Only a referral that is on its way can be asked about.")
    _append(session, referral, "asked", on=_today(), words=words)
    audit.record(session, audit.Verb.REFERRAL_CHASED, referral.id, client_id=referral.client_id)


def close_referral(session: Session, referral: Referral, found: FollowUp, *, version: int) -> None:
    """Ends it, with what came of it and that both sides were asked; without that it stays open."""
    hold(session, referral)
    referral.expect(version)
    if not referral.may_close:
        raise Conflict("Something is still expected here. Take the next step first.")
    for name in ("outcome", "client_asked", "provider_asked"):
        setattr(referral, name, getattr(found, name))
    referral.client_view = found.client_view or None
    referral.recommendation = found.recommendation or None
    referral.answer_hash = referral.answer_until = None
    _step(session, referral, "closed", on=_today())
    audit.record(session, audit.Verb.REFERRAL_CLOSED, referral.id, client_id=referral.client_id)


def reopen_referral(session: Session, referral: Referral, *, reason: str, answer_by: date) -> None:
    """Goes on with it as sent anew; what was before stays among its steps."""
    hold(session, referral)
    if referral.is_open:
        raise Conflict("This referral is open.")
    if answer_by < _today():
        raise Refused("Choose a day that is not over yet.", field="answer_by")
    _append(session, referral, "reopened", on=_today(), words=reason)
    referral.sent_on, referral.answer_by, referral.state = _today(), answer_by, "sent"
    referral.outcome = referral.client_asked = referral.provider_asked = None
    referral.version += 1
    audit.record(session, audit.Verb.REFERRAL_REOPENED, referral.id, client_id=referral.client_id)


def ask_by_link(session: Session, referral: Referral, partner: Partner, *, language: str) -> None:
    """Sends the partner a link by which they say how far they are, without an account; a new one ends the old. The
    message and the page name nobody."""
    hold(session, referral)
    if referral.sent_on is None or not referral.is_open:
        raise Conflict("Only a referral that is on its way can be asked about.")
    if not partner.email:
        raise Refused("This partner has no e-mail address yet.")
    token, me = gate.new_token(), context.current()
    referral.answer_hash, referral.answer_until = gate.hash_of(token), _today() + timedelta(days=LINK_DAYS)
    mail.send(
        session,
        "referral",
        to=partner.email,
        language=language,
        agency=me.name,
        number=referral.number,
        token=token,
    )
    _append(session, referral, "asked", on=_today())
    audit.record(session, audit.Verb.REFERRAL_CHASED, referral.id, client_id=referral.client_id)


def _step(session: Session, referral: Referral, state: str, *, on: date, words: str | None = None) -> None:
    referral.state = state
    if state != "draft":
        referral.version += 1
    _append(session, referral, state, on=on, words=words)


def _append(session: Session, referral: Referral, state: str, *, on: date, words: str | None = None) -> None:
    session.flush()
    session.add(
        ReferralStep(
            client_id=referral.client_id,
            referral_id=referral.id,
            state=state,
            happened_on=on,
            words=words or None,
            member_id=context.current().member_id,
        )
    )


def _today() -> date:
    return clock.today(context.current().timezone)
