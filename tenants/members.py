"""Members of an agency, and how they are invited."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context, gate, mail
from tenants.context import acting_for
from tenants.database import Base, TenantOwned, lines, new_id, transaction, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.organisations import canonical_email, identity_with
from tenants.permissions import Role

INVITATION_DAYS = 7


class Member(TenantOwned, Base):
    """A person's place in one agency: a name for the record and a set of roles. Never deleted, because notes keep
    their author; ended instead."""

    __tablename__ = "members"

    identity_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    ended_at: Mapped[datetime | None]


_NAMES = select(Member.id, Member.name)  # built once: nearly every page asks


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


def members(session: Session) -> list[Member]:
    """Everyone who belongs, by name."""
    wanted = select(Member).where(Member.ended_at.is_(None)).order_by(Member.name, Member.id)
    return list(session.execute(wanted).scalars())


def open_invitations(session: Session) -> list[Invitation]:
    """Invitations that may still be accepted, newest first."""
    still_open = (
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    return list(
        session.execute(select(Invitation).where(*still_open).order_by(Invitation.id.desc())).scalars()
    )


def get_member(session: Session, member_id: UUID) -> Member:
    """One member, ended or not. Raises NotFound."""
    found = session.execute(select(Member).where(Member.id == member_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def names_of(session: Session) -> dict[UUID, str]:
    """Every member's name, the ended ones included, for showing who wrote what."""
    return {row.id: row.name for row in lines(session, _NAMES)}


def invite(session: Session, *, email: str, name: str, roles: list[Role], language: str) -> Invitation:
    """Sends a link to one address; the link works once, for a week, and for that address alone."""
    address = canonical_email(email)
    if not roles:
        raise Refused("Choose at least one role.", field="roles")
    if any(member.email == address for member in members(session)):
        raise Refused("This person is already a member.", field="email")
    me = context.current()
    token = gate.new_token()
    assert me.member_id is not None
    invitation = Invitation(
        email=address,
        name=name,
        roles=[str(role) for role in roles],
        language=language,
        token_hash=gate.hash_of(token),
        invited_by=me.member_id,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
    )
    session.add(invitation)
    mail.send(
        session,
        "invitation",
        to=address,
        language=language,
        token=token,
        agency=me.name,
        inviter=me.person_name,
    )
    audit.record(session, audit.Verb.MEMBER_INVITED, invitation.id, roles=sorted(roles))
    return invitation


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
