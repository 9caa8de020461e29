"""Every way to read runs, their lists, their certificates, and where a record that is gone went."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import visible
from records.retention.proof import Verified, verify
from records.retention.restorations import Restoration
from records.retention.states import find_state, number_reference_of, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import (
    HIDDEN,
    CertificateRow,
    RetentionRun,
    RunApproval,
    RunItem,
    SigningKey,
    StubRow,
)
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


def hidden_by_run(session: Session) -> list[tuple[RetentionRun, list[Listed]]]:
    """Everything that is out of sight now, by the run that hides it, newest first."""
    rows = session.execute(
        select(RetentionRun, RunItem, Client)
        .join(RunItem, RunItem.run_id == RetentionRun.id)
        .outerjoin(Client, (Client.id == RunItem.client_id) & visible())
        .where(RunItem.state.in_(HIDDEN), RunItem.record_id.is_not(None))
        .order_by(RetentionRun.number.desc(), RunItem.due_on, RunItem.id)
    )
    found: dict[UUID, tuple[RetentionRun, list[Listed]]] = {}
    for run, item, client in rows:
        found.setdefault(run.id, (run, []))[1].append(Listed(item, client, None))
    return list(found.values())


def line_of(session: Session, item: RunItem) -> Listed:
    """One line of a run with whom it is about, as far as the reader may know."""
    client = session.execute(
        select(Client).where(Client.id == item.client_id, visible())
    ).scalar_one_or_none()
    return Listed(item, client, None)


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


@dataclass(frozen=True, slots=True)
class LostCertificate:
    """A certificate that a restored backup does not have; somebody received its file, which has this hash."""

    number: int
    hash: str
    run_id: UUID
    issued_at: datetime


def lost_certificates(session: Session) -> list[LostCertificate]:
    """Every certificate of which only the journal knew after a restore, newest first."""
    told = session.execute(select(Restoration.certificates)).scalars()
    lost = [
        LostCertificate(one["number"], one["hash"], UUID(one["run"]), datetime.fromisoformat(one["at"]))
        for several in told
        for one in several
    ]
    return sorted(lost, key=lambda one: one.number, reverse=True)


def last_certificate(session: Session) -> CertificateRow | LostCertificate | None:
    """The certificate that the next one follows, whether or not it is still here."""
    newest = select(CertificateRow).order_by(CertificateRow.number.desc()).limit(1)
    known = [*session.execute(newest).scalars(), *lost_certificates(session)[:1]]
    return max(known, key=lambda one: one.number, default=None)


def find_certificate_of(session: Session, run_id: UUID) -> CertificateRow | None:
    """The certificate of a run, once it is issued."""
    return session.execute(select(CertificateRow).where(CertificateRow.run_id == run_id)).scalar_one_or_none()


def get_certificate_of(session: Session, run_id: UUID) -> CertificateRow:
    """The certificate of a run. Raises NotFound before it is issued."""
    found = find_certificate_of(session, run_id)
    if found is None:
        raise NotFound()
    return found


def certificates_told(session: Session) -> list[tuple[CertificateRow, RetentionRun, int]]:
    """Every certificate with its run and how many records it speaks of, newest first."""
    counted = select(func.count()).where(StubRow.run_id == RetentionRun.id).scalar_subquery()
    rows = session.execute(
        select(CertificateRow, RetentionRun, counted)
        .join(RetentionRun, RetentionRun.id == CertificateRow.run_id)
        .order_by(CertificateRow.number.desc())
    )
    return [(certificate, run, count) for certificate, run, count in rows]


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


def find_gone(session: Session, record_id: UUID, *of: RecordClass) -> Gone | None:
    """When a case or client, or a record of the named classes, was destroyed and by which certificate, for whoever
    still has the id; there is no looking up by name. Of a part that went more than once, the last time."""
    state = find_state(session)
    if state is None:
        return None
    wanted = of or (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)
    known = [reference_of(state, one, record_id) for one in wanted]
    return _gone(session, StubRow.reference.in_(known))


def parts_gone(session: Session, case_ids: Collection[UUID], *of: RecordClass) -> dict[UUID, date]:
    """Of which of these cases a part was destroyed under the schedule, and on which day the last time."""
    state = find_state(session)
    if state is None or not case_ids:
        return {}
    cases = {reference_of(state, one, case_id): case_id for one in of for case_id in case_ids}
    wanted = select(StubRow.reference, StubRow.destroyed_on).where(StubRow.reference.in_(cases))
    in_order = wanted.order_by(StubRow.destroyed_on, StubRow.id)
    return {cases[reference]: day for reference, day in session.execute(in_order)}


def find_gone_by_number(session: Session, number: str) -> Gone | None:
    """The same for whoever still has the number of the case. Files destroyed before numbers were remembered are found
    by their id alone."""
    state = find_state(session)
    if state is None:
        return None
    return _gone(session, StubRow.number_reference == number_reference_of(state, number))


def _gone(session: Session, is_it: ColumnElement[bool]) -> Gone | None:
    stub = session.execute(select(StubRow).where(is_it).order_by(StubRow.id.desc())).scalars().first()
    if stub is None:
        return None
    certificate = find_certificate_of(session, stub.run_id) if stub.run_id else None
    return Gone(stub.destroyed_on, RecordClass(stub.record_class), certificate)
