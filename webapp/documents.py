"""Documents: ask for a PDF, watch it being made, open it."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, request

from records.cases.models import Case
from records.cases.queries import get_case
from records.documents import drafting, issuing, queries
from records.documents.kinds import offered
from records.documents.models import Document
from records.signatures.queries import has_signing, signing_of, waiting_for
from templates.labels import choices
from templates.words import gettext as _
from tenants import audit, files
from tenants.errors import NotFound, Refused
from tenants.jobs import JobRow
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.document_drafts import ONE, address_of
from webapp.document_forms import ChangedForm, DocumentForm, WithdrawalForm
from webapp.forms import Form
from webapp.issuing import issue_now
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("documents", __name__)


@pages.get("/documents")
@member_can(P.SEE_DOCUMENTS)
def index() -> Response:
    """The newest documents of the agency."""
    documents = queries.recent_documents(session())
    waiting = waiting_for(session(), [document for document, _client in documents])
    return answer("documents/index.html", documents=documents, waiting=waiting)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/documents/new")
@member_can(P.MAKE_DOCUMENTS)
def new(client_id: UUID, case_id: UUID) -> Response:
    """Which document to make."""
    case = get_case(session(), client_id, case_id)
    kinds, wanted = _kinds(case), request.args.get("kind", "")
    kind = wanted if wanted in kinds else kinds[0]
    start = {"kind": kind, "language": g.standing.client.language, "size": "regular"}
    return _asking(case, DocumentForm(data=start))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/documents")
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Begins the document; or issues it at once, as it comes out of the record."""
    case, form = get_case(session(), client_id, case_id), DocumentForm()
    form.offer(kind=_offer(case))
    if not form.validate():
        return _asking(case, form, status=422)
    try:
        document = drafting.draft_document(session(), case, **form.values())
        if "at_once" in request.form:
            issue_now(document)
    except Refused as refusal:
        return _asking(case, form, status=form.accept(refusal))
    session().flush()
    return done(address_of(document))


@pages.get(ONE)
@member_can(P.SEE_DOCUMENTS)
def show(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The document, or how far it is."""
    document, job = _find(client_id, case_id, document_id)
    if document.is_draft and job is None:
        return done(address_of(document))
    return _shown(document, job)


@pages.post(f"{ONE}/version")
@member_can(P.MAKE_DOCUMENTS)
def revise(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Begins the next version of an issued document."""
    document, job = _find(client_id, case_id, document_id)
    form, case = ChangedForm(), get_case(session(), client_id, case_id)
    if not form.validate():
        return _shown(document, job, changing=form, status=422)
    try:
        again = drafting.revise_document(session(), document, case, **form.values())
    except Refused as refusal:
        return _shown(document, job, changing=form, status=form.accept(refusal))
    session().flush()
    return done(address_of(again))


@pages.post(f"{ONE}/withdrawal")
@member_can(P.MAKE_DOCUMENTS)
def withdraw(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Says that the document holds no longer."""
    document, job = _find(client_id, case_id, document_id)
    form = WithdrawalForm()
    if not form.validate():
        return _shown(document, job, withdrawing=form, status=422)
    try:
        issuing.withdraw_document(session(), document, **form.values())
    except Refused as refusal:
        return _shown(document, job, withdrawing=form, status=form.accept(refusal))
    return done(address_of(document), _("The document is withdrawn. Whoever checks it is told."))


@pages.get(f"{ONE}/file")
@member_can(P.SEE_DOCUMENTS)
def file(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The PDF. Opening it is recorded; the name of the file tells nobody's name."""
    case = get_case(session(), client_id, case_id)
    document, _job = queries.get_document(session(), case.id, document_id)
    if document.file_id is None:
        raise NotFound()
    pdf = files.read(session(), document.file_id)
    audit.viewed(audit.Verb.DOCUMENT_OPENED, document_id, client_id=client_id)
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{document.number}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def _kinds(case: Case) -> tuple[str, ...]:
    return offered(case.exit_reason, is_alive=g.standing.client.status != "deceased")


def _offer(case: Case) -> list[tuple[str, object]]:
    words = dict(choices("document_kind"))
    return [(kind, words[kind]) for kind in _kinds(case)]


def _find(client_id: UUID, case_id: UUID, document_id: UUID) -> tuple[Document, JobRow | None]:
    case = get_case(session(), client_id, case_id)
    return queries.get_document(session(), case.id, document_id)


def _asking(case: Case, form: DocumentForm, status: int = 200) -> Response:
    form.offer(kind=_offer(case))
    return answer("documents/new.html", client=g.standing.client, case=case, form=form, status=status)


def _shown(document: Document, job: JobRow | None, status: int = 200, **forms: Form) -> Response:
    empty = {"changing": ChangedForm(formdata=None), "withdrawing": WithdrawalForm(formdata=None)}
    return answer(
        "documents/show.html",
        fragment="documents/_document.html",
        client=g.standing.client,
        document=document,
        job=job,
        editions=queries.editions_of(session(), document),
        line=queries.issued_of(session(), document.id),
        signing=signing_of(session(), document) if has_signing(document) else None,
        names=names_of(session()),
        status=status,
        **empty | forms,
    )
