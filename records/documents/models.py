"""Rows of documents: what was asked for, and the file once it is drawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.files import StoredFile
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

registered(category="file", unit=Unit.CASE, order=20, package="yes", export=("size",))(StoredFile)


@registered(
    category="document",
    unit=Unit.CASE,
    order=10,
    export=("kind", "language", "size", "number", "words", "ready_at"),
)
class Document(TenantOwned, Base):
    """A PDF for a client. Whether it is waiting, being drawn or failed is the state of its job; ready means the file
    and the values it was drawn from are there, frozen."""

    __tablename__ = "documents"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("requested_by", "members"),
        within("file_id", "files"),
        within("job_id", "jobs"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    language: Mapped[str]
    size: Mapped[str]
    number: Mapped[str]
    requested_by: Mapped[UUID]
    job_id: Mapped[UUID]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    values = Sealed()
    values_sealed: Mapped[bytes | None] = sealed_column()
    file_id: Mapped[UUID | None]
    pages: Mapped[int | None]
    ready_at: Mapped[datetime | None]

    @property
    def is_ready(self) -> bool:
        """True once the file can be opened."""
        return self.ready_at is not None
