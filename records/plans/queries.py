"""Every way to read goals and plans."""

import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from records.barriers.models import Barrier
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import visible
from records.particulars.models import ParticularRow
from records.plans.courses import Course
from records.plans.models import Goal, GoalRating, Intervention, Objective, Plan
from records.plans.rules import GOAL_ACTIVE, IN_FORCE, SOON, seal_of
from tenants import clock, context
from tenants.errors import NotFound, Refused
from tenants.sealing import keyring

Row = TypeVar("Row", Goal, Objective, Intervention, Plan)
# What stood in a file before there were plans.
OLDER = ("goal", "objective", "intervention", "outcome")


def courses_of(session: Session, case_id: UUID) -> list[Course]:
    """Every goal of a case: those still open in the order of their priority, then the others, ended last first."""
    goals = session.execute(select(Goal).where(Goal.case_id == case_id)).scalars()
    ordered = sorted(goals, key=_place)
    found = {goal.id: Course(goal) for goal in ordered}
    for objective in _of_case(session, Objective, case_id):
        found[objective.goal_id].objectives.append(objective)
    for intervention in _of_case(session, Intervention, case_id):
        found[intervention.goal_id].interventions.append(intervention)
    for rating in _of_case(session, GoalRating, case_id):
        found[rating.goal_id].ratings.insert(0, rating)
    answered = _answered(session, ordered)
    for course in found.values():
        course.barriers = [one for one in answered if one.id in course.goal.barrier_ids]
    return list(found.values())


def course_of(session: Session, goal: Goal) -> Course:
    """One goal with all that belongs to it."""
    return next(one for one in courses_of(session, goal.case_id) if one.goal.id == goal.id)


def content_now(courses: Collection[Course]) -> dict[str, Any]:
    """What a plan would say if it were agreed now: the goals that are still open, with what leads to them."""
    return {"goals": [course.content for course in courses if course.goal.is_open]}


def seen_of(session: Session, client_id: UUID, content: Any) -> str:
    """A mark by which is known whether what was read is still what is agreed."""
    return seal_of(keyring(session).proof(client_id), content).hex()


def is_as_agreed(session: Session, plan: Plan) -> bool:
    """True when the frozen words are those that were agreed."""
    sealed = seal_of(keyring(session).proof(plan.client_id), plan.signed())
    return plan.hash is not None and hmac.compare_digest(sealed, plan.hash)


def get_goal(session: Session, case_id: UUID, goal_id: UUID) -> Goal:
    """One goal of the case. Raises NotFound."""
    return _one(session, Goal, case_id, goal_id)


def get_objective(session: Session, case_id: UUID, objective_id: UUID) -> Objective:
    """One step of the case. Raises NotFound."""
    return _one(session, Objective, case_id, objective_id)


def get_intervention(session: Session, case_id: UUID, intervention_id: UUID) -> Intervention:
    """One intervention of the case. Raises NotFound."""
    return _one(session, Intervention, case_id, intervention_id)


def get_plan(session: Session, case_id: UUID, plan_id: UUID) -> Plan:
    """One version of the plan of the case. Raises NotFound."""
    return _one(session, Plan, case_id, plan_id)


def plans_of(session: Session, case_id: UUID) -> Sequence[Plan]:
    """Every version of the plan of a case, newest first."""
    return (
        session.execute(select(Plan).where(Plan.case_id == case_id).order_by(Plan.number.desc()))
        .scalars()
        .all()
    )


def version_before(session: Session, plan: Plan) -> Plan | None:
    """The version that was agreed before this one."""
    wanted = select(Plan).where(Plan.case_id == plan.case_id, Plan.number == plan.number - 1)
    return session.execute(wanted).scalar_one_or_none()


def plan_in_force(session: Session, case_id: UUID) -> Plan | None:
    """The version that holds now, if one was agreed and is not over."""
    wanted = select(Plan).where(Plan.case_id == case_id, Plan.state.in_(IN_FORCE))
    return session.execute(wanted).scalar_one_or_none()


def active_goals(session: Session, case_id: UUID) -> list[Goal]:
    """The goals that are worked on, in the order of their priority."""
    wanted = select(Goal).where(Goal.case_id == case_id, Goal.state.in_(GOAL_ACTIVE))
    return list(session.execute(wanted.order_by(Goal.priority, Goal.id)).scalars())


