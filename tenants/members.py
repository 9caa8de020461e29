"""Members of an agency: how they are invited, until when they belong, and how they leave."""

from datetime import date, datetime, timedelta
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, literal, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context, gate, mail
from tenants.context import acting_for
from tenants.database import Base, TenantOwned, hold, lines, new_id, transaction, within
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
    needs_cosign: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    keys: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    digest: Mapped[str] = mapped_column(default="off", server_default=text("'off'"))
    title_en: Mapped[str] = mapped_column(default="", server_default=text("''"))
    title_fr: Mapped[str] = mapped_column(default="", server_default=text("''"))
    employment: Mapped[str] = mapped_column(default="staff")
    starts_on: Mapped[date | None]
    last_day: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    def belongs_on(self, day: date) -> bool:
        """True until the membership is ended, and through the last day; the gate asks the same."""
        return self.ended_at is None and (self.last_day is None or day <= self.last_day)


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
    employment: Mapped[str] = mapped_column(default="staff")
    last_day: Mapped[date | None]


def _belongs() -> ColumnElement[bool]:
    here = or_(Member.last_day.is_(None), Member.last_day >= _today())
    return and_(Member.ended_at.is_(None), here)


def _today() -> date:
    return clock.today(context.current().timezone)


def members(session: Session) -> list[Member]:
    """Everyone who belongs today, by name, accents aside."""
    found = session.execute(select(Member).where(_belongs()).order_by(Member.id)).scalars()
    return sorted(found, key=lambda one: normalize("NFD", one.name.casefold()).encode("ascii", "ignore"))


def former_members(session: Session) -> list[Member]:
    """Everyone who left or whose last day has passed, by name."""
    wanted = select(Member).where(~_belongs()).order_by(Member.name, Member.id)
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


def get_invitation(session: Session, invitation_id: UUID) -> Invitation:
    """One invitation, open or not. Raises NotFound."""
    found = session.execute(select(Invitation).where(Invitation.id == invitation_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def names_of(session: Session) -> dict[UUID, str]:
    """Every member's name, the ended ones included, for showing who wrote what."""
    return {row.id: row.name for row in lines(session, _NAMES)}


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
    me, token = context.current(), gate.new_token()
    assert me.member_id is not None
    invitation = Invitation(
        email=address,
        name=name,
        roles=[str(role) for role in roles],
        language=language,
        token_hash=gate.hash_of(token),
        invited_by=me.member_id,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
        employment=employment,
        last_day=last_day,
    )
    session.add(invitation)
    told = {"token": token, "agency": me.name, "inviter": me.person_name}
    mail.send(session, "invitation", to=address, language=language, **told)
    audit.record(session, audit.Verb.MEMBER_INVITED, invitation.id, roles=sorted(roles))
    return invitation


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


def change_employment(
    session: Session,
    member: Member,
    *,
    employment: str,
    starts_on: date | None,
    last_day: date | None,
    version: int,
) -> None:
    """Says as what a member works here and until when. After the last day every access ends by itself."""
    _hold_beside_administrators(session, member, stays=last_day is None)
    if member.version != version:
        raise Conflict("Load the page again to see what it is now.")
    if member.ended_at is not None:
        raise Conflict("This person does not belong to the team any more.")
    if starts_on is not None and last_day is not None and last_day < starts_on:
        raise Refused("The last day must be on or after the first.", field="last_day")
    member.employment, member.starts_on, member.last_day = employment, starts_on, last_day
    member.version += 1
    audit.record(session, audit.Verb.MEMBER_CHANGED, member.id, employment=employment, last_day=last_day)


def prefer(session: Session, member: Member, *, keys: bool, digest: str) -> None:
    """How somebody likes to work: whether single keys do something, and how often they are written to."""
    hold(session, member)
    member.keys, member.digest = keys, digest
    audit.record(session, audit.Verb.PREFERENCES_CHANGED, member.id, keys=keys, digest=digest)


def end_membership(session: Session, member: Member) -> None:
    """Ends every access at once; what the person wrote keeps their name."""
    _hold_beside_administrators(session, member, stays=False)
    if not member.belongs_on(_today()):
        raise Conflict("This person does not belong to the team any more.")
    member.ended_at = clock.now()
    member.version += 1
    audit.record(session, audit.Verb.MEMBER_ENDED, member.id)


def take_back(session: Session, member: Member) -> None:
    """Somebody who left belongs again, with the roles they had and no last day."""
    hold(session, member)
    if member.belongs_on(_today()):
        raise Conflict("This person belongs to the team already.")
    member.ended_at = member.last_day = None
    member.version += 1
    audit.record(session, audit.Verb.MEMBER_RETURNED, member.id)


def _hold_beside_administrators(session: Session, member: Member, *, stays: bool) -> None:
    """Locks the member; refuses when they do not stay and nobody else stays administrator. The administrators are
    locked first and in one order, so that two who end each other at once do not both succeed."""
    is_administrator = literal(str(Role.ADMINISTRATOR)) == any_(Member.roles)
    wanted = select(Member.id).where(is_administrator, Member.ended_at.is_(None), Member.last_day.is_(None))
    staying = session.execute(wanted.order_by(Member.id).with_for_update(key_share=True)).scalars().all()
    hold(session, member)
    if not stays and Role.ADMINISTRATOR in member.roles and not set(staying) - {member.id}:
        raise Refused("Make somebody else administrator first: the agency must keep one without a last day.")


def _expect_welcome(session: Session, address: str, *, roles: list[Role], last_day: date | None) -> None:
    if not roles:
        raise Refused("Choose at least one role.", field="roles")
    if any(member.email == address for member in members(session)):
        raise Refused("This person is already a member.", field="email")
    if last_day is not None and last_day < _today():
        raise Refused("Enter a last day that is not over yet.", field="last_day")
