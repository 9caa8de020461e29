"""Incidents: write a report, save it while typing, hand it in; read and print what one may."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from records.incidents import actions, queries
from records.incidents.models import Incident
from records.incidents.rules import Report
from templates import filters
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Conflict, Refused
from tenants.members import members
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Clock, Day, Entry, Form, LongText, Text, Version
from webapp.incident_desk import desk, parts_of
from webapp.rendering import answer, done, saved, wants_json
from webapp.transaction import session

pages = Blueprint("incidents", __name__)

ONE_A_LINE = L_("One to a line.")


class StartForm(Form):
    """Whose page the report was begun from, if any."""

    about = Text("", limit=20)


class ReportForm(Form):
    """What happened, who was there, what was done; facts apart from opinions."""

    kind = Choice(
        L_("Kind of incident"),
        missing=L_("Choose the kind of incident."),
        choices=choices("incident_kind"),
    )
    occurred_on = Day(L_("Date"), missing=L_("Enter the day it happened."))
    occurred_at = Clock(L_("Time"))
    place = Text(L_("Place"))
    clients = Text(
        L_("Clients concerned, by file number"), hint=L_("For example N-1001, N-1002. Empty: no client.")
    )
    staff = Choices(L_("Staff concerned"))
    visitors = LongText(L_("Visitors concerned"), limit=1000, rows=1, hint=ONE_A_LINE)
    outsiders = LongText(L_("Others concerned"), limit=1000, rows=1, hint=ONE_A_LINE)
    witnesses = LongText(L_("Witnesses"), limit=1000, rows=1, hint=ONE_A_LINE)
    seen = LongText(
        L_("What was seen and heard"), rows=6, hint=L_("Facts only: what a camera would have recorded.")
    )
    opinion = LongText(L_("What you think about it"), rows=2, hint=L_("Kept apart from the facts."))
    injuries = LongText(L_("Injuries"), rows=1)
    immediate_action = LongText(L_("What was done at once"), rows=3)
    services = Choices(L_("Services called"), choices=choices("incident_service"))
    family_told = Choice(L_("Family or contact person told"), choices=choices("family_told"))
    version = Version()

    def report(self) -> Report:
        """What was written, ready to be handed in."""
        given: dict[str, Any] = self.values()
        given.pop("version")
        for name in ("visitors", "outsiders", "witnesses"):
            given[name] = tuple(line.strip() for line in (given[name] or "").splitlines() if line.strip())
        given["clients"] = tuple((given["clients"] or "").replace(",", " ").split())
        for name in ("staff", "services"):
            given[name] = tuple(given[name])
        for name in ("place", "seen", "opinion", "injuries", "immediate_action", "family_told"):
            given[name] = given[name] or ""
        return Report(**given)


@pages.get("/incidents")
@member_can(P.SEE_OWN_INCIDENTS)
def index() -> Response:
    """What is open, then what is closed; for most people their own reports."""
    still = queries.open_incidents(session())
    return answer(
        "incidents/index.html",
        block="rows",
        open=still,
        due=queries.next_due(session(), [line.id for line in still]),
        closed=queries.closed_incidents(session(), after=request.args.get("after")),
    )


@pages.post("/incidents")
@member_can(P.REPORT_INCIDENTS)
def create() -> Response:
    """Begins a draft and opens it."""
    form = StartForm()
    about = form.about.data if form.validate() else None
    incident = actions.start_report(session(), about=about or "")
    return done(url_for("incidents.show", incident_id=incident.id))


@pages.get("/incidents/<uuid:incident_id>")
@member_can(P.SEE_OWN_INCIDENTS)
def show(incident_id: UUID) -> Response:
    """A draft to write on, or a report to read and to work on. Reading is recorded."""
    incident = queries.get_incident(session(), incident_id)
    return _editor(incident, _form_of(incident)) if incident.is_draft else desk(incident)


@pages.get("/incidents/<uuid:incident_id>/print")
@member_can(P.SEE_OWN_INCIDENTS)
def printed(incident_id: UUID) -> Response:
    """The report and all that followed on plain paper, with who printed it and when."""
    incident = queries.get_incident(session(), incident_id)
    incident.expect_submitted()
    return answer("incidents/print.html", now=clock.now(), **parts_of(incident))


@pages.post("/incidents/<uuid:incident_id>/draft")
@member_can(P.REPORT_INCIDENTS)
def save(incident_id: UUID) -> Response:
    """Keeps what is typed, whole or not; asked for by the page while a person types, or by a button."""
    incident, form = queries.get_incident(session(), incident_id), _new_form()
    try:
        actions.save_draft(session(), incident, values=_as_typed(form), version=form.version.data or 0)
    except Conflict as refusal:
        if wants_json():
            raise
        return _conflicted(incident, form, refusal)
    at = filters.time_of_day(incident.saved_at.astimezone(ZoneInfo(context.current().timezone)))
    if wants_json():
        return saved(version=incident.version, at=at)
    return done(url_for("incidents.index"), _("Draft saved %(time)s", time=at))


@pages.post("/incidents/<uuid:incident_id>/submission")
@member_can(P.REPORT_INCIDENTS)
def submit(incident_id: UUID) -> Response:
    """Hands in and locks the report; nothing typed is lost when something is missing."""
    incident, form = queries.get_incident(session(), incident_id), _new_form()
    if not form.validate():
        return _editor(incident, form, status=422)
    try:
        actions.submit_report(session(), incident, form.report(), version=form.version.data or 0)
    except Conflict as refusal:
        return _conflicted(incident, form, refusal)
    except Refused as refusal:
        return _editor(incident, form, status=form.accept(refusal))
    return done(url_for("incidents.show", incident_id=incident_id), _("The report is handed in and locked."))


@pages.post("/incidents/<uuid:incident_id>/discarding")
@member_can(P.REPORT_INCIDENTS)
def discard(incident_id: UUID) -> Response:
    """Throws a draft away."""
    actions.discard_report(session(), queries.get_incident(session(), incident_id))
    return done(url_for("incidents.index"), _("The draft is gone."))


def _new_form(typed: Any = None) -> ReportForm:
    form = ReportForm(typed) if typed is not None else ReportForm()
    form.offer(staff=[(member.id, member.name) for member in members(session())])
    return form


def _as_typed(form: ReportForm) -> dict[str, list[str]]:
    return {
        field.short_name: [str(text) for text in field.raw_data or ()]
        for field in form
        if isinstance(field, Entry) and field.name != "version"
    }


def _form_of(incident: Incident) -> ReportForm:
    today = clock.today(context.current().timezone)
    typed: dict[str, list[str]] = {"occurred_on": [today.isoformat()]} | (incident.draft or {})
    return _new_form(MultiDict({**typed, "version": [str(incident.version)]}))


def _editor(
    incident: Incident,
    form: ReportForm,
    *,
    theirs: Mapping[str, list[str]] | None = None,
    status: int = 200,
) -> Response:
    return answer("incidents/edit.html", incident=incident, form=form, theirs=theirs, status=status)


def _conflicted(incident: Incident, form: ReportForm, refusal: Conflict) -> Response:
    """Both texts, side by side; handing in from here is a decision, so the form takes the newer version."""
    session().refresh(incident)
    form.accept(refusal)
    form.version.raw_data = [str(incident.version)]
    theirs = (incident.draft or {}) if incident.is_draft else None
    return _editor(incident, form, theirs=theirs, status=409)
