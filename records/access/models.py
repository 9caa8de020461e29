"""Rows about who may open a file beyond their role, and who may not despite it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

GRANT_KINDS = ("caseload", "granted", "opened", "request", "asked")
BLOCK_KINDS = ("relative", "friend", "business", "former_client", "other")


@registered(category="access", unit=Unit.CLIENT, order=20, package="no", export=("kind", "reason", "ends_at"))
class AccessGrant(TenantOwned, Base):
    """One member's way into one file: `caseload` (works on a case), `granted` (given by somebody with a reason),
    `opened` (a gated part, opened with a reason), `request` (answers the client's request); `asked` waits for an
    answer and opens nothing."""

    __tablename__ = "access_grants"
    __table_args__ = (
        within("client_id", "clients"),
        within("member_id", "members"),
        within("given_by", "members"),
    )

    client_id: Mapped[UUID]
    member_id: Mapped[UUID]
    kind: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    given_by: Mapped[UUID | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    def runs_at(self, at: datetime) -> bool:
        """Whether this way in is open at a moment."""
        return self.ended_at is None and (self.ends_at is None or at < self.ends_at)

    def end(self, at: datetime) -> None:
        """Closes this way in."""
        if self.ended_at is not None:
            raise Conflict("This access has ended already.")
        self.ended_at = at


@registered(category="access", unit=Unit.CLIENT, order=20, package="no", export=("kind", "reason", "until"))
class AccessBlock(TenantOwned, Base):
    """One member must not see one client at all, nor learn of the file: a conflict of interest."""

    __tablename__ = "access_blocks"
    __table_args__ = (
        within("client_id", "clients"),
        within("member_id", "members"),
        within("set_by", "members"),
    )

    client_id: Mapped[UUID]
    member_id: Mapped[UUID]
    kind: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    set_by: Mapped[UUID | None]
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None]

    def end(self, at: datetime) -> None:
        """Lifts the block."""
        if self.ended_at is not None:
            raise Conflict("This block has ended already.")
        self.ended_at = at
