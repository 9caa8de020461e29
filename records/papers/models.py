"""Rows of papers: what is known of each, and the files it has had."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from records.entries.models import Entry
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="paper",
    unit=Unit.CASE,
    order=18,
    export=(
        "number",
        "kind",
        "title",
        "received_on",
        "from_whom",
        "language",
        "source",
        "original",
        "kept_where",
        "state",
    ),
    third_party=("title", "from_whom"),
    retention="document",
)
class Paper(TenantOwned, Base):
    """Something that came in. What is known of it may change, with its history; its bytes never do: a better scan is
    another file of the same paper."""

    __tablename__ = "papers"
    __table_args__ = (within("id", "entries"), within("client_id", "clients"), within("case_id", "cases"))

    KEPT: ClassVar[tuple[str, ...]] = (
        "title",
        "kind",
        "received_on",
        "from_whom",
        "language",
        "original",
        "kept_where",
        "case_id",
        "sensitivity",
        "turned",
        "file_number",
    )

    entry: Mapped[Entry] = relationship(viewonly=True)
    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    number: Mapped[str]
    kind: Mapped[str]
    title = Sealed()
    title_sealed: Mapped[bytes] = sealed_column(nullable=False)
    received_on: Mapped[date]
    from_whom = Sealed()
    from_whom_sealed: Mapped[bytes | None] = sealed_column()
    language: Mapped[str | None]
    source: Mapped[str]
    original: Mapped[str]
    kept_where = Sealed()
    kept_where_sealed: Mapped[bytes | None] = sealed_column()
    turned: Mapped[int] = mapped_column(default=0)
    file_number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(default="kept")
    error_reason = Sealed()
    error_reason_sealed: Mapped[bytes | None] = sealed_column()
    version: Mapped[int] = mapped_column(default=1)

    @property
    def sensitivity(self) -> str:
        """Who may open it, as its header says."""
        return self.entry.sensitivity

    def expect(self, version: int) -> None:
        """Only what was seen may be changed, and only what stands in the file."""
        if self.version != version or self.state != "kept":
            raise Conflict("Somebody changed this while you were typing. Your words are below.")


@registered(
    category="paper",
    unit=Unit.CASE,
    order=15,
    export=("number", "media", "size", "name", "reason", "scan"),
    third_party=("name",),
    retention="document",
)
class PaperFile(TenantOwned, Base):
    """One file of a paper; the bytes are the stored file of the same id, exactly as they came. `scan` is waiting,
    clean, refused (something harmful was found) or unscanned (there was nothing to look with)."""

    __tablename__ = "paper_files"
    __table_args__ = (
        within("id", "files"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("paper_id", "papers"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    paper_id: Mapped[UUID]
    number: Mapped[int]
    media: Mapped[str]
    size: Mapped[int]
    name = Sealed()
    name_sealed: Mapped[bytes] = sealed_column(nullable=False)
    member_id: Mapped[UUID | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    scan: Mapped[str] = mapped_column(default="waiting")
    scanned_at: Mapped[datetime | None]

    def expect_safe(self) -> None:
        """Nobody opens what was not looked at yet, or what was found to do harm."""
        if self.scan == "waiting":
            raise Refused("This file is still being checked for harmful software. Try again in a minute.")
        if self.scan == "refused":
            raise Refused(
                "Harmful software was found in this file, so it stays closed. Ask for a clean copy."
            )

    def awaits(self, verdict: str) -> bool:
        """Whether this verdict says more than what is known: a file that nobody looked at may be looked at later."""
        return self.scan == "waiting" or (self.scan == "unscanned" and verdict != "unscanned")

    @property
    def is_safe(self) -> bool:
        """True when it may be opened."""
        return self.scan in ("clean", "unscanned")


@registered(category="paper", unit=Unit.CASE, order=14, package="no", retention="document")
class PaperPreview(TenantOwned, Base):
    """The first pages of one file, drawn as pictures that lie one after the other in a stored file, `sizes` bytes
    each. waiting, then ready or failed."""

    __tablename__ = "paper_previews"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("paper_file_id", "paper_files"),
        within("file_id", "files"),
        within("job_id", "jobs"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    paper_file_id: Mapped[UUID]
    job_id: Mapped[UUID]
    file_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="waiting")
    pages: Mapped[int] = mapped_column(default=0)
    sizes: Mapped[list[int]] = mapped_column(JSONB, default=list)

    def place_of(self, page: int) -> slice:
        """Where one page, counted from 1, lies in the stored file. Raises NotFound."""
        if not 0 < page <= len(self.sizes):
            raise NotFound()
        start = sum(self.sizes[: page - 1])
        return slice(start, start + self.sizes[page - 1])
