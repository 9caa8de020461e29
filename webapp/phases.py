"""Phases: where a case stands in the process, read from what was done."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.phases import actions
from records.phases.queries import marks_of, phases_of_case
from records.phases.rules import ALL_STEPS, PHASES
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import NotFound, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("phases", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/phases"


class PhaseForm(Form):
    """That a phase is over, or taken up again, and why."""

    mark = Choice(
        L_("What you want to say"),
        missing=L_("Choose what you want to say."),
        choices=choices("phase_mark"),
        as_radio=True,
    )
    happened_on = Day(L_("Date"), missing=L_("Enter the day it happened."))
    words = LongText(L_("Why"), missing=L_("Say why."), limit=1000, rows=2)


class StepForm(Form):
    """How a step stands that no record shows."""

    mark = Choice(
        L_("How it stands"),
        missing=L_("Choose how it stands."),
        choices=choices("step_mark"),
        as_radio=True,
    )
    words = LongText(L_("In words"), limit=1000, rows=2, hint=L_("Needed when the step is not needed."))


@pages.get(CASE)
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID) -> Response:
    """The map of the case, and what was said of its phases."""
    case = get_case(session(), client_id, case_id)
    return answer(
        "phases/show.html",
        client=g.standing.client,
        case=case,
        phases=phases_of_case(session(), case),
        marks=marks_of(session(), case_id),
        workers=names_of(session()),
    )


@pages.get(f"{CASE}/<what>")
@member_can(P.WRITE_CASES)
def edit(client_id: UUID, case_id: UUID, what: str) -> Response:
    """What can be said of one phase or step."""
    today = clock.today(context.current().timezone)
    return _editor(client_id, case_id, what, _form_of(what, data={"happened_on": today}))


@pages.post(f"{CASE}/<what>")
@member_can(P.WRITE_CASES)
def mark(client_id: UUID, case_id: UUID, what: str) -> Response:
    """Writes it down."""
    case, form = get_case(session(), client_id, case_id), _form_of(what)
    if not form.validate():
        return _editor(client_id, case_id, what, form, status=422)
    try:
        actions.mark_phase(session(), case, what=what, **form.values())
    except Refused as refusal:
        return _editor(client_id, case_id, what, form, status=form.accept(refusal))
    return done(url_for("phases.show", client_id=client_id, case_id=case_id), _("It is on file."))


def _form_of(what: str, **given: Any) -> PhaseForm | StepForm:
    if what not in (*PHASES, *ALL_STEPS):
        raise NotFound()
    return PhaseForm(**given) if what in PHASES else StepForm(**given)


def _editor(
    client_id: UUID, case_id: UUID, what: str, form: PhaseForm | StepForm, status: int = 200
) -> Response:
    case = get_case(session(), client_id, case_id)
    phases = phases_of_case(session(), case)
    phase = next(one for one in phases if what in (one.code, *(step.code for step in one.steps)))
    shown: dict[str, Any] = {"phase": phase, "what": what, "form": form}
    return answer("phases/edit.html", client=g.standing.client, case=case, status=status, **shown)
