"""Rows about what left a file. Nothing of them changes but the receipt, who has seen an emergency, and the mark of an
error."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="disclosure",
    unit=Unit.CLIENT,
    order=15,
    export=(
        *("basis", "reason", "purpose", "recipient", "recipient_category", "categories", "what"),
        *("sent_on", "how_sent", "receipt", "receipt_on", "error_reason", "error_at"),
    ),
    third_party=("reason", "error_reason"),
    retention="disclosure_log",
)
class Disclosure(TenantOwned, Base):
    """One act of passing something on. `items` are the entries it was taken from, `hash` seals the list."""

    __tablename__ = "disclosures"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("consent_id", "consents"),
        within("author_id", "members"),
        within("approved_by", "members"),
        within("seen_by", "members"),
        within("error_asked_by", "members"),
        within("error_by", "members"),
    )

    client_id: Mapped[UUID]
    consent_id: Mapped[UUID | None]
    basis: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    purpose: Mapped[str]
    recipient = Sealed()
    recipient_sealed: Mapped[bytes] = sealed_column(nullable=False)
    recipient_lookup: Mapped[bytes]
    recipient_category: Mapped[str]
    categories: Mapped[list[str]] = mapped_column(ARRAY(Text))
    items: Mapped[list[str]] = mapped_column(JSONB)
    what = Sealed()
    what_sealed: Mapped[bytes] = sealed_column(nullable=False)
    hash: Mapped[bytes]
    author_id: Mapped[UUID]
    approved_by: Mapped[UUID | None]
    sent_on: Mapped[date]
    how_sent: Mapped[str]
    receipt = Sealed()
    receipt_sealed: Mapped[bytes | None] = sealed_column()
    receipt_on: Mapped[date | None]
    seen_by: Mapped[UUID | None]
    seen_at: Mapped[datetime | None]
    error_asked_by: Mapped[UUID | None]
    error_asked_at: Mapped[datetime | None]
    error_reason = Sealed()
    error_reason_sealed: Mapped[bytes | None] = sealed_column()
    error_by: Mapped[UUID | None]
    error_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)

    @property
    def is_in_error(self) -> bool:
        """True when two people said that it did not happen so: it stays on file and does not count."""
        return self.error_at is not None

    def expect_standing(self) -> None:
        """What was marked as entered in error is over."""
        if self.is_in_error:
            raise Conflict("This disclosure is marked as entered in error already.")

    def expect_unseen(self) -> None:
        """Only an emergency is reviewed afterwards, and once."""
        self.expect_standing()
        if self.basis != "emergency" or self.seen_at is not None:
            raise Conflict("This disclosure does not wait for a review.")

    def expect_no_receipt(self) -> None:
        """A receipt is written once."""
        self.expect_standing()
        if self.receipt_on is not None:
            raise Conflict("A receipt is on file already.")
