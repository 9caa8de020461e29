"""People: find before you add, the file, identifying facts."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.clients import actions, queries
from records.clients.finding import find_people
from records.doubles.queries import matches_for
from records.history.queries import steps_of
from records.requests.corrections import disagreements_about
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.paging import Page
from tenants.permissions import P
from webapp.access import member_can
from webapp.files import first_page
from webapp.forms import Choice, Day, Email, Form, Hidden, Text, Tick, Version
from webapp.keying import from_paper
from webapp.reasons import because
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("clients", __name__)

# What the history of a person calls each fact.
FIELDS: dict[str, object] = {
    "legal_given": L_("Given name"),
    "legal_family": L_("Family name"),
    "preferred_name": L_("Preferred name"),
    "said_as": L_("How to say the name"),
    "pronouns": L_("Pronouns"),
    "birth_on": L_("Date of birth"),
    "language": (L_("Language of documents"), "language"),
    "status": (L_("Status"), "client_status"),
    "anonymity": (L_("How the person is known here"), "anonymity"),
}


class ClientForm(Form):
    """Who the client is."""

    legal_given = Text(L_("Given name"), limit=120)
    legal_family = Text(L_("Family name"), limit=120)
    preferred_name = Text(L_("Preferred name"), limit=120)
    said_as = Text(L_("How to say the name"), limit=120, hint=L_("For example: sah-MUEL."))
    pronouns = Text(L_("Pronouns"), limit=60)
    birth_on = Day(L_("Date of birth"))
    anonymity = Choice(L_("How the person is known here"), choices=choices("anonymity"), as_radio=True)
    language = Choice(
        L_("Language of documents"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )


class NewClientForm(ClientForm):
    """Who the client is, and how to reach them."""

    phone = Text(L_("Phone"), limit=40, inputmode="tel")
    email = Email(L_("E-mail"))
    safe_for_messages = Tick(L_("It is safe to leave a message there"))


class ClientChangeForm(ClientForm):
    """Who the client is, as somebody saw it last."""

    status = Choice(L_("Status"), choices=choices("client_status"))
    reason = Text(L_("Why"), limit=200, hint=L_("For example: changed by marriage, misheard. It is kept."))
    version = Version()


class LookForm(Form):
    """What is known of somebody before a file is opened."""

    legal_given = Text(L_("Given name"), limit=120)
    legal_family = Text(L_("Family name"), limit=120)
    phone = Text(L_("Phone"), limit=40, inputmode="tel")
    birth_on = Day(L_("Date of birth"))
    sure = Hidden("", limit=3)


class SearchForm(Form):
    """What is being looked for; sent as a form, because a name does not belong in an address."""

    q = Text("", limit=200)


@pages.get("/people")
@member_can(P.SEE_CLIENTS)
def index() -> Response:
    """The people the agency serves, by name."""
    page = queries.page_of_clients(session(), after=request.args.get("after"))
    return answer(
        "clients/index.html", block="rows", page=page, words="", found=None, workers=names_of(session())
    )


@pages.post("/people/search")
@member_can(P.SEE_CLIENTS)
def search() -> Response:
    """The people whose name, number, phone or e-mail fits; of many, the first."""
    form = SearchForm()
    if not form.validate():
        raise Refused("Look for a shorter name, or for a file number, a phone number or an e-mail address.")
    words = form.q.data or ""
    found = find_people(session(), words)
    page = Page(found.people, None)
    return answer("clients/index.html", page=page, words=words, found=found, workers=names_of(session()))


@pages.get("/people/new")
@member_can(P.WRITE_CLIENTS)
def new() -> Response:
    """What is known of the person, to look whether they are here already."""
    return answer("clients/look.html", form=LookForm())


@pages.post("/people/new")
@member_can(P.WRITE_CLIENTS)
def look() -> Response:
    """Who is here already and may be the one; when nobody is, or none of them, the form for a new file."""
    form = LookForm()
    if not form.validate():
        return answer("clients/look.html", form=form, status=422)
    try:
        actions.check_birth(form.birth_on.data)
    except Refused as refusal:
        return answer("clients/look.html", form=form, status=form.accept(refusal))
    given = _filled(form)
    matches = [] if given.pop("sure") else matches_for(session(), **given)
    if matches:
        return answer("clients/matches.html", form=form, matches=matches)
    start = given | {"language": context.current().language, "anonymity": "named"}
    return answer("clients/new.html", form=NewClientForm(formdata=None, data=start))


@pages.post("/people")
@member_can(P.WRITE_CLIENTS)
def create() -> Response:
    """Opens a file."""
    form = NewClientForm()
    if not form.validate():
        return answer("clients/new.html", form=form, status=422)
    try:
        client = actions.add_client(session(), **_filled(form))
    except Refused as refusal:
        return answer("clients/new.html", form=form, status=form.accept(refusal))
    return done(
        url_for("clients.show", client_id=client.id), _("File %(number)s is open.", number=client.file_number)
    )


@pages.get("/people/<uuid:client_id>")
@member_can(P.SEE_CLIENTS)
def show(client_id: UUID) -> Response:
    """A client's file: cases, consent, timeline. Looking is recorded."""
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id)
    return answer(
        "clients/show.html",
        block="entries" if "after" in request.args else "timeline",
        client=g.standing.client,
        workers=names_of(session()),
        **first_page(),
    )


@pages.get("/people/<uuid:client_id>/edit")
@member_can(P.WRITE_CLIENTS)
def edit(client_id: UUID) -> Response:
    """The identifying facts, to be changed."""
    client = g.standing.client
    return answer("clients/edit.html", client=client, form=ClientChangeForm(obj=client, data=_why(client_id)))


@pages.post("/people/<uuid:client_id>")
@member_can(P.WRITE_CLIENTS)
def change(client_id: UUID) -> Response:
    """Keeps the changed facts."""
    client, form = g.standing.client, ClientChangeForm()
    if not form.validate():
        return answer("clients/edit.html", client=client, form=form, status=422)
    try:
        actions.change_client(session(), client, **_filled(form))
    except Refused as refusal:
        form.catch_up(client)
        return answer("clients/edit.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("clients.show", client_id=client.id), _("The file is changed."))


@pages.get("/people/<uuid:client_id>/history")
@member_can(P.SEE_CLIENTS)
def history(client_id: UUID) -> Response:
    """What the identifying facts said before, who changed them, when and why."""
    client = g.standing.client
    steps = steps_of(session(), client)
    return answer(
        "clients/history.html",
        client=client,
        steps=steps,
        fields=FIELDS,
        workers=names_of(session()),
        disagreements=disagreements_about(session(), client_id, None),
    )


def _why(client_id: UUID) -> dict[str, str]:
    return from_paper() | because(client_id, "reason")


def _filled(form: Form) -> dict[str, Any]:
    # The record keeps an empty text where nothing was entered; a date may be unknown, a choice stays as it was.
    return {
        name: "" if value is None and name != "birth_on" else value
        for name, value in form.values().items()
        if value is not None or not isinstance(form[name], Choice)
    }
