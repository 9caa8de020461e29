"""Employers: who hires, whom to ask there, and how they stand with the agency."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.employers import actions, queries
from records.employers.models import Employer
from records.employers.rules import STANDINGS
from records.employment.queries import working_at
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from tenants.typed import clean
from webapp.access import member_can
from webapp.employer_forms import ContactForm, EmployerChangeForm, EmployerForm, StandingForm
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("employers", __name__)
_TOLD = ("legal_name", "trade_name", "business_number", "industry", "size", "sites", "version")


@pages.get("/employers")
@member_can(P.SEE_EMPLOYERS)
def index() -> Response:
    """The employers by name, or those that fit some words, with whom to ask there."""
    words, standing = clean(request.args.get("words", ""))[:200], request.args.get("standing", "")
    wanted: dict[str, Any] = {"words": words, "standing": standing if standing in STANDINGS else ""}
    page = queries.page_of_employers(session(), after=request.args.get("after"), **wanted)
    contacts = queries.contacts_of(session(), [one.id for one in page.rows])
    return answer("employers/index.html", block="rows", page=page, contacts=contacts, **wanted)


@pages.get("/employers/new")
@member_can(P.ADD_EMPLOYERS)
def new() -> Response:
    """An empty form."""
    return answer("employers/new.html", form=EmployerForm())


@pages.post("/employers")
@member_can(P.ADD_EMPLOYERS)
def create() -> Response:
    """Puts it on the list."""
    form = EmployerForm()
    if not form.validate():
        return answer("employers/new.html", form=form, status=422)
    made = actions.add_employer(session(), **form.values())
    return done(url_for("employers.show", employer_id=made.id), _("The employer is on the list."))


@pages.get("/employers/<uuid:employer_id>")
@member_can(P.SEE_EMPLOYERS)
def show(employer_id: UUID) -> Response:
    """One employer: whom to ask, what they look for, how they stood, and who of ours works there."""
    return _page(queries.get_employer(session(), employer_id))


@pages.get("/employers/<uuid:employer_id>/edit")
@member_can(P.WRITE_EMPLOYERS)
def edit(employer_id: UUID) -> Response:
    """The employer, to be changed."""
    employer = queries.get_employer(session(), employer_id)
    return _editor(employer, EmployerChangeForm(data={name: getattr(employer, name) for name in _TOLD}))


@pages.post("/employers/<uuid:employer_id>")
@member_can(P.WRITE_EMPLOYERS)
def change(employer_id: UUID) -> Response:
    """Keeps the changed employer."""
    employer, form = queries.get_employer(session(), employer_id), EmployerChangeForm()
    if not form.validate():
        return _editor(employer, form, status=422)
    try:
        actions.change_employer(session(), employer, **form.values())
    except Refused as refusal:
        form.catch_up(employer)
        return _editor(employer, form, status=form.accept(refusal))
    return done(_here(employer), _("The employer is changed."))


@pages.post("/employers/<uuid:employer_id>/standing")
@member_can(P.WRITE_EMPLOYERS)
def set_standing(employer_id: UUID) -> Response:
    """Says how the employer stands from now on."""
    employer, form = queries.get_employer(session(), employer_id), StandingForm()
    if not form.validate():
        return _page(employer, standing=form, status=422)
    try:
        actions.set_standing(session(), employer, **form.values())
    except Refused as refusal:
        return _page(employer, standing=form, status=form.accept(refusal))
    return done(_here(employer), _("Everybody sees now how they stand."))


@pages.post("/employers/<uuid:employer_id>/contacts")
@member_can(P.ADD_EMPLOYERS)
def add_contact(employer_id: UUID) -> Response:
    """Puts down whom to ask there."""
    employer, form = queries.get_employer(session(), employer_id), ContactForm()
    if not form.validate():
        return _page(employer, contact=form, status=422)
    actions.add_contact(session(), employer, **form.values())
    return done(_here(employer), _("The contact is written down."))


@pages.post("/employers/<uuid:employer_id>/contacts/<uuid:contact_id>/end")
@member_can(P.WRITE_EMPLOYERS)
def end_contact(employer_id: UUID, contact_id: UUID) -> Response:
    """Takes somebody off, and forgets who it was."""
    employer = queries.get_employer(session(), employer_id)
    actions.end_contact(session(), queries.get_contact(session(), employer_id, contact_id))
    return done(_here(employer), _("The contact is taken off, and the name and numbers are gone."))


def _page(employer: Employer, *, status: int = 200, **given: Form) -> Response:
    forms: dict[str, Form] = {"contact": ContactForm(formdata=None), "standing": StandingForm(formdata=None)}
    shown: dict[str, Any] = {
        "employer": employer,
        "contacts": queries.contacts_of(session(), [employer.id]).get(employer.id, []),
        "orders": queries.orders_of(session(), employer.id),
        "standings": queries.standings_of(session(), employer.id),
        "working": working_at(session(), employer.id),
        "workers": names_of(session()),
    }
    return answer("employers/show.html", status=status, **shown, forms=forms | given)


def _editor(employer: Employer, form: EmployerChangeForm, status: int = 200) -> Response:
    return answer("employers/edit.html", employer=employer, form=form, status=status)


def _here(employer: Employer) -> str:
    return url_for("employers.show", employer_id=employer.id)
