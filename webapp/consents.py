"""Consent: record what the client decided, see what is in force, take it back."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.clients.models import Client
from records.clients.queries import get_client
from records.consents import actions, queries
from records.consents.rules import in_force
from records.consents.wordings import VERSION, WORDINGS
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("consents", __name__)


class ConsentForm(Form):
    """What was explained, in which language, and what the client decided."""

    kind = Choice(
        L_("What for"), missing=L_("Choose what the consent is for."), choices=choices("consent_kind")
    )
    language = Choice(
        L_("Language it was explained in"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )
    decision = Choice(
        L_("What the client decided"),
        missing=L_("Choose what the client decided."),
        choices=[("given", L_("Agrees")), ("refused", L_("Does not agree"))],
        as_radio=True,
    )
    given_how = Choice(L_("How"), missing=L_("Choose how."), choices=choices("given_how"))
    witness = Text(L_("Witness"), limit=120, hint=L_("For a spoken consent: who else heard it."))
    given_on = Day(L_("Date"), missing=L_("Enter the day the client decided."))
    expires_on = Day(L_("Last day"), hint=L_("Empty: until it is taken back."))
    conditions = LongText(L_("Conditions the client set"), rows=2)


@pages.get("/people/<uuid:client_id>/consents")
@member_can(P.SEE_CONSENTS)
def index(client_id: UUID) -> Response:
    """Every consent of the client, newest first."""
    client, today = get_client(session(), client_id), clock.today(context.current().timezone)
    shown = [
        (
            consent,
            _state(consent.state, holds=in_force(consent.state, consent.given_on, consent.expires_on, today)),
        )
        for consent in queries.consents_of(session(), client_id)
    ]
    return answer("consents/index.html", client=client, consents=shown, workers=names_of(session()))


@pages.get("/people/<uuid:client_id>/consents/new")
@member_can(P.WRITE_CONSENTS)
def new(client_id: UUID) -> Response:
    """The words to explain, and the form for the decision."""
    client = get_client(session(), client_id)
    start = {
        "language": client.language,
        "given_on": clock.today(context.current().timezone),
        "kind": "service",
    }
    return _form_page(client, ConsentForm(data=start))


@pages.post("/people/<uuid:client_id>/consents")
@member_can(P.WRITE_CONSENTS)
def create(client_id: UUID) -> Response:
    """Keeps the decision with the wording, word for word."""
    client, form = get_client(session(), client_id), ConsentForm()
    if not form.validate():
        return _form_page(client, form, status=422)
    given = form.values()
    refused = given.pop("decision") == "refused"
    try:
        actions.record_consent(session(), client, refused=refused, **given)
    except Refused as refusal:
        return _form_page(client, form, status=form.accept(refusal))
    return done(url_for("consents.index", client_id=client_id), _("The consent is recorded."))


@pages.post("/people/<uuid:client_id>/consents/<uuid:consent_id>/withdrawal")
@member_can(P.WRITE_CONSENTS)
def withdraw(client_id: UUID, consent_id: UUID) -> Response:
    """Ends a consent from today."""
    get_client(session(), client_id)
    actions.withdraw_consent(session(), queries.get_consent(session(), client_id, consent_id))
    return done(url_for("consents.index", client_id=client_id), _("The consent is withdrawn from today."))


def _form_page(client: Client, form: ConsentForm, status: int = 200) -> Response:
    return answer(
        "consents/new.html", client=client, form=form, wordings=WORDINGS, version=VERSION, status=status
    )


def _state(state: str, *, holds: bool) -> str:
    return "expired" if state == "given" and not holds else state
