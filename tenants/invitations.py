"""Invitations: a link that makes a member of the person at one address, sent, sent again, withdrawn, accepted."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context, gate, mail
from tenants.context import acting_for
from tenants.database import Base, TenantOwned, hold, new_id, transaction, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import members
from tenants.organisations import canonical_email, identity_with
from tenants.permissions import Role
from tenants.roles import expect_suits
from tenants.seats import expect_free

LASTS = timedelta(days=7)
# Between two of the same, so that a button pressed again and again fills nobody's box.
REST = timedelta(minutes=10)


class Invitation(TenantOwned, Base):
    """A link that makes a member of the person at one address."""

    __tablename__ = "invitations"
    __table_args__ = (within("invited_by", "members"),)

    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    language: Mapped[str]
    token_hash: Mapped[bytes]
    invited_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    employment: Mapped[str] = mapped_column(default="staff")
    last_day: Mapped[date | None]


def open_invitations(session: Session) -> list[Invitation]:
    """Invitations that may still be accepted, newest first."""
    return [one for one in unanswered_invitations(session) if one.expires_at > clock.now()]


def unanswered_invitations(session: Session) -> list[Invitation]:
    """Those and the ones whose time is over, newest first; these can be sent again."""
    unanswered = select(Invitation).where(Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    return list(session.execute(unanswered.order_by(Invitation.id.desc())).scalars())


def get_invitation(session: Session, invitation_id: UUID) -> Invitation:
    """One invitation, open or not. Raises NotFound."""
    found = session.execute(select(Invitation).where(Invitation.id == invitation_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def invite(
    session: Session,
    *,
    email: str,
    name: str,
    roles: list[Role],
    language: str,
    employment: str = "staff",
    last_day: date | None = None,
) -> Invitation:
    """Sends a link to one address; the link works once, for a week, and for that address alone. A last day goes with
    the membership it makes."""
    address = canonical_email(email)
    _expect_welcome(session, address, roles=roles, last_day=last_day)
    expect_free(session, roles)
    me = context.current()
    assert me.member_id is not None
    invitation = Invitation(
        email=address,
        name=name,
        roles=[str(role) for role in roles],
        language=language,
        invited_by=me.member_id,
        employment=employment,
        last_day=last_day,
    )
    session.add(invitation)
    _send(session, invitation)
    audit.record(session, audit.Verb.MEMBER_INVITED, invitation.id, roles=sorted(roles))
    return invitation


def send_again(session: Session, invitation: Invitation) -> None:
    """A new link to the same address, for another week; the one before is worth nothing from now on."""
    hold(session, invitation)
    if invitation.used_at or invitation.revoked_at:
        raise Conflict("This invitation was accepted or withdrawn already.")
    if clock.now() < invitation.expires_at - LASTS + REST:
        raise Refused("It left a few minutes ago. Wait ten minutes before you send it again.")
    _expect_welcome(session, invitation.email, roles=invitation.roles, last_day=invitation.last_day)
    if invitation.expires_at <= clock.now():  # its seat was free for others since
        expect_free(session, invitation.roles)
    _send(session, invitation)
    audit.record(session, audit.Verb.INVITATION_SENT_AGAIN, invitation.id)


def _send(session: Session, invitation: Invitation) -> None:
    me, token = context.current(), gate.new_token()
    invitation.token_hash, invitation.expires_at = gate.hash_of(token), clock.now() + LASTS
    told = {"token": token, "agency": me.name, "inviter": me.person_name}
    mail.send(session, "invitation", to=invitation.email, language=invitation.language, **told)


def withdraw_invitation(session: Session, invitation: Invitation) -> None:
    """From now on the link in the mail is worth nothing."""
    hold(session, invitation)
    if invitation.used_at or invitation.revoked_at:
        raise Conflict("This invitation was accepted or withdrawn already.")
    invitation.revoked_at = clock.now()
    audit.record(session, audit.Verb.INVITATION_WITHDRAWN, invitation.id)


def accept_invitation(token: str, *, name: str, password: str) -> tuple[str, UUID]:
    """Makes the member; returns the agency's slug and the person's identity. Raises Conflict when the link was used,
    withdrawn or is over."""
    wanted = gate.find_invitation(token)
    if wanted is None:
        raise Conflict("This invitation was used, withdrawn, or is more than a week old. Ask for a new one.")
    identity = identity_with(password, email=wanted["email"], name=name, language=wanted["language"])
    joined = gate.accept_invitation(token, member=new_id(), identity=identity, name=name)
    if joined is None:
        raise Conflict("This invitation was used, withdrawn, or is more than a week old. Ask for a new one.")
    with (
        acting_for(gate.tenancy_for(joined["organisation_id"], joined["member_id"])),
        transaction() as session,
    ):
        audit.record(session, audit.Verb.MEMBER_JOINED, joined["member_id"])
    return joined["slug"], identity


def _expect_welcome(session: Session, address: str, *, roles: Sequence[str], last_day: date | None) -> None:
    expect_suits(roles, last_day=last_day)
    if any(member.email == address for member in members(session)):
        raise Refused("This person is already a member.", field="email")
    if last_day is not None and last_day < clock.today(context.current().timezone):
        raise Refused("Enter a last day that is not over yet.", field="last_day")
