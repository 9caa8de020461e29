"""Rows of batches: what was asked for, for whom, and the two files that it is printed from for a week."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered


@registered(path="", category="document", sensitivity="basic", unit=Unit.KEPT, package="no")
class Batch(TenantOwned, Base):
    """One kind of document for many people: making → ready → ended, and from there once more. While it is ready there
    is one file to print from and one with the originals side by side; both end after a week."""

    __tablename__ = "batches"
    __table_args__ = (
        within("made_by", "members"),
        within("print_id", "files"),
        within("separate_id", "files"),
    )

    made_by: Mapped[UUID]
    kind: Mapped[str]
    for_envelopes: Mapped[bool]
    double_sided: Mapped[bool]
    state: Mapped[str] = mapped_column(default="making")
    job_id: Mapped[UUID | None]
    print_id: Mapped[UUID | None]
    separate_id: Mapped[UUID | None]
    pages: Mapped[int | None]
    bound_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    def expect_ready(self) -> None:
        """Refuses what is not there yet or not any more."""
        if self.state != "ready":
            raise Conflict("The files are not there yet, or their week is over. Put them together again.")


@registered(category="document", unit=Unit.CASE, order=5, package="no", export=())
class BatchItem(TenantOwned, Base):
    """One case of a batch: `why` it was left out, or its document and the job that works on it. How far it is, its
    document and its job say. `is_bound` is true for what the file to print from holds."""

    __tablename__ = "batch_items"
    __table_args__ = (
        within("batch_id", "batches"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("document_id", "documents"),
    )

    batch_id: Mapped[UUID]
    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    why: Mapped[str | None]
    document_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None]
    is_bound: Mapped[bool] = mapped_column(default=False)
