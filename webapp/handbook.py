"""The agency's own policies: read them, say that you have, issue a new version."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.handbook import actions, queries
from records.handbook.models import PolicyText
from records.handbook.queries import Standing
from records.handbook.rules import is_superseded
from records.handbook.wordings import STARTERS
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Text, Tick, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("handbook", __name__)


class WordsForm(Form):
    """A policy in both languages, and from when it counts."""

    title_en = Text(L_("Title in English"), missing=L_("Enter the title in English."), limit=120)
    text_en = LongText(L_("Text in English"), missing=L_("Enter the text in English."), rows=12)
    title_fr = Text(L_("Title in French"), missing=L_("Enter the title in French."), limit=120)
    text_fr = LongText(L_("Text in French"), missing=L_("Enter the text in French."), rows=12)
    effective_on = Day(L_("Counts from"), missing=L_("Enter the day from which it counts."))
    confirmed = Tick(
        L_("We have read both texts, and this is how our agency works"),
        missing=L_("Read both texts and confirm that they are yours."),
    )

    def words(self) -> dict[str, Any]:
        """The keywords of the action, without the confirmation."""
        return {name: value for name, value in self.values().items() if name != "confirmed"}


class PolicyForm(WordsForm):
    """A new policy and what it is about."""

    kind = Choice(L_("About"), missing=L_("Choose what it is about."), choices=choices("policy_kind"))


class VersionForm(WordsForm):
    """A new version of a policy that stands."""

    number = Version()


@pages.get("/policies")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """Every policy in use, and what the reader has still to read."""
    standing = queries.policies(session())
    there = {one.policy.kind for one in standing}
    return answer(
        "handbook/index.html",
        policies=standing,
        read=queries.read_by(session(), _me()),
        starters=[kind for kind in STARTERS if kind not in there],
    )


@pages.get("/policies/acknowledgements")
@member_can(P.SEE_ACKNOWLEDGEMENTS)
def readers() -> Response:
    """For each policy, who has not said that they read it."""
    return answer("handbook/readers.html", readers=queries.readers(session()))


@pages.get("/policies/new")
@member_can(P.SET_HANDBOOK)
def new() -> Response:
    """An empty policy, or a starting text to change."""
    kind = request.args.get("kind", "")
    start = {"effective_on": clock.today(context.current().timezone), "kind": kind or None}
    return _new_page(PolicyForm(data=start | STARTERS.get(kind, {})), is_starter=kind in STARTERS)


@pages.post("/policies")
@member_can(P.SET_HANDBOOK)
def create() -> Response:
    """Issues the first version of a policy."""
    form = PolicyForm()
    if not form.validate():
        return _new_page(form, status=422)
    try:
        text = actions.adopt_policy(session(), **form.words())
    except Refused as refusal:
        return _new_page(form, status=form.accept(refusal))
    return done(url_for("handbook.show", policy_id=text.policy_id), _("The policy is issued."))


@pages.get("/policies/<uuid:policy_id>")
@member_can(P.SEE_AGENCY)
def show(policy_id: UUID) -> Response:
    """The version that counts today, or the first one to come."""
    standing = queries.get_policy(session(), policy_id)
    return _text_page(standing, standing.current or standing.texts[-1])


@pages.get("/policies/<uuid:policy_id>/texts/<uuid:text_id>")
@member_can(P.SEE_AGENCY)
def text(policy_id: UUID, text_id: UUID) -> Response:
    """One version, whether it counts or not."""
    found = queries.get_text(session(), policy_id, text_id)
    return _text_page(queries.get_policy(session(), policy_id), found)


@pages.get("/policies/<uuid:policy_id>/texts/<uuid:text_id>/print")
@member_can(P.SEE_AGENCY)
def on_paper(policy_id: UUID, text_id: UUID) -> Response:
    """One version in both languages, for a wall or a client."""
    return answer("handbook/print.html", text=queries.get_text(session(), policy_id, text_id))


@pages.post("/policies/<uuid:policy_id>/texts/<uuid:text_id>/acknowledgement")
@member_can(P.ANSWER_FOR_ONESELF)
def acknowledge(policy_id: UUID, text_id: UUID) -> Response:
    """Keeps that the reader has read it, with the time."""
    found = queries.get_text(session(), policy_id, text_id)
    actions.acknowledge(session(), queries.get_policy(session(), policy_id).policy, found)
    return done(url_for("handbook.index"), _("Kept: you have read this policy."))


@pages.get("/policies/<uuid:policy_id>/texts/new")
@member_can(P.SET_HANDBOOK)
def new_text(policy_id: UUID) -> Response:
    """The newest version, to be changed into the next."""
    standing = queries.get_policy(session(), policy_id)
    newest = standing.texts[0]
    start = {"number": newest.number, "effective_on": clock.today(context.current().timezone)}
    words = {name: getattr(newest, name) for name in ("title_en", "title_fr", "text_en", "text_fr")}
    return _version_page(standing, VersionForm(data=start | words))


@pages.post("/policies/<uuid:policy_id>/texts")
@member_can(P.SET_HANDBOOK)
def create_text(policy_id: UUID) -> Response:
    """Issues a new version; the old ones stay as they are."""
    standing, form = queries.get_policy(session(), policy_id), VersionForm()
    if not form.validate():
        return _version_page(standing, form, status=422)
    try:
        actions.issue_text(session(), standing.policy, **form.words())
    except Refused as refusal:
        if isinstance(refusal, Conflict):  # sending it again is a decision, and not the same refusal
            form.number.raw_data = [str(standing.texts[0].number)]
        return _version_page(standing, form, status=form.accept(refusal))
    return done(url_for("handbook.show", policy_id=policy_id), _("The new version is issued."))


@pages.post("/policies/<uuid:policy_id>/ending")
@member_can(P.SET_HANDBOOK)
def end(policy_id: UUID) -> Response:
    """Takes a policy out of use from today."""
    actions.end_policy(session(), queries.get_policy(session(), policy_id).policy)
    return done(url_for("handbook.index"), _("The policy is out of use."))


def _new_page(form: PolicyForm, *, is_starter: bool = False, status: int = 200) -> Response:
    return answer("handbook/new.html", form=form, is_starter=is_starter, status=status)


def _version_page(standing: Standing, form: VersionForm, *, status: int = 200) -> Response:
    return answer("handbook/version.html", form=form, standing=standing, status=status)


def _text_page(standing: Standing, shown: PolicyText) -> Response:
    today = clock.today(context.current().timezone)
    return answer(
        "handbook/show.html",
        standing=standing,
        text=shown,
        is_superseded=is_superseded(shown, standing.texts, today),
        acknowledgement=queries.find_acknowledgement(session(), shown.id, _me()),
        members=names_of(session()),
    )


def _me() -> UUID:
    me = context.current().member_id
    assert me is not None
    return me
