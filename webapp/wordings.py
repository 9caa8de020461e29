"""The words of consent: ours as the first version, the agency's own after it."""

from flask import Blueprint, Response, request, url_for

from records.consents import actions, queries
from records.consents.rules import difficulty
from records.consents.wordings import SHIPPED
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("wordings", __name__)


class WordingForm(Form):
    """A new version, in both languages."""

    kind = Choice(
        L_("What for"), missing=L_("Choose what the words are for."), choices=choices("consent_kind")
    )
    text_en = LongText(L_("English"), missing=L_("Write the words in English."), limit=5000, rows=6)
    text_fr = LongText(L_("French"), missing=L_("Write the words in French."), limit=5000, rows=6)
    lasts_days = Whole(
        L_("Usual length in days"), low=1, high=3650, hint=L_("Empty: until it is taken back.")
    )
    effective_on = Day(L_("In effect from"), missing=L_("Enter the first day of the new words."))


@pages.get("/consent-wordings")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """The words in force for each kind, and every version before."""
    today = clock.today(context.current().timezone)
    return answer(
        "consents/wordings.html",
        wordings=queries.wordings_in_force(session(), today),
        shipped=SHIPPED,
        own=queries.own_wordings(session()),
        difficulty=difficulty,
        members=names_of(session()),
    )


@pages.get("/consent-wordings/new")
@member_can(P.SET_WORDINGS)
def new() -> Response:
    """A form that begins with the words in force."""
    today = clock.today(context.current().timezone)
    known = queries.wordings_in_force(session(), today)
    now = known.get(request.args.get("kind", ""), known["service"])
    start = {"kind": now.kind, "text_en": now.words["en"], "text_fr": now.words["fr"]}
    form = WordingForm(data=start | {"lasts_days": now.lasts_days, "effective_on": today})
    return answer("consents/wording.html", form=form)


@pages.post("/consent-wordings")
@member_can(P.SET_WORDINGS)
def create() -> Response:
    """Keeps the new version; consents given before keep theirs."""
    form = WordingForm()
    if not form.validate():
        return answer("consents/wording.html", form=form, status=422)
    try:
        actions.write_wording(session(), **form.values())
    except Refused as refusal:
        return answer("consents/wording.html", form=form, status=form.accept(refusal))
    return done(url_for("wordings.index"), _("The new words are kept."))
