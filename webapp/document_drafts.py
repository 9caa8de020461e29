"""A document before it is issued: its words beside its pages, and what comes of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from press import pdf, setting
from press.pdf import CannotDraw
from records.cases.queries import get_case
from records.deliveries.addresses import recipient_of
from records.documents import drafting, queries
from records.documents.models import Document
from records.documents.permissions import ConsentForm
from records.documents.permitting import asked_of
from templates.words import gettext as _
from tenants import clock
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.document_forms import DraftForm, draft_form, left_out
from webapp.issuing import checks_of, composed_now, issue_now, pictures_for
from webapp.rendering import answer, done, saved, wants_json
from webapp.transaction import session

pages = Blueprint("document_drafts", __name__)
ONE = "/people/<uuid:client_id>/cases/<uuid:case_id>/documents/<uuid:document_id>"


@pages.get(f"{ONE}/draft")
@member_can(P.MAKE_DOCUMENTS)
def edit(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The draft: its sentences, what it lacks, and its pages."""
    document = _find(client_id, case_id, document_id)
    if not document.is_draft:
        return done(address_of(document))
    return _page(document, _form_of(document))


@pages.post(f"{ONE}/draft")
@member_can(P.MAKE_DOCUMENTS)
def save(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Keeps the draft; our script does so by itself while somebody writes."""
    document = _find(client_id, case_id, document_id)
    form = _form_of(document)
    if not form.validate():
        return _page(document, form, status=422)
    try:
        _save(document, form)
    except Refused as refusal:
        return _page(document, form, status=form.accept(refusal))
    if wants_json():
        return saved(version=document.version, at=clock.now().isoformat())
    return done(url_for("document_drafts.edit", **_place(document)), _("The draft is saved."))


@pages.post(f"{ONE}/preview")
@member_can(P.MAKE_DOCUMENTS)
def preview(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The pages as the form would make them now."""
    document = _find(client_id, case_id, document_id)
    form = _form_of(document)
    return answer("documents/_preview.html", document=document, **_look(document, form))


@pages.post(f"{ONE}/issue")
@member_can(P.MAKE_DOCUMENTS)
def issue(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Saves the draft as it stands on the page and issues it."""
    document = _find(client_id, case_id, document_id)
    form = _form_of(document)
    if not form.validate():
        return _page(document, form, status=422)
    try:
        _save(document, form)
        issue_now(document)
    except Refused as refusal:
        return _page(document, form, status=form.accept(refusal))
    return done(address_of(document))


@pages.post(f"{ONE}/dropping")
@member_can(P.MAKE_DOCUMENTS)
def drop(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Lets the draft go."""
    document = _find(client_id, case_id, document_id)
    drafting.drop_document(session(), document)
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The draft is gone."))


def address_of(document: Document) -> str:
    """Where the document is: on its draft while it is one."""
    page = "document_drafts.edit" if document.is_draft else "documents.show"
    return url_for(page, **_place(document))


def _place(document: Document) -> dict[str, Any]:
    return {"client_id": document.client_id, "case_id": document.case_id, "document_id": document.id}


def _find(client_id: UUID, case_id: UUID, document_id: UUID) -> Document:
    case = get_case(session(), client_id, case_id)
    return queries.get_document(session(), case.id, document_id)[0]


def _form_of(document: Document) -> DraftForm:
    asked = asked_of(session(), document.client_id) if document.kind == ConsentForm.KIND else ()
    return draft_form(document, setting.sentences_of(composed_now(document)), asked if len(asked) > 1 else ())


def _save(document: Document, form: DraftForm) -> None:
    language, size = form.language.data or document.language, form.size.data or document.size
    drafting.save_draft(
        session(),
        document,
        version=form.version.data or 0,
        language=language,
        size=size,
        words=form.words.data or "",
        edits=_edits(document, form),
        left_out=left_out(document, form),
    )


def _edits(document: Document, form: DraftForm) -> dict[str, dict[str, str]]:
    """What was put in other words, by language: a sentence of the other language waits for its turn."""
    shown_in = form.shown_in.data or document.language
    asked = drafting.as_typed(document, language=shown_in, size=document.size)
    changed = setting.edits_of(form.said(), composed_now(asked))
    return {**(document.edits or {}), shown_in: {one.slot: one.words for one in changed}}


def _look(document: Document, form: DraftForm) -> dict[str, Any]:
    """The pages as they would be, or why they cannot be drawn; and what was looked at before issue."""
    typed = {name: getattr(form, name).data or getattr(document, name) for name in ("language", "size")}
    words, edits = form.words.data or "", _edits(document, form)
    asked = {"words": words, "edits": edits, "left_out": left_out(document, form)}
    values = composed_now(drafting.as_typed(document, **typed, **asked))
    try:
        seen, refused = pdf.look(values, pictures_for(document, values)), None
    except CannotDraw as refusal:
        seen, refused = None, refusal.code
    letters = seen.missing_glyphs if seen else None
    return {"seen": seen, "refused": refused, "checks": checks_of(document, values, letters)}


def _page(document: Document, form: DraftForm, status: int = 200) -> Response:
    return answer(
        "documents/draft.html",
        client=g.standing.client,
        document=document,
        form=form,
        recipient=recipient_of(session(), g.standing.client),
        status=status,
        **_look(document, form),
    )
