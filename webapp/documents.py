"""Documents: ask for a PDF, watch it being made, open it."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, request, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.documents import actions, queries
from records.documents.kinds import offered
from records.retention.queries import explained
from templates.labels import choices
from templates.words import lazy as L_
from tenants import audit, files
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("documents", __name__)


class DocumentForm(Form):
    """What is to be made, in which language and size of print."""

    kind = Choice(L_("Document"), missing=L_("Choose a document."))
    language = Choice(
        L_("Language"), missing=L_("Choose a language."), choices=choices("language"), as_radio=True
    )
    size = Choice(L_("Print"), missing=L_("Choose a size."), choices=choices("document_size"), as_radio=True)
    words = LongText(
        L_("A few words of your own"),
        limit=2000,
        rows=3,
        hint=L_(
            "They stand in a letter and in a progress report, as you write them. Leave it empty if you like."
        ),
    )


@pages.get("/documents")
@member_can(P.SEE_DOCUMENTS)
def index() -> Response:
    """The newest documents of the agency."""
    return answer("documents/index.html", documents=queries.recent_documents(session()))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/documents/new")
@member_can(P.MAKE_DOCUMENTS)
def new(client_id: UUID, case_id: UUID) -> Response:
    """Which document to make."""
    case = get_case(session(), client_id, case_id)
    kinds, wanted = _kinds(case), request.args.get("kind", "")
    kind = wanted if wanted in kinds else kinds[0]
    start = {"kind": kind, "language": g.standing.client.language, "size": "regular"}
    return _asking(case, DocumentForm(data=start), kind)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/documents")
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Asks for the document."""
    case, form = get_case(session(), client_id, case_id), DocumentForm()
    form.offer(kind=_offer(case))
    if not form.validate():
        return _asking(case, form, form.kind.data, status=422)
    try:
        document = actions.request_document(session(), case, **form.values())
    except Refused as refusal:
        return _asking(case, form, form.kind.data, status=form.accept(refusal))
    return done(url_for("documents.show", client_id=client_id, case_id=case_id, document_id=document.id))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/documents/<uuid:document_id>")
@member_can(P.SEE_DOCUMENTS)
def show(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The document, or how far it is."""
    client, case = g.standing.client, get_case(session(), client_id, case_id)
    document, job = queries.get_document(session(), case.id, document_id)
    return answer(
        "documents/show.html",
        fragment="documents/_document.html",
        client=client,
        case=case,
        document=document,
        job=job,
    )


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/documents/<uuid:document_id>/file")
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


def _asking(case: Case, form: DocumentForm, kind: str | None, status: int = 200) -> Response:
    form.offer(kind=_offer(case))
    kept = None if case.is_open else explained(session(), case.id).verdict.keep_through
    return answer(
        "documents/new.html",
        client=g.standing.client,
        case=case,
        form=form,
        missing=queries.missing_in(session(), case, kind or "", kept_through=kept),
        status=status,
    )
