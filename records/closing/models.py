"""Rows of closings: what was looked at when a case was closed. Appended; only a supervisor's look is added."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="case", unit=Unit.CASE, order=20, export=("closed_on", "left_open", "regardless", "seen_at")
)
class Closing(TenantOwned, Base):
    """What was still open when a case was closed, as codes with counts, and why it was closed all the same."""

    __tablename__ = "closings"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("member_id", "members"),
        within("seen_by", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    member_id: Mapped[UUID]
    closed_on: Mapped[date]
    left_open: Mapped[dict[str, int]] = mapped_column(JSONB)
    regardless = Sealed()
    regardless_sealed: Mapped[bytes | None] = sealed_column()
    seen_by: Mapped[UUID | None]
    seen_at: Mapped[datetime | None]

    def expect_unseen(self, member_id: UUID | None) -> None:
        """Somebody else looks at it, and once."""
        if self.seen_at is not None:
            raise Conflict("Somebody has looked at this already.")
        if self.member_id == member_id:
            raise Conflict("Somebody else looks at this.")
