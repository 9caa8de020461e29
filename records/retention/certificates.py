"""Issuing the certificate of a run: numbered without gaps, chained to the one before, signed, naming nobody."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.retention.certificate import (
    Approval,
    Certificate,
    ClassCount,
    Completeness,
    Method,
    Outcome,
    Skipped,
    Store,
)
from records.retention.figures import figures_hash
from records.retention.journaling import journal_certificate
from records.retention.models import Authority, RetentionRule
from records.retention.proof import Stub, certificate_hash, merkle_root, sign
from records.retention.run_queries import LostCertificate, last_certificate
from records.retention.states import lock_state
from records.retention.sweeping import stores_after
from records.retention.terms import Action, RecordClass
from records.retention.traces import (
    CertificateRow,
    Erasure,
    RetentionRun,
    RunApproval,
    RunItem,
    SigningKey,
    StubRow,
)
from tenants import audit, clock, context
from tenants.backup_parts import horizon
from tenants.settings import VERSION

# The one that the next follows.
Before: TypeAlias = CertificateRow | LostCertificate | None
# What keeps its id after the certificate, because the record is still there and hidden.
STILL_HIDDEN = ("held", "busy", "failed")


def issue_certificate(session: Session, run_id: UUID) -> CertificateRow | None:
    """Sweeps once more, signs what was done and forgets the ids, in one transaction. None when the run destroyed
    nothing, for there is nothing to certify. Asked again, it returns the certificate there is."""
    lock_state(session, "update")
    run = session.execute(
        select(RetentionRun).where(RetentionRun.id == run_id).with_for_update()
    ).scalar_one()
    if run.state != "sweeping":
        return session.execute(
            select(CertificateRow).where(CertificateRow.run_id == run_id)
        ).scalar_one_or_none()
    run.finished_at = clock.now()
    stubs = _numbered(session, run)
    row = _signed(session, run, stubs) if stubs else None
    run.state = row.completeness if row else "complete"
    _forget_ids(session, run)
    if row is not None:
        journal_certificate(row)
        audit.record(
            session, audit.Verb.CERTIFICATE_ISSUED, row.id, run=run.id, number=row.number, hash=row.hash
        )
    return row


def ensure_signing_key(session: Session) -> SigningKey:
    """The agency's key, made when it first needs one. Call it under the lock of the agency's row."""
    wanted = select(SigningKey).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.id.desc()).limit(1)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        private = Ed25519PrivateKey.generate()
        found = SigningKey(
            public=private.public_key().public_bytes_raw(), private=private.private_bytes_raw().hex()
        )
        session.add(found)
        session.flush()
    return found


def stub_of(row: StubRow) -> Stub:
    """A leaf of the tree, from its row."""
    assert row.leaf_index is not None
    return Stub(
        index=row.leaf_index,
        reference=row.reference,
        record_class=RecordClass(row.record_class),
        trigger=row.trigger,
        closed_month=row.closed_month,
        destroyed_on=row.destroyed_on,
        policy_version=str(row.version_id),
    )


def _numbered(session: Session, run: RetentionRun) -> list[StubRow]:
    """The leaves in the order of their references, so that neither batches nor workers show in the tree."""
    rows = session.execute(select(StubRow).where(StubRow.run_id == run.id).order_by(StubRow.reference))
    stubs = list(rows.scalars())
    for index, row in enumerate(stubs):
        row.leaf_index = index
    session.flush()
    return stubs


def _signed(session: Session, run: RetentionRun, stubs: Sequence[StubRow]) -> CertificateRow:
    key = ensure_signing_key(session)
    certificate = _certificate(session, run, stubs, last_certificate(session))
    body = sign(certificate, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key.private)))
    row = CertificateRow(
        run_id=run.id,
        number=certificate.number,
        signing_key_id=key.id,
        body=body,
        hash=certificate_hash(body),
        completeness=str(certificate.completeness),
    )
    session.add(row)
    session.flush()
    return row


def _certificate(session: Session, run: RetentionRun, stubs: Sequence[StubRow], last: Before) -> Certificate:
    assert run.finished_at is not None
    assert run.started_at is not None
    items = session.execute(select(RunItem).where(RunItem.run_id == run.id)).scalars().all()
    stores = stores_after(session, run.id)
    return Certificate(
        organisation_id=str(context.current().organisation_id),
        number=last.number + 1 if last else 1,
        run_id=str(run.id),
        as_of=run.as_of,
        started_at=run.started_at,
        finished_at=run.finished_at,
        policy_versions=tuple(sorted({str(stub.version_id) for stub in stubs})),
        authorities=_citations(session, items),
        classes=_classes(items, stubs),
        approvals=_approvals(session, run),
        merkle_root=merkle_root(stub_of(stub) for stub in stubs),
        leaf_count=len(stubs),
        statistics_hash=figures_hash(session),
        stores=stores,
        method=Method.ROWS_FILES_AND_KEYS,
        backup_horizon=horizon(clock.today(context.current().timezone)),
        software_version=VERSION,
        completeness=_completeness(stores, items),
        previous_hash=last.hash if last else None,
    )


def _completeness(stores: Sequence[Store], items: Sequence[RunItem]) -> Completeness:
    remains = any(store.outcome is Outcome.REMAINS for store in stores)
    is_whole = not remains and not any(item.state in ("busy", "failed") for item in items)
    return Completeness.COMPLETE if is_whole else Completeness.PARTIAL


def _citations(session: Session, items: Sequence[RunItem]) -> tuple[str, ...]:
    rules = {item.rule_id for item in items if item.state == "destroyed"}
    rows = session.execute(
        select(Authority.citation).join(RetentionRule, RetentionRule.authority_id == Authority.id)
        .where(RetentionRule.id.in_(rules)).distinct().order_by(Authority.citation)
    )  # fmt: skip
    return tuple(rows.scalars())


def _approvals(session: Session, run: RetentionRun) -> tuple[Approval, ...]:
    rows = session.execute(
        select(RunApproval).where(RunApproval.run_id == run.id).order_by(RunApproval.id)
    ).scalars()
    return tuple(Approval(member_id=str(row.member_id), approved_at=row.created_at) for row in rows)


def _classes(items: Sequence[RunItem], stubs: Sequence[StubRow]) -> tuple[ClassCount, ...]:
    """Planned is destroyed and left alone, to the record. An identity is planned when its last case is in the list."""
    listed: dict[tuple[RecordClass, Action], Counter[str]] = defaultdict(Counter)
    for item in items:
        if item.record_class != RecordClass.CLIENT_IDENTITY:
            listed[RecordClass(item.record_class), Action(item.action)][item.state] += 1
    counts = [_count(*of, listed[of]) for of in sorted(listed)]
    destroyed = sum(stub.record_class == RecordClass.CLIENT_IDENTITY for stub in stubs)
    planned = len({item.client_id for item in items if item.with_identity})
    people = Counter({"destroyed": destroyed, "kept": max(planned - destroyed, 0)})
    return (*counts, *([_count(RecordClass.CLIENT_IDENTITY, Action.DESTROY, people)] if planned else []))


def _count(record_class: RecordClass, action: Action, by_state: Counter[str]) -> ClassCount:
    skipped = [Skipped(reason=state, count=by_state[state]) for state in sorted(by_state) if by_state[state]]
    return ClassCount(
        record_class=record_class,
        action=action,
        planned=by_state.total(),
        destroyed=by_state["destroyed"],
        skipped=tuple(one for one in skipped if one.reason != "destroyed"),
    )


def _forget_ids(session: Session, run: RetentionRun) -> None:
    session.execute(delete(Erasure).where(Erasure.run_id == run.id, Erasure.done_at.is_not(None)))
    forget = update(RunItem).where(RunItem.run_id == run.id, RunItem.state.not_in(STILL_HIDDEN))
    session.execute(
        forget.values(record_id=None, client_id=None).execution_options(synchronize_session=False)
    )
