"""Who comes to a group session: put on the list, taken off it, marked as there, and written of afterwards."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.clients.finding import find_people
from records.history.queries import steps_of
from records.workshops import actions, queries
from records.workshops.models import Workshop
from records.workshops.queries import Coming
from templates import words
from templates.words import gettext as _
from templates.words import ngettext
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.appointments import case_for
from webapp.clients import SearchForm
from webapp.rendering import answer, done, toast, wants_fragment
from webapp.transaction import session
from webapp.workshop_forms import MarkForm, RemarkForm, TakeOffForm, VisitorsForm
from webapp.workshops import ONE, address_of, page_of, told_of

pages = Blueprint("workshop_people", __name__)
PERSON = f"{ONE}/registrations/<uuid:registration_id>"


@pages.post(f"{ONE}/people")
@member_can(P.LEAD_WORKSHOPS)
def find(workshop_id: UUID) -> Response:
    """The people whose name, number, phone or e-mail fits, to be put on the list."""
    workshop, form = queries.get_workshop(session(), workshop_id), SearchForm()
    if not form.validate():
        raise Refused("Look for a shorter name, or for a file number, a phone number or an e-mail address.")
    found = find_people(session(), form.q.data or "").people
    ours = queries.may_register(session(), [one.id for one in found])
    return page_of(workshop, found=found, ours=ours, words=form.q.data or "")


@pages.post("/people/<uuid:client_id>/workshops/<uuid:workshop_id>")
@member_can(P.LEAD_WORKSHOPS)
def register(client_id: UUID, workshop_id: UUID) -> Response:
    """Gives the person a place, or the next one in the line."""
    workshop = queries.get_workshop(session(), workshop_id)
    case = case_for(client_id, None)
    made = actions.register(session(), workshop, g.standing.client, case=case)
    waits = made.state == "waiting"
    said = _("Every place is taken: the person waits for one.") if waits else _("The person has a place.")
    return done(address_of(workshop_id), said)


@pages.get("/people/<uuid:client_id>/attendance/<uuid:registration_id>")
@member_can(P.SEE_WORKSHOPS)
def in_file(client_id: UUID, registration_id: UUID) -> Response:
    """From the timeline of a file to what stands there."""
    workshop_id = queries.workshop_of(session(), client_id, registration_id)
    return done(url_for(".show", workshop_id=workshop_id, registration_id=registration_id))


@pages.get(PERSON)
@member_can(P.SEE_WORKSHOPS)
def show(workshop_id: UUID, registration_id: UUID) -> Response:
    """One registration, what became of it, and what can be done with it."""
    workshop = queries.get_workshop(session(), workshop_id)
    return _page(workshop, queries.get_registration(session(), workshop_id, registration_id))


@pages.post(f"{PERSON}/removal")
@member_can(P.LEAD_WORKSHOPS)
def take_off(workshop_id: UUID, registration_id: UUID) -> Response:
    """Takes the person off the list; whoever waits first gets the place."""
    workshop, form = queries.get_workshop(session(), workshop_id), TakeOffForm()
    one = queries.get_registration(session(), workshop_id, registration_id)
    if not form.validate():
        return _page(workshop, one, taking_off=form, status=422)
    moved_up = actions.take_off(session(), workshop, one.registration, reason=form.reason.data)
    passed_on = _("The person is off the list. The first of those who wait has the place now.")
    return done(address_of(workshop_id), passed_on if moved_up else _("The person is off the list."))


@pages.post(f"{PERSON}/remark")
@member_can(P.LEAD_WORKSHOPS)
def describe(workshop_id: UUID, registration_id: UUID) -> Response:
    """Keeps how long the person was there, and the remark."""
    workshop, form = queries.get_workshop(session(), workshop_id), RemarkForm()
    one = queries.get_registration(session(), workshop_id, registration_id)
    if not form.validate():
        return _page(workshop, one, remarking=form, status=422)
    told = {"minutes": form.minutes.data, "remark": form.remark.data, "version": form.version.data or 0}
    try:
        actions.describe(session(), workshop, one.registration, **told)
    except Refused as refusal:
        form.catch_up(one.registration)
        return _page(workshop, one, remarking=form, status=form.accept(refusal))
    return done(_attendance(workshop_id), _("The remark is saved."))


@pages.get(f"{ONE}/attendance")
@member_can(P.LEAD_WORKSHOPS)
def attendance(workshop_id: UUID) -> Response:
    """Everybody on the list, one tap each."""
    return _attendance_page(queries.get_workshop(session(), workshop_id))


@pages.post(f"{ONE}/attendance")
@member_can(P.LEAD_WORKSHOPS)
def everybody(workshop_id: UUID) -> Response:
    """All who are registered came; then the exceptions."""
    workshop = queries.get_workshop(session(), workshop_id)
    people = [one.registration for one in queries.people_of(session(), workshop_id)]
    actions.mark_everybody(session(), workshop, people)
    return done(_attendance(workshop_id), _("Everybody is marked. Tap whoever was late or did not come."))


@pages.post(f"{PERSON}/attendance")
@member_can(P.LEAD_WORKSHOPS)
def mark(workshop_id: UUID, registration_id: UUID) -> Response:
    """One tap: came, came late or did not come; in place where the tap was made."""
    workshop, form = queries.get_workshop(session(), workshop_id), MarkForm()
    one = queries.get_registration(session(), workshop_id, registration_id)
    if not form.validate():
        raise Refused("Choose whether the person came.")
    actions.mark(session(), workshop, one.registration, form.mark.data)
    if not wants_fragment():
        return done(_attendance(workshop_id))
    toast(_("Attendance is saved."))
    return answer("workshops/_mark.html", fragment="workshops/_mark.html", workshop=workshop, one=one)


@pages.post(f"{ONE}/visitors")
@member_can(P.LEAD_WORKSHOPS)
def visitors(workshop_id: UUID) -> Response:
    """How many came who gave no name."""
    workshop, form = queries.get_workshop(session(), workshop_id), VisitorsForm()
    if not form.validate():
        return _attendance_page(workshop, form, status=422)
    actions.count_visitors(session(), workshop, visitors=form.visitors.data)
    return done(_attendance(workshop_id), _("The visitors are counted."))


@pages.post(f"{ONE}/notes")
@member_can(P.WRITE_NOTES)
def write(workshop_id: UUID) -> Response:
    """Begins the notes of those who came, filled with what is known, and opens them."""
    workshop = queries.get_workshop(session(), workshop_id)
    own = {one.registration.id: _own_part(workshop, one) for one in queries.people_of(session(), workshop_id)}
    title = workshop.title_in(words.language())
    note = actions.begin_notes(session(), workshop, title=title, own=own)
    if note.group_id:
        return done(url_for("group_notes.show", group_id=note.group_id))
    return done(url_for("notes.show", client_id=note.client_id, case_id=note.case_id, note_id=note.id))


def _own_part(workshop: Workshop, one: Coming) -> str:
    """What the note of one person says alone: the remark, and how long they were there when not all the time."""
    minutes, remark = one.registration.minutes, one.registration.remark or ""
    if minutes is None or minutes == workshop.minutes:
        return str(remark)
    stayed = ngettext(
        "Took part for one minute.", "Took part for %(minutes)s minutes.", minutes, minutes=minutes
    )
    return f"{stayed} {remark}".strip()


def _attendance(workshop_id: UUID) -> str:
    return url_for(".attendance", workshop_id=workshop_id)


def _attendance_page(workshop: Workshop, form: VisitorsForm | None = None, status: int = 200) -> Response:
    told = told_of(workshop)
    form = form or VisitorsForm(formdata=None, data={"visitors": workshop.visitors})
    return answer("workshops/attendance.html", form=form, status=status, **told)


def _page(
    workshop: Workshop,
    one: Coming,
    *,
    taking_off: TakeOffForm | None = None,
    remarking: RemarkForm | None = None,
    status: int = 200,
) -> Response:
    row = one.registration
    now = {"minutes": row.minutes, "remark": row.remark, "version": row.version}
    return answer(
        "workshops/person.html",
        workshop=workshop,
        one=one,
        taking_off=taking_off or TakeOffForm(formdata=None),
        remarking=remarking or RemarkForm(formdata=None, data=now),
        past=steps_of(session(), row),
        workers=names_of(session()),
        status=status,
    )
