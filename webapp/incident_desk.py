"""Incidents after they were handed in: triage, review, actions, notices outside, closing by two people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.incidents import handling, queries
from records.incidents.models import Incident
from records.incidents.register import find_breach, line_for
from records.incidents.rules import ACTIONS_IN, STEPS
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.forms import Choice, Choices, Day, Form, Hidden, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("incident_desk", __name__)


class AdditionForm(Form):
    """What is to be added to the report, and why."""

    reason = Choice(L_("Reason"), missing=L_("Choose a reason."), choices=choices("addendum_reason"))
    addition = LongText(L_("What you add"), missing=L_("Write what you add."))


class StepForm(Form):
    """The words of the next step; what else it asks depends on the step."""

    act = Hidden("")
    severity = Choice(L_("How serious"), choices=choices("incident_severity"), as_radio=True)
    causes = Choices(L_("Root causes"), choices=choices("incident_cause"))
    words = LongText(L_("In your words"), missing=L_("Write down why."), rows=3)


class ActionForm(Form):
    """Who does what by when."""

    what = Text(L_("What is to be done"), missing=L_("Enter what is to be done."), limit=300)
    owner_id = Choice(L_("Who does it"), missing=L_("Choose who does it."))
    do_by = Day(L_("To be done by"), missing=L_("Enter the day by which it is done."))


class NoticeForm(Form):
    """Whom outside the agency must be told, or was."""

    recipient = Choice(
        L_("Who is told"), missing=L_("Choose who is told."), choices=choices("incident_recipient")
    )
    name = Text(L_("Name or office"))
    due_on = Day(L_("To be told by"))
    sent_on = Day(L_("Told on"))
    reference = Text(L_("Their reference"), limit=120)


class SentForm(Form):
    """When they were told."""

    sent_on = Day(L_("Told on"), missing=L_("Enter the day they were told."))
    reference = Text(L_("Their reference"), limit=120)


class LessonsForm(Form):
    """What was learned."""

    lessons = LongText(
        L_("What was learned"), missing=L_("Write what was learned, even if it is little."), rows=3
    )


def parts_of(incident: Incident) -> dict[str, Any]:
    """The report and all that followed, as far as the reader handles incidents. Reading is recorded."""
    audit.viewed(audit.Verb.INCIDENT_VIEWED, incident.id, client_id=incident.client_id)
    handles = may(context.current().roles, P.SEE_INCIDENTS)
    breach = find_breach(session(), incident.id) if handles else None
    steps = queries.steps_of(session(), incident.id)
    return {
        "incident": incident,
        "persons": queries.persons_of(session(), incident.id),
        # Whoever only reported sees what was added to the report, and not what the review says of it.
        "steps": steps if handles else [step for step in steps if step.act == "add"],
        "actions_": queries.actions_of(session(), incident.id) if handles else [],
        "notices": queries.notices_of(session(), incident.id) if handles else [],
        "breach": line_for(session(), breach, incident) if breach else None,
        "workers": names_of(session()),
    }


def desk(incident: Incident, status: int = 200, **given: Form) -> Response:
    """The page of an incident, with the forms for what may be done next; `given` is one that comes back refused."""
    forms: dict[str, Form] = {
        "addition": AdditionForm(formdata=None),
        "step": StepForm(formdata=None, data={"act": STEPS.get(incident.state)}),
        "action": ActionForm(formdata=None),
        "notice_": NoticeForm(formdata=None),
        "lessons": LessonsForm(formdata=None),
    } | given
    forms["action"].offer(owner_id=_staff())
    parts = parts_of(incident)
    return answer(
        "incidents/show.html",
        act=STEPS.get(incident.state),
        takes_actions=incident.state in ACTIONS_IN,
        forms=forms,
        status=status,
        **parts,
    )


@pages.post("/incidents/<uuid:incident_id>/additions")
@member_can(P.REPORT_INCIDENTS)
def add(incident_id: UUID) -> Response:
    """Adds words to a report that was handed in."""
    incident, form = queries.get_incident(session(), incident_id), AdditionForm()
    incident.expect_submitted()
    if not form.validate():
        return desk(incident, 422, addition=form)
    handling.add_to_report(session(), incident, reason=form.reason.data, words=form.addition.data)
    return _done(incident, _("Your words are added to the report."))


@pages.post("/incidents/<uuid:incident_id>/steps")
@member_can(P.HANDLE_INCIDENTS)
def step(incident_id: UUID) -> Response:
    """Takes the next step of the incident's life."""
    incident, form = queries.get_incident(session(), incident_id), StepForm()
    incident.expect_submitted()
    if not form.validate():
        return desk(incident, 422, step=form)
    given = form.values()
    try:
        handling.take_step(session(), incident, given.pop("act") or "", **given)
    except Refused as refusal:
        return desk(incident, form.accept(refusal), step=form)
    return _done(incident, _("The step is noted down."))


