"""Phrases: the wordings a member keeps for notes, and those of the team."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.clients.models import Client
from records.notes import phrases as actions
from records.notes.prompts import TEMPLATES, template_of
from records.notes.queries import get_phrase, phrases_for
from records.notes.rules import filled
from templates import filters
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form, LongText, Text, Tick
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("phrases", __name__)


class PhraseForm(Form):
    """A wording and what to find it by."""

    name = Text(L_("Name"), missing=L_("Enter a short name to find it by."), limit=60)
    words = LongText(
        L_("Words"),
        missing=L_("Write the phrase."),
        limit=2000,
        hint=L_("Write {first name}, {full name} or {my name} to have it filled in. Name no client."),
    )
    for_team = Tick(L_("For the whole team"))


@pages.get("/phrases")
@member_can(P.WRITE_NOTES)
def index() -> Response:
    """One's own phrases and the team's. A template named in the address begins a new one."""
    language = request.args.get("language", "")
    template = template_of(request.args.get("template", ""), language)
    start = {"name": template.name, "words": template.words} if template else {}
    return _page(PhraseForm(data=start))


@pages.post("/phrases")
@member_can(P.WRITE_NOTES)
def create() -> Response:
    """Keeps a phrase."""
    form = PhraseForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        actions.keep_phrase(session(), **form.values())
    except Refused as refusal:
        return _page(form, status=form.accept(refusal))
    return done(url_for("phrases.index"), _("The phrase is kept."))


@pages.post("/phrases/<uuid:phrase_id>/ending")
@member_can(P.WRITE_NOTES)
def end(phrase_id: UUID) -> Response:
    """Takes a phrase out."""
    actions.end_phrase(session(), get_phrase(session(), phrase_id))
    return done(url_for("phrases.index"), _("The phrase is taken out."))


def ready(client: Client | None = None) -> list[tuple[str, str]]:
    """Every phrase with its name, its blanks filled as far as the page knows them."""
    me = context.current()
    today = filters.long_day(clock.today(me.timezone))
    blanks = dict.fromkeys(("my name", "mon nom"), me.person_name)
    blanks |= dict.fromkeys(("today", "aujourd’hui", "aujourd'hui"), today)
    if client is not None:
        blanks |= dict.fromkeys(("first name", "son prénom"), client.preferred_name or client.legal_given)
        blanks |= dict.fromkeys(("full name", "nom complet"), client.name)
    return [(phrase.name, filled(phrase.words, blanks)) for phrase in phrases_for(session())]


def _page(form: PhraseForm, status: int = 200) -> Response:
    phrases = phrases_for(session())
    return answer("notes/phrases.html", phrases=phrases, form=form, templates=TEMPLATES, status=status)
