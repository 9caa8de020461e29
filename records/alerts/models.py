"""The rows of alerts."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="alert",
    sensitivity="sensitive",
    unit=Unit.CLIENT,
    order=20,
    package="sever",
    export=("kind", "words", "audience", "starts_on", "review_on", "expires_on", "ended_at"),
    third_party=("words",),
)
class Alert(Versioned, TenantOwned, Base):
    """What whoever meets the client must know first. It fades after its last day; to end it sooner takes two."""

    __tablename__ = "alerts"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("set_by", "members"),
        within("end_asked_by", "members"),
        within("ended_by", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("kind", "words", "audience", "review_on", "expires_on")

    client_id: Mapped[UUID]
    kind: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    audience: Mapped[str]
    starts_on: Mapped[date]
    review_on: Mapped[date]
    expires_on: Mapped[date]
    set_by: Mapped[UUID]
    end_asked_by: Mapped[UUID | None]
    end_asked_at: Mapped[datetime | None]
    end_reason = Sealed()
    end_reason_sealed: Mapped[bytes | None] = sealed_column()
    ended_by: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)

    def expect_running(self, today: date) -> None:
        """What is over stays as it was."""
        if self.ended_at is not None or self.expires_on < today:
            raise Conflict("This alert is over. Set a new one if it is needed again.")
