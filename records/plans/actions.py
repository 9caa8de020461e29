"""Setting goals, changing, rating and ending them; the steps and interventions that lead to them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.barriers.models import Barrier
from records.cases.models import Case
from records.cases.queries import get_case
from records.entries.actions import enter
from records.entries.models import Kind
from records.history.actions import keep
from records.plans.models import Goal, GoalRating, Intervention, Objective
from records.plans.queries import get_objective, plan_in_force
from records.plans.rules import AGREED, GOAL_TYPES, NOC, SCALE, SERVICE_TYPES
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused

Step = TypeVar("Step", Objective, Intervention)


def add_goal(session: Session, case: Case, **told: Any) -> Goal:
    """Writes down what the client wants to reach. A plan that is in force then waits for a new agreement."""
    hold(session, case)
    case.expect_open()
    _expect_goal(told)
    _expect_barriers(session, case.id, told)
    entry = enter(session, Kind.GOAL, client_id=case.client_id, case_id=case.id)
    goal = Goal(id=entry.id, client_id=case.client_id, case_id=case.id)
    goal.tell(told)
    session.add(goal)
    _the_plan_has_changed(session, case.id)
    audit.record(session, audit.Verb.GOAL_SET, goal.id, client_id=case.client_id, type=goal.type)
    return goal


def change_goal(session: Session, goal: Goal, *, version: int, reason: str = "", **told: Any) -> None:
    """Says a goal better; what it said stays in its history, and a plan in force waits for a new agreement."""
    _hold(session, goal)
    goal.expect(version)
    goal.expect_open()
    _expect_goal(told)
    _expect_barriers(session, goal.case_id, told)
    before = {name: getattr(goal, name) for name in (*AGREED["goal"], "barrier_ids")}
    keep(session, goal, reason=reason)
    goal.tell(told)
    if any((before[name] or None) != (getattr(goal, name) or None) for name in before):
        _the_plan_has_changed(session, goal.case_id)
    audit.record(session, audit.Verb.GOAL_CHANGED, goal.id, client_id=goal.client_id, state=goal.state)


def begin_goal(session: Session, goal: Goal, *, version: int) -> None:
    """The work on an agreed goal has begun."""
    _hold(session, goal)
    goal.expect(version)
    keep(session, goal)
    goal.become("begin")
    audit.record(session, audit.Verb.GOAL_CHANGED, goal.id, client_id=goal.client_id, state=goal.state)


def end_goal(session: Session, goal: Goal, *, version: int, outcome: str, reason: str | None = None) -> None:
    """Says how a goal ended: reached, reached in part, or not pursued and why. Giving one up changes the plan."""
    _hold(session, goal)
    goal.expect(version)
    if outcome == "not_pursued" and not reason:
        raise Refused("Say why this goal is not pursued.", field="reason")
    _ended(session, goal, outcome, reason)
    if outcome == "not_pursued":
        _the_plan_has_changed(session, goal.case_id)
    audit.record(session, audit.Verb.GOAL_ENDED, goal.id, client_id=goal.client_id, state=goal.state)


def replace_goal(session: Session, goal: Goal, *, version: int, reason: str, **told: Any) -> Goal:
    """Puts another goal in the place of one that does not fit any more; each knows of the other."""
    case = _hold(session, goal)
    goal.expect(version)
    goal.expect_open()
    following = add_goal(session, case, **told)
    session.flush()
    _ended(session, goal, "changed", reason, became_id=following.id)
    audit.record(session, audit.Verb.GOAL_ENDED, goal.id, client_id=goal.client_id, state=goal.state)
    return following


def rate_goal(
    session: Session, goal: Goal, *, score: int, rated_on: date, words: str | None = None
) -> GoalRating:
    """How far a goal is, on its scale; a series over time."""
    if rated_on > clock.today(context.current().timezone):
        raise Refused("Enter a day that is not in the future.", field="rated_on")
    entry = enter(session, Kind.OUTCOME, client_id=goal.client_id, case_id=goal.case_id, occurred_on=rated_on)
    rating = GoalRating(
        id=entry.id,
        client_id=goal.client_id,
        case_id=goal.case_id,
        goal_id=goal.id,
        rated_on=rated_on,
        score=score,
        words=words or None,
    )
    session.add(rating)
    audit.record(session, audit.Verb.GOAL_RATED, goal.id, client_id=goal.client_id, score=score)
    return rating


def add_objective(session: Session, goal: Goal, **told: Any) -> Objective:
    """A step on the way to a goal."""
    _hold(session, goal)
    goal.expect_open()
    return _step_added(session, Objective(goal_id=goal.id), goal, Kind.OBJECTIVE, told)


def change_objective(
    session: Session, objective: Objective, *, version: int, reason: str = "", **told: Any
) -> None:
    """Says a step better, or that it is done."""
    _step_changed(session, objective, version, reason, told)


def add_intervention(
    session: Session, goal: Goal, *, objective_id: UUID | None = None, **told: Any
) -> Intervention:
    """Something that is planned or done so that the goal is reached."""
    _hold(session, goal)
    goal.expect_open()
    _expect_intervention(session, goal.case_id, goal.id, told | {"objective_id": objective_id})
    row = Intervention(goal_id=goal.id, objective_id=objective_id)
    return _step_added(session, row, goal, Kind.INTERVENTION, told)


def change_intervention(
    session: Session, intervention: Intervention, *, version: int, reason: str = "", **told: Any
) -> None:
    """Says what became of an intervention; one that has ended says what came of it."""
    _expect_intervention(session, intervention.case_id, intervention.goal_id, told)
    _step_changed(session, intervention, version, reason, told)


def _step_added(session: Session, row: Step, goal: Goal, kind: Kind, told: Mapping[str, Any]) -> Step:
    entry = enter(session, kind, client_id=goal.client_id, case_id=goal.case_id)
    row.id, row.client_id, row.case_id = entry.id, goal.client_id, goal.case_id
    row.tell(told)
    session.add(row)
    audit.record(session, audit.Verb.PLAN_STEP_SET, row.id, client_id=goal.client_id, kind=str(kind))
    return row


def _step_changed(
    session: Session, row: Objective | Intervention, version: int, reason: str, told: Mapping[str, Any]
) -> None:
    hold(session, row)
    row.expect(version)
    keep(session, row, reason=reason)
    row.tell(told)
    audit.record(
        session, audit.Verb.PLAN_STEP_CHANGED, row.id, client_id=row.client_id, kind=row.__tablename__
    )


def _hold(session: Session, goal: Goal) -> Case:
    """Goals and plans of one case change one after the other: the case is locked first, always."""
    case = get_case(session, goal.client_id, goal.case_id)
    hold(session, case)
    case.expect_open()
    hold(session, goal)
    return case


def _ended(
    session: Session, goal: Goal, event: str, reason: str | None, *, became_id: UUID | None = None
) -> None:
    keep(session, goal)
    goal.become(event)
    goal.ended_on, goal.became_id = clock.today(context.current().timezone), became_id
    goal.reason = reason or None


def _the_plan_has_changed(session: Session, case_id: UUID) -> None:
    """What was agreed is not what is wanted any more: it waits for a new agreement."""
    plan = plan_in_force(session, case_id)
    if plan is not None and plan.changed_on is None:
        plan.changed_on = clock.today(context.current().timezone)


def _expect_goal(told: Mapping[str, Any]) -> None:
    if told.get("type") not in GOAL_TYPES:
        raise Refused("Choose from the list.", field="type")
    if not set(told.get("scale") or ()) <= set(SCALE):
        raise Refused("Choose from the list.", field="scale")
    if told.get("occupation_code") and not NOC.fullmatch(told["occupation_code"]):
        raise Refused("A NOC code has five digits.", field="occupation_code")


def _expect_barriers(session: Session, case_id: UUID, told: Mapping[str, Any]) -> None:
    if told.get("barrier_ids"):
        known = set(session.execute(select(Barrier.id).where(Barrier.case_id == case_id)).scalars())
        if not known.issuperset(told["barrier_ids"]):
            raise Refused("Choose barriers of the same case.", field="barrier_ids")


def _expect_intervention(session: Session, case_id: UUID, goal_id: UUID, told: Mapping[str, Any]) -> None:
    objective_id, today = told.get("objective_id"), clock.today(context.current().timezone)
    if told.get("type") not in SERVICE_TYPES:
        raise Refused("Choose from the list.", field="type")
    if objective_id is not None and get_objective(session, case_id, objective_id).goal_id != goal_id:
        raise Refused("Choose a step of the same goal.", field="objective_id")
    for first, last in (("planned_from", "planned_to"), ("started_on", "ended_on")):
        if told.get(first) and told.get(last) and told[last] < told[first]:
            raise Refused("The last day must be on or after the first.", field=last)
    for name in ("started_on", "ended_on", "result_on"):
        if told.get(name) and told[name] > today:
            raise Refused("Enter a day that is not in the future.", field=name)
    _expect_result(told)


def _expect_result(told: Mapping[str, Any]) -> None:
    said = [told.get(name) for name in ("ended_on", "result", "result_on")]
    if any(said) and not all(said):
        raise Refused(
            "An intervention that has ended needs its result and the day it was known.",
            field=next(name for name in ("ended_on", "result", "result_on") if not told.get(name)),
        )