@pages.post("/incidents/<uuid:incident_id>/actions")
@member_can(P.HANDLE_INCIDENTS)
def decide(incident_id: UUID) -> Response:
    """Decides on something to do."""
    incident, form = queries.get_incident(session(), incident_id), ActionForm()
    incident.expect_submitted()
    form.offer(owner_id=_staff())
    if not form.validate():
        return desk(incident, 422, action=form)
    given = form.values()
    handling.add_action(session(), incident, due_on=given.pop("do_by"), **given)
    return _done(incident, _("The action is decided."))


@pages.post("/incidents/<uuid:incident_id>/actions/<uuid:incident_action_id>/completion")
@member_can(P.HANDLE_INCIDENTS)
def finish(incident_id: UUID, incident_action_id: UUID) -> Response:
    """Marks an action done today."""
    incident = queries.get_incident(session(), incident_id)
    handling.finish_action(session(), queries.get_action(session(), incident_id, incident_action_id))
    return _done(incident, _("The action is done."))


@pages.post("/incidents/<uuid:incident_id>/notices")
@member_can(P.HANDLE_INCIDENTS)
def notify(incident_id: UUID) -> Response:
    """Writes down whom outside the agency must be told, or was."""
    incident, form = queries.get_incident(session(), incident_id), NoticeForm()
    incident.expect_submitted()
    if not form.validate():
        return desk(incident, 422, notice_=form)
    try:
        handling.add_notice(session(), incident, **form.values())
    except Refused as refusal:
        return desk(incident, form.accept(refusal), notice_=form)
    return _done(incident, _("The notice is noted down."))


@pages.get("/incidents/<uuid:incident_id>/notices/<uuid:incident_notice_id>")
@member_can(P.HANDLE_INCIDENTS)
def notice(incident_id: UUID, incident_notice_id: UUID) -> Response:
    """One notice that waits to be sent."""
    today = clock.today(context.current().timezone)
    return _notice(incident_id, incident_notice_id, SentForm(data={"sent_on": today}))


@pages.post("/incidents/<uuid:incident_id>/notices/<uuid:incident_notice_id>")
@member_can(P.HANDLE_INCIDENTS)
def send(incident_id: UUID, incident_notice_id: UUID) -> Response:
    """Writes down that they were told."""
    incident, form = queries.get_incident(session(), incident_id), SentForm()
    found = queries.get_notice(session(), incident_id, incident_notice_id)
    if not form.validate():
        return _notice(incident_id, incident_notice_id, form, 422)
    try:
        handling.send_notice(session(), found, **form.values())
    except Refused as refusal:
        return _notice(incident_id, incident_notice_id, form, form.accept(refusal))
    return _done(incident, _("The notice is noted down."))


@pages.post("/incidents/<uuid:incident_id>/closing-request")
@member_can(P.HANDLE_INCIDENTS)
def ask_closing(incident_id: UUID) -> Response:
    """The first of two people says what was learned."""
    incident, form = queries.get_incident(session(), incident_id), LessonsForm()
    incident.expect_submitted()
    if not form.validate():
        return desk(incident, 422, lessons=form)
    try:
        handling.ask_closing(session(), incident, lessons=form.lessons.data)
    except Refused as refusal:
        return desk(incident, form.accept(refusal), lessons=form)
    return _done(incident, _("A second person can close the incident now."))


@pages.post("/incidents/<uuid:incident_id>/closing")
@member_can(P.HANDLE_INCIDENTS)
def close(incident_id: UUID) -> Response:
    """The second person closes."""
    incident = queries.get_incident(session(), incident_id)
    handling.close_incident(session(), incident)
    return _done(incident, _("The incident is closed."))


def _staff() -> list[tuple[UUID, str]]:
    return [(member.id, member.name) for member in members(session())]


def _done(incident: Incident, words: str) -> Response:
    return done(url_for("incidents.show", incident_id=incident.id), words)


def _notice(incident_id: UUID, notice_id: UUID, form: SentForm, status: int = 200) -> Response:
    incident = queries.get_incident(session(), incident_id)
    found = queries.get_notice(session(), incident_id, notice_id)
    return answer("incidents/notice.html", incident=incident, notice=found, form=form, status=status)
