"""Asking for a document, and filing it once it is drawn."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.actions import next_number
from records.documents.kinds import ClientDocument, offered
from records.documents.models import Document
from records.documents.queries import is_alive
from records.documents.values import ActionPlan
from records.entries.actions import enter
from records.entries.models import Kind
from records.plans.queries import plan_in_force
from tenants import audit, clock, files, jobs
from tenants.errors import Refused

SIZES = ("regular", "large")


def request_document(
    session: Session, case: Case, *, kind: str, language: str, size: str, words: str | None = None
) -> Document:
    """Asks for a document, with a few words of the worker's own if they like; one like it that is still being made is
    returned instead of a second. A plan is printed once it was agreed, and each letter has its time."""
    if kind == ActionPlan.KIND and plan_in_force(session, case.id) is None:
        raise Refused("No plan is in force. Agree on one first.", field="kind")
    _expect_its_time(session, case, kind)
    already = _being_made(session, case, kind=kind, language=language, size=size)
    if already is not None and already.words == (words or None):
        return already
    entry = enter(session, Kind.DOCUMENT, client_id=case.client_id, case_id=case.id)
    document = Document(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        kind=kind,
        language=language,
        size=size,
        words=words or None,
        number=f"D-{next_number(session, 'document')}",
        requested_by=entry.author_id,
        job_id=jobs.enqueue(session, jobs.Job.DRAW_DOCUMENT, document=entry.id),
    )
    session.add(document)
    audit.record(session, audit.Verb.DOCUMENT_REQUESTED, document.id, client_id=case.client_id, kind=kind)
    return document


def _expect_its_time(session: Session, case: Case, kind: str) -> None:
    if kind in offered(case.exit_reason, is_alive=is_alive(session, case.client_id)):
        return
    if case.is_open:
        raise Refused("Close the case first: the letter tells how the work ended.", field="kind")
    raise Refused("This letter is not for a case that has closed so.", field="kind")


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
