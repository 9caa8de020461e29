"""Asking for a document, and filing it once it is drawn."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.actions import next_number
from records.documents.models import Document
from records.documents.values import ActionPlan, ClientDocument, NextSteps, ProgressReport
from records.entries.actions import enter
from records.entries.models import Kind
from records.plans.queries import plan_in_force
from tenants import audit, clock, files, jobs
from tenants.errors import Refused

KINDS = (ProgressReport.KIND, NextSteps.KIND, ActionPlan.KIND)
SIZES = ("regular", "large")


def request_document(session: Session, case: Case, *, kind: str, language: str, size: str) -> Document:
    """Asks for a document; one like it that is still being made is returned instead of a second. A plan is printed once
    it was agreed."""
    if kind == ActionPlan.KIND and plan_in_force(session, case.id) is None:
        raise Refused("No plan is in force. Agree on one first.", field="kind")
    already = _being_made(session, case, kind=kind, language=language, size=size)
    if already is not None:
        return already
    entry = enter(session, Kind.DOCUMENT, client_id=case.client_id, case_id=case.id)
    document = Document(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        kind=kind,
        language=language,
        size=size,
        number=f"D-{next_number(session, 'document')}",
        requested_by=entry.author_id,
        job_id=jobs.enqueue(session, jobs.Job.DRAW_DOCUMENT, document=entry.id),
    )
    session.add(document)
    audit.record(session, audit.Verb.DOCUMENT_REQUESTED, document.id, client_id=case.client_id, kind=kind)
    return document


def _being_made(session: Session, case: Case, **like: str) -> Document | None:
    alike = select(Document).filter_by(case_id=case.id, **like)
    making = alike.join(jobs.JobRow, jobs.JobRow.id == Document.job_id)
    return session.execute(making.where(jobs.JobRow.state.in_(("waiting", "running")))).scalars().first()


def file_document(
    session: Session, document: Document, values: ClientDocument, *, pdf: bytes, pages: int
) -> None:
    """Keeps the drawn file and the values it was drawn from, frozen, and marks the job done: one transaction, so
    that a document is made once or not at all."""
    stored = files.store(
        session, pdf, owner_id=document.id, client_id=document.client_id, case_id=document.case_id
    )
    session.flush()
    document.values = values.to_plain()
    document.file_id = stored.id
    document.pages = pages
    document.ready_at = clock.now()
    jobs.finish(session, document.job_id)
    audit.record(session, audit.Verb.DOCUMENT_READY, document.id, client_id=document.client_id, pages=pages)
