"""Rows of every kind of particular: what is counted stays clear, what was written is sealed."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.particulars.declaring import CLEAR, Particular
from records.particulars.rules import spoken
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="particular",
    unit=Unit.CASE,
    order=20,
    package="sever",
    export=("kind", "codes", "words", "since", "ended_on", "state"),
    third_party=("words",),
)
class ParticularRow(TenantOwned, Base):
    """One fact in a client's file; its entry has the same id. What it said before is in `versions`."""

    __tablename__ = "particulars"
    __table_args__ = (within("id", "entries"), within("client_id", "clients"), within("case_id", "cases"))
    KEPT: ClassVar[tuple[str, ...]] = ("codes", "words", "since", "ended_on", "state")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    kind: Mapped[str]
    codes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    since: Mapped[date]
    ended_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="current")
    version: Mapped[int] = mapped_column(default=1)

    def values(self, kind: Particular) -> dict[str, Any]:
        """Every field by name, as it was entered."""
        held = self.codes | self.words
        return {field.name: spoken(field, held.get(field.name)) for field in kind.fields}

    def tell(self, kind: Particular, values: dict[str, Any]) -> None:
        """Takes new values, each to its place."""
        self.codes = {f.name: values[f.name] for f in kind.fields if f.type in CLEAR}
        self.words = {f.name: values[f.name] for f in kind.fields if f.type not in CLEAR}

    def expect(self, version: int) -> None:
        """Refuses a change made while looking at an older version, or of what no longer counts."""
        if self.state == "in_error":
            raise Conflict("This was marked as entered in error. Add a new one instead.")
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")


@registered(path="", category="settings", sensitivity="basic", unit=Unit.KEPT, package="no")
class AskedAbout(TenantOwned, Base):
    """Whether the agency asks a question, and why; the newest line of a question counts. About nobody."""

    __tablename__ = "asked_about"
    __table_args__ = (within("set_by", "members"),)

    question: Mapped[str]
    asked: Mapped[bool]
    why: Mapped[str] = mapped_column(default="")
    set_by: Mapped[UUID]
