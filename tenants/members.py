"""Members of an agency: as what and until when they belong, and how they leave."""

from datetime import date, datetime
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, and_, any_, func, literal, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context
from tenants.database import Base, TenantOwned, hold, lines
from tenants.errors import Conflict, NotFound, Refused
from tenants.permissions import Role
from tenants.seats import expect_free


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
    hides_first_day: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    employment: Mapped[str] = mapped_column(default="staff")
    starts_on: Mapped[date | None]
    last_day: Mapped[date | None]
    ends_at: Mapped[datetime | None]  # of support alone
    version: Mapped[int] = mapped_column(default=1)

    def belongs_on(self, day: date) -> bool:
        """True until the membership is ended, and through the last day; the gate asks the same."""
        return self.ended_at is None and (self.last_day is None or day <= self.last_day)


_NAMES = select(Member.id, Member.name)  # built once: nearly every page asks
# Whoever looks in as support belongs to the people of the product, and is no colleague.
_IS_OURS = Member.ends_at.is_(None)


def _belongs() -> ColumnElement[bool]:
    here = or_(Member.last_day.is_(None), Member.last_day >= _today())
    return and_(Member.ended_at.is_(None), here, _IS_OURS)


def _today() -> date:
    return clock.today(context.current().timezone)


def members(session: Session) -> list[Member]:
    """Everyone who belongs today, by name, accents aside."""
    found = session.execute(select(Member).where(_belongs()).order_by(Member.id)).scalars()
    return sorted(found, key=lambda one: normalize("NFD", one.name.casefold()).encode("ascii", "ignore"))


def former_members(session: Session) -> list[Member]:
    """Everyone who left or whose last day has passed, by name."""
    wanted = select(Member).where(~_belongs(), _IS_OURS).order_by(Member.name, Member.id)
    return list(session.execute(wanted).scalars())


def get_member(session: Session, member_id: UUID) -> Member:
    """One member, ended or not. Raises NotFound."""
    found = session.execute(select(Member).where(Member.id == member_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_colleague(session: Session, member_id: UUID) -> Member:
    """One member the agency itself took in, ended or not. Raises NotFound, for support as well."""
    found = get_member(session, member_id)
    if found.ends_at is not None:
        raise NotFound()
    return found


def without_second(session: Session) -> set[UUID]:
    """Whoever, of all there ever were, signs in without a second step."""
    return set(session.execute(select(func.members_without_second(type_=Uuid()))).scalars())


def names_of(session: Session) -> dict[UUID, str]:
    """Every member's name, the ended ones included, for showing who wrote what."""
    return {row.id: row.name for row in lines(session, _NAMES)}


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
    hold_beside_administrators(session, member, stays=last_day is None)
    if member.version != version:
        raise Conflict("Load the page again to see what it is now.")
    if member.ended_at is not None:
        raise Conflict("This person does not belong to the team any more.")
    if starts_on is not None and last_day is not None and last_day < starts_on:
        raise Refused("The last day must be on or after the first.", field="last_day")
    if not member.belongs_on(_today()):
        expect_free(session, member.roles)
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
    hold_beside_administrators(session, member, stays=False)
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
    expect_free(session, member.roles)
    member.ended_at = member.last_day = None
    member.version += 1
    audit.record(session, audit.Verb.MEMBER_RETURNED, member.id)


def hold_beside_administrators(session: Session, member: Member, *, stays: bool) -> None:
    """Locks the member; refuses when they do not stay and nobody else stays administrator. The administrators are
    locked first and in one order, so that two who end each other at once do not both succeed."""
    is_administrator = literal(str(Role.ADMINISTRATOR)) == any_(Member.roles)
    wanted = select(Member.id).where(is_administrator, Member.ended_at.is_(None), Member.last_day.is_(None))
    staying = session.execute(wanted.order_by(Member.id).with_for_update(key_share=True)).scalars().all()
    hold(session, member)
    if not stays and Role.ADMINISTRATOR in member.roles and not set(staying) - {member.id}:
        raise Refused("Make somebody else administrator first: the agency must keep one without a last day.")
