"""Rows of reports: what was told to a funder, frozen, and how far its file is."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="document", sensitivity="basic", unit=Unit.KEPT, package="no")
class FigureReport(TenantOwned, Base):
    """One print of one edition of a report. Its values are written once, when it is asked for; the file is drawn from
    them and from nothing else. Every print of an edition tells the same figures. It names no client.

    An edition begins as a draft: making → draft → signed | dropped. What is issued is another row, that of the signed
    values: making → issued → replaced | withdrawn."""

    __tablename__ = "figure_reports"
    __table_args__ = (
        within("requested_by", "members"),
        within("signed_by", "members"),
        within("withdrawn_by", "members"),
        within("job_id", "jobs"),
        within("file_id", "files"),
    )

    number: Mapped[str]
    edition: Mapped[int]
    since: Mapped[date]
    until: Mapped[date]
    # Empty for all of them.
    program: Mapped[str]
    language: Mapped[str]
    size: Mapped[str]
    state: Mapped[str] = mapped_column(default="making")
    requested_by: Mapped[UUID]
    # Who signed for the agency; nobody yet where it is a draft.
    signed_by: Mapped[UUID | None]
    job_id: Mapped[UUID]
    values = Sealed()
    values_sealed: Mapped[bytes] = sealed_column(nullable=False)
    file_id: Mapped[UUID | None]
    pages: Mapped[int | None]
    issued_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_why = Sealed()
    withdrawn_why_sealed: Mapped[bytes | None] = sealed_column()
