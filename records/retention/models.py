"""Rows of the schedule and of holds: what the agency decided, on whose authority, and what may not be touched."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

kept = registered(path="", category="retention", sensitivity="basic", unit=Unit.KEPT, package="no")

AUTHORITY_KINDS = ("statute", "funder", "contract", "agency")
CASE_RECORDS = "case_records"


@kept
class Authority(TenantOwned, Base):
    """The law, agreement or decision that rules cite. Without one a rule cannot be published."""

    __tablename__ = "authorities"
    __table_args__ = (within("added_by", "members"), within("verified_by", "members"))

    title: Mapped[str]
    citation: Mapped[str]
    kind: Mapped[str]
    verified_on: Mapped[date | None]
    verified_by: Mapped[UUID | None]
    added_by: Mapped[UUID]


@kept
class Policy(TenantOwned, Base):
    """The agency's schedule for one set of records; its content is in its versions."""

    __tablename__ = "policies"

    record_set: Mapped[str] = mapped_column(default=CASE_RECORDS)


@kept
class PolicyVersion(TenantOwned, Base):
    """draft → proposed → published | discarded. A whole schedule; published, it never changes."""

    __tablename__ = "policy_versions"
    __table_args__ = (
        within("policy_id", "policies"),
        within("author_id", "members"),
        within("approved_by", "members"),
    )

    policy_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    author_id: Mapped[UUID]
    proposed_at: Mapped[datetime | None]
    approved_by: Mapped[UUID | None]
    alone: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    effective_on: Mapped[date | None]
    shortens: Mapped[bool | None]

    def expect(self, state: str) -> None:
        """Refuses a step that does not follow from where the version stands."""
        if self.state != state:
            raise Conflict("The schedule has moved on since this page was opened. Look at it again.")


@kept
class RetentionRule(TenantOwned, Base):
    """One line of a schedule. Copied from version to version; `origin_id` says which line it continues. Taken out of
    a draft it stays, crossed out; `removed_because` is what a line that binds was taken out on."""

    __tablename__ = "retention_rules"
    __table_args__ = (
        within("version_id", "policy_versions"),
        within("origin_id", "retention_rules"),
        within("author_id", "members"),
        within("authority_id", "authorities"),
        within("removed_because", "authorities"),
    )

    version_id: Mapped[UUID]
    origin_id: Mapped[UUID | None]
    author_id: Mapped[UUID]
    authority_id: Mapped[UUID | None]
    preset: Mapped[str | None]
    record_class: Mapped[str]
    selector: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    joined: Mapped[str]
    cutoff: Mapped[str]
    cutoff_month: Mapped[int]
    cutoff_day: Mapped[int]
    keep_amount: Mapped[int | None]
    keep_unit: Mapped[str | None]
    within_amount: Mapped[int | None]
    within_unit: Mapped[str | None]
    action: Mapped[str]
    strength: Mapped[str]
    removed_at: Mapped[datetime | None]
    removed_because: Mapped[UUID | None]

    def expect_in(self) -> None:
        """Refuses to change what was taken out."""
        if self.removed_at is not None:
            raise Conflict("This line is out of the draft already.")


@kept
class PresetLeftOut(TenantOwned, Base):
    """A suggested line the agency decided not to have, and why; it may still be taken up later."""

    __tablename__ = "presets_left_out"
    __table_args__ = (within("decided_by", "members"),)

    preset: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    decided_by: Mapped[UUID]
    is_out: Mapped[bool] = mapped_column(default=True)


@kept
class RetentionState(TenantOwned, Base):
    """One row per agency: the switch that stops all destruction, and what every purge locks before it acts.
    `trusted_on` is the last day that the calendar was believed: each night moves it on, unless the day has jumped."""

    __tablename__ = "retention_states"
    __table_args__ = (within("stopped_by", "members"),)

    stopped_at: Mapped[datetime | None]
    stopped_by: Mapped[UUID | None]
    grace_days: Mapped[int] = mapped_column(default=30)
    stub_key = Sealed()
    stub_key_sealed: Mapped[bytes] = sealed_column(nullable=False)
    trusted_on: Mapped[date]
    evaluated_on: Mapped[date | None]
    evaluated_at: Mapped[datetime | None]
    evaluation: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


@kept
class HoldRow(TenantOwned, Base):
    """A reason why something may not be destroyed, until two people say that it is over."""

    __tablename__ = "holds"
    __table_args__ = (
        within("placed_by", "members"),
        within("release_asked_by", "members"),
        within("released_by", "members"),
    )

    kind: Mapped[str]
    scope: Mapped[str]
    record_class: Mapped[str | None]
    program: Mapped[str | None]
    opened_from: Mapped[date | None]
    opened_until: Mapped[date | None]
    closed_from: Mapped[date | None]
    closed_until: Mapped[date | None]
    basis = Sealed()
    basis_sealed: Mapped[bytes] = sealed_column(nullable=False)
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    placed_by: Mapped[UUID]
    placed_on: Mapped[date]
    review_on: Mapped[date]
    release_asked_by: Mapped[UUID | None]
    release_asked_at: Mapped[datetime | None]
    release_reason = Sealed()
    release_reason_sealed: Mapped[bytes | None] = sealed_column()
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)

    @property
    def is_in_force(self) -> bool:
        """True until it is released."""
        return self.released_at is None

    def expect_in_force(self) -> None:
        """Refuses to release twice."""
        if not self.is_in_force:
            raise Conflict("This hold is released already.")


@registered(category="hold", unit=Unit.CASE, order=5, package="no")
class HoldCase(TenantOwned, Base):
    """One case that a hold keeps. While the hold is in force the database itself refuses to delete the case."""

    __tablename__ = "hold_cases"
    __table_args__ = (within("hold_id", "holds"), within("client_id", "clients"), within("case_id", "cases"))

    hold_id: Mapped[UUID]
    case_id: Mapped[UUID]
    client_id: Mapped[UUID]


@registered(category="hold", unit=Unit.CLIENT, order=5, package="no")
class HoldClient(TenantOwned, Base):
    """A person about whom everything is kept: their identity, and every case, those that are opened later included."""

    __tablename__ = "hold_clients"
    __table_args__ = (within("hold_id", "holds"), within("client_id", "clients"))

    hold_id: Mapped[UUID]
    client_id: Mapped[UUID]


@kept
class HoldReview(TenantOwned, Base):
    """Somebody looked at a hold on or after its day and decided that it goes on: until when, and why. Appended."""

    __tablename__ = "hold_reviews"
    __table_args__ = (within("hold_id", "holds"), within("member_id", "members"))

    hold_id: Mapped[UUID]
    member_id: Mapped[UUID]
    review_on: Mapped[date]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
