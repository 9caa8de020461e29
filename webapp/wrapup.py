"""The wrap-up card: what was agreed, before anybody leaves the room."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.appointments import actions, queries
from records.appointments.models import Appointment
from records.appointments.rules import WrapUp
from records.cases.models import Case
from records.documents.issuing import issue_later
from records.notes.rules import Step
from templates.filters import short_day
from templates.labels import label
from templates.words import gettext as _
from tenants import context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.appointment_card import card_of
from webapp.appointment_forms import WrapUpForm
from webapp.appointments import ONE, address_of, case_for
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("wrapup", __name__)


@pages.post(f"{ONE}/end")
@member_can(P.WRITE_NOTES)
def end(client_id: UUID, appointment_id: UUID) -> Response:
    """The meeting is over; what was agreed comes next."""
    actions.end(session(), queries.get_appointment(session(), client_id, appointment_id))
    return done(url_for("wrapup.show", client_id=client_id, appointment_id=appointment_id))


@pages.get(f"{ONE}/wrap-up")
@member_can(P.WRITE_NOTES)
def show(client_id: UUID, appointment_id: UUID) -> Response:
    """One page for what was agreed."""
    appointment = queries.get_appointment(session(), client_id, appointment_id)
    if appointment.state != "wrap_up":
        return done(address_of(appointment))
    size = "large" if "large_print" in appointment.needs else "regular"
    start = {f"step_{n}_who": "client" for n in (1, 2, 3, 4, 5)}
    return _page(appointment, WrapUpForm(data=start | {"sheet": True, "size": size}))


@pages.post(f"{ONE}/wrap-up")
@member_can(P.WRITE_NOTES)
def save(client_id: UUID, appointment_id: UUID) -> Response:
    """Keeps what was agreed, begins the note with it, books the next time and asks for the sheet."""
    appointment, form = queries.get_appointment(session(), client_id, appointment_id), WrapUpForm()
    if not form.validate():
        return _page(appointment, form, status=422)
    case, agreed = _open_case(appointment), form.agreed()
    try:
        actions.wrap_up(session(), appointment, agreed, case=case, in_words=_in_words(agreed))
        _book_next(appointment, form, case)
    except Refused as refusal:
        return _page(appointment, form, status=form.accept(refusal))
    if case is not None and form.sheet.data:
        how = {"language": g.standing.client.language, "size": form.size.data or "regular"}
        issue_later(session(), case, kind="next_steps", **how)
    return done(address_of(appointment), _("What you agreed is saved."))


def _open_case(appointment: Appointment) -> Case | None:
    """Where steps and a note can be kept."""
    found = case_for(appointment.client_id, appointment.case_id)
    return found if found and found.is_open else None


def _book_next(appointment: Appointment, form: WrapUpForm, case: Case | None) -> None:
    booking = form.next_booking(appointment, context.current().timezone)
    if booking is not None:
        whom = {"worker_id": appointment.worker_id, "beside": form.beside.data}
        actions.book(session(), g.standing.client, booking, case=case, **whom)


def _in_words(agreed: WrapUp) -> str:
    lines = [_step_in_words(step) for step in agreed.steps]
    if agreed.in_touch_on:
        lines.append(_("In touch again on %(day)s", day=short_day(agreed.in_touch_on)))
    return "\n".join([*lines, *([agreed.none_reason] if agreed.none_reason else [])])


def _step_in_words(step: Step) -> str:
    who = label(step.who, "who")
    if step.due_on is None:
        return f"{step.what} ({who})"
    return _("%(what)s (%(who)s, by %(day)s)", what=step.what, who=who, day=short_day(step.due_on))


def _page(appointment: Appointment, form: WrapUpForm, status: int = 200) -> Response:
    return answer(
        "wrapup/show.html",
        client=g.standing.client,
        appointment=appointment,
        form=form,
        has_case=_open_case(appointment) is not None,
        # What was refused is taken back and is not open yet.
        steps=card_of(appointment)["steps"] if status == HTTPStatus.OK else [],
        status=status,
    )
