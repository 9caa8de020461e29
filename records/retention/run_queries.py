"""Every way to read runs, their lists, their certificates, and where a record that is gone went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import visible
from records.retention.proof import Verified, verify
from records.retention.states import find_state, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import CertificateRow, RetentionRun, RunApproval, RunItem, SigningKey, StubRow
from tenants.errors import NotFound, Refused


def runs(session: Session) -> Sequence[RetentionRun]:
    """Every run, newest first."""
    return session.execute(select(RetentionRun).order_by(RetentionRun.number.desc())).scalars().all()


def get_run(session: Session, run_id: UUID) -> RetentionRun:
    """One run. Raises NotFound."""
    found = session.execute(select(RetentionRun).where(RetentionRun.id == run_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a run. `client` is None when the reader may not know of them or they are gone, `number` when the
    case is hidden or gone."""

    item: RunItem
    client: Client | None
    number: str | None


def items_of(session: Session, run_id: UUID) -> list[Listed]:
    """The lines of a run, longest overdue first."""
    rows = session.execute(
        select(RunItem, Client, Case.number)
        .select_from(RunItem)
        .outerjoin(Client, (Client.id == RunItem.client_id) & visible())
        .outerjoin(Case, Case.id == RunItem.record_id)
        .where(RunItem.run_id == run_id)
        .order_by(RunItem.due_on, RunItem.id)
    )
    return [Listed(item, client, number) for item, client, number in rows]


def get_item(session: Session, run_id: UUID, item_id: UUID) -> RunItem:
    """One line of a run. Raises NotFound."""
    found = session.execute(
        select(RunItem).where(RunItem.id == item_id, RunItem.run_id == run_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def outcomes_of(session: Session, run_id: UUID) -> Counter[str]:
    """How many lines of a run are in which state."""
    counted = select(RunItem.state, func.count()).where(RunItem.run_id == run_id).group_by(RunItem.state)
    return Counter({row[0]: row[1] for row in session.execute(counted)})


def approvals_of(session: Session, run_id: UUID) -> Sequence[RunApproval]:
    """Who approved a run, first come first."""
    wanted = select(RunApproval).where(RunApproval.run_id == run_id).order_by(RunApproval.id)
    return session.execute(wanted).scalars().all()


def certificates(session: Session) -> Sequence[CertificateRow]:
    """Every certificate, newest first."""
    return session.execute(select(CertificateRow).order_by(CertificateRow.number.desc())).scalars().all()


def find_certificate_of(session: Session, run_id: UUID) -> CertificateRow | None:
    """The certificate of a run, once it is issued."""
    return session.execute(select(CertificateRow).where(CertificateRow.run_id == run_id)).scalar_one_or_none()


def public_key_of(session: Session, certificate: CertificateRow) -> Ed25519PublicKey:
    """The key to check a certificate with; it may be given to anyone."""
    wanted = select(SigningKey.public).where(SigningKey.id == certificate.signing_key_id)
    return Ed25519PublicKey.from_public_bytes(session.execute(wanted).scalar_one())


def checked(session: Session, certificate: CertificateRow) -> Verified | Refused:
    """The certificate if every byte of it is as it was signed; else why not, as a value."""
    return verify(certificate.body, public_key_of(session, certificate))


@dataclass(frozen=True, slots=True)
class Gone:
    """What can still be said of a destroyed record to somebody who holds its id."""

    destroyed_on: date
    record_class: RecordClass
    certificate: CertificateRow | None


def find_gone(session: Session, record_id: UUID) -> Gone | None:
    """When a case or client was destroyed and by which certificate, for whoever still has the id; there is no
    looking up by name."""
    state = find_state(session)
    if state is None:
        return None
    known = [
        reference_of(state, one, record_id) for one in (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)
    ]
    stub = session.execute(select(StubRow).where(StubRow.reference.in_(known))).scalars().first()
    if stub is None:
        return None
    return Gone(stub.destroyed_on, RecordClass(stub.record_class), find_certificate_of(session, stub.run_id))
