"""The library: what the agency has to give to people, found by words, topic, kind and language."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.resources import actions, queries
from records.resources.models import Resource
from records.resources.rules import needs_a_look
from templates import words
from templates.labels import LABELS, choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from tenants.typed import clean
from webapp.access import member_can
from webapp.forms import Choice, Choices, Day, Form, LongText, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("resources", __name__)
# By what the list is narrowed down, with the closed list of each.
_LISTS = {"topic": "resource_topic", "kind": "resource_kind", "language": "resource_language"}
_TOLD = (
    *("name_en", "name_fr", "kind", "topics", "link", "words", "reading_level", "languages", "cost", "area"),
    *("checked_on", "version"),
)


class ResourceForm(Form):
    """What it is called, what it is about, and for whom it is."""

    name_en = Text(L_("Name in English"), hint=L_("One of the two names is enough."))
    name_fr = Text(L_("Name in French"))
    kind = Choice(L_("What it is"), missing=L_("Choose what it is."), choices=choices("resource_kind"))
    topics = Choices(L_("What it is about"), choices=choices("resource_topic"))
    link = Text(L_("Link"), limit=500, hint=L_("The whole address, with https."), inputmode="url")
    words = LongText(L_("What it says, or where it lies"), limit=20_000)
    languages = Choices(L_("Languages it is in"), choices=choices("resource_language"))
    reading_level = Choice(L_("How it reads"), choices=choices("reading_level"))
    cost = Choice(L_("What it costs"), choices=choices("resource_cost"))
    area = Text(L_("For which area"), hint=L_("A town, a province, or everywhere."))
    checked_on = Day(L_("Checked on"), hint=L_("When somebody last looked whether it still holds."))


class ResourceChangeForm(ResourceForm):
    """The resource as somebody saw it last."""

    version = Version()


@pages.get("/resources")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """What there is to give. What is looked for stands in the address."""
    given, is_old, after = _given(), "old" in request.args, request.args.get("after")
    return answer(
        "resources/index.html",
        block="rows",
        page=queries.page_of_resources(session(), given, is_old=is_old, after=after),
        given=given,
        is_old=is_old,
        old=0 if after else queries.old_resources(session()),
        lists={name: choices(of) for name, of in _LISTS.items()},
        **_reading(),
    )


@pages.get("/resources/new")
@member_can(P.KEEP_RESOURCES)
def new() -> Response:
    """An empty form."""
    return _editor(ResourceForm(data={"checked_on": _today()}))


@pages.post("/resources")
@member_can(P.KEEP_RESOURCES)
def create() -> Response:
    """Puts it into the library."""
    form = ResourceForm()
    if not form.validate():
        return _editor(form, status=422)
    try:
        made = actions.add_resource(session(), **form.values())
    except Refused as refusal:
        return _editor(form, status=form.accept(refusal))
    return done(url_for("resources.show", resource_id=made.id), _("It is in the library."))


@pages.get("/resources/<uuid:resource_id>")
@member_can(P.SEE_AGENCY)
def show(resource_id: UUID) -> Response:
    """One resource."""
    resource = queries.get_resource(session(), resource_id)
    return answer("resources/show.html", resource=resource, **_reading())


@pages.get("/resources/<uuid:resource_id>/edit")
@member_can(P.KEEP_RESOURCES)
def edit(resource_id: UUID) -> Response:
    """The resource, to be said better."""
    resource = queries.get_resource(session(), resource_id)
    return _editor(ResourceChangeForm(data={name: getattr(resource, name) for name in _TOLD}), resource)


@pages.post("/resources/<uuid:resource_id>")
@member_can(P.KEEP_RESOURCES)
def change(resource_id: UUID) -> Response:
    """Keeps the change."""
    resource, form = queries.get_resource(session(), resource_id), ResourceChangeForm()
    if not form.validate():
        return _editor(form, resource, status=422)
    try:
        actions.change_resource(session(), resource, **form.values())
    except Refused as refusal:
        form.catch_up(resource)
        return _editor(form, resource, status=form.accept(refusal))
    return done(url_for("resources.show", resource_id=resource_id), _("The change is kept."))


@pages.post("/resources/<uuid:resource_id>/look")
@member_can(P.KEEP_RESOURCES)
def look(resource_id: UUID) -> Response:
    """Somebody looked: it still holds."""
    actions.look_again(session(), queries.get_resource(session(), resource_id))
    return done(url_for("resources.show", resource_id=resource_id), _("Checked today."))


@pages.post("/resources/<uuid:resource_id>/end")
@member_can(P.KEEP_RESOURCES)
def end(resource_id: UUID) -> Response:
    """Takes it out of the library."""
    actions.end_resource(session(), queries.get_resource(session(), resource_id))
    return done(url_for("resources.index"), _("It is out of use. Where it was given, it stays in the file."))


def _given() -> dict[str, str]:
    """What the address asks for; a code that no list knows asks for nothing."""
    asked = {name: request.args.get(name, "") for name in _LISTS}
    known = {name: code if code in LABELS[_LISTS[name]] else "" for name, code in asked.items()}
    return {"words": clean(request.args.get("words", ""))[:200], **known}


def _today() -> Any:
    return clock.today(context.current().timezone)


def _reading() -> dict[str, Any]:
    """How a resource is shown to the reader: its name in their language, and whether somebody should look again."""
    today, language = _today(), words.language()
    return {
        "name_of": lambda one: one.name_in(language),
        "is_old_one": lambda one: needs_a_look(one.checked_on, today),
    }


def _editor(form: ResourceForm, resource: Resource | None = None, status: int = 200) -> Response:
    return answer("resources/form.html", form=form, resource=resource, status=status, **_reading())
