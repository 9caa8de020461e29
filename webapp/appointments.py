"""Appointments of a client: book, prepare, keep, move and call off, each in as few taps as it takes."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request, url_for

from records.appointments import actions, queries
from records.appointments.models import Appointment
from records.appointments.rules import minutes_late, open_events
from records.cases.models import Case
from records.cases.queries import cases_of, get_case
from records.history.queries import steps_of
from records.particulars.queries import particulars_of
from templates.words import gettext as _
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P
from tenants.typed import typed_day
from webapp.access import member_can
from webapp.appointment_card import card_of
from webapp.appointment_forms import (
    MEETING,
    BookingForm,
    CallOffForm,
    DetailsChangeForm,
    MissForm,
    MoveForm,
    again,
    usual_booking,
)
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("appointments", __name__)

FILE = "/people/<uuid:client_id>/appointments"
ONE = f"{FILE}/<uuid:appointment_id>"


@pages.get(FILE)
@member_can(P.SEE_APPOINTMENTS)
def index(client_id: UUID) -> Response:
    """The client's appointments, the latest first."""
    page = queries.appointments_of(session(), client_id, after=request.args.get("after"))
    return answer(
        "appointments/index.html",
        block="rows",
        client=g.standing.client,
        page=page,
        workers=names_of(session()),
    )


@pages.get(f"{FILE}/new")
@member_can(P.WRITE_APPOINTMENTS)
def new(client_id: UUID) -> Response:
    """An empty booking, as long as the person needs."""
    worker_id = g.standing.client.worker_id or context.current().member_id
    start = usual_booking(particulars_of(session(), g.standing), cases_of(session(), client_id), worker_id)
    start["on"] = typed_day(request.args.get("on", ""))
    return _booking_page(_offered(BookingForm(data=start), client_id))


@pages.post(FILE)
@member_can(P.WRITE_APPOINTMENTS)
def create(client_id: UUID) -> Response:
    """Books it."""
    form = _offered(BookingForm(), client_id)
    if not form.validate():
        return _booking_page(form, status=422)
    how = {"worker_id": form.worker_id.data, "beside": form.beside.data}
    case = case_for(client_id, form.case_id.data)
    try:
        booking = form.booking(context.current().timezone)
        made = actions.book(session(), g.standing.client, booking, case=case, **how)
    except Refused as refusal:
        return _booking_page(form, status=form.accept(refusal))
    return done(address_of(made), _("The appointment is booked."))


@pages.get(ONE)
@member_can(P.SEE_APPOINTMENTS)
def show(client_id: UUID, appointment_id: UUID) -> Response:
    """The appointment, what to prepare, and what can be done now. Looking is recorded."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, appointment_id, client_id=client_id)
    return _page(appointment)


@pages.get(f"{ONE}/details")
@member_can(P.WRITE_APPOINTMENTS)
def edit(client_id: UUID, appointment_id: UUID) -> Response:
    """The room, the interpreter and what has to be ready, to be changed."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    now = {
        name: getattr(appointment, name)
        for name in ("room", "place_words", "interpreter", "needs", "version")
    }
    return _details_page(appointment, DetailsChangeForm(data=now))


@pages.post(f"{ONE}/details")
@member_can(P.WRITE_APPOINTMENTS)
def change(client_id: UUID, appointment_id: UUID) -> Response:
    """Keeps the changed details."""
    appointment, form = queries.get_appointment(session(), client_id, appointment_id), DetailsChangeForm()
    if not form.validate():
        return _details_page(appointment, form, status=422)
    try:
        actions.change_details(session(), appointment, **form.values())
    except Refused as refusal:
        form.catch_up(appointment)
        return _details_page(appointment, form, status=form.accept(refusal))
    return done(address_of(appointment), _("The details are saved."))


