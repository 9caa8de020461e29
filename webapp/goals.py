"""Goals of a case: set, change, rate, end; each with its past."""

from textwrap import shorten
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.barriers.queries import barriers_of
from records.cases.queries import get_case
from records.history.queries import steps_of
from records.notes.queries import notes_about
from records.plans import actions, queries
from records.plans.models import Goal
from records.plans.rules import AGREED, SCALE, goal_becomes
from records.plans.suggestions import suggested_for
from templates.labels import label
from templates.words import gettext as _
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.forms import Form
from webapp.plan_forms import (
    BeginForm,
    GoalChangeForm,
    GoalEndForm,
    GoalForm,
    RatingForm,
    ReplacementForm,
)
from webapp.plan_words import named
from webapp.plans import reads_work
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("goals", __name__)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/new")
@member_can(P.WRITE_CASES)
def new(client_id: UUID, case_id: UUID) -> Response:
    """An empty goal, at the end of those there are."""
    case = get_case(session(), client_id, case_id)
    place = sum(course.goal.is_open for course in queries.courses_of(session(), case_id)) + 1
    start = {"type": "employment", "decides": "together", "priority": min(place, 20)}
    start |= {"answers": request.args.getlist("answers")}
    return _form_page(case.id, _offered(case.id, GoalForm(data=start)))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals")
@member_can(P.WRITE_CASES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Keeps the goal."""
    case, form = get_case(session(), client_id, case_id), _offered(case_id, GoalForm())
    if not form.validate():
        return _form_page(case.id, form, status=422)
    try:
        goal = actions.add_goal(session(), case, **form.values())
    except Refused as refusal:
        return _form_page(case.id, form, status=form.accept(refusal))
    return _back(goal, _("The goal is in the plan."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>")
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """One goal: what leads to it, how far it is, how it is ended, and what it said before."""
    goal = _goal(client_id, case_id, goal_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, goal.id, client_id=client_id, case=case_id)
    return _page(goal)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/edit")
@member_can(P.WRITE_CASES)
def edit(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """The goal, to be said better."""
    goal = _goal(client_id, case_id, goal_id)
    return _form_page(case_id, _offered(case_id, GoalChangeForm(data=_now(goal)), goal), goal=goal)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>")
@member_can(P.WRITE_CASES)
def change(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Keeps the change, and what the goal said."""
    goal = _goal(client_id, case_id, goal_id)
    form = _offered(case_id, GoalChangeForm(), goal)
    if not form.validate():
        return _form_page(case_id, form, goal=goal, status=422)
    try:
        actions.change_goal(session(), goal, **form.values())
    except Refused as refusal:
        form.catch_up(goal)
        return _form_page(case_id, form, goal=goal, status=form.accept(refusal))
    return _back(goal, _("The change is kept."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/replacement")
@member_can(P.WRITE_CASES)
def replacement(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Another goal, begun from the one that does not fit any more."""
    goal = _goal(client_id, case_id, goal_id)
    form = ReplacementForm(data=_now(goal) | {"reason": ""})
    return _form_page(case_id, _offered(case_id, form, goal), goal=goal)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/replacement")
@member_can(P.WRITE_CASES)
def replace(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Ends the goal as changed and puts the other in its place."""
    goal = _goal(client_id, case_id, goal_id)
    form = _offered(case_id, ReplacementForm(), goal)
    if not form.validate():
        return _form_page(case_id, form, goal=goal, status=422)
    try:
        following = actions.replace_goal(session(), goal, **form.values())
    except Refused as refusal:
        form.catch_up(goal)
        return _form_page(case_id, form, goal=goal, status=form.accept(refusal))
    return _back(following, _("The goal changed. The one before stays in the file."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/beginning")
@member_can(P.WRITE_CASES)
def begin(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """The work on it has begun."""
    goal, form = _goal(client_id, case_id, goal_id), BeginForm()
    actions.begin_goal(session(), goal, version=form.version.data or 0)
    return _back(goal, _("The work on this goal has begun."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/ratings")
@member_can(P.WRITE_CASES)
def rate(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Keeps how far it is."""
    goal, form = _goal(client_id, case_id, goal_id), RatingForm()
    if not form.validate():
        return _page(goal, rating=form, status=422)
    try:
        actions.rate_goal(session(), goal, **form.values())
    except Refused as refusal:
        return _page(goal, rating=form, status=form.accept(refusal))
    return _back(goal, _("The rating is kept."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goals/<uuid:goal_id>/ending")
@member_can(P.WRITE_CASES)
def end(client_id: UUID, case_id: UUID, goal_id: UUID) -> Response:
    """Keeps how it ended."""
    goal, form = _goal(client_id, case_id, goal_id), GoalEndForm()
    if not form.validate():
        return _page(goal, ending=form, status=422)
    try:
        actions.end_goal(session(), goal, **form.values())
    except Refused as refusal:
        form.catch_up(goal)
        return _page(goal, ending=form, status=form.accept(refusal))
    return _back(goal, _("How the goal ended is in the file."))


def _goal(client_id: UUID, case_id: UUID, goal_id: UUID) -> Goal:
    return queries.get_goal(session(), get_case(session(), client_id, case_id).id, goal_id)


def _back(goal: Goal, words: str) -> Response:
    here: dict[str, Any] = {"client_id": goal.client_id, "case_id": goal.case_id, "goal_id": goal.id}
    return done(url_for("goals.show", **here), words)


def _now(goal: Goal) -> dict[str, Any]:
    scale = {f"scale_{code}": (goal.scale or {}).get(code) for code in SCALE}
    now = {name: getattr(goal, name) for name in (*AGREED["goal"], "version") if name != "scale"}
    return now | scale | {"answers": goal.barrier_ids}


def _offered(case_id: UUID, form: GoalForm, goal: Goal | None = None) -> GoalForm:
    """The form with the barriers that are still in the way, and those that the goal answers already."""
    held = goal.barrier_ids if goal else ()
    known = barriers_of(session(), case_id, g.standing)
    shown = [one for one in known if one.id in held or not one.is_over]
    form.offer(answers=[(one.id, shorten(named(one.category, one.words), 120)) for one in shown])
    return form


def _form_page(case_id: UUID, form: Form, *, goal: Goal | None = None, status: int = 200) -> Response:
    return answer(
        "plans/goal_form.html",
        client=g.standing.client,
        case_id=case_id,
        goal=goal,
        form=form,
        replaces=isinstance(form, ReplacementForm),
        status=status,
    )


def _page(
    goal: Goal, *, rating: RatingForm | None = None, ending: GoalEndForm | None = None, status: int = 200
) -> Response:
    works, course = reads_work(), queries.course_of(session(), goal)
    known = barriers_of(session(), goal.case_id, g.standing)
    barriers = [one for one in known if one.id in goal.barrier_ids]
    planned = {one.type for one in course.interventions}
    return answer(
        "plans/goal.html",
        client=g.standing.client,
        course=course,
        barriers=barriers,
        suggested=suggested_for([one.category for one in barriers], planned),
        rating=rating or RatingForm(data={"rated_on": clock.today(context.current().timezone)}),
        ending=ending or GoalEndForm(data={"version": goal.version}),
        begins=goal_becomes(goal.state, "begin") is not None,
        steps=steps_of(session(), goal),
        works=works,
        notes=notes_about(session(), goal.case_id, goal.id) if may_here(P.SEE_NOTES) else [],
        workers=names_of(session()) | {one.id: label(one.category, "barrier") for one in known},
        status=status,
    )
