"""Rows of schemes, of what is followed up by them, and of what shows that work lasted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.outcomes.rules import Window
from records.outcomes.values import Point, Rule
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="outcome_scheme", sensitivity="basic", unit=Unit.KEPT, package="no")
class Scheme(TenantOwned, Base):
    """One version of when the agency looks whether work lasted and what counts. It never changes: other days or another
    rule are another version of the same series, whose id is that of its first. No author: it is one of ours."""

    __tablename__ = "outcome_schemes"
    __table_args__ = (within("series_id", "outcome_schemes"), within("author_id", "members"))

    series_id: Mapped[UUID]
    number: Mapped[int]
    name_en: Mapped[str]
    name_fr: Mapped[str]
    unit: Mapped[str]
    points: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    hours: Mapped[int]
    combined: Mapped[bool]
    subsidised: Mapped[bool]
    new_employer: Mapped[bool]
    wage_cents: Mapped[int | None]
    start_evidence: Mapped[list[str]] = mapped_column(ARRAY(Text))
    evidence: Mapped[list[str]] = mapped_column(ARRAY(Text))
    author_id: Mapped[UUID | None]
    retired_on: Mapped[date | None]

    def name_in(self, language: str) -> str:
        """What it is called in a language."""
        return self.name_fr if language == "fr" else self.name_en

    @property
    def places(self) -> tuple[Point, ...]:
        """Its points in order, the start first."""
        return tuple(Point(unit=self.unit, **told) for told in self.points)

    @property
    def rule(self) -> Rule:
        """What counts."""
        return Rule(self.hours, self.combined, self.subsidised, self.new_employer, self.wage_cents)

    def accepted_at(self, place: int) -> list[str]:
        """The kinds of evidence that are good enough at a point."""
        return self.evidence if place else self.start_evidence

    def expect_in_use(self) -> None:
        """Nobody is followed up by a scheme that is out of use."""
        if self.retired_on is not None:
            raise Conflict("This scheme is out of use.")


@registered(category="outcome", unit=Unit.CASE, order=22, export=("starts_on", "ended_on"))
class Enrolment(TenantOwned, Base):
    """A case that is followed up by one version of a scheme, from the first day of one job."""

    __tablename__ = "enrolments"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("scheme_id", "outcome_schemes"),
        within("spell_id", "employment_spells"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("ended_on",)

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    scheme_id: Mapped[UUID]
    spell_id: Mapped[UUID]
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    def expect_going_on(self) -> None:
        """Refuses work on a follow-up that has ended."""
        if self.ended_on is not None:
            raise Conflict("This follow-up has ended. Begin another one to go on.")


@registered(category="outcome", unit=Unit.CASE, order=20, export=("first_due_on", "due_on", "decision"))
class Checkpoint(Versioned, TenantOwned, Base):
    """One day on which to look whether work lasted. What was decided about it stays until somebody takes it back."""

    __tablename__ = "checkpoints"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("enrolment_id", "enrolments"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("due_on", "decision")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    enrolment_id: Mapped[UUID]
    place: Mapped[int]
    first_due_on: Mapped[date]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    closes_on: Mapped[date]
    decision: Mapped[str | None]

    @property
    def window(self) -> Window:
        """The days that are good enough."""
        return Window(self.opens_on, self.due_on, self.closes_on)

    def expect_undecided(self) -> None:
        """What is decided changes only when somebody takes the decision back."""
        if self.decision is not None:
            raise Conflict("This checkpoint is decided. Take the decision back to go on.")


@registered(category="outcome", unit=Unit.CASE, order=8, package="no")
class CheckpointAttempt(TenantOwned, Base):
    """That an attempt to reach somebody was made for a checkpoint."""

    __tablename__ = "checkpoint_attempts"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("checkpoint_id", "checkpoints"),
        within("attempt_id", "contact_attempts"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    checkpoint_id: Mapped[UUID]
    attempt_id: Mapped[UUID]


@registered(
    category="outcome",
    unit=Unit.CASE,
    order=12,
    export=("asked_on", "answered_on", "still_works", "hours_week", "since", "answered_by"),
    third_party=("answered_by",),
    retention="employment_evidence",
)
class EvidenceRequest(TenantOwned, Base):
    """That an employer was asked by a link whether somebody works there, and what they answered."""

    __tablename__ = "evidence_requests"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("checkpoint_id", "checkpoints"),
        within("spell_id", "employment_spells"),
        within("disclosure_id", "disclosures"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    checkpoint_id: Mapped[UUID]
    spell_id: Mapped[UUID]
    disclosure_id: Mapped[UUID]
    member_id: Mapped[UUID]
    asked_on: Mapped[date]
    language: Mapped[str]
    answer_hash: Mapped[bytes | None]
    answer_until: Mapped[date | None]
    answered_on: Mapped[date | None]
    still_works: Mapped[bool | None]
    hours_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    since: Mapped[date | None]
    answered_by = Sealed()
    answered_by_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="outcome",
    unit=Unit.CASE,
    order=10,
    export=("kind", "checks", "covers_on", "came_on", "alone", "state"),
    retention="employment_evidence",
)
class Evidence(TenantOwned, Base):
    """One thing that shows work, what it shows and for which day; verified by a member who looked. Without an author,
    the employer answered by the link. `is_whole` says that the scheme accepts it and nothing is missing in it. The
    paper may be gone before."""

    __tablename__ = "evidence"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("checkpoint_id", "checkpoints"),
        within("request_id", "evidence_requests"),
        within("author_id", "members"),
        within("verified_by", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("state",)

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    checkpoint_id: Mapped[UUID]
    request_id: Mapped[UUID | None]
    kind: Mapped[str]
    checks: Mapped[list[str]] = mapped_column(ARRAY(Text))
    is_whole: Mapped[bool]
    covers_on: Mapped[date]
    came_on: Mapped[date]
    paper_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None]
    verified_by: Mapped[UUID | None]
    verified_at: Mapped[datetime | None]
    alone = Sealed()
    alone_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[str] = mapped_column(default="kept")
    version: Mapped[int] = mapped_column(default=1)


@registered(category="outcome", unit=Unit.CASE, order=10, export=("outcome", "words"))
class Decision(TenantOwned, Base):
    """What was decided about a checkpoint, by whom, and what the work on file said then. Written once; taken back, its
    entry is in error."""

    __tablename__ = "checkpoint_decisions"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("checkpoint_id", "checkpoints"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    checkpoint_id: Mapped[UUID]
    outcome: Mapped[str]
    found: Mapped[dict[str, Any]] = mapped_column(JSONB)
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
