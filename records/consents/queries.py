"""Every way to read consents."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.consents.models import Consent
from records.consents.rules import in_force
from tenants.errors import NotFound


def consents_of(session: Session, client_id: UUID) -> Sequence[Consent]:
    """A client's consents, newest first."""
    return (
        session.execute(
            select(Consent)
            .where(Consent.client_id == client_id)
            .order_by(Consent.given_on.desc(), Consent.id.desc())
        )
        .scalars()
        .all()
    )


def get_consent(session: Session, client_id: UUID, consent_id: UUID) -> Consent:
    """One of the client's consents. Raises NotFound."""
    found = session.execute(
        select(Consent).where(Consent.id == consent_id, Consent.client_id == client_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_in_force(session: Session, client_id: UUID, kind: str, on: date) -> Consent | None:
    """The newest consent of a kind that is in force on a day."""
    for consent in consents_of(session, client_id):
        if consent.kind == kind and in_force(consent.state, consent.given_on, consent.expires_on, on):
            return consent
    return None
