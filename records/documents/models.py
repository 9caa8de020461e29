"""Rows of documents: what is drafted, what was issued, and the register in which anyone can check it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Refused
from tenants.files import StoredFile
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

registered(category="file", unit=Unit.CASE, order=20, package="yes", export=("size",))(StoredFile)

HANDED_OVER = ("issued", "replaced", "withdrawn")


@registered(
    category="document",
    unit=Unit.CASE,
    order=10,
    export=(
        *("kind", "state", "language", "size", "number", "edition", "words", "edits", "changed", "reader"),
        *("ready_at", "withdrawn_at", "withdrawn_why"),
    ),
)
class Document(TenantOwned, Base):
    """A PDF for a client. A draft follows the record; from `making` on its values are frozen; once issued it does not
    change any more, but another edition of its number may replace it, or it is withdrawn."""

    __tablename__ = "documents"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("requested_by", "members"),
        within("issued_by", "members"),
        within("withdrawn_by", "members"),
        within("file_id", "files"),
        within("job_id", "jobs"),
        within("replaces_id", "documents"),
        within("consent_id", "consents"),
        within("referral_id", "referrals"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    language: Mapped[str]
    size: Mapped[str]
    number: Mapped[str | None]
    edition: Mapped[int]
    version: Mapped[int]
    requested_by: Mapped[UUID]
    job_id: Mapped[UUID | None]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    edits = Sealed()
    edits_sealed: Mapped[bytes | None] = sealed_column()
    values = Sealed()
    values_sealed: Mapped[bytes | None] = sealed_column()
    replaces_id: Mapped[UUID | None]
    changed = Sealed()
    changed_sealed: Mapped[bytes | None] = sealed_column()
    reader: Mapped[str]
    consent_id: Mapped[UUID | None]
    referral_id: Mapped[UUID | None]
    in_window: Mapped[bool] = mapped_column(default=False)
    # Of what waits for an answer, what a consent form does not ask.
    left_out: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    file_id: Mapped[UUID | None]
    pages: Mapped[int | None]
    ready_at: Mapped[datetime | None]
    issued_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_why = Sealed()
    withdrawn_why_sealed: Mapped[bytes | None] = sealed_column()

    @property
    def is_ready(self) -> bool:
        """True once the file can be opened."""
        return self.ready_at is not None

    @property
    def is_draft(self) -> bool:
        """True while its words may still change."""
        return self.state == "draft"

    def expect(self, *states: str) -> None:
        """Refuses what does not fit the state it is in."""
        if self.state in states:
            return
        if self.state in HANDED_OVER:
            raise Refused("This document has been issued. Make a new version of it instead.")
        raise Refused("This document has moved on. Load the page again.")


@registered(path="", category="document", sensitivity="basic", unit=Unit.KEPT, package="no")
class SealKeyRow(TenantOwned, Base):
    """A key of the agency's seal; what was sealed with one that has ended can still be checked."""

    __tablename__ = "seal_keys"

    certificate: Mapped[bytes]
    private = Sealed()
    private_sealed: Mapped[bytes] = sealed_column(nullable=False)
    ended_at: Mapped[datetime | None]


@registered(
    category="document",
    unit=Unit.CASE,
    order=9,
    package="no",
    export=("kind", "number", "edition", "issued_on", "code"),
)
class IssuedFile(TenantOwned, Base):
    """One line of the register: a file that left, its fingerprint, and whether it still holds. It names nobody; the
    code on the paper leads here from outside. What belongs to no client belongs to the agency."""

    __tablename__ = "issued_files"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("seal_id", "seal_keys"),
    )

    owner_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    kind: Mapped[str]
    number: Mapped[str]
    edition: Mapped[int]
    language: Mapped[str]
    issued_on: Mapped[date]
    code: Mapped[str]
    sha256: Mapped[bytes]
    template: Mapped[str]
    seal_id: Mapped[UUID]
    replaced_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
