"""Every way to read how the agency severs."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.requests.models import AccessRequest, SeveringVersion
from records.requests.proposing import Kept, Places, places_of
from records.retention.copies import read_every_model
from tenants.errors import NotFound
from tenants.privacy import registry


def severing_places() -> Places:
    """Every field of a file that may tell of others."""
    read_every_model()
    return places_of(registry[table] for table in sorted(registry))


def severing_versions(session: Session) -> Sequence[SeveringVersion]:
    """How the agency severs and severed, the newest first."""
    return session.execute(select(SeveringVersion).order_by(SeveringVersion.number.desc())).scalars().all()


def severing_now(session: Session) -> SeveringVersion | None:
    """How the agency severs; None while it has settled nothing."""
    wanted = select(SeveringVersion).order_by(SeveringVersion.number.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def get_severing(session: Session, severing_id: UUID) -> SeveringVersion:
    """One version. Raises NotFound."""
    found = session.execute(
        select(SeveringVersion).where(SeveringVersion.id == severing_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def severing_of(session: Session, request: AccessRequest) -> SeveringVersion | None:
    """The version that a request keeps to."""
    return get_severing(session, request.severing_id) if request.severing_id else None


def kept_rules(session: Session, request: AccessRequest) -> Kept:
    """What the agency has settled, in the version the request keeps to; nothing where it has settled nothing."""
    version = severing_of(session, request)
    return version.rules if version else {}
