"""Rows of instruments, one for each version, and of their runs."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.assessments.values import Scale, scales_of
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="instrument", sensitivity="basic", unit=Unit.KEPT, package="no")
class Instrument(TenantOwned, Base):
    """One version of what the agency asks with. Its scales never change, so that runs keep theirs: other scales are
    another version of the same series, whose id is that of its first version. No author: it is one of ours."""

    __tablename__ = "instruments"
    __table_args__ = (within("series_id", "instruments"), within("author_id", "members"))

    series_id: Mapped[UUID]
    number: Mapped[int]
    name_en: Mapped[str]
    name_fr: Mapped[str]
    owner: Mapped[str]
    alliance: Mapped[bool]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    repeats: Mapped[bool]
    weeks: Mapped[int | None]
    scales: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    author_id: Mapped[UUID | None]
    retired_on: Mapped[date | None]

    def name_in(self, language: str) -> str:
        """What it is called in a language."""
        return self.name_fr if language == "fr" else self.name_en

    @property
    def measures(self) -> tuple[Scale, ...]:
        """Its scales, in order."""
        return scales_of(self.scales)

    def expect_in_use(self) -> None:
        """Refuses new runs and versions of what the agency no longer asks with."""
        if self.retired_on is not None:
            raise Conflict("This instrument is out of use.")


@registered(
    category="assessment",
    unit=Unit.CASE,
    order=14,
    export=(
        *("called", "done_on", "answered_by", "mode", "language", "scores", "meaning", "client_view"),
        *("validity", "next_due", "without_consent", "repair", "state"),
    ),
    third_party=("giver", "meaning", "validity"),
)
class AssessmentRun(TenantOwned, Base):
    """Once that an instrument was used with somebody; final when it is recorded, and changed only with a reason and its
    past. `called` keeps the name and version it had. `is_low` says that a rating of the work together was low, which
    stays open until `repair` says what was done. The paper of the report may be gone before the run is."""

    __tablename__ = "assessment_runs"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("instrument_id", "instruments"),
        within("giver_id", "members"),
        within("consent_id", "consents"),
        within("repaired_by", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = (
        *("done_on", "giver_id", "giver", "answered_by", "mode", "language", "scores"),
        *("meaning", "client_view", "validity", "next_due", "paper_id", "without_consent", "state"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    instrument_id: Mapped[UUID]
    called: Mapped[str]
    done_on: Mapped[date]
    giver_id: Mapped[UUID | None]
    giver = Sealed()
    giver_sealed: Mapped[bytes | None] = sealed_column()
    answered_by: Mapped[str]
    mode: Mapped[str]
    language: Mapped[str]
    scores: Mapped[dict[str, int | None]] = mapped_column(JSONB)
    meaning = Sealed()
    meaning_sealed: Mapped[bytes | None] = sealed_column()
    client_view = Sealed()
    client_view_sealed: Mapped[bytes | None] = sealed_column()
    validity = Sealed()
    validity_sealed: Mapped[bytes | None] = sealed_column()
    next_due: Mapped[date | None]
    paper_id: Mapped[UUID | None]
    consent_id: Mapped[UUID | None]
    without_consent = Sealed()
    without_consent_sealed: Mapped[bytes | None] = sealed_column()
    is_low: Mapped[bool] = mapped_column(default=False)
    repair = Sealed()
    repair_sealed: Mapped[bytes | None] = sealed_column()
    repaired_by: Mapped[UUID | None]
    repaired_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="recorded")
    version: Mapped[int] = mapped_column(default=1)

    def expect(self, version: int) -> None:
        """Refuses a change made while looking at an older version, or of what no longer counts."""
        self.expect_counted()
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")

    def expect_counted(self) -> None:
        """Refuses to go on with what should never have been there."""
        if self.state == "in_error":
            raise Conflict("This was marked as entered in error. Add a new one instead.")

    @property
    def waits_for_repair(self) -> bool:
        """True while a low rating was not answered."""
        return self.is_low and self.state == "recorded" and self.repaired_at is None

    def answer_low(self, words: str, member_id: UUID | None, at: datetime) -> None:
        """Says once what was done about a low rating."""
        if not self.waits_for_repair:
            raise Conflict("There is no low rating here that waits for an answer.")
        self.repair, self.repaired_by, self.repaired_at = words, member_id, at
