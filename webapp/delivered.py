"""A client opens a document by a private link, without an account. Until they have answered, nothing is shown of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, make_response, redirect, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from press.setting import Pictures, on_screen
from records.brands.queries import pictures_of
from records.deliveries import actions, queries
from records.deliveries.models import Delivery
from records.deliveries.rules import ATTEMPTS, OPEN_SECONDS
from records.documents.kinds import DocumentValues, document_from_plain
from records.documents.models import Document
from records.signatures.queries import signing_of
from templates import words
from templates.labels import label
from templates.words import lazy as L_
from tenants import clock, context, files, gate, throttle
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound
from tenants.settings import settings
from tenants.throttle import Kind
from webapp.access import anyone
from webapp.browsers import network_address
from webapp.forms import Form, Text
from webapp.rendering import answer

pages = Blueprint("delivered", __name__)

View = Callable[[TenantSession, Delivery, Document], Response]


class FactForm(Form):
    """What the person knows besides the link."""

    said = Text(missing=L_("Enter your answer."), limit=20, inputmode="numeric", autocomplete="off")


@pages.get("/d")
@anyone
def left() -> Response:
    """Where somebody lands who left quickly: a page about nothing."""
    return answer("deliveries/left.html")


@pages.get("/d/<token>")
@anyone
def door(token: str) -> Response:
    """Says which agency, and nothing else. A program that follows links for safety's sake opens nothing here."""
    return _inside(token, lambda *_held: answer("deliveries/door.html", agency=context.current().name))


@pages.post("/d/<token>")
@anyone
def ask(token: str) -> Response:
    """The button was pressed: on to the question, by an address that going back may ask for again."""
    return make_response(redirect(url_for("delivered.question", token=token), 303))


@pages.get("/d/<token>/question")
@anyone
def question(token: str) -> Response:
    """Asks for what the person knows."""
    return _inside(token, _asked)


@pages.post("/d/<token>/answer")
@anyone
def answered(token: str) -> Response:
    """Opens the document for a quarter of an hour when the answer is right, and counts when it is not."""
    return _inside(token, _answered)


@pages.get("/d/<token>/document")
@anyone
def show(token: str) -> Response:
    """The document as a page, for who has answered."""
    return _opened(token, _shown)


@pages.get("/d/<token>/file")
@anyone
def file(token: str) -> Response:
    """The sealed PDF. Neither its name nor its title is anybody's."""
    return _opened(token, _filed)


@pages.get("/d/<token>/leave")
@anyone
def leave(token: str) -> Response:
    """Ends the look at once: going back shows the door."""
    response = make_response(redirect(url_for("delivered.left"), 303))
    response.delete_cookie(_cookie(), path=url_for("delivered.door", token=token))
    return _private(response)


def _asked(_opened: TenantSession, delivery: Delivery, _document: Document) -> Response:
    form = FactForm(formdata=None)
    if "again" in request.args:
        form.said.errors = [
            words.ngettext(
                "This is not the answer. You can try once more.",
                "This is not the answer. You can try %(num)s more times.",
                ATTEMPTS - delivery.wrong,
            )
        ]
    return _question(delivery, form)


def _answered(opened: TenantSession, delivery: Delivery, document: Document) -> Response:
    token, form = str((request.view_args or {})["token"]), FactForm()
    if not form.validate():
        return _question(delivery, form, status=422)
    if actions.answer_link(opened, delivery, document, said=form.said.data):
        return _let_in(make_response(redirect(url_for("delivered.show", token=token), 303)), delivery, token)
    if delivery.ended_at is not None:
        return _over()
    return make_response(redirect(url_for("delivered.question", token=token, again=1), 303))


def _shown(opened: TenantSession, delivery: Delivery, document: Document) -> Response:
    shown = queries.shown_by(opened, delivery, document)
    told: dict[str, Any] = {"document": shown, "is_newer": shown.id != document.id}
    if shown.state != "withdrawn":
        values = document_from_plain(shown.values)
        told["page"] = on_screen(values, _pictures(opened, values))
        told["signed"] = [part.signed for part in signing_of(opened, shown).parts if part.state == "signed"]
    return answer("deliveries/document.html", agency=context.current().name, **told)


def _pictures(opened: TenantSession, values: DocumentValues) -> Pictures:
    head = getattr(values, "letterhead", None)
    return Pictures(*pictures_of(opened, head.brand)) if head else Pictures()


def _filed(opened: TenantSession, delivery: Delivery, document: Document) -> Response:
    shown = queries.shown_by(opened, delivery, document)
    if shown.state == "withdrawn" or shown.file_id is None:
        raise NotFound()
    response = make_response(files.read(opened, shown.file_id))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.number}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    actions.note_opening(opened, delivery, shown, what="file")
    return response


def _question(delivery: Delivery, form: FactForm, status: int = 200) -> Response:
    form.said.label.text = label(delivery.fact, "delivery_question")
    return answer("deliveries/question.html", agency=context.current().name, form=form, status=status)


def _over() -> Response:
    """The same page whether a link was never given out, is over, was closed or used up."""
    return _private(answer("deliveries/over.html", status=404))


def _inside(token: str, view: View) -> Response:
    """Runs the view inside the agency that sent the link, as nobody of it, in the language of the person."""
    here = (Kind.PUBLIC, network_address())
    throttle.expect(here)
    found = queries.find_delivery(token)
    throttle.note(*here, well=found is not None)
    if found is None:
        return _over()
    try:
        with acting_for(gate.tenancy_for(found[0])), transaction() as opened:
            delivery, document = queries.get_deliverable(opened, found[1])
            with words.speaking(delivery.language):
                return _private(view(opened, delivery, document))
    except NotFound:
        return _over()


def _opened(token: str, view: View) -> Response:
    """The same for who has answered; others are shown the door."""

    def when_open(opened: TenantSession, delivery: Delivery, document: Document) -> Response:
        if not _is_let_in(delivery):
            return make_response(redirect(url_for("delivered.door", token=token), 303))
        response = view(opened, delivery, document)
        # Nothing is sent from these pages, so no page needs to be told where its reader came from.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return _inside(token, when_open)


def _let_in(response: Response, delivery: Delivery, token: str) -> Response:
    until = (clock.now() + timedelta(seconds=OPEN_SECONDS)).isoformat()
    response.set_cookie(
        _cookie(),
        _signer().dumps([str(delivery.id), until]),
        max_age=OPEN_SECONDS,
        path=url_for("delivered.door", token=token),
        secure=settings().is_production,
        httponly=True,
        samesite="Strict",
    )
    return response


def _is_let_in(delivery: Delivery) -> bool:
    try:
        held, until = _signer().loads(request.cookies.get(_cookie(), ""))
    except BadSignature:
        return False
    return bool(held == str(delivery.id) and clock.now() < datetime.fromisoformat(until))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="private link to a document")


def _cookie() -> str:
    """The `__Secure-` prefix wants https, which a newcomer's first start has not."""
    return "__Secure-opened" if settings().is_production else "opened"


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
