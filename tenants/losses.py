"""A lost second step: two administrators who know the person let them in again with the password alone, a day later.
The person is told by mail each time, and whoever still has a second step stops it by using it (ASVS 6.4.4)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from tenants import audit, clock, context, factors, gate
from tenants.audit import Verb
from tenants.database import Base, TenantOwned, hold, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import Member
from tenants.privacy import Unit, registered
from tenants.signing_in import tell

WAIT = timedelta(hours=24)


@registered(path="", category="access", unit=Unit.KEPT, package="no")
class FactorLoss(TenantOwned, Base):
    """begun → confirmed → taken when the person signs in next, a day later; or stopped. `checked` says how the first
    administrator made sure who it is."""

    __tablename__ = "factor_losses"
    __table_args__ = tuple(
        within(who, "members") for who in ("member_id", "begun_by", "confirmed_by", "stopped_by")
    )

    member_id: Mapped[UUID]
    begun_by: Mapped[UUID]
    checked: Mapped[str]
    confirmed_by: Mapped[UUID | None]
    due_at: Mapped[datetime | None]
    stopped_by: Mapped[UUID | None]
    stopped_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]


def open_loss(session: Session, member_id: UUID) -> FactorLoss | None:
    """What was begun for a member and is neither over nor stopped."""
    wanted = select(FactorLoss).where(
        FactorLoss.member_id == member_id, FactorLoss.stopped_at.is_(None), FactorLoss.taken_at.is_(None)
    )
    return session.execute(wanted).scalar_one_or_none()


def begin_loss(session: Session, member: Member, *, checked: str) -> None:
    """The first of two administrators says that somebody has lost every second step, and how they made sure."""
    hold(session, member)
    if member.id == _me():
        raise Refused("You cannot say this of yourself. Ask another administrator.")
    if open_loss(session, member.id):
        raise Conflict("Somebody said so already. Load the page again.")
    if not factors.holder(member.identity_id).factors.has_second:
        raise Refused("This person has no second step that could be lost.")
    loss = FactorLoss(member_id=member.id, begun_by=_me(), checked=checked)
    session.add(loss)
    _tell(member, "begun")
    audit.record(session, Verb.SECOND_STEP_LOSS_BEGUN, member.id, checked=checked)


def confirm_loss(session: Session, member: Member) -> None:
    """The second administrator agrees; a day begins."""
    loss = _held(session, member)
    if loss.confirmed_by is not None:
        raise Conflict("Somebody agreed already. Load the page again.")
    if _me() in (loss.begun_by, member.id):
        raise Refused("Another administrator has to agree to this.")
    loss.confirmed_by, loss.due_at = _me(), clock.now() + WAIT
    _tell(member, "confirmed")
    audit.record(session, Verb.SECOND_STEP_LOSS_CONFIRMED, member.id)


def stop_loss(session: Session, member: Member) -> None:
    """Nothing comes of it."""
    loss = _held(session, member)
    loss.stopped_by, loss.stopped_at = _me(), clock.now()
    audit.record(session, Verb.SECOND_STEP_LOSS_STOPPED, member.id)


def take_loss(identity_id: UUID) -> bool:
    """Asked after a right password: whether the day is over, and then nothing but the password is left."""
    return bool(gate.ask("take_loss", identity_id, clock.now())[0]["take_loss"])


def not_lost(identity_id: UUID) -> None:
    """Somebody has used a second step, so it is not lost: whatever was begun for them is stopped."""
    gate.ask("stop_losses", identity_id, clock.now())


def _held(session: Session, member: Member) -> FactorLoss:
    hold(session, member)
    loss = open_loss(session, member.id)
    if loss is None:
        raise NotFound()
    return loss


def _me() -> UUID:
    me = context.current().member_id
    assert me is not None
    return me


def _tell(member: Member, what: str) -> None:
    held = factors.holder(member.identity_id)
    tell(held.email, held.language, "second_step_lost", what=what, agency=context.current().name)
