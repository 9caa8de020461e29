"""Recording that something leaves a file; impossible under a permission that does not cover it."""

import hmac
import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.queries import get_held, recipient_lookup
from records.disclosures.models import Disclosure
from records.disclosures.queries import permission_of
from records.disclosures.rules import NEED_APPROVAL, Sending, refusal
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from tenants import audit, clock, context, mail
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import members
from tenants.permissions import P, Role, may
from tenants.sealing import keyring
from tenants.second_person import second_person


def record_disclosure(
    session: Session,
    client: Client,
    *,
    basis: str,
    recipient: str,
    categories: Sequence[str],
    purpose: str,
    sent_on: date,
    consent_id: UUID | None = None,
    reason: str = "",
    **told: Any,
) -> Disclosure:
    """Records that something leaves the file, or left it. Under a permission, only what that permission covered on the
    day it was sent, decided while its row is locked; without one, on a basis that says why. An emergency is told to
    the supervisors at once."""
    if sent_on > clock.today(context.current().timezone):
        raise Refused("Enter the day it left; it cannot be in the future.", field="sent_on")
    lookup = recipient_lookup(session, client.id, recipient)
    if basis == "permission":
        sending = Sending(lookup, frozenset(categories), purpose, sent_on)
        _expect_permitted(session, client, consent_id, sending)
        allowed_by: dict[str, Any] = {"consent_id": consent_id}
    else:
        _expect_basis(basis, reason)
        allowed_by = {"reason": reason}
    told |= {
        "recipient": recipient,
        "recipient_lookup": lookup,
        "categories": list(categories),
    }
    return _filed(session, client, basis=basis, purpose=purpose, sent_on=sent_on, **allowed_by, **told)


def record_receipt(session: Session, disclosure: Disclosure, *, receipt: str) -> None:
    """Writes down that it arrived, and how that is known."""
    hold(session, disclosure)
    disclosure.expect_no_receipt()
    disclosure.receipt, disclosure.receipt_on = receipt, clock.today(context.current().timezone)
    audit.record(session, audit.Verb.DISCLOSURE_RECEIVED, disclosure.id, client_id=disclosure.client_id)


def review_emergency(session: Session, disclosure: Disclosure) -> None:
    """Somebody who answers for the agency has looked at a disclosure made in an emergency."""
    hold(session, disclosure)
    disclosure.expect_unseen()
    disclosure.seen_by, disclosure.seen_at = context.current().member_id, clock.now()
    audit.record(session, audit.Verb.EMERGENCY_REVIEWED, disclosure.id, client_id=disclosure.client_id)


def ask_error(session: Session, disclosure: Disclosure, *, reason: str) -> None:
    """The first of two people says why it is wrong; it counts until the second agrees."""
    hold(session, disclosure)
    disclosure.expect_standing()
    if disclosure.error_asked_at is not None:
        raise Conflict("This waits for a second person already.")
    disclosure.error_asked_by, disclosure.error_asked_at = context.current().member_id, clock.now()
    disclosure.error_reason = reason
    audit.record(session, audit.Verb.DISCLOSURE_ERROR_ASKED, disclosure.id, client_id=disclosure.client_id)


def mark_in_error(session: Session, disclosure: Disclosure) -> None:
    """The second person agrees: it stays in the account with its mark, and does not count. Where nobody else may, the
    first does after seven days."""
    hold(session, disclosure)
    disclosure.expect_standing()
    if disclosure.error_asked_at is None:
        raise Refused("First somebody has to say why it is wrong.")
    disclosure.error_by, disclosure.alone = second_person(
        session,
        P.APPROVE_DISCLOSURES,
        not_these={disclosure.error_asked_by},
        since=disclosure.error_asked_at,
    )
    disclosure.error_at = clock.now()
    session.execute(update(Entry).where(Entry.id == disclosure.id).values(state="in_error"))
    about, is_alone = disclosure.client_id, disclosure.alone
    audit.record(session, audit.Verb.DISCLOSURE_IN_ERROR, disclosure.id, client_id=about, alone=is_alone)


def _expect_permitted(session: Session, client: Client, consent_id: UUID | None, sending: Sending) -> None:
    if consent_id is None:
        raise Refused("Choose the permission under which it leaves.", field="consent_id")
    hold(session, get_held(session, client.id, consent_id, sending.on).consent)
    held = get_held(session, client.id, consent_id, sending.on)
    fault = refusal(permission_of(session, held, sending.on), sending)
    if fault is not None:
        raise Refused(fault[1], field=fault[0])


def _expect_basis(basis: str, reason: str) -> None:
    if not reason:
        raise Refused("Without a permission, say what makes it necessary.", field="reason")
    if basis in NEED_APPROVAL and not may(context.current().roles, P.APPROVE_DISCLOSURES):
        raise Refused("Only a supervisor or the privacy lead decides on this basis. Ask them.", field="basis")


def _filed(
    session: Session, client: Client, *, basis: str, sent_on: date, items: Sequence[UUID] = (), **told: Any
) -> Disclosure:
    me = context.current().member_id
    entry = enter(session, Kind.DISCLOSURE, client_id=client.id, occurred_on=sent_on)
    disclosure = Disclosure(
        id=entry.id,
        client_id=client.id,
        basis=basis,
        sent_on=sent_on,
        items=[str(item) for item in items],
        author_id=me,
        approved_by=me if basis in NEED_APPROVAL else None,
        **told,
    )
    session.add(disclosure)
    disclosure.hash = _hash(session, disclosure)
    if basis == "emergency":
        _tell_supervisors(session)
    codes = {"basis": basis, "purpose": disclosure.purpose, "categories": sorted(disclosure.categories)}
    audit.record(session, audit.Verb.DISCLOSURE_RECORDED, disclosure.id, client_id=client.id, **codes)
    return disclosure


def _hash(session: Session, disclosure: Disclosure) -> bytes:
    """Binds the list of what left: a keyed hash, which dies with the client's key."""
    told = [str(disclosure.sent_on), disclosure.purpose, *sorted(disclosure.categories), *disclosure.items]
    words = json.dumps([*told, disclosure.recipient, disclosure.what], ensure_ascii=False)
    return hmac.digest(keyring(session).proof(disclosure.client_id), words.encode(), "sha256")


def _tell_supervisors(session: Session) -> None:
    """Names nobody: what happened is read after signing in."""
    me = context.current()
    told = {Role.SUPERVISOR, Role.PRIVACY_LEAD}
    for member in members(session):
        if told & set(member.roles):
            mail.send(
                session,
                "emergency",
                to=member.email,
                language=me.language,
                agency=me.name,
                slug=me.slug,
            )
