"""What an agency asks of those who sign in: how long a session may rest, and who needs a second step."""

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, context
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.organisations import Organisation

SHORTEST_REST: Final = 10  # minutes
LONGEST_REST: Final = 120


class SignInRules(TenantOwned, Base):
    """One version; it never changes, and the newest holds."""

    __tablename__ = "sign_in_rules"
    __table_args__ = (within("set_by", "members"),)

    version: Mapped[int] = mapped_column(default=0)
    idle_minutes: Mapped[int] = mapped_column(default=30)
    second_required: Mapped[str] = mapped_column(default="administrators")
    set_by: Mapped[UUID]


def versions(session: Session) -> list[SignInRules]:
    """Every version, the newest first."""
    return list(session.execute(select(SignInRules).order_by(SignInRules.version.desc())).scalars())


def rules(session: Session) -> SignInRules:
    """The rules that hold; where none were ever set, the usual ones, which stand nowhere."""
    newest = select(SignInRules).order_by(SignInRules.version.desc()).limit(1)
    found = session.execute(newest).scalar_one_or_none()
    return found or SignInRules(version=0, idle_minutes=30, second_required="administrators")


def set_rules(session: Session, *, idle_minutes: int, second_required: str, version: int) -> SignInRules:
    """A new version, from now on for every open session of a member, too. Raises Conflict when somebody set one
    meanwhile."""
    me = context.current()
    session.execute(
        select(Organisation.id).where(Organisation.id == me.organisation_id).with_for_update(key_share=True)
    )
    if rules(session).version != version:
        raise Conflict("Somebody changed this while you were typing. Your words are below.")
    assert me.member_id is not None
    new = SignInRules(
        version=version + 1,
        idle_minutes=idle_minutes,
        second_required=second_required,
        set_by=me.member_id,
    )
    session.add(new)
    verb = audit.Verb.SIGN_IN_RULES_SET
    audit.record(session, verb, new.id, idle_minutes=idle_minutes, second_required=second_required)
    return new
