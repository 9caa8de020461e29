"""What stands between a client and work, in the order agreed with them, and what is tried about it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.barriers import actions, queries
from records.barriers.hints import loaded
from records.barriers.models import Barrier
from records.barriers.rules import may_follow
from records.cases.models import Case
from records.cases.queries import get_case
from records.history.queries import steps_of
from records.plans.models import Goal
from records.plans.queries import goals_answering
from templates.labels import choices
from templates.words import gettext as _
from tenants import audit
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.barrier_forms import (
    BarrierChangeForm,
    BarrierForm,
    EventForm,
    NoGoalForm,
    StepForm,
    StrategyForm,
    offered,
)
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("barriers", __name__)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers")
@member_can(P.SEE_ASSESSMENTS)
def index(client_id: UUID, case_id: UUID) -> Response:
    """The barriers of a case in their order, with what is tried about each. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _list(case, BarrierForm(formdata=None))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers")
@member_can(P.WRITE_ASSESSMENTS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Writes down a barrier."""
    case, form = get_case(session(), client_id, case_id), offered(BarrierForm())
    if not form.validate():
        return _list(case, form, status=422)
    barrier = actions.add_barrier(session(), case, form.content())
    return done(_at(barrier), _("The barrier is written down."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/order")
@member_can(P.WRITE_ASSESSMENTS)
def agree(client_id: UUID, case_id: UUID) -> Response:
    """The client agrees to the order."""
    case = get_case(session(), client_id, case_id)
    actions.agree_order(session(), case)
    return done(_list_of(case), _("The order is agreed."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>/place")
@member_can(P.WRITE_ASSESSMENTS)
def place(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """Moves it one place up or down."""
    case, form = get_case(session(), client_id, case_id), StepForm()
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    if not form.validate():
        return _list(case, BarrierForm(formdata=None), status=422)
    actions.reorder(session(), barrier, step=int(form.step.data))
    return done(_list_of(case))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>")
@member_can(P.SEE_ASSESSMENTS)
def show(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """One barrier, what it said before, and what is tried about it. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return page_of(barrier)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>")
@member_can(P.WRITE_ASSESSMENTS)
def change(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """Tells it as it is now."""
    case, form = get_case(session(), client_id, case_id), BarrierChangeForm()
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    if not offered(form).validate():
        return page_of(barrier, form, status=422)
    told = {"version": form.version.data or 0, "reason": form.reason.data}
    try:
        actions.change_barrier(session(), barrier, form.content(), **told)
    except Refused as refusal:
        form.catch_up(barrier)
        return page_of(barrier, form, status=form.accept(refusal))
    return done(_at(barrier), _("The barrier is changed."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>/state")
@member_can(P.WRITE_ASSESSMENTS)
def move_on(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """Work on it begins, or it is over, or it is back."""
    case, form = get_case(session(), client_id, case_id), EventForm()
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    form.offer(event=choices("barrier_event"))
    if not form.validate():
        return page_of(barrier, form, status=422)
    try:
        actions.move_on(session(), barrier, event=form.event.data, reason=form.why.data or "")
    except Refused as refusal:
        return page_of(barrier, form, status=form.accept(refusal))
    return done(_at(barrier), _("The barrier has moved on."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>/no-goal")
@member_can(P.WRITE_ASSESSMENTS)
def say_why_no_goal(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """Keeps why no goal answers it for now."""
    case, form = get_case(session(), client_id, case_id), NoGoalForm()
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    if not form.validate():
        return page_of(barrier, form, status=422)
    try:
        actions.say_why_no_goal(session(), barrier, **form.values())
    except Refused as refusal:
        form.catch_up(barrier)
        return page_of(barrier, form, status=form.accept(refusal))
    return done(_at(barrier), _("Why no goal answers it is in the file."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/barriers/<uuid:barrier_id>/strategies")
@member_can(P.WRITE_ASSESSMENTS)
def add_strategy(client_id: UUID, case_id: UUID, barrier_id: UUID) -> Response:
    """Writes down what will be tried."""
    case, form = get_case(session(), client_id, case_id), StrategyForm()
    barrier = queries.get_barrier(session(), case.id, barrier_id, g.standing)
    if not form.validate():
        return page_of(barrier, form, status=422)
    try:
        actions.add_strategy(session(), barrier, **form.values())
    except Refused as refusal:
        return page_of(barrier, form, status=form.accept(refusal))
    return done(_at(barrier), _("The strategy is written down."))


def page_of(barrier: Barrier, form: Form | None = None, status: int = 200) -> Response:
    """The page of one barrier; `form` is the one that was sent, in its place."""
    start = {name: getattr(barrier, name) for name in (*barrier.KEPT, "version")}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=start)
        for kind in (BarrierChangeForm, EventForm, NoGoalForm, StrategyForm)
    }
    offered(forms["BarrierChangeForm"])
    events = [pair for pair in choices("barrier_event") if pair[0] in may_follow(barrier.state)]
    forms["EventForm"].offer(event=events)
    return answer(
        "barriers/show.html",
        client=g.standing.client,
        barrier=barrier,
        strategies=queries.strategies_of(session(), [barrier])[barrier.id],
        answering=_answering(barrier.case_id),
        loaded=loaded(f"{barrier.words} {barrier.impact or ''}"),
        past=steps_of(session(), barrier),
        workers=names_of(session()),
        forms=forms,
        status=status,
    )


def _list(case: Case, form: BarrierForm, status: int = 200) -> Response:
    barriers = queries.barriers_of(session(), case.id, g.standing)
    return answer(
        "barriers/index.html",
        client=g.standing.client,
        case=case,
        barriers=[barrier for barrier in barriers if not barrier.is_over],
        over=[barrier for barrier in barriers if barrier.is_over],
        strategies=queries.strategies_of(session(), barriers),
        answering=_answering(case.id),
        form=offered(form),
        status=status,
    )


def _answering(case_id: UUID) -> dict[UUID, list[Goal]] | None:
    """The goals that answer each barrier; None for who may not know of goals."""
    return goals_answering(session(), case_id) if may_here(P.SEE_CASES) else None


def _at(row: Barrier) -> str:
    return url_for("barriers.show", client_id=row.client_id, case_id=row.case_id, barrier_id=row.id)


def _list_of(case: Case) -> str:
    return url_for("barriers.index", client_id=case.client_id, case_id=case.id)
