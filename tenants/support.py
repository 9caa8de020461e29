"""Support by leave: somebody of the operator looks into an agency for a day at most, because it allowed it, and it sees
every page they open (decision 45)."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Uuid, func, select
from sqlalchemy.orm import Mapped, Session

from tenants import audit, clock, context, gate, mail, passwords
from tenants.database import Base, TenantOwned, hold, new_id, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import get_member
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column
from tenants.settings import settings

LASTS = timedelta(hours=24)
SHOWN = 25


@registered(path="", category="access", unit=Unit.KEPT, package="no")
class SupportGrant(TenantOwned, Base):
    """One leave to look, from the agency, for one person and with the reason. It ends by itself."""

    __tablename__ = "support_grants"
    __table_args__ = (
        within("member_id", "members"),
        within("granted_by", "members"),
        within("ended_by", "members"),
    )

    email: Mapped[str]
    name: Mapped[str]
    member_id: Mapped[UUID | None]
    granted_by: Mapped[UUID]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    ends_at: Mapped[datetime]
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]

    def runs_at(self, at: datetime) -> bool:
        """Whether support may look at a moment."""
        return self.ended_at is None and at < self.ends_at


def support_grants(session: Session) -> Sequence[SupportGrant]:
    """The newest, those that are over included."""
    wanted = select(SupportGrant).order_by(SupportGrant.id.desc()).limit(SHOWN)
    return session.execute(wanted).scalars().all()


def get_support_grant(session: Session, grant_id: UUID) -> SupportGrant:
    """One of them. Raises NotFound."""
    found = session.execute(select(SupportGrant).where(SupportGrant.id == grant_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def allow_support(session: Session, *, email: str, reason: str) -> SupportGrant:
    """Lets one of the operator's people look for a day, and writes to them."""
    now, me, name = clock.now(), context.current(), settings().support_people.get(email)
    if name is None:
        raise Refused("Choose somebody from the list.", field="email")
    if any(one.email == email and one.runs_at(now) for one in support_grants(session)):
        raise Refused("They may look already.", field="email")
    assert me.member_id is not None
    grant = SupportGrant(
        email=email,
        name=name,
        granted_by=me.member_id,
        reason=reason,
        created_at=now,
        ends_at=now + LASTS,
    )
    session.add(grant)
    session.flush()
    _admit(session, grant)
    mail.send(session, "support", to=email, language=me.language, agency=me.name, slug=me.slug)
    audit.record(session, audit.Verb.SUPPORT_ALLOWED, grant.id, member=grant.member_id, until=grant.ends_at)
    return grant


def end_support(session: Session, grant: SupportGrant) -> None:
    """Support looks no more, from the next click."""
    hold(session, grant)
    now = clock.now()
    if not grant.runs_at(now) or grant.member_id is None:
        raise Conflict("This access has ended already.")
    grant.ended_by, grant.ended_at = context.current().member_id, now
    get_member(session, grant.member_id).ended_at = now
    audit.record(session, audit.Verb.SUPPORT_ENDED, grant.id, member=grant.member_id)


def _admit(session: Session, grant: SupportGrant) -> None:
    known = gate.find_login(grant.email)
    # Nobody knows this password; whoever reads mail at the address sets one by a link.
    identity = (
        known[0]
        if known
        else gate.ensure_identity(
            new_id(),
            email=grant.email,
            name=grant.name,
            language=context.current().language,
            password_hash=passwords.hashed(secrets.token_urlsafe(32)),
        )
    )
    admitted = func.admit_support(grant.id, new_id(), identity, clock.now(), type_=Uuid())
    if session.execute(select(admitted)).scalar_one() is None:
        raise Refused("This person belongs to your agency already.", field="email")
    session.refresh(grant)
