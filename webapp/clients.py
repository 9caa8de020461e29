"""People: find before you add, the file, identifying facts."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.cases.queries import cases_of
from records.clients import actions, queries
from records.consents.queries import find_in_force
from records.entries.queries import timeline
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Email, Form, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("clients", __name__)


class ClientForm(Form):
    """Who the client is."""

    legal_given = Text(L_("Given name"), missing=L_("Enter a name; one is enough."), limit=120)
    legal_family = Text(L_("Family name"), limit=120)
    preferred_name = Text(L_("Preferred name"), limit=120)
    pronouns = Text(L_("Pronouns"), limit=60)
    birth_on = Day(L_("Date of birth"))
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


class ClientChangeForm(ClientForm):
    """Who the client is, as somebody saw it last."""

    version = Version()


class SearchForm(Form):
    """What is being looked for; sent as a form, because a name does not belong in an address."""

    q = Text("", limit=200)


@pages.get("/people")
@member_can(P.SEE_CLIENTS)
def index() -> Response:
    """The people the agency serves, by name."""
    page = queries.page_of_clients(session(), after=request.args.get("after"))
    return answer("clients/index.html", block="rows", page=page, words="", workers=names_of(session()))


@pages.post("/people/search")
@member_can(P.SEE_CLIENTS)
def search() -> Response:
    """The people whose name, number, phone or e-mail fits; of many, the first."""
    form = SearchForm()
    if not form.validate():
        raise Refused("Look for a shorter name, or for a file number, a phone number or an e-mail address.")
    words = form.q.data or ""
    page = queries.page_of_clients(session(), words=words)
    return answer("clients/index.html", page=page, words=words, workers=names_of(session()))


@pages.get("/people/new")
@member_can(P.WRITE_CLIENTS)
def new() -> Response:
    """An empty form for a new file."""
    return answer("clients/new.html", form=NewClientForm(data={"language": context.current().language}))


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
    client, cases = queries.get_client(session(), client_id), cases_of(session(), client_id)
    ids, after = [case.id for case in cases], request.args.get("after")
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id)
    return answer(
        "clients/show.html",
        block="entries",
        client=client,
        cases=cases,
        lines=timeline(session(), client_id, cases=ids, after=after),
        consent=find_in_force(session(), client_id, "service", clock.today(context.current().timezone)),
        contacts=queries.contact_points(session(), client_id),
        workers=names_of(session()),
    )


@pages.get("/people/<uuid:client_id>/edit")
@member_can(P.WRITE_CLIENTS)
def edit(client_id: UUID) -> Response:
    """The identifying facts, to be changed."""
    client = queries.get_client(session(), client_id)
    return answer("clients/edit.html", client=client, form=ClientChangeForm(obj=client))


@pages.post("/people/<uuid:client_id>")
@member_can(P.WRITE_CLIENTS)
def change(client_id: UUID) -> Response:
    """Keeps the changed facts."""
    client, form = queries.get_client(session(), client_id), ClientChangeForm()
    if not form.validate():
        return answer("clients/edit.html", client=client, form=form, status=422)
    try:
        actions.change_client(session(), client, **_filled(form))
    except Refused as refusal:
        form.catch_up(client)
        return answer("clients/edit.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("clients.show", client_id=client.id), _("The file is changed."))


def _filled(form: Form) -> dict[str, Any]:
    # The record keeps an empty text where nothing was entered; only a date may be unknown.
    return {
        name: "" if value is None and name != "birth_on" else value for name, value in form.values().items()
    }