def goals_answering(session: Session, case_id: UUID) -> dict[UUID, list[Goal]]:
    """For each barrier of a case the goals that answer it, but for those that were changed or given up."""
    wanted = select(Goal).where(Goal.case_id == case_id, Goal.state.not_in(("changed", "not_pursued")))
    found: dict[UUID, list[Goal]] = defaultdict(list)
    for goal in session.execute(wanted.order_by(Goal.priority, Goal.id)).scalars():
        for barrier_id in goal.barrier_ids:
            found[barrier_id].append(goal)
    return found


def interventions_ahead(session: Session, client_id: UUID) -> list[tuple[Intervention, Case]]:
    """What is planned or under way for a client, in the cases that are open."""
    rows = session.execute(
        select(Intervention, Case)
        .join(Case, Case.id == Intervention.case_id)
        .where(Intervention.client_id == client_id, Intervention.result.is_(None), Case.status != "closed")
        .order_by(Case.number, Intervention.id)
    )
    return [(intervention, case) for intervention, case in rows]


def expect_of_case(session: Session, case_id: UUID, intervention_id: UUID) -> None:
    """Refuses to put a service of one case under an intervention of another."""
    wanted = select(Intervention.case_id).where(Intervention.id == intervention_id)
    if session.execute(wanted).scalar_one_or_none() != case_id:
        raise Refused("Choose an intervention of the same case.", field="intervention")


def services_of(rows: Iterable[ParticularRow], intervention: Intervention) -> list[ParticularRow]:
    """Those of a client's records that are services given as part of an intervention."""
    return [
        row
        for row in rows
        if row.kind == "service" and (row.words.get("intervention") or {}).get("id") == str(intervention.id)
    ]


def plans_in_force(session: Session, case_ids: Collection[UUID]) -> dict[UUID, date]:
    """The day of the next review, for each of the cases with a plan in force."""
    wanted = select(Plan.case_id, Plan.review_on).where(Plan.case_id.in_(case_ids), Plan.state.in_(IN_FORCE))
    return {row.case_id: row.review_on for row in session.execute(wanted)}


def plans_due(session: Session) -> list[tuple[Plan, Client]]:
    """The plans of the reader's own cases, but for those at rest, that wait for a review or for a new agreement, the
    oldest first."""
    today = clock.today(context.current().timezone)
    rows = session.execute(
        select(Plan, Client)
        .join(Case, Case.id == Plan.case_id)
        .join(Client, Client.id == Plan.client_id)
        .where(
            Case.worker_id == context.current().member_id,
            Case.status == "active",
            Plan.state.in_(IN_FORCE),
            or_(Plan.review_on <= today + timedelta(days=SOON), Plan.changed_on.is_not(None)),
            visible(),
        )
        .order_by(Plan.review_on, Plan.id)
    )
    return [(plan, client) for plan, client in rows]


def older_of(session: Session, case_id: UUID) -> Sequence[ParticularRow]:
    """What was written about the plan of a case before there were plans, newest first."""
    wanted = select(ParticularRow).where(
        ParticularRow.case_id == case_id, ParticularRow.kind.in_(OLDER), ParticularRow.state != "in_error"
    )
    return session.execute(wanted.order_by(ParticularRow.since.desc(), ParticularRow.id)).scalars().all()


def _place(goal: Goal) -> tuple[int, int, UUID]:
    if goal.ended_on is None:
        return 0, goal.priority, goal.id
    return 1, -goal.ended_on.toordinal(), goal.id


def _answered(session: Session, goals: Collection[Goal]) -> Sequence[Barrier]:
    ids = {one for goal in goals for one in goal.barrier_ids}
    if not ids:
        return ()
    wanted = select(Barrier).where(Barrier.id.in_(ids)).order_by(Barrier.rank, Barrier.id)
    return session.execute(wanted).scalars().all()


def _of_case(session: Session, model: Any, case_id: UUID) -> Any:
    return session.execute(select(model).where(model.case_id == case_id).order_by(model.id)).scalars()


def _one(session: Session, model: type[Row], case_id: UUID, row_id: UUID) -> Row:
    found = session.execute(
        select(model).where(model.id == row_id, model.case_id == case_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found
