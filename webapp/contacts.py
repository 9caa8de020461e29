"""How a person is reached, and by which names they may be looked for."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.clients import actions, contacts, queries
from records.clients.models import ContactPoint
from records.history.queries import steps_of
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, Text, Tick, Version
from webapp.reasons import because
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("contacts", __name__)

# What the history of a way to reach somebody calls each fact.
FIELDS: dict[str, object] = {
    "kind": (L_("Kind"), "contact_kind"),
    "value": L_("Number or address"),
    "label": L_("Whose, or what for"),
    "preferred": L_("Try this one first"),
    "safe_for_messages": L_("Safe to leave a message"),
    "may_text": L_("Text messages are fine"),
    "hours": L_("When to reach them"),
    "began_on": L_("Since"),
    "ended_on": L_("Until"),
}


class ContactForm(Form):
    """One way to reach somebody."""

    kind = Choice(L_("Kind"), missing=L_("Choose a kind."), choices=choices("contact_kind"), as_radio=True)
    value = Text(
        L_("Number or address"),
        missing=L_("Enter the number or the address."),
        limit=200,
        hint=L_("For something else, say what it is: a messaging name, a shelter’s front desk."),
    )
    label = Text(L_("Whose, or what for"), limit=120, hint=L_("For example: her sister’s, work."))
    safe_for_messages = Tick(
        L_("It is safe to leave a message there"), hint=L_("Ask. Until you know, nobody leaves one.")
    )
    may_text = Tick(L_("Text messages are fine"))
    preferred = Tick(L_("Try this one first"))
    hours = Text(L_("When to reach them"), limit=200)
    began_on = Day(L_("Since"))


class ContactChangeForm(ContactForm):
    """One way to reach somebody, as it was seen last."""

    reason = Text(L_("Why"), limit=200)
    version = Version()


class EndForm(Form):
    """Which version is being ended."""

    version = Version()


class FormerNameForm(Form):
    """A name somebody had before."""

    given = Text(L_("Given name"), limit=120)
    family = Text(L_("Family name"), limit=120)


@pages.get("/people/<uuid:client_id>/contacts")
@member_can(P.SEE_CLIENTS)
def index(client_id: UUID) -> Response:
    """Every way to reach the person, those that ended too, and the names they had."""
    return answer(
        "clients/contacts.html",
        client=g.standing.client,
        points=queries.contact_points(session(), client_id),
        ended=queries.contact_points(session(), client_id, ended=True),
        former=queries.former_names(session(), client_id),
    )


@pages.get("/people/<uuid:client_id>/contacts/new")
@member_can(P.WRITE_CLIENTS)
def new(client_id: UUID) -> Response:
    """An empty form for another way."""
    form = ContactForm(data={"kind": "phone"})
    return answer("clients/contact_new.html", client=g.standing.client, form=form)


@pages.post("/people/<uuid:client_id>/contacts")
@member_can(P.WRITE_CLIENTS)
def create(client_id: UUID) -> Response:
    """Keeps another way to reach the person."""
    client, form = g.standing.client, ContactForm()
    if not form.validate():
        return answer("clients/contact_new.html", client=client, form=form, status=422)
    try:
        contacts.add_contact_point(session(), client, **form.values())
    except Refused as refusal:
        return answer("clients/contact_new.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("contacts.index", client_id=client_id), _("It is kept."))


@pages.get("/people/<uuid:client_id>/contacts/<uuid:point_id>/edit")
@member_can(P.WRITE_CLIENTS)
def edit(client_id: UUID, point_id: UUID) -> Response:
    """One way to reach the person, to be changed, and what it said before."""
    point = queries.get_contact_point(session(), client_id, point_id)
    return _form_page(point, ContactChangeForm(obj=point, data=because(client_id, "reason")))


@pages.post("/people/<uuid:client_id>/contacts/<uuid:point_id>")
@member_can(P.WRITE_CLIENTS)
def change(client_id: UUID, point_id: UUID) -> Response:
    """Keeps the change."""
    point, form = queries.get_contact_point(session(), client_id, point_id), ContactChangeForm()
    if not form.validate():
        return _form_page(point, form, status=422)
    given = form.values()
    try:
        contacts.change_contact_point(session(), point, reason=given.pop("reason") or "", **given)
    except Refused as refusal:
        form.catch_up(point)
        return _form_page(point, form, status=form.accept(refusal))
    return done(url_for("contacts.index", client_id=client_id), _("The change is kept."))


@pages.post("/people/<uuid:client_id>/contacts/<uuid:point_id>/end")
@member_can(P.WRITE_CLIENTS)
def end(client_id: UUID, point_id: UUID) -> Response:
    """From today nobody is reached this way."""
    point, form = queries.get_contact_point(session(), client_id, point_id), EndForm()
    if not form.validate() or form.version.data is None:
        raise Refused("Load the page again to see what it is now.")
    contacts.end_contact_point(session(), point, version=form.version.data)
    return done(url_for("contacts.index", client_id=client_id), _("Nobody is reached this way any more."))


@pages.get("/people/<uuid:client_id>/names/new")
@member_can(P.WRITE_CLIENTS)
def new_name(client_id: UUID) -> Response:
    """An empty form for a former name."""
    return answer("clients/name_new.html", client=g.standing.client, form=FormerNameForm())


@pages.post("/people/<uuid:client_id>/names")
@member_can(P.WRITE_CLIENTS)
def create_name(client_id: UUID) -> Response:
    """Keeps a former name; from now on it finds the person."""
    client, form = g.standing.client, FormerNameForm()
    if not form.validate():
        return answer("clients/name_new.html", client=client, form=form, status=422)
    try:
        actions.add_former_name(session(), client, given=form.given.data or "", family=form.family.data or "")
    except Refused as refusal:
        return answer("clients/name_new.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("contacts.index", client_id=client_id), _("The name is kept."))


@pages.post("/people/<uuid:client_id>/names/<uuid:name_id>/end")
@member_can(P.WRITE_CLIENTS)
def end_name(client_id: UUID, name_id: UUID) -> Response:
    """Takes a former name out of sight and out of the search."""
    former = queries.get_former_name(session(), client_id, name_id)
    actions.end_former_name(session(), g.standing.client, former)
    return done(url_for("contacts.index", client_id=client_id), _("The name is shown and found no more."))


def _form_page(point: ContactPoint, form: ContactChangeForm, status: int = 200) -> Response:
    return answer(
        "clients/contact_edit.html",
        client=g.standing.client,
        point=point,
        form=form,
        steps=steps_of(session(), point),
        fields=FIELDS,
        workers=names_of(session()),
        status=status,
    )
