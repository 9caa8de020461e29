"""Group sessions: what is coming and what took place, planned, changed and called off."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.workshops import actions, queries
from records.workshops.models import Workshop
from records.workshops.rules import KINDS, may_be_marked
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.appointment_forms import MEETING
from webapp.rendering import answer, done
from webapp.transaction import session
from webapp.workshop_forms import CallOffForm, ChangeForm, PlanForm, as_planned, usual_plan

pages = Blueprint("workshops", __name__)
ONE = "/workshops/<uuid:workshop_id>"
VIEWS = ("coming", "past")


@pages.get("/workshops")
@member_can(P.SEE_WORKSHOPS)
def index() -> Response:
    """What is coming, or what is over, of every kind or of one."""
    asked, kind = request.args.get("view", ""), request.args.get("kind", "")
    view, of = asked if asked in VIEWS else VIEWS[0], kind if kind in KINDS else None
    after = request.args.get("after")
    page = queries.workshops(session(), clock.now(), past=view == "past", kind=of, after=after)
    seats = queries.seats_of(session(), [one.id for one in page.rows])
    told: dict[str, Any] = {
        "views": VIEWS,
        "view": view,
        "kinds": KINDS,
        "kind": of,
        "workers": names_of(session()),
    }
    return answer("workshops/index.html", block="rows", page=page, seats=seats, **told)


@pages.get("/workshops/new")
@member_can(P.LEAD_WORKSHOPS)
def new() -> Response:
    """An empty plan."""
    return _plan_page(_offered(PlanForm(data=usual_plan() | {"leader_id": context.current().member_id})))


@pages.post("/workshops")
@member_can(P.LEAD_WORKSHOPS)
def create() -> Response:
    """Plans it."""
    form = _offered(PlanForm())
    if not form.validate():
        return _plan_page(form, status=422)
    try:
        made = actions.plan_workshop(session(), form.plan(context.current().timezone))
    except Refused as refusal:
        return _plan_page(form, status=form.accept(refusal))
    return done(address_of(made.id), _("The session is planned."))


@pages.get(ONE)
@member_can(P.SEE_WORKSHOPS)
def show(workshop_id: UUID) -> Response:
    """Who comes, who waits, and what can be done now."""
    return page_of(queries.get_workshop(session(), workshop_id))


@pages.get(f"{ONE}/details")
@member_can(P.LEAD_WORKSHOPS)
def edit(workshop_id: UUID) -> Response:
    """The plan, to be changed."""
    workshop = queries.get_workshop(session(), workshop_id)
    form = _offered(ChangeForm(data=as_planned(workshop, context.current().timezone)), workshop)
    return _plan_page(form, workshop)


@pages.post(f"{ONE}/details")
@member_can(P.LEAD_WORKSHOPS)
def change(workshop_id: UUID) -> Response:
    """Keeps the changed plan."""
    workshop = queries.get_workshop(session(), workshop_id)
    form = _offered(ChangeForm(), workshop)
    if not form.validate():
        return _plan_page(form, workshop, status=422)
    try:
        plan, version = form.plan(context.current().timezone), form.version.data or 0
        actions.change_workshop(session(), workshop, plan, version=version)
    except Refused as refusal:
        form.catch_up(workshop)
        return _plan_page(form, workshop, status=form.accept(refusal))
    return done(address_of(workshop_id), _("The session is changed."))


@pages.post(f"{ONE}/cancellation")
@member_can(P.LEAD_WORKSHOPS)
def call_off(workshop_id: UUID) -> Response:
    """It does not take place."""
    workshop, form = queries.get_workshop(session(), workshop_id), CallOffForm()
    if not form.validate():
        return page_of(workshop, calling_off=form, status=422)
    actions.call_off(session(), workshop, reason=form.reason.data)
    return done(address_of(workshop_id), _("The session is called off."))


@pages.get(f"{ONE}/list")
@member_can(P.SEE_WORKSHOPS)
def printed(workshop_id: UUID) -> Response:
    """The list for the door: who is expected, by the names they go by."""
    workshop = queries.get_workshop(session(), workshop_id)
    return answer("workshops/printed.html", **told_of(workshop))


def address_of(workshop_id: UUID) -> str:
    """Where a session stands."""
    return url_for("workshops.show", workshop_id=workshop_id)


def told_of(workshop: Workshop) -> dict[str, Any]:
    """What every page of a session tells: it, its places, who is named on the list and how many are not."""
    people = queries.people_of(session(), workshop.id)
    seats = queries.seats_of(session(), [workshop.id])[workshop.id]
    return {
        "workshop": workshop,
        "seats": seats,
        "people": people,
        "others": seats.listed - sum(one.registration.state != "off" for one in people),
        "workers": names_of(session()),
        "may_mark": workshop.state != "called_off" and may_be_marked(workshop.starts_at, clock.now()),
    }


def page_of(
    workshop: Workshop, *, calling_off: CallOffForm | None = None, status: int = 200, **found: Any
) -> Response:
    """The page of a session; `found` are the people who were looked for, to be put on the list."""
    told = told_of(workshop) | {"calling_off": calling_off or CallOffForm(formdata=None)} | found
    to_write = queries.to_write(session(), workshop.id)
    return answer("workshops/show.html", to_write=to_write, status=status, **told)


def _offered(form: PlanForm, workshop: Workshop | None = None) -> PlanForm:
    """Who may lead, and who with them: whoever meets people, and of a planned session who leads it now."""
    names = names_of(session())
    meeting = [one for one in members(session()) if MEETING.intersection(one.roles)]
    now = {one: names[one] for one in workshop.leaders} if workshop else {}
    first = {one.id: one.name for one in meeting if may(one.roles, P.LEAD_WORKSHOPS)}
    second = {one.id: one.name for one in meeting}
    form.offer(leader_id=(first | now).items(), second_id=(second | now).items())
    return form


def _plan_page(form: PlanForm, workshop: Workshop | None = None, status: int = 200) -> Response:
    return answer("workshops/form.html", form=form, workshop=workshop, status=status)
