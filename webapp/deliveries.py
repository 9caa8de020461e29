"""Private links to an issued document: send one, see whether it was opened, close it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.consents.queries import find_safe_email
from records.deliveries import actions, queries
from records.deliveries.rules import DAYS, MOST_DAYS
from records.documents.models import Document
from records.documents.queries import get_document
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from tenants.settings import settings
from webapp.access import member_can
from webapp.document_drafts import ONE, address_of
from webapp.forms import Choice, Form, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("deliveries", __name__)
OF_ONE = f"{ONE}/links"


class LinkForm(Form):
    """How the link reaches the person, what else they have to know, and for how long."""

    way = Choice(L_("How it reaches the person"), missing=L_("Choose how."), as_radio=True)
    fact = Choice(L_("What opens it, besides the link"), missing=L_("Choose what opens it."), as_radio=True)
    days = Whole(
        L_("Days until it ends"),
        low=1,
        high=MOST_DAYS,
        missing=L_("Enter a number of days."),
        hint=L_("From 1 to 90."),
    )


@pages.get(OF_ONE)
@member_can(P.SEE_DOCUMENTS)
def index(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """The links to the document, whether they were opened, and the form for another one."""
    document = _document(client_id, case_id, document_id)
    return _page(document, _offered(LinkForm(data={"days": DAYS})))


@pages.post(OF_ONE)
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """A new link: in the mail, or shown this once."""
    document, form = _document(client_id, case_id, document_id), _offered(LinkForm())
    if not form.validate():
        return _page(document, form, status=422)
    try:
        delivery, token = actions.send_link(session(), document, g.standing.client, **form.values())
    except Refused as refusal:
        return _page(document, form, status=form.accept(refusal))
    if delivery.way == "email":
        return done(_to(document), _("The link is on its way to the person."))
    return _page(document, address=settings().address + url_for("delivered.door", token=token))


@pages.post(f"{OF_ONE}/<uuid:delivery_id>/end")
@member_can(P.MAKE_DOCUMENTS)
def end(client_id: UUID, case_id: UUID, document_id: UUID, delivery_id: UUID) -> Response:
    """The link opens nothing from now on."""
    document = _document(client_id, case_id, document_id)
    actions.close_link(session(), queries.get_delivery(session(), document, delivery_id))
    return done(_to(document), _("The link is closed."))


@pages.post(f"{ONE}/window")
@member_can(P.MAKE_DOCUMENTS)
def place(client_id: UUID, case_id: UUID, document_id: UUID) -> Response:
    """Puts the address of a draft where the window of an envelope shows it, or takes it away."""
    document = _document(client_id, case_id, document_id)
    actions.place_in_window(session(), document, in_window=not document.in_window)
    return done(address_of(document))


def _document(client_id: UUID, case_id: UUID, document_id: UUID) -> Document:
    return get_document(session(), get_case(session(), client_id, case_id).id, document_id)[0]


def _offered(form: LinkForm) -> LinkForm:
    """Only what can be done for this person; what cannot is said beside it."""
    client = g.standing.client
    email = find_safe_email(session(), client, clock.today(context.current().timezone))
    possible = {"email": email is not None, "birth_year": client.birth_on is not None}
    for name in ("way", "fact"):
        pairs = [pair for pair in choices(f"delivery_{name}") if possible.get(pair[0], True)]
        form.offer(**{name: pairs})
        form[name].data = form[name].data or pairs[0][0]
    return form


def _page(
    document: Document, form: LinkForm | None = None, *, address: str = "", status: int = 200
) -> Response:
    return answer(
        "deliveries/index.html",
        client=g.standing.client,
        document=document,
        links=queries.sent_of(session(), document),
        form=form,
        address=address,
        status=status,
    )


def _to(document: Document) -> str:
    where: dict[str, Any] = {
        "client_id": document.client_id,
        "case_id": document.case_id,
        "document_id": document.id,
    }
    return url_for("deliveries.index", **where)
