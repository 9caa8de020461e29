"""What happens to a plan: goals are set, steps and interventions added, versions agreed, goals rated and changed."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.plans import actions, agreeing
from records.plans.courses import Course
from records.plans.models import Goal, Objective
from records.plans.queries import content_now, courses_of, seen_of
from tenants import clock, context

_AHEAD = ("target_on", "due_on", "planned_from", "planned_to")
# What has happened: a visit that falls on a weekend is moved to the Friday before, and its days with it.
_BEHIND = ("started_on", "ended_on", "result_on")
GOAL = {"type": "employment", "decides": "together", "priority": 1}


def wants(who: str, ago: int, wording: str, **told: Any) -> Deed:
    """Somebody says what they want to reach. Days are counted back from today; below zero they are still to come."""
    return Deed(ago, who, partial(_want, who=who, told={**GOAL, "wording": wording, **told}))


def wants_instead(who: str, ago: int, before: str, reason: str, wording: str, **told: Any) -> Deed:
    """A goal does not fit any more, and another takes its place."""
    goal = {**GOAL, "wording": wording, **told}
    return Deed(ago, who, partial(_replace, who=who, before=before, reason=reason, told=goal))


def begins(who: str, ago: int, goal: str) -> Deed:
    """The work on a goal begins."""
    return Deed(ago, who, partial(_begin, who=who, goal=goal))


def reaches(who: str, ago: int, goal: str, outcome: str = "achieved", reason: str = "") -> Deed:
    """A goal has ended."""
    return Deed(ago, who, partial(_end, who=who, goal=goal, outcome=outcome, reason=reason))


def rated(who: str, ago: int, goal: str, score: int, words: str) -> Deed:
    """How far a goal is."""
    return Deed(ago, who, partial(_rate, who=who, goal=goal, score=score, words=words))


def aims(who: str, ago: int, goal: str, step: str, **told: Any) -> Deed:
    """A step on the way to a goal."""
    return Deed(ago, who, partial(_aim, who=who, goal=goal, told={"step": step, **told}))


def takes(who: str, ago: int, step: str, state: str = "done", reason: str = "") -> Deed:
    """A step is done, or dropped."""
    return Deed(ago, who, partial(_take, who=who, step=step, state=state, reason=reason))


def does(who: str, ago: int, goal: str, kind: str, what: str, **told: Any) -> Deed:
    """Something is done so that a goal is reached."""
    return Deed(ago, who, partial(_do, who=who, goal=goal, told={"type": kind, "what": what, **told}))


def agrees(who: str, ago: int, *, review: int, how: str = "signed_paper", **told: Any) -> Deed:
    """A version of the plan is prepared and agreed on the same day."""
    return Deed(ago, who, partial(_agree, who=who, how=how, review=review, told=told))


def begins_plan(
    who: str, ago: int, *, step: str = "", measure: str = "", is_agreed: bool, **goal: Any
) -> Deed:
    """Somebody's first goal, perhaps with a step and agreed at once."""
    act = partial(
        _begin_plan, who=who, step=step, measure=measure, is_agreed=is_agreed, goal={**GOAL, **goal}
    )
    return Deed(ago, who, act)


def _want(session: Session, numbers: Numbers, *, who: str, told: dict[str, Any]) -> None:
    actions.add_goal(session, _case(session, numbers, who), **_with_days(numbers, told))


def _replace(
    session: Session, numbers: Numbers, *, who: str, before: str, reason: str, told: dict[str, Any]
) -> None:
    goal = _goal(session, numbers, who, before)
    actions.replace_goal(session, goal, version=goal.version, reason=reason, **_with_days(numbers, told))


def _begin(session: Session, numbers: Numbers, *, who: str, goal: str) -> None:
    found = _goal(session, numbers, who, goal)
    actions.begin_goal(session, found, version=found.version)


def _end(session: Session, numbers: Numbers, *, who: str, goal: str, outcome: str, reason: str) -> None:
    found = _goal(session, numbers, who, goal)
    actions.end_goal(session, found, version=found.version, outcome=outcome, reason=reason)


def _rate(session: Session, numbers: Numbers, *, who: str, goal: str, score: int, words: str) -> None:
    today = clock.today(context.current().timezone)
    actions.rate_goal(session, _goal(session, numbers, who, goal), score=score, rated_on=today, words=words)


def _aim(session: Session, numbers: Numbers, *, who: str, goal: str, told: dict[str, Any]) -> None:
    actions.add_objective(session, _goal(session, numbers, who, goal), **_with_days(numbers, told))


def _take(session: Session, numbers: Numbers, *, who: str, step: str, state: str, reason: str) -> None:
    steps: list[Objective] = [one for course in _courses(session, numbers, who) for one in course.objectives]
    found = next(one for one in steps if step in one.step)
    actions.change_objective(session, found, version=found.version, reason=reason, state=state)


def _do(session: Session, numbers: Numbers, *, who: str, goal: str, told: dict[str, Any]) -> None:
    actions.add_intervention(session, _goal(session, numbers, who, goal), **_with_days(numbers, told))


def _agree(
    session: Session, numbers: Numbers, *, who: str, how: str, review: int, told: dict[str, Any]
) -> None:
    case, client = _case(session, numbers, who), numbers.client(session, who)
    witness, name = told.get("witness"), told.get("name")
    plan = agreeing.open_plan(
        session, case, language=client.language, review_on=numbers.day(review), reason=told.get("reason")
    )
    session.flush()
    agreeing.agree_plan(
        session,
        plan,
        seen=seen_of(session, client.id, content_now(courses_of(session, case.id))),
        agreed_how=how,
        agreed_on=clock.today(context.current().timezone),
        witness=witness,
        signature={"name": name, "strokes": []} if name else None,
    )
    if told.get("starts", True):
        agreeing.move_plan(session, plan, version=plan.version, event="start")


def _begin_plan(
    session: Session,
    numbers: Numbers,
    *,
    who: str,
    step: str,
    measure: str,
    is_agreed: bool,
    goal: dict[str, Any],
) -> None:
    found = actions.add_goal(session, _case(session, numbers, who), **_with_days(numbers, goal))
    if step:
        session.flush()
        actions.add_objective(session, found, step=step, measure=measure)
    if is_agreed:
        _agree(session, numbers, who=who, how="signed_paper", review=-60, told={"starts": False})


def _case(session: Session, numbers: Numbers, who: str) -> Case:
    return numbers.case(session, f"{who}/0")


def _courses(session: Session, numbers: Numbers, who: str) -> list[Course]:
    return courses_of(session, _case(session, numbers, who).id)


def _goal(session: Session, numbers: Numbers, who: str, words: str) -> Goal:
    """The goal in whose words these stand; of several the newest."""
    goals = [course.goal for course in _courses(session, numbers, who)]
    fitting = [one for one in goals if words in f"{one.wording} {one.own_words}"]
    return max(fitting, key=lambda one: one.created_at)


def _with_days(numbers: Numbers, told: dict[str, Any]) -> dict[str, Any]:
    today = clock.today(context.current().timezone)
    days = {name: numbers.day(told[name]) for name in (*_AHEAD, *_BEHIND) if told.get(name) is not None}
    return told | {name: min(day, today) if name in _BEHIND else day for name, day in days.items()}
