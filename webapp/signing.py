"""The page for the client's own eyes: the words in their language, their answer, their signature."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.consents import actions, queries
from records.consents.models import Consent
from records.consents.rules import strokes_of
from templates import words
from templates.labels import LABELS
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Form, Hidden, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("signing", __name__)


class SignForm(Form):
    """The client's own answer, in the client's own language."""

    decision = Choice(
        L_("Your answer"),
        missing=L_("Choose your answer."),
        choices=[("given", L_("I agree")), ("refused", L_("I do not agree"))],
        as_radio=True,
    )
    scope = Choices(L_("I agree to"))
    name = Text(L_("Your name"), limit=120, autocomplete="off")
    drawing = Hidden("", limit=90_000)


@pages.get("/people/<uuid:client_id>/consents/<uuid:offer_id>/signature")
@member_can(P.WRITE_CONSENTS)
def show(client_id: UUID, offer_id: UUID) -> Response:
    """What is asked, in large letters and in the client's language."""
    consent = queries.get_consent(session(), client_id, offer_id)
    if consent.state != "offered":
        return done(url_for("consents.show", client_id=client_id, consent_id=offer_id))
    with words.speaking(consent.language):
        return _page(consent, _form_of(consent))


@pages.post("/people/<uuid:client_id>/consents/<uuid:offer_id>/signature")
@member_can(P.WRITE_CONSENTS)
def create(client_id: UUID, offer_id: UUID) -> Response:
    """Keeps the client's own answer."""
    consent = queries.get_consent(session(), client_id, offer_id)
    with words.speaking(consent.language):
        form = _form_of(consent)
        if not form.validate():
            return _page(consent, form, status=422)
        try:
            _sign(consent, form)
        except Refused as refusal:
            return _page(consent, form, status=form.accept(refusal))
    return done(url_for("consents.index", client_id=client_id), _("The answer is recorded."))


def _sign(consent: Consent, form: SignForm) -> None:
    actions.sign_consent(
        session(),
        consent,
        name=form.name.data or "",
        strokes=strokes_of(form.drawing.data or ""),
        scope=form.scope.data,
        refused=form.decision.data == "refused",
    )


def _form_of(consent: Consent) -> SignForm:
    form, items = SignForm(), LABELS["consent_item"]
    form.offer(scope=[(item, items[item]) for item in consent.scope])
    return form


def _page(consent: Consent, form: SignForm, status: int = 200) -> Response:
    client = g.standing.client
    return answer("consents/sign.html", client=client, consent=consent, form=form, status=status)
