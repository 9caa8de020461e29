"""What leads to a goal: steps, and interventions with what came of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.queries import get_case
from records.history.queries import steps_of
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.queries import particulars_of
from records.plans import actions, queries
from records.plans.models import Goal, Intervention, Objective
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.declared import title_of
from webapp.forms import Form
from webapp.plan_forms import (
    InterventionChangeForm,
    InterventionForm,
    ObjectiveChangeForm,
    ObjectiveForm,
)
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("plan_steps", __name__)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/objectives/new")
@member_can(P.WRITE_CASES)
def new_objective(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """An empty step."""
    return _page(_goal(client_id, case_id, goal_id), ObjectiveForm())


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/objectives")
@member_can(P.WRITE_CASES)
def create_objective(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Keeps the step."""
    goal, form = _goal(client_id, case_id, goal_id), ObjectiveForm()
    if not form.validate():
        return _page(goal, form, status=422)
    try:
        actions.add_objective(session(), goal, **form.values())
    except Refused as refusal:
        return _page(goal, form, status=form.accept(refusal))
    return _back(goal, _("The step is in the plan."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/objectives/<uuid:objective_id>")
@member_can(P.WRITE_CASES)
def objective(client_id: UUID, case_id: UUID, objective_id: UUID) -> Response:
    """A step, to be changed; with what it said before."""
    row, goal = _objective(client_id, case_id, objective_id)
    return _page(goal, ObjectiveChangeForm(data=_now(row)), row=row)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/objectives/<uuid:objective_id>")
@member_can(P.WRITE_CASES)
def change_objective(client_id: UUID, case_id: UUID, objective_id: UUID) -> Response:
    """Keeps the change, and what the step said."""
    (row, goal), form = _objective(client_id, case_id, objective_id), ObjectiveChangeForm()
    if not form.validate():
        return _page(goal, form, row=row, status=422)
    try:
        actions.change_objective(session(), row, **form.values())
    except Refused as refusal:
        form.catch_up(row)
        return _page(goal, form, row=row, status=form.accept(refusal))
    return _back(goal, _("The change is kept."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/interventions/new")
@member_can(P.WRITE_CASES)
def new_intervention(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """An empty intervention."""
    goal = _goal(client_id, case_id, goal_id)
    return _page(goal, _offered(goal, InterventionForm(data={"type": request.args.get("type")})))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/interventions")
@member_can(P.WRITE_CASES)
def create_intervention(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Keeps the intervention."""
    goal = _goal(client_id, case_id, goal_id)
    form = _offered(goal, InterventionForm())
    if not form.validate():
        return _page(goal, form, status=422)
    try:
        actions.add_intervention(session(), goal, **form.values())
    except Refused as refusal:
        return _page(goal, form, status=form.accept(refusal))
    return _back(goal, _("The intervention is in the plan."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/interventions/<uuid:intervention_id>")
@member_can(P.WRITE_CASES)
def intervention(client_id: UUID, case_id: UUID, intervention_id: UUID) -> Response:
    """An intervention, to be changed; with what it said before."""
    row, goal = _intervention(client_id, case_id, intervention_id)
    return _page(goal, _offered(goal, InterventionChangeForm(data=_now(row))), row=row)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/interventions/<uuid:intervention_id>")
@member_can(P.WRITE_CASES)
def change_intervention(client_id: UUID, case_id: UUID, intervention_id: UUID) -> Response:
    """Keeps the change, and what was said."""
    row, goal = _intervention(client_id, case_id, intervention_id)
    form = _offered(goal, InterventionChangeForm())
    if not form.validate():
        return _page(goal, form, row=row, status=422)
    try:
        actions.change_intervention(session(), row, **form.values())
    except Refused as refusal:
        form.catch_up(row)
        return _page(goal, form, row=row, status=form.accept(refusal))
    return _back(goal, _("The change is kept."))


def _goal(client_id: UUID, case_id: UUID, goal_id: UUID) -> Goal:
    return queries.get_goal(session(), get_case(session(), client_id, case_id).id, goal_id)


def _objective(client_id: UUID, case_id: UUID, objective_id: UUID) -> tuple[Objective, Goal]:
    case = get_case(session(), client_id, case_id)
    row = queries.get_objective(session(), case.id, objective_id)
    return row, queries.get_goal(session(), case.id, row.goal_id)


def _intervention(client_id: UUID, case_id: UUID, intervention_id: UUID) -> tuple[Intervention, Goal]:
    case = get_case(session(), client_id, case_id)
    row = queries.get_intervention(session(), case.id, intervention_id)
    return row, queries.get_goal(session(), case.id, row.goal_id)


def _offered(goal: Goal, form: InterventionForm) -> InterventionForm:
    steps = queries.course_of(session(), goal).objectives
    form.offer(objective_id=[(one.id, one.step) for one in steps])
    return form


def _now(row: Objective | Intervention) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*row.KEPT, "version")}


def _back(goal: Goal, words: str) -> Response:
    here: dict[str, Any] = {"client_id": goal.client_id, "case_id": goal.case_id, "goal_id": goal.id}
    return done(url_for("goals.show", **here), words)


def _services(row: Intervention) -> list[tuple[ParticularRow, str]]:
    found = queries.services_of(particulars_of(session(), g.standing), row)
    return [(one, title_of(KINDS[one.kind], one)) for one in found]


def _page(
    goal: Goal, form: Form, *, row: Objective | Intervention | None = None, status: int = 200
) -> Response:
    is_intervention = isinstance(form, InterventionForm)
    return answer(
        "plans/intervention.html" if is_intervention else "plans/objective.html",
        client=g.standing.client,
        goal=goal,
        row=row,
        form=form,
        steps=steps_of(session(), row) if row else [],
        services=_services(row) if isinstance(row, Intervention) else [],
        workers=names_of(session()),
        status=status,
    )
