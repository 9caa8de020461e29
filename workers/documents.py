"""Draws one document: freeze in one short transaction, draw in none, file in another."""

from uuid import UUID

import structlog

from press.issuing import issue
from press.pdf import CannotDraw
from press.setting import Pictures
from records.brands.queries import pictures_of
from records.documents.issuing import file_issued, freeze, thaw
from records.documents.kinds import ClientDocument, client_document
from records.documents.models import Document
from records.documents.queries import composed, get_requested
from records.documents.seals import seal_key
from records.retention.queries import explained
from tenants import audit, jobs
from tenants.database import TenantSession, transaction
from tenants.gate import Claimed

log = structlog.get_logger()


def draw_document(claimed: Claimed) -> None:
    """Makes the PDF of the job's document. Run twice it files one: the second finds it ready."""
    document_id = UUID(claimed.args["document"])
    with transaction() as session:
        document = get_requested(session, document_id, lock=True)
        if document.state != "making":
            jobs.finish(session, claimed.id)
            return
        jobs.progress(session, claimed.id, 1, 3)
        values, (_id, key) = _frozen(session, document), seal_key(session)
        pictures = Pictures(*pictures_of(session, values.letterhead.brand))
    try:
        drawn = issue(values, key, pictures)
    except CannotDraw as refusal:
        log.warning("no_document", code=refusal.code, fault=refusal.fault)
        _failed(claimed, document_id, refusal.code)
        return
    with transaction() as session:
        document = get_requested(session, document_id, lock=True)
        if document.state == "making":
            file_issued(session, document, values, drawn)


def _frozen(session: TenantSession, document: Document) -> ClientDocument:
    """What was frozen before a crash is drawn again as it is: its code may be known already."""
    if document.values is not None:
        return client_document(document.values)
    kept = explained(session, document.case_id).verdict.keep_through
    return freeze(session, document, composed(session, document, kept_through=kept))


def _failed(claimed: Claimed, document_id: UUID, code: str) -> None:
    with transaction() as session:
        document = get_requested(session, document_id, lock=True)
        jobs.fail(session, claimed.id, code)
        if document.state == "making":
            thaw(session, document)
        audit.record(session, audit.Verb.DOCUMENT_FAILED, document_id, reason=code)
