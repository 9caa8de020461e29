"""Rows of signatures: one for each answer that somebody gave about an issued document."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, Versioned, within
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="document",
    unit=Unit.CASE,
    order=8,
    export=("role", "state", "how", "name", "strokes", "known_by", "at", "signed_on", "reason"),
)
class Signature(Versioned, TenantOwned, Base):
    """Somebody signed a document, or would not: `sha256` is the file they had before them. A member stands beside it:
    who signed from their own account, at whose screen it was, or who looked at the scan."""

    __tablename__ = "signatures"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("document_id", "documents"),
        within("member_id", "members"),
        within("paper_id", "papers"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("paper_id",)

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    document_id: Mapped[UUID]
    role: Mapped[str]
    state: Mapped[str]
    how: Mapped[str | None]
    sha256: Mapped[bytes]
    name = Sealed()
    name_sealed: Mapped[bytes | None] = sealed_column()
    strokes = Sealed()
    strokes_sealed: Mapped[bytes | None] = sealed_column()
    known_by: Mapped[str | None]
    member_id: Mapped[UUID]
    at: Mapped[datetime]
    signed_on: Mapped[date]
    paper_id: Mapped[UUID | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
