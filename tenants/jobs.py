"""Work for later: a row in the transaction that causes it. The message is only a hint; the row is the job."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock, context
from tenants.database import Base, TenantOwned, after_commit, new_id

log = structlog.get_logger()


class Job(StrEnum):
    """Every kind of work there is; each has exactly one task in `workers`."""

    SEND_MAIL = "send_mail"
    SEND_RESET = "send_reset"
    DRAW_DOCUMENT = "draw_document"
    DRAW_REPORT = "draw_report"
    SCAN_PAPER = "scan_paper"
    PREVIEW_PAPER = "preview_paper"
    MAKE_PACKAGE = "make_package"
    SWEEP_FILES = "sweep_files"
    RUN_RETENTION = "run_retention"
    FORGET_FILES = "forget_files"
    ISSUE_CERTIFICATE = "issue_certificate"
    RUN_IMPORT = "run_import"
    FORGET_IMPORT = "forget_import"
    REMIND_CLIENTS = "remind_clients"
    WRITE_DIGESTS = "write_digests"
    MAKE_ARCHIVE = "make_archive"
    FORGET_ARCHIVE = "forget_archive"
    TELL_DEPARTURE = "tell_departure"
    DESTROY_AGENCY = "destroy_agency"
    MAKE_BATCHED = "make_batched"
    BIND_BATCH = "bind_batch"
    FORGET_BATCH = "forget_batch"
    CHECK_AUDIT = "check_audit"
    REFRESH_STANDING = "refresh_standing"
    ASK_PROVIDER = "ask_provider"
    REMOVE_SAMPLES = "remove_samples"


# Seconds a worker may hold a job before another may take it over; above the longest honest run of the kind.
LEASE = {
    Job.SEND_MAIL: 60,
    Job.SEND_RESET: 60,
    Job.DRAW_DOCUMENT: 60,
    Job.DRAW_REPORT: 60,
    Job.SCAN_PAPER: 60,
    Job.PREVIEW_PAPER: 120,
    Job.MAKE_PACKAGE: 900,
    Job.SWEEP_FILES: 120,
    Job.RUN_RETENTION: 60,
    Job.FORGET_FILES: 60,
    Job.ISSUE_CERTIFICATE: 60,
    Job.RUN_IMPORT: 60,
    Job.FORGET_IMPORT: 60,
    Job.REMIND_CLIENTS: 120,
    Job.WRITE_DIGESTS: 120,
    Job.MAKE_ARCHIVE: 120,
    Job.FORGET_ARCHIVE: 60,
    Job.TELL_DEPARTURE: 60,
    Job.DESTROY_AGENCY: 120,
    Job.MAKE_BATCHED: 60,
    Job.BIND_BATCH: 120,
    Job.FORGET_BATCH: 60,
    Job.CHECK_AUDIT: 900,
    Job.REFRESH_STANDING: 60,
    Job.ASK_PROVIDER: 60,
    Job.REMOVE_SAMPLES: 60,
}
# A job whose worker dies each time is given up after so many tries, whatever its kind.
ATTEMPTS = 3
# Minutes between the tries of a message: a mail server may be away for a night.
MAIL_RESTS = (1, 5, 15, 60, 120, 240, 480)


class JobRow(TenantOwned, Base):
    """waiting → running → done | failed. `args` holds ids only."""

    __tablename__ = "jobs"

    kind: Mapped[str]
    args: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(default="waiting")
    member_id: Mapped[UUID | None]
    run_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    nudged_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)


_ADD = insert(JobRow.metadata.tables["jobs"]).values(
    {
        name: bindparam(name)
        for name in ("organisation_id", "id", "created_at", "kind", "args", "member_id", "run_after")
    }
)


def _nobody_listens(job_id: UUID, kind: str) -> None:
    """Without a publisher the sweep finds the row, a little later."""


publish: Callable[[UUID, str], None] = _nobody_listens


def publish_with(publisher: Callable[[UUID, str], None]) -> None:
    """Said once by each process at its start: how a hint leaves it."""
    global publish
    publish = publisher


def enqueue(session: Session, kind: Job, *, delay: timedelta = timedelta(), **ids: UUID) -> UUID:
    """Adds the job to the caller's transaction; a hint leaves after the commit and dies with a rollback."""
    me, job_id, now = context.current(), new_id(), clock.now()
    args = {name: str(value) for name, value in ids.items()}
    # By a statement of its own: as a mapped row it would cost the request four times as much.
    session.execute(
        _ADD,
        {
            "organisation_id": me.organisation_id,
            "id": job_id,
            "created_at": now,
            "kind": str(kind),
            "args": args,
            "member_id": me.member_id,
            "run_after": now + delay,
        },
    )
    if not delay:
        session.info.setdefault("hints", []).append((job_id, str(kind)))
    return job_id


def _send_hints(session: Session) -> None:
    for job_id, kind in session.info.pop("hints", []):
        try:
            publish(job_id, kind)
        except Exception as error:  # any broker trouble: the row is safe, and the sweep sends the hint again
            log.warning("hint_not_sent", kind=kind, error=type(error).__name__)


after_commit.append(_send_hints)


def finish(session: Session, job_id: UUID) -> None:
    """Marks the job done in the very transaction that holds its result, so that it counts exactly once."""
    session.execute(
        update(JobRow)
        .where(JobRow.id == job_id)
        .values(state="done", finished_at=clock.now(), lease_until=None)
    )


def fail(session: Session, job_id: UUID, error: str) -> None:
    """Marks a running job failed for good, with a code that a page may translate; one that is done stays done."""
    session.execute(
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.state == "running")
        .values(state="failed", error=error, finished_at=clock.now(), lease_until=None)
    )


def progress(session: Session, job_id: UUID, done: int, total: int) -> None:
    """Says how far the work is, for the page that watches it."""
    session.execute(update(JobRow).where(JobRow.id == job_id).values(done=done, total=total))


def patience(kind: Job, attempts: int) -> tuple[int, int]:
    """How often a job of this kind that raises is tried, and after how many seconds again when `attempts` have
    failed."""
    if kind is not Job.SEND_MAIL:
        return ATTEMPTS, 5 * attempts
    return len(MAIL_RESTS) + 1, 60 * MAIL_RESTS[min(attempts, len(MAIL_RESTS)) - 1]


def is_waiting(session: Session, kind: Job) -> bool:
    """Whether the organisation has a job of this kind that nobody has begun: it will see all that is there by now."""
    wanted = select(JobRow.id).where(JobRow.kind == kind, JobRow.state == "waiting").limit(1)
    return session.execute(wanted).first() is not None


def find_job(session: Session, job_id: UUID) -> JobRow | None:
    """The job's row, or None when it is not this organisation's."""
    return session.execute(select(JobRow).where(JobRow.id == job_id)).scalar_one_or_none()
