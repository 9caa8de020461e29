"""The register of breaches: what an incident did to people's information, how it was judged, who was told."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.incidents.breaches import record_breach
from records.incidents.keeping import Finding
from records.incidents.models import Incident
from records.incidents.queries import get_incident
from records.incidents.register import find_breach, line_for, lines_of, register
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Day, Form, LongText, Text, Version, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("breaches", __name__)


class BreachForm(Form):
    """What is known, how the risk is judged, who was told."""

    discovered_on = Day(
        L_("The day you knew of it"),
        missing=L_("Enter the day you knew of it."),
        hint=L_("The clocks below count from this day."),
    )
    information = Choices(
        L_("What information"), missing=L_("Choose what information it was."), choices=choices("breach_data")
    )
    circumstances = LongText(
        L_("What happened to the information"),
        missing=L_("Say what happened to the information."),
        rows=3,
        hint=L_("How it got out, when or since when, and who may have it."),
    )
    persons = Whole(
        L_("How many people"),
        missing=L_("Enter how many people it is about; estimate if you do not know."),
    )
    safeguards = LongText(
        L_("How it was protected"), rows=2, hint=L_("For example encrypted, or locked away.")
    )
    sensitivity = Choice(
        L_("How sensitive the information is"), choices=choices("breach_level"), as_radio=True
    )
    likelihood = Choice(L_("How likely misuse is"), choices=choices("breach_level"), as_radio=True)
    reasons = LongText(L_("Reasons"), rows=3, hint=L_("What speaks for harm, and what against."))
    decision = Choice(
        L_("Decision"), missing=L_("Choose the decision."), choices=choices("breach_decision"), as_radio=True
    )
    regulator_on = Day(L_("Commissioner or commission told on"))
    regulator_reference = Text(L_("Their reference"), limit=120)
    individuals_on = Day(L_("People told on"))
    individuals_how = Choice(L_("How they were told"), choices=choices("breach_told"))
    prevention = LongText(L_("What you do so that it does not happen again"), rows=2)
    version = Version()

    def finding(self) -> Finding:
        """What was entered, as the register takes it."""
        given: dict[str, Any] = self.values()
        given.pop("version")
        return Finding(**given | {"information": tuple(given["information"])})


@pages.get("/incidents/breaches")
@member_can(P.SEE_INCIDENTS)
def index() -> Response:
    """Every breach with its clocks, on one page that can be printed. Looking is recorded."""
    lines = register(session())
    audit.viewed(audit.Verb.BREACHES_VIEWED, context.current().organisation_id, lines=len(lines))
    return answer("breaches/index.html", lines=lines, now=clock.now())


@pages.get("/incidents/<uuid:incident_id>/breach")
@member_can(P.SEE_INCIDENTS)
def show(incident_id: UUID) -> Response:
    """What the register says of one incident, and what it said before. Looking is recorded."""
    incident = get_incident(session(), incident_id)
    audit.viewed(audit.Verb.BREACHES_VIEWED, incident_id, client_id=incident.client_id)
    lines = lines_of(session(), incident_id)
    return answer(
        "breaches/show.html",
        incident=incident,
        lines=[line_for(session(), line, incident) for line in lines],
        workers=names_of(session()),
    )


@pages.get("/incidents/<uuid:incident_id>/breach/edit")
@member_can(P.HANDLE_INCIDENTS)
def edit(incident_id: UUID) -> Response:
    """The register's line for this incident, to be written or changed."""
    incident = get_incident(session(), incident_id)
    incident.expect_submitted()
    now = find_breach(session(), incident_id)
    start = {"discovered_on": clock.today(context.current().timezone), "decision": "pending", "version": 0}
    return _editor(incident, BreachForm(obj=now, data=None if now else start))


@pages.post("/incidents/<uuid:incident_id>/breach")
@member_can(P.HANDLE_INCIDENTS)
def record(incident_id: UUID) -> Response:
    """Adds the line that counts from now on."""
    incident, form = get_incident(session(), incident_id), BreachForm()
    incident.expect_submitted()
    if not form.validate():
        return _editor(incident, form, 422)
    try:
        record_breach(session(), incident, form.finding(), version=form.version.data or 0)
    except Refused as refusal:
        now = find_breach(session(), incident_id)
        if isinstance(refusal, Conflict) and now is not None:
            form.catch_up(now)
        return _editor(incident, form, form.accept(refusal))
    return done(url_for("breaches.show", incident_id=incident_id), _("The register is up to date."))


def _editor(incident: Incident, form: BreachForm, status: int = 200) -> Response:
    return answer("breaches/edit.html", incident=incident, form=form, status=status)
