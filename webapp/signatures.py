"""The signatures of an issued document: who has signed, who is still to sign, and the edition that shows it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from press import pdf
from press.issuing import issue
from press.pdf import CannotDraw
from press.setting import Pictures
from records.brands.queries import pictures_of
from records.cases.queries import get_case
from records.documents.issuing import draw_later, file_issued, thaw
from records.documents.kinds import ClientDocument, client_document
from records.documents.models import Document
from records.documents.queries import get_document
from records.documents.seals import seal_key
from records.signatures import actions, queries
from records.signatures.queries import Signing
from templates import words
from templates.labels import label
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.document_drafts import ONE
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.signature_forms import ROLES, DeclineForm
from webapp.transaction import session

pages = Blueprint("signatures", __name__)
HERE = f"{ONE}/signatures"


@pages.get(HERE)
@member_can(P.SEE_DOCUMENTS)
def index(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Who has signed, how and when, and what is left to do."""
    return _page(find(client_id, case_id, document_id), DeclineForm())


@pages.post(f"{HERE}/declined")
@member_can(P.MAKE_DOCUMENTS)
def decline(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Somebody does not sign."""
    signing, form = find(client_id, case_id, document_id), DeclineForm()
    form.offer(role=roles_of(signing))
    if not signing.waits_for:
        return done(there(signing.document))
    if not form.validate():
        return _page(signing, form, status=422)
    try:
        actions.decline(session(), signing.document, role=form.role.data, reason=form.reason.data or "")
    except Refused as refusal:
        return _page(signing, form, status=form.accept(refusal))
    return done(there(signing.document), _("It is on record that they do not sign."))


@pages.post(f"{HERE}/edition")
@member_can(P.MAKE_DOCUMENTS)
def make(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Makes the signed version, where that did not happen by itself."""
    document = find(client_id, case_id, document_id).document
    return finished(document)


def find(client_id: UUID, case_id: UUID, document_id: UUID) -> Signing:
    """A document of the case, with how far its signing is. Raises NotFound of what was never issued."""
    case = get_case(session(), client_id, case_id)
    document, _job = get_document(session(), case.id, document_id)
    return queries.signing_of(session(), document)


def place_of(document: Document) -> dict[str, Any]:
    """What its addresses hold."""
    return {"client_id": document.client_id, "case_id": document.case_id, "document_id": document.id}


def there(document: Document) -> str:
    """The address of its signatures."""
    return url_for("signatures.index", **place_of(document))


def roles_of(signing: Signing) -> list[tuple[Any, object]]:
    """Who can still sign, for a form."""
    return [(role, ROLES[role]) for role in signing.waits_for]


def finished(document: Document) -> Response:
    """Back to the signatures; or to the signed version, which is made when the last one is there."""
    with words.speaking(document.language):
        changed = _("The signatures were added.")
    signed = actions.begin_edition(session(), document, changed=changed)
    if signed is None:
        return done(there(document), _("The signature is on record."))
    try:
        made = _issued(signed)
    except CannotDraw as refusal:
        thaw(session(), signed)
        return done(there(document), label(refusal.code, "document_failure"))
    said = _("Everybody has signed. The signed version is made.")
    return done(url_for("documents.show", **place_of(signed)), said if made else _("Everybody has signed."))


def _issued(signed: Document) -> bool:
    """Draws the signed version while somebody waits, and leaves it to a worker when that takes too long."""
    values, (_seal_id, key) = client_document(signed.values), seal_key(session())
    try:
        drawn = issue(values, key, pictures_for(values), seconds=pdf.AT_ONCE_SECONDS)
    except CannotDraw as refusal:
        if refusal.code != "time":
            raise
        draw_later(session(), signed)
        return False
    file_issued(session(), signed, values, drawn)
    return True


def pictures_for(values: ClientDocument) -> Pictures:
    """The pictures of the look that the document was issued with."""
    return Pictures(*pictures_of(session(), values.letterhead.brand))


def _page(signing: Signing, form: Form, status: int = 200) -> Response:
    form.offer(role=roles_of(signing))
    told = {"client": g.standing.client, "document": signing.document, "signing": signing}
    return answer("signatures/index.html", form=form, status=status, **told)
