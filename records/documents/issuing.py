"""Every way to change a document once it is issued: frozen, filed with its line in the register, withdrawn."""

from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.actions import next_number
from records.documents.checking import check_address, expect_issuable
from records.documents.codes import new_code
from records.documents.drafting import draft_document
from records.documents.models import Document, IssuedFile
from records.documents.seals import seal_key
from records.documents.values import IssuedBytes, Sheet
from tenants import audit, clock, context, files, jobs
from tenants.database import hold
from tenants.errors import Refused

Values = TypeVar("Values", bound=Sheet)


def issue_later(
    session: Session, case: Case, *, kind: str, language: str, size: str, words: str = ""
) -> Document:
    """Drafts and issues in one go; a worker draws it. One like it that is still being made is returned instead of a
    second."""
    already = _being_made(session, case, kind=kind, language=language, size=size)
    if already is not None and already.words == (words or None):
        return already
    document = draft_document(session, case, kind=kind, language=language, size=size, words=words)
    document.language, document.size, document.words = language, size, words or None
    draw_later(session, document)
    return document


def draw_later(session: Session, document: Document) -> None:
    """Leaves the drawing to a worker. The values are frozen then, unless they are already."""
    session.flush()
    _numbered(session, document)
    document.job_id = jobs.enqueue(session, jobs.Job.DRAW_DOCUMENT, document=document.id)
    audit.record(
        session,
        audit.Verb.DOCUMENT_REQUESTED,
        document.id,
        client_id=document.client_id,
        kind=document.kind,
    )


def freeze(session: Session, document: Document, values: Values) -> Values:
    """From here on the document says this and nothing else: number, edition and code are on it. Who cannot be drawn is
    taken back to a draft by `thaw`."""
    document.expect("draft", "making")
    expect_issuable(session, document, values)
    if document.is_draft:
        # Of an earlier try that failed.
        document.job_id = None
    _numbered(session, document)
    assert document.number is not None
    frozen = stamped(values, number=document.number, edition=document.edition)
    document.values = frozen.to_plain()
    return frozen


def stamped(values: Values, *, number: str, edition: int = 1) -> Values:
    """The values with everything by which the document can be told from every other, and checked."""
    marks: dict[str, Any] = {
        "number": number,
        "version": edition,
        "mark": "" if values.mark == "draft" else values.mark,
        "code": new_code(),
        "check_at": check_address(),
    }
    return replace(values, **marks)


def thaw(session: Session, document: Document) -> None:
    """Back to a draft: it could not be drawn. The number stays its own, and the job tells why. What shows signatures is
    no draft of anything: it is dropped, and can be made again from what was signed."""
    document.expect("making")
    signatures = (document.values or {}).get("signatures", [])
    is_signed = any(one["read"] == "file" for one in signatures)
    document.state, document.values = "dropped" if is_signed else "draft", None


def file_issued(session: Session, document: Document, values: Sheet, issued: IssuedBytes) -> None:
    """Keeps the sealed file and its line in the register, and ends the edition before it: one transaction, so that a
    document is issued once or not at all."""
    stored = files.store(
        session, issued.pdf, owner_id=document.id, client_id=document.client_id, case_id=document.case_id
    )
    session.flush()
    document.file_id, document.pages = stored.id, issued.pages
    document.state, document.ready_at = "issued", clock.now()
    document.issued_by = context.current().member_id or document.requested_by
    register(session, document.id, values, issued, client_id=document.client_id, case_id=document.case_id)
    if document.replaces_id is not None:
        _end(session, document.replaces_id)
    if document.job_id is not None:
        jobs.finish(session, document.job_id)
    audit.record(
        session,
        audit.Verb.DOCUMENT_READY,
        document.id,
        client_id=document.client_id,
        pages=issued.pages,
        edition=document.edition,
    )


def register(
    session: Session,
    owner_id: UUID,
    values: Sheet,
    issued: IssuedBytes,
    *,
    client_id: UUID | None = None,
    case_id: UUID | None = None,
) -> IssuedFile:
    """The line by which anyone who holds this file can check it."""
    seal_id, _key = seal_key(session)
    line = IssuedFile(
        owner_id=owner_id,
        client_id=client_id,
        case_id=case_id,
        kind=values.KIND,
        number=values.number,
        edition=values.version,
        language=values.language,
        issued_on=values.issued_on,
        code=values.code,
        sha256=issued.sha256,
        template=issued.template,
        seal_id=seal_id,
    )
    session.add(line)
    return line


def withdraw_document(session: Session, document: Document, *, why: str) -> None:
    """Says that a document holds no longer; it stays in the file, and whoever checks it is told."""
    hold(session, document)
    if document.state != "issued":
        raise Refused("Only a document that holds can be withdrawn.")
    document.state, document.withdrawn_at = "withdrawn", clock.now()
    document.withdrawn_by, document.withdrawn_why = context.current().member_id, why
    withdraw_issued(session, document.id)
    audit.record(session, audit.Verb.DOCUMENT_WITHDRAWN, document.id, client_id=document.client_id)


def withdraw_issued(session: Session, owner_id: UUID) -> None:
    """The same in the register, of whatever was issued."""
    _mark(session, owner_id, "withdrawn_on")


def replace_issued(session: Session, owner_id: UUID) -> None:
    """Says in the register that a newer edition has taken its place."""
    _mark(session, owner_id, "replaced_on")


def _end(session: Session, document_id: UUID) -> None:
    before = session.get_one(Document, (context.current().organisation_id, document_id))
    hold(session, before)
    if before.state == "issued":
        before.state = "replaced"
    replace_issued(session, document_id)


def _mark(session: Session, owner_id: UUID, column: str) -> None:
    today = clock.today(context.current().timezone)
    session.execute(
        update(IssuedFile)
        .where(IssuedFile.owner_id == owner_id)
        .values({column: func.coalesce(getattr(IssuedFile, column), today)})
    )


def _numbered(session: Session, document: Document) -> None:
    if document.number is None:
        document.number = f"D-{next_number(session, 'document')}"
    document.state = "making"


def _being_made(session: Session, case: Case, **like: str) -> Document | None:
    wanted = select(Document).filter_by(case_id=case.id, state="making", **like).limit(1)
    return session.execute(wanted).scalar_one_or_none()
