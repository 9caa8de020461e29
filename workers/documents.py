"""Draws one document: compose in one short transaction, draw in none, file in another."""

from uuid import UUID

from records.documents.actions import file_document
from records.documents.queries import facts_for, get_requested
from records.documents.rules import compose
from records.retention.queries import explained
from tenants import audit, jobs
from tenants.database import transaction
from tenants.gate import Claimed
from workers.pdf import CannotDraw, draw


def draw_document(claimed: Claimed) -> None:
    """Makes the PDF of the job's document. Run twice it files one: the second finds it ready."""
    document_id = UUID(claimed.args["document"])
    with transaction() as session:
        document = get_requested(session, document_id)
        if document.is_ready:
            jobs.finish(session, claimed.id)
            return
        jobs.progress(session, claimed.id, 1, 3)
        kept = explained(session, document.case_id).verdict.keep_through
        values = compose(facts_for(session, document, kept_through=kept))
    try:
        drawn = draw(values)
    except CannotDraw as refusal:
        _failed(claimed, document_id, refusal.code)
        return
    with transaction() as session:
        document = get_requested(session, document_id, lock=True)
        if not document.is_ready:
            file_document(session, document, values, pdf=drawn.pdf, pages=drawn.pages)


def _failed(claimed: Claimed, document_id: UUID, code: str) -> None:
    with transaction() as session:
        jobs.fail(session, claimed.id, code)
        audit.record(session, audit.Verb.DOCUMENT_FAILED, document_id, reason=code)
