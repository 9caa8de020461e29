"""Job orders: the jobs that employers want to fill."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.employers import actions, queries
from records.employers.models import Employer
from records.employers.queries import Ordered
from records.occupations.queries import occupations
from templates import words
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.employer_forms import CloseOrderForm, JobOrderChangeForm, JobOrderForm
from webapp.forms import Form
from webapp.occupation_choice import dollars, with_occupations
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("job_orders", __name__)
_TOLD = ("noc_code", "title", "hours_week", "opened_on", "conditions", "subsidy", "version")


@pages.get("/job-orders")
@member_can(P.SEE_EMPLOYERS)
def index() -> Response:
    """The jobs that are to be filled now, newest first."""
    return answer("job_orders/index.html", orders=queries.open_orders(session()))


@pages.get("/employers/<uuid:employer_id>/job-orders/new")
@member_can(P.ADD_EMPLOYERS)
def new(employer_id: UUID) -> Response:
    """An empty job order."""
    today = clock.today(context.current().timezone)
    return _new_page(queries.get_employer(session(), employer_id), JobOrderForm(data={"opened_on": today}))


@pages.post("/employers/<uuid:employer_id>/job-orders")
@member_can(P.ADD_EMPLOYERS)
def create(employer_id: UUID) -> Response:
    """Writes it down."""
    employer, form = queries.get_employer(session(), employer_id), JobOrderForm()
    if not with_occupations(form).validate():
        return _new_page(employer, form, status=422)
    try:
        made = actions.open_order(session(), employer, **form.values())
    except Refused as refusal:
        return _new_page(employer, form, status=form.accept(refusal))
    return done(url_for("job_orders.show", job_order_id=made.id), _("The job order is written down."))


@pages.get("/job-orders/<uuid:job_order_id>")
@member_can(P.SEE_EMPLOYERS)
def show(job_order_id: UUID) -> Response:
    """One job order, and whom to ask."""
    return _page(queries.get_job_order(session(), job_order_id), CloseOrderForm(formdata=None))


@pages.get("/job-orders/<uuid:job_order_id>/edit")
@member_can(P.WRITE_EMPLOYERS)
def edit(job_order_id: UUID) -> Response:
    """The order, to be changed."""
    found = queries.get_job_order(session(), job_order_id)
    told: dict[str, Any] = {name: getattr(found.order, name) for name in _TOLD}
    return _editor(found, JobOrderChangeForm(data=told | {"wage": dollars(found.order.wage_cents)}))


@pages.post("/job-orders/<uuid:job_order_id>")
@member_can(P.WRITE_EMPLOYERS)
def change(job_order_id: UUID) -> Response:
    """Keeps the changed order."""
    found, form = queries.get_job_order(session(), job_order_id), JobOrderChangeForm()
    if not with_occupations(form).validate():
        return _editor(found, form, status=422)
    try:
        actions.change_order(session(), found.order, **form.values())
    except Refused as refusal:
        form.catch_up(found.order)
        return _editor(found, form, status=form.accept(refusal))
    return done(_here(found), _("The job order is changed."))


@pages.post("/job-orders/<uuid:job_order_id>/closing")
@member_can(P.WRITE_EMPLOYERS)
def close(job_order_id: UUID) -> Response:
    """Nobody is looked for any more."""
    found, form = queries.get_job_order(session(), job_order_id), CloseOrderForm()
    if not form.validate():
        return _page(found, form, status=422)
    try:
        actions.close_order(session(), found.order, **form.values())
    except Refused as refusal:
        return _page(found, form, status=form.accept(refusal))
    return done(_here(found), _("The job order is closed."))


def _page(found: Ordered, closing: Form, status: int = 200) -> Response:
    contacts = queries.contacts_of(session(), [found.employer.id]).get(found.employer.id, [])
    occupation = occupations()[found.order.noc_code].title(words.language())
    shown: dict[str, Any] = {"found": found, "contacts": contacts, "occupation": occupation}
    return answer("job_orders/show.html", status=status, closing=closing, **shown)


def _new_page(employer: Employer, form: JobOrderForm, status: int = 200) -> Response:
    form = with_occupations(form)
    return answer("job_orders/new.html", employer=employer, form=form, status=status)


def _editor(found: Ordered, form: JobOrderChangeForm, status: int = 200) -> Response:
    return answer("job_orders/edit.html", found=found, form=with_occupations(form), status=status)


def _here(found: Ordered) -> str:
    return url_for("job_orders.show", job_order_id=found.order.id)
