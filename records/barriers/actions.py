"""Screening a client; barriers, their order and what is tried about them."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from records.barriers.models import Barrier, Screening, Strategy
from records.barriers.rules import OVER, Content, fits, moved, sensitivity_of
from records.cases.models import Case
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def screen(
    session: Session,
    case: Case,
    *,
    screened_on: date,
    met: Collection[str],
    unmet: Collection[str],
    decision: str,
    reason: str = "",
    words: str = "",
) -> Screening:
    """Takes down whether the agency may serve the client; what goes past its own rules says why."""
    case.expect_open()
    if screened_on > _today():
        raise Refused("Enter a day that has come already.", field="screened_on")
    if not fits(decision, met, unmet):
        raise Refused(
            "This does not follow from the answers. Correct them, or decide past the rules.", field="decision"
        )
    if decision == "override" and not reason.strip():
        raise Refused("Say why you decide past the rules.", field="reason")
    entry = enter(session, Kind.SCREENING, client_id=case.client_id, case_id=case.id, occurred_on=screened_on)
    screening = Screening(
        id=entry.id, client_id=case.client_id, case_id=case.id, screened_on=screened_on, decision=decision,
        met=sorted(met), unmet=sorted(unmet), reason=reason or None, words=words or None,
    )  # fmt: skip
    session.add(screening)
    audit.record(session, audit.Verb.SCREENED, screening.id, client_id=case.client_id, decision=decision)
    return screening


def add_barrier(session: Session, case: Case, content: Content) -> Barrier:
    """Writes down a barrier, last in the order until the client says otherwise."""
    case.expect_open()
    last = select(func.max(Barrier.rank)).where(Barrier.case_id == case.id)
    rank = (session.execute(last).scalar_one() or 0) + 1
    reach = Sensitivity(sensitivity_of(content.category))
    entry = enter(session, Kind.BARRIER, client_id=case.client_id, case_id=case.id, sensitivity=reach)
    barrier = Barrier(id=entry.id, client_id=case.client_id, case_id=case.id, rank=rank, **asdict(content))
    session.add(barrier)
    codes = {"category": content.category, "severity": content.severity}
    audit.record(session, audit.Verb.BARRIER_ADDED, barrier.id, client_id=case.client_id, **codes)
    return barrier


def change_barrier(
    session: Session, barrier: Barrier, content: Content, *, version: int, reason: str
) -> None:
    """Tells it as it is now; what it said stays in its history."""
    hold(session, barrier)
    barrier.expect(version)
    keep(session, barrier, reason=reason)
    for name, value in asdict(content).items():
        setattr(barrier, name, value)
    reach = sensitivity_of(content.category)
    session.execute(update(Entry).where(Entry.id == barrier.id).values(sensitivity=reach))
    audit.record(session, audit.Verb.BARRIER_CHANGED, barrier.id, client_id=barrier.client_id)


def move_on(session: Session, barrier: Barrier, *, event: str, reason: str = "") -> None:
    """Work on it begins, or it is over, or it is back. What is over, and what comes back, says why."""
    hold(session, barrier)
    state = barrier.after(event)
    if event != "work" and not reason.strip():
        raise Refused("Say why.", field="why")
    keep(session, barrier, reason=reason)
    barrier.state, barrier.rank_agreed_on = state, None if state in OVER else barrier.rank_agreed_on
    audit.record(session, audit.Verb.BARRIER_MOVED_ON, barrier.id, client_id=barrier.client_id, state=state)


def say_why_no_goal(session: Session, barrier: Barrier, *, no_goal_reason: str, version: int) -> None:
    """Why no goal answers a barrier for now; said again, the newest counts and the others stay in its history."""
    hold(session, barrier)
    barrier.expect(version)
    keep(session, barrier)
    barrier.no_goal_reason = no_goal_reason
    audit.record(session, audit.Verb.BARRIER_CHANGED, barrier.id, client_id=barrier.client_id)


def reorder(session: Session, barrier: Barrier, *, step: int) -> None:
    """Moves a barrier up (-1) or down (1) among those that are not over; the order is to be agreed on again."""
    order = _in_order(session, barrier)
    if barrier not in order:
        raise Conflict("This barrier has moved on. Load the page again to see what it is now.")
    _rank(session, moved(order, barrier, step), agreed_on=None)
    audit.record(session, audit.Verb.BARRIERS_RANKED, barrier.id, client_id=barrier.client_id, agreed=False)


def agree_order(session: Session, case: Case) -> None:
    """The client agrees to the order as it stands."""
    first = session.execute(select(Barrier).where(Barrier.case_id == case.id).limit(1)).scalar_one_or_none()
    order = _in_order(session, first) if first else []
    if not order:
        raise Conflict("There is no barrier to put in order.")
    _rank(session, order, agreed_on=_today())
    audit.record(session, audit.Verb.BARRIERS_RANKED, case.id, client_id=case.client_id, agreed=True)


def add_strategy(
    session: Session, barrier: Barrier, *, what: str, owner: str, due_on: date | None
) -> Strategy:
    """Writes down what will be tried; with it work on the barrier begins."""
    hold(session, barrier)
    if barrier.is_over:
        raise Conflict("This barrier is over. Say first that it is back.")
    if barrier.state == "identified":
        keep(session, barrier)
        barrier.state = barrier.after("work")
    strategy = Strategy(
        client_id=barrier.client_id,
        case_id=barrier.case_id,
        barrier_id=barrier.id,
        what=what,
        owner=owner,
        due_on=due_on,
    )
    session.add(strategy)
    audit.record(session, audit.Verb.STRATEGY_ADDED, strategy.id, client_id=barrier.client_id)
    return strategy


def say_result(
    session: Session, strategy: Strategy, *, tried_on: date, result: str, words: str, version: int
) -> None:
    """What was tried helped, partly or not; said again, the newest counts and the others stay in its history."""
    if tried_on > _today():
        raise Refused("Enter a day that has come already.", field="tried_on")
    hold(session, strategy)
    strategy.expect(version)
    keep(session, strategy)
    strategy.tried_on, strategy.result, strategy.words = tried_on, result, words or None
    audit.record(session, audit.Verb.STRATEGY_TRIED, strategy.id, client_id=strategy.client_id, result=result)


def _in_order(session: Session, one: Barrier) -> list[Barrier]:
    # Locked together and read anew, so that two who put them in order at once do so one after the other.
    wanted = select(Barrier).where(Barrier.case_id == one.case_id, Barrier.state.not_in(OVER))
    rows = session.execute(
        wanted.order_by(Barrier.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).scalars()
    return sorted(rows, key=lambda barrier: (barrier.rank, barrier.id))


def _rank(session: Session, order: list[Barrier], *, agreed_on: date | None) -> None:
    for rank, barrier in enumerate(order, start=1):
        if (barrier.rank, barrier.rank_agreed_on) != (rank, agreed_on):
            keep(session, barrier)
            barrier.rank, barrier.rank_agreed_on = rank, agreed_on


def _today() -> date:
    return clock.today(context.current().timezone)
