"""Reading runs: their lists, who approved, how far they are, and what they left behind."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.retention.traces import CertificateRow, RetentionRun, RunApproval, RunItem, SigningKey
from tenants.errors import NotFound


def runs(session: Session, limit: int = 25) -> Sequence[RetentionRun]:
    """The newest runs first."""
    return session.execute(select(RetentionRun).order_by(RetentionRun.number.desc()).limit(limit)).scalars().all()


def get_run(session: Session, run_id: UUID) -> RetentionRun:
    """One run. Raises NotFound."""
    found = session.execute(select(RetentionRun).where(RetentionRun.id == run_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def items_of(session: Session, run_id: UUID) -> list[tuple[RunItem, str | None, str | None]]:
    """The list of a run: each item with its case number and file number, where they can still be seen."""
    rows = session.execute(
        select(RunItem, Case.number, Client.file_number)
        .outerjoin(Case, Case.id == RunItem.record_id)
        .outerjoin(Client, Client.id == RunItem.client_id)
        .where(RunItem.run_id == run_id)
        .order_by(RunItem.due_on, RunItem.id)
    )
    return [(item, case_number, file_number) for item, case_number, file_number in rows]


def get_item(session: Session, run_id: UUID, item_id: UUID) -> RunItem:
    """One item of a run. Raises NotFound."""
    found = session.execute(
        select(RunItem).where(RunItem.id == item_id, RunItem.run_id == run_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def progress_of(session: Session, run_id: UUID) -> Counter[str]:
    """How many items of a run are in each state."""
    rows = session.execute(
        select(RunItem.state, func.count()).where(RunItem.run_id == run_id).group_by(RunItem.state)
    )
    return Counter({state: count for state, count in rows})


def approvals_of(session: Session, run_id: UUID) -> Sequence[RunApproval]:
    """Who approved a run."""
    return (
        session.execute(select(RunApproval).where(RunApproval.run_id == run_id).order_by(RunApproval.id))
        .scalars()
        .all()
    )


def certificate_of(session: Session, run_id: UUID) -> CertificateRow | None:
    """The newest certificate of a run, or None before it is issued."""
    return session.execute(
        select(CertificateRow).where(CertificateRow.run_id == run_id).order_by(CertificateRow.number.desc()).limit(1)
    ).scalar_one_or_none()


def public_key_of(session: Session, certificate: CertificateRow) -> bytes:
    """The raw Ed25519 public key that a stranger needs to check a certificate."""
    return session.execute(select(SigningKey.public).where(SigningKey.id == certificate.signing_key_id)).scalar_one()
