"""Rows of an import: the file as it was brought, row by row, and what became of each."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

# How long a whole import can be taken back, and how long its rows are remembered.
UNDO_DAYS: Final = timedelta(days=7)
KEEP_DAYS: Final = timedelta(days=30)


class Import(TenantOwned, Base):
    """One file brought in: reading → uploaded → checking → checked → running → done → undoing → undone; refused when
    it could not be read, or cancelled before it ran. Until it is read it is a stored file of the same id; then its
    words stand in its rows, and here only its name and headings, sealed."""

    __tablename__ = "imports"
    __table_args__ = (within("member_id", "members"), within("job_id", "jobs"))

    kind: Mapped[str]
    member_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="reading")
    name = Sealed()
    name_sealed: Mapped[bytes | None] = sealed_column()
    headings = Sealed()
    headings_sealed: Mapped[bytes | None] = sealed_column()
    sheet = Sealed()
    sheet_sealed: Mapped[bytes | None] = sealed_column()
    refusal = Sealed()
    refusal_sealed: Mapped[bytes | None] = sealed_column()
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    job_id: Mapped[UUID | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def expect(self, *states: str) -> None:
        """Refuses a step that does not follow from where the import stands."""
        if self.state not in states:
            raise Conflict("This import has moved on since the page was opened. Look at it again.")

    @property
    def is_working(self) -> bool:
        """True while a job has it in hand."""
        return self.state in ("reading", "checking", "running", "undoing")

    def may_be_undone(self, now: datetime) -> bool:
        """True while the whole batch can still be taken back."""
        return self.state == "done" and self.finished_at is not None and now < self.finished_at + UNDO_DAYS

    def is_forgotten_from(self) -> datetime:
        """The moment from which its rows are forgotten: counted from its end, or from its beginning when it was never
        ended."""
        return (self.finished_at or self.created_at) + KEEP_DAYS


@registered(path="person_id", category="import", unit=Unit.CASE, order=20, package="no")
class ImportRow(TenantOwned, Base):
    """One row of the file. `cells` are its words, sealed with the agency's key, because until it is brought in it
    belongs to nobody: a column called client_id would choose the client's. `made` says what was made of it, so that
    exactly that can be taken back."""

    __tablename__ = "import_rows"
    __table_args__ = (
        within("import_id", "imports"),
        within("person_id", "clients"),
        within("case_id", "cases"),
        within("note_id", "notes"),
    )

    import_id: Mapped[UUID]
    number: Mapped[int]
    cells = Sealed()
    cells_sealed: Mapped[bytes] = sealed_column(nullable=False)
    matches = Sealed()
    matches_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[str] = mapped_column(default="staged")
    problems: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    decision: Mapped[str | None]
    person_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    note_id: Mapped[UUID | None]
    made: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


@registered(category="identity", sensitivity="basic", unit=Unit.CLIENT, order=10, export=("number",))
class FormerNumber(TenantOwned, Base):
    """A number that a client's file had somewhere else: the way back to old paper, and from later spreadsheets."""

    __tablename__ = "former_numbers"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    number: Mapped[str]
