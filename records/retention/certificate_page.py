"""The printed certificate: the signed one in words, as frozen values for the press."""

import json
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.documents.issuing import register, stamped
from records.documents.values import (
    Approval,
    Authority,
    ClassCount,
    DestructionCertificate,
    IssuedBytes,
    Skipped,
    Store,
)
from records.retention import certificate_words as words
from records.retention.certificate import Certificate, from_json
from records.retention.dates import day_of
from records.retention.models import Authority as AuthorityRow
from records.retention.models import PolicyVersion
from records.retention.proof import key_id
from records.retention.run_queries import public_key_of
from records.retention.traces import CertificateRow, RunApproval
from tenants import audit, context, files, jobs
from tenants.database import hold

Language = Literal["en", "fr"]


def compose(session: Session, row: CertificateRow) -> DestructionCertificate:
    """What the printed certificate says, taken from the signed one and nothing else that could have changed; with a
    code to check it by."""
    me = context.current()
    language = cast("Language", me.language)
    signed = from_json(json.loads(row.body)["certificate"])
    values = DestructionCertificate(
        language=language,
        agency_name=me.name,
        issued_on=day_of(signed.finished_at, me.timezone),
        as_of=signed.as_of,
        policy=", ".join(
            words.said(words.VERSION, language) % number for number in _numbers(session, signed)
        ),
        authorities=_authorities(session, signed),
        counts=_counts(signed, language),
        approvers=_approvers(session, row.run_id, language),
        merkle_root=signed.merkle_root,
        statistics_note=words.said(words.STATISTICS, language),
        stores=_stores(signed, language),
        method=words.said(words.METHOD, language),
        backup_horizon=signed.backup_horizon,
        software_version=signed.software_version,
        previous_hash=signed.previous_hash or "",
        signature_fingerprint=key_id(public_key_of(session, row)),
        verify_hint=words.said(words.HINT, language),
        timezone=me.timezone,
    )
    return stamped(values, number=f"C-{signed.number}")


def file_certificate(
    session: Session,
    row: CertificateRow,
    values: DestructionCertificate,
    issued: IssuedBytes,
    *,
    job_id: UUID,
) -> None:
    """Keeps the printed certificate and its line in the register, once, and marks the job done."""
    hold(session, row)
    jobs.finish(session, job_id)
    if row.file_id is not None:
        return
    stored = files.store(session, issued.pdf, owner_id=row.id, client_id=None)
    session.flush()
    row.file_id = stored.id
    register(session, row.id, values, issued)
    audit.record(session, audit.Verb.DOCUMENT_READY, row.id, kind="destruction_certificate")


def _numbers(session: Session, signed: Certificate) -> list[int]:
    ids = [UUID(one) for one in signed.policy_versions]
    wanted = select(PolicyVersion.number).where(PolicyVersion.id.in_(ids)).order_by(PolicyVersion.number)
    return list(session.execute(wanted).scalars())


def _authorities(session: Session, signed: Certificate) -> tuple[Authority, ...]:
    rows = session.execute(select(AuthorityRow.citation, AuthorityRow.title).order_by(AuthorityRow.id)).all()
    titles: dict[str, str] = {row[0]: row[1] for row in rows}
    return tuple(Authority(titles.get(one, ""), one) for one in signed.authorities)


def _stores(signed: Certificate, language: Language) -> tuple[Store, ...]:
    return tuple(
        Store(
            words.said(words.STORES[one.store], language), words.said(words.OUTCOMES[one.outcome], language)
        )
        for one in signed.stores
    )


def _counts(signed: Certificate, language: Language) -> tuple[ClassCount, ...]:
    return tuple(
        ClassCount(
            words.said(words.CLASSES[row.record_class], language),
            row.planned,
            row.destroyed,
            tuple(Skipped(words.said(words.SKIPPED[one.reason], language), one.count) for one in row.skipped),
        )
        for row in signed.classes
    )


def _approvers(session: Session, run_id: UUID, language: Language) -> tuple[Approval, ...]:
    rows = session.execute(
        select(RunApproval).where(RunApproval.run_id == run_id).order_by(RunApproval.id)
    ).scalars()
    return tuple(Approval(_role(row.roles, language), row.created_at) for row in rows)


def _role(roles: list[str], language: Language) -> str:
    known = next((words.ROLES[one] for one in words.ROLES if one in roles), words.MEMBER)
    return words.said(known, language)
