"""Rows of what members are told, and of the days on which they were written to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered


@registered(category="staff", sensitivity="basic", unit=Unit.CASE, order=5, package="no")
class Notice(TenantOwned, Base):
    """Something that waits for one member. It says of what kind and where, never what was written; `about` is what it
    leads to."""

    __tablename__ = "notices"
    __table_args__ = (
        within("member_id", "members"),
        within("client_id", "clients"),
        within("case_id", "cases"),
    )

    member_id: Mapped[UUID]
    kind: Mapped[str]
    client_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    about: Mapped[UUID | None]
    read_at: Mapped[datetime | None]


class Digest(TenantOwned, Base):
    """A day on which a member was written to, so that nobody is twice."""

    __tablename__ = "digests"
    __table_args__ = (within("member_id", "members"),)

    member_id: Mapped[UUID]
    day: Mapped[date]
