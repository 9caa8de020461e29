"""Rows of runs, and what a run leaves behind: items, stubs, the ledger and certificates."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.retention.models import kept
from records.retention.restorations import Restoration
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

# Where an item keeps its record out of sight.
HIDDEN = ("quarantined", "held", "busy", "failed")


@kept
class RetentionRun(TenantOwned, Base):
    """planned → approved → waiting → destroying → sweeping → complete | partial; or cancelled before destroying.
    Planned is a dry run: nothing happens to any record until somebody else approves the list. `confirmed` is how many
    the planner typed where the list is longer than usual, `forecast` how many the night before saw coming."""

    __tablename__ = "retention_runs"
    __table_args__ = (within("planned_by", "members"), within("cancelled_by", "members"))

    number: Mapped[int]
    as_of: Mapped[date]
    planned_by: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="planned")
    list_hash: Mapped[str]
    planned: Mapped[int]
    identities: Mapped[int]
    left_over: Mapped[int]
    confirmed: Mapped[int | None]
    forecast: Mapped[int | None]
    grace_days: Mapped[int]
    approved_at: Mapped[datetime | None]
    destroy_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    cancelled_by: Mapped[UUID | None]
    journal_failed_at: Mapped[datetime | None]

    def expect(self, *states: str) -> None:
        """Refuses a step that does not follow from where the run stands."""
        if self.state not in states:
            raise Conflict("This run has moved on since the page was opened. Look at it again.")

    def is_over(self, today: date) -> bool:
        """True when its waiting time is: from here on it destroys."""
        is_due = self.destroy_on is not None and self.destroy_on <= today
        return self.state == "destroying" or (self.state == "waiting" and is_due)


@kept
class RunItem(TenantOwned, Base):
    """One record of a run. `record_id` and `client_id` are forgotten when the certificate is issued."""

    __tablename__ = "run_items"
    __table_args__ = (
        within("run_id", "retention_runs"),
        within("rule_id", "retention_rules"),
        within("restore_asked_by", "members"),
    )

    run_id: Mapped[UUID]
    record_class: Mapped[str]
    record_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    with_identity: Mapped[bool] = mapped_column(default=False)
    rule_id: Mapped[UUID]
    action: Mapped[str]
    due_on: Mapped[date]
    basis_hash: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned")
    reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    restore_asked_by: Mapped[UUID | None]


@registered(category="retention", unit=Unit.CASE, order=50, package="no")
class Decision(TenantOwned, Base):
    """What a person decided about one file, and why: what becomes of it when its period is over, or that it comes back
    from quarantine. It goes with the file. Appended; of those about a review the newest counts, and only on the grounds
    it was made on."""

    __tablename__ = "retention_decisions"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    member_id: Mapped[UUID]
    kind: Mapped[str]
    basis_hash: Mapped[str]
    keep_through: Mapped[date | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    recipient = Sealed()
    recipient_sealed: Mapped[bytes | None] = sealed_column()
    receipt = Sealed()
    receipt_sealed: Mapped[bytes | None] = sealed_column()


@kept
class RunApproval(TenantOwned, Base):
    """Who approved a run: this list, this many, nothing more."""

    __tablename__ = "run_approvals"
    __table_args__ = (within("run_id", "retention_runs"), within("member_id", "members"))

    run_id: Mapped[UUID]
    member_id: Mapped[UUID]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    list_hash: Mapped[str]
    confirmed: Mapped[int]
    alone: Mapped[bool] = mapped_column(default=False)


@kept
class Erasure(TenantOwned, Base):
    """Something outside the database that a committed destruction still has to remove."""

    __tablename__ = "erasures"
    __table_args__ = (within("run_id", "retention_runs"),)

    run_id: Mapped[UUID]
    kind: Mapped[str]
    target: Mapped[UUID]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None]


@registered(category="retention", unit=Unit.CASE, order=50, package="no")
class Disposition(TenantOwned, Base):
    """Where a record stood when last looked at. For a client whose last case is gone it keeps the dates that the
    case took with it, so that the identity's own period can still be counted."""

    __tablename__ = "dispositions"
    __table_args__ = (within("client_id", "clients"), within("case_id", "cases"))

    record_class: Mapped[str]
    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    triggers: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    state: Mapped[str]
    due_on: Mapped[date | None]


@kept
class StubRow(TenantOwned, Base):
    """What is left of a destroyed record: a keyed reference, a month and the version it went by. After a restore, when
    the backup knew nothing of the run, it stands under the restoration and without a version."""

    __tablename__ = "stubs"
    __table_args__ = (
        within("run_id", "retention_runs"),
        within("version_id", "policy_versions"),
        within("restoration_id", Restoration.__tablename__),
    )

    run_id: Mapped[UUID | None]
    restoration_id: Mapped[UUID | None]
    version_id: Mapped[UUID | None]
    record_class: Mapped[str]
    reference: Mapped[str]
    number_reference: Mapped[str | None]
    trigger: Mapped[str]
    closed_month: Mapped[str]
    destroyed_on: Mapped[date]
    leaf_index: Mapped[int | None]


@kept
class LedgerEntry(TenantOwned, Base):
    """One destroyed record and how many rows went with it, by table; replayed after a restore. A run destroyed it, or
    the import that made it was taken back. A file that was merged into another goes with it, and has no stub."""

    __tablename__ = "erasure_ledger"
    __table_args__ = (within("run_id", "retention_runs"), within("restoration_id", Restoration.__tablename__))

    run_id: Mapped[UUID | None]
    import_id: Mapped[UUID | None]
    restoration_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None]
    record_class: Mapped[str]
    reference: Mapped[str]
    is_merged: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[dict[str, Any]] = mapped_column(JSONB)


@kept
class SigningKey(TenantOwned, Base):
    """The agency's Ed25519 key for certificates; the private half is sealed with the agency's own key."""

    __tablename__ = "signing_keys"

    public: Mapped[bytes]
    private = Sealed()
    private_sealed: Mapped[bytes] = sealed_column(nullable=False)
    retired_at: Mapped[datetime | None]


@kept
class CertificateRow(TenantOwned, Base):
    """A signed certificate of destruction, numbered without gaps; `body` is the file to download, byte for byte."""

    __tablename__ = "certificates"
    __table_args__ = (
        within("run_id", "retention_runs"),
        within("signing_key_id", "signing_keys"),
        within("file_id", "files"),
    )

    run_id: Mapped[UUID]
    number: Mapped[int]
    signing_key_id: Mapped[UUID]
    body: Mapped[bytes]
    hash: Mapped[str]
    completeness: Mapped[str]
    file_id: Mapped[UUID | None]