@pages.get(f"{ONE}/move")
@member_can(P.WRITE_APPOINTMENTS)
def moving(client_id: UUID, appointment_id: UUID) -> Response:
    """Another time, to be chosen."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    here = appointment.starts_at.astimezone(ZoneInfo(context.current().timezone))
    minutes = int((appointment.ends_at - appointment.starts_at) / timedelta(minutes=1))
    start = {"on": here.date(), "at": here.time(), "minutes": minutes}
    return _moving_page(appointment, MoveForm(data=start))


@pages.post(f"{ONE}/move")
@member_can(P.WRITE_APPOINTMENTS)
def move(client_id: UUID, appointment_id: UUID) -> Response:
    """Books the other time in place of this one."""
    appointment, form = queries.get_appointment(session(), client_id, appointment_id), MoveForm()
    if not form.validate():
        return _moving_page(appointment, form, status=422)
    told = {"asked_by": form.asked_by.data, "reason": form.reason.data or "", "beside": form.beside.data}
    try:
        booking = again(appointment, *form.times(context.current().timezone))
        found = actions.move(session(), appointment, booking, **told)
    except Refused as refusal:
        return _moving_page(appointment, form, status=form.accept(refusal))
    return done(address_of(found), _("The appointment is moved."))


@pages.post(f"{ONE}/arrival")
@member_can(P.WRITE_APPOINTMENTS)
def arrive(client_id: UUID, appointment_id: UUID) -> Response:
    """The person is here."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    actions.arrive(session(), appointment)
    return done(address_of(appointment), _("The arrival is recorded."))


@pages.post(f"{ONE}/start")
@member_can(P.WRITE_APPOINTMENTS)
def start(client_id: UUID, appointment_id: UUID) -> Response:
    """The meeting begins."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    actions.start(session(), appointment)
    return done(address_of(appointment), _("The appointment has begun."))


@pages.post(f"{ONE}/cancellation")
@member_can(P.WRITE_APPOINTMENTS)
def call_off(client_id: UUID, appointment_id: UUID) -> Response:
    """Takes it out of the calendar."""
    appointment, form = queries.get_appointment(session(), client_id, appointment_id), CallOffForm()
    if not form.validate():
        return _page(appointment, calling_off=form, status=422)
    asked_by, reason = form.asked_by.data, form.reason.data or ""
    actions.call_off(session(), appointment, asked_by=asked_by, reason=reason)
    return done(address_of(appointment), _("The appointment is called off."))


@pages.post(f"{ONE}/absence")
@member_can(P.WRITE_APPOINTMENTS)
def miss(client_id: UUID, appointment_id: UUID) -> Response:
    """The person did not come."""
    appointment, form = queries.get_appointment(session(), client_id, appointment_id), MissForm()
    if not form.validate():
        return _page(appointment, missing=form, status=422)
    try:
        actions.miss(session(), appointment, tried=form.tried.data)
    except Refused as refusal:
        return _page(appointment, missing=form, status=form.accept(refusal))
    return done(address_of(appointment), _("It is recorded that the person did not come."))


def address_of(appointment: Appointment) -> str:
    """Where an appointment stands."""
    return url_for("appointments.show", client_id=appointment.client_id, appointment_id=appointment.id)


def case_for(client_id: UUID, case_id: UUID | None) -> Case | None:
    """The case that was chosen, or else the newest that is open."""
    if case_id is not None:
        return get_case(session(), client_id, case_id)
    return next((case for case in cases_of(session(), client_id) if case.is_open), None)


def _offered(form: BookingForm, client_id: UUID) -> BookingForm:
    staff = [(one.id, one.name) for one in members(session()) if MEETING.intersection(one.roles)]
    cases = [(case.id, case.number) for case in cases_of(session(), client_id) if case.is_open]
    form.offer(worker_id=staff, case_id=cases)
    return form


def _booking_page(form: BookingForm, status: int = 200) -> Response:
    return answer("appointments/new.html", client=g.standing.client, form=form, status=status)


def _details_page(appointment: Appointment, form: Form, status: int = 200) -> Response:
    told = {"client": g.standing.client, "appointment": appointment}
    return answer("appointments/edit.html", form=form, status=status, **told)


def _moving_page(appointment: Appointment, form: MoveForm, status: int = 200) -> Response:
    told = {"client": g.standing.client, "appointment": appointment}
    return answer("appointments/move.html", form=form, status=status, **told)


def _page(
    appointment: Appointment,
    *,
    calling_off: CallOffForm | None = None,
    missing: MissForm | None = None,
    status: int = 200,
) -> Response:
    return answer(
        "appointments/show.html",
        client=g.standing.client,
        appointment=appointment,
        events=open_events(appointment.state),
        has_come=appointment.starts_at <= clock.now(),
        late=minutes_late(appointment.starts_at, appointment.started_at),
        calling_off=calling_off or CallOffForm(),
        missing=missing or MissForm(),
        past=steps_of(session(), appointment),
        workers=names_of(session()),
        status=status,
        **card_of(appointment),
    )
