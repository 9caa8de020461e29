"""Opening a version of a plan, agreeing on it, and how it goes on. Agreeing freezes; nothing is agreed unread."""

from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.cases.queries import get_case
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.history.actions import keep
from records.plans.models import Plan
from records.plans.queries import content_now, courses_of, plan_in_force, plans_of, seen_of
from records.plans.rules import seal_of
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.sealing import keyring


def open_plan(
    session: Session, case: Case, *, language: str, review_on: date, reason: str | None = None
) -> Plan:
    """Begins the next version of the plan of a case, as a draft. From the second on it says why; the one before holds
    until this one is agreed."""
    hold(session, case)
    case.expect_open()
    before = plans_of(session, case.id)
    if before and before[0].is_draft:
        raise Conflict("A version is being prepared already. Agree on that one first.")
    _expect(review_on, reason, first=not before)
    entry = enter(session, Kind.PLAN, client_id=case.client_id, case_id=case.id, state="draft")
    plan = Plan(id=entry.id, client_id=case.client_id, case_id=case.id, number=len(before) + 1)
    plan.tell({"language": language, "review_on": review_on, "reason": reason})
    session.add(plan)
    audit.record(session, audit.Verb.PLAN_OPENED, plan.id, client_id=plan.client_id, number=plan.number)
    return plan


def change_plan(session: Session, plan: Plan, *, version: int, **told: Any) -> None:
    """Changes what a draft says beside its goals."""
    hold(session, plan)
    plan.expect(version)
    plan.expect_draft()
    _expect(told["review_on"], told["reason"], first=plan.number == 1)
    keep(session, plan)
    plan.tell(told)
    audit.record(session, audit.Verb.PLAN_CHANGED, plan.id, client_id=plan.client_id, state=plan.state)


def agree_plan(
    session: Session,
    plan: Plan,
    *,
    seen: str,
    agreed_how: str,
    agreed_on: date,
    witness: str | None = None,
    signature: Any = None,
) -> None:
    """Freezes what was agreed and puts it in force in the place of the version before. Refuses when the goals are not
    any more those that were read (`seen`)."""
    case = get_case(session, plan.client_id, plan.case_id)
    hold(session, case)
    case.expect_open()
    hold(session, plan)
    plan.expect_draft()
    _expect_agreement(case, agreed_how, agreed_on, witness)
    content = _agreed_content(session, plan, seen)
    _supersede(session, plan, agreed_on)
    plan.become("agree")
    plan.tell({"agreed_how": agreed_how, "agreed_on": agreed_on, "witness": witness, "signature": signature})
    plan.agreed_by, plan.content = context.current().member_id, content
    plan.hash = seal_of(keyring(session).proof(plan.client_id), plan.signed())
    session.execute(update(Entry).where(Entry.id == plan.id).values(state="final", occurred_on=agreed_on))
    codes = {"number": plan.number, "how": agreed_how}
    audit.record(session, audit.Verb.PLAN_AGREED, plan.id, client_id=plan.client_id, **codes)


def move_plan(
    session: Session,
    plan: Plan,
    *,
    version: int,
    event: str,
    words: str | None = None,
    review_on: date | None = None,
) -> None:
    """The plan goes on: the work starts, a review begins or ends, or the plan is over."""
    hold(session, plan)
    plan.expect(version)
    today = clock.today(context.current().timezone)
    keep(session, plan, reason=words or "")
    plan.become(event)
    if event == "go_on":
        _expect(review_on or today, None, first=True)
        plan.review_on = review_on or today
    if not plan.is_in_force:
        plan.closed_on, plan.closing = today, words or None
    audit.record(session, audit.Verb.PLAN_CHANGED, plan.id, client_id=plan.client_id, state=plan.state)


def _agreed_content(session: Session, plan: Plan, seen: str) -> dict[str, Any]:
    courses = courses_of(session, plan.case_id)
    content = content_now(courses)
    if not content["goals"]:
        raise Refused("Write at least one goal before you agree on the plan.")
    if seen != seen_of(session, plan.client_id, content):
        raise Conflict("The goals changed while you were reading. Read them again before you agree.")
    for course in courses:
        if course.goal.state == "proposed":
            keep(session, course.goal)
            course.goal.become("agree")
    return content


def _supersede(session: Session, plan: Plan, on: date) -> None:
    before = plan_in_force(session, plan.case_id)
    if before is not None:
        hold(session, before)
        keep(session, before)
        before.become("supersede")
        before.closed_on = on
        session.flush()  # before the next one is in force: there is never more than one


def _expect(review_on: date, reason: str | None, *, first: bool) -> None:
    if not first and not reason:
        raise Refused("Say why there is a new version.", field="reason")
    if review_on <= clock.today(context.current().timezone):
        raise Refused("Choose a day after today for the review.", field="review_on")


def _expect_agreement(case: Case, how: str, on: date, witness: str | None) -> None:
    if not case.opened_on <= on <= clock.today(context.current().timezone):
        raise Refused("Choose a day between the opening of the case and today.", field="agreed_on")
    if how == "verbal" and not witness:
        raise Refused("A spoken agreement needs a witness: enter who heard it.", field="witness")
