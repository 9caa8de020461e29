"""Rows of private links, and of the times they were opened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="document",
    unit=Unit.CASE,
    order=8,
    export=("created_at", "expires_at", "ended_at"),
)
class Delivery(TenantOwned, Base):
    """A private link to an issued document. Only its hash is kept, and what would open it goes when the link ends; that
    it was sent, and when it was opened, stays with the document."""

    __tablename__ = "deliveries"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("document_id", "documents"),
        within("sent_by", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    document_id: Mapped[UUID]
    sent_by: Mapped[UUID]
    language: Mapped[str]
    way: Mapped[str]
    fact: Mapped[str]
    answer = Sealed()
    answer_sealed: Mapped[bytes | None] = sealed_column()
    token_hash: Mapped[bytes | None]
    expires_at: Mapped[datetime]
    wrong: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]

    def end(self, at: datetime, reason: str) -> None:
        """From now on the link opens nothing, whoever has it and whatever they know."""
        if self.ended_at is not None:
            raise Refused("This link is closed already.")
        self.ended_at, self.end_reason = at, reason
        self.answer = self.token_hash = None


@registered(category="document", unit=Unit.CASE, order=7, export=("created_at", "what"))
class DeliveryOpening(TenantOwned, Base):
    """That a link was opened: the page or the file, and of which edition. Nothing tells from where."""

    __tablename__ = "delivery_openings"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("delivery_id", "deliveries"),
        within("document_id", "documents"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    delivery_id: Mapped[UUID]
    document_id: Mapped[UUID]
    what: Mapped[str]
