"""Every way to read what was disclosed."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.clients.models import Client
from records.clients.queries import reachable
from records.consents.queries import Held
from records.consents.rules import scope_on
from records.disclosures.models import Disclosure
from records.disclosures.rules import Permission
from tenants.errors import NotFound


def disclosures_of(
    session: Session, client_id: UUID, *, consent_id: UUID | None = None
) -> Sequence[Disclosure]:
    """What left a client's file, newest first; with `consent_id`, what left under that permission."""
    wanted = select(Disclosure).where(Disclosure.client_id == client_id)
    if consent_id is not None:
        wanted = wanted.where(Disclosure.consent_id == consent_id)
    newest = wanted.order_by(Disclosure.sent_on.desc(), Disclosure.id.desc())
    return session.execute(newest).scalars().all()


def get_disclosure(session: Session, client_id: UUID, disclosure_id: UUID) -> Disclosure:
    """One of the client's disclosures. Raises NotFound."""
    wanted = select(Disclosure).where(Disclosure.id == disclosure_id, Disclosure.client_id == client_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def permission_of(session: Session, held: Held, on: date) -> Permission:
    """What a consent said about passing on, on a day, with whether something left under it."""
    consent = held.consent
    used = select(Disclosure.id).where(Disclosure.consent_id == consent.id, Disclosure.error_at.is_(None))
    return Permission(
        kind=consent.kind,
        state=consent.state,
        given_on=consent.given_on,
        last_on=held.last_on,
        ended_on=consent.ended_on,
        recipient=consent.recipient_lookup,
        scope=scope_on(consent.scope, consent.taken_back, on),
        purpose=consent.purpose,
        direction=consent.direction,
        single_use=consent.single_use,
        used=session.execute(used.limit(1)).first() is not None,
    )


def emergencies(session: Session) -> Sequence[tuple[Disclosure, Client]]:
    """What left without permission in an emergency and nobody has reviewed yet, of people whose consents the reader
    may see; the oldest first."""
    wanted = (
        select(Disclosure, Client)
        .join(Client, Client.id == Disclosure.client_id)
        .where(
            Disclosure.basis == "emergency",
            Disclosure.seen_at.is_(None),
            Disclosure.error_at.is_(None),
            reachable(Category.CONSENT, Level.READ),
        )
        .order_by(Disclosure.sent_on, Disclosure.id)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]
