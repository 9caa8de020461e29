"""What stands in somebody's way, what is tried about it, which dangers are watched; promises and check-ins."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from records.barriers import actions, risks
from records.barriers.models import Barrier
from records.barriers.queries import barriers_of, strategies_of
from records.barriers.rules import RULES, Content, RiskContent
from records.clients.queries import standing_of
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.tasks.actions import agree
from records.tasks.contacts import attempt, plan_check_in
from records.tasks.queries import check_ins_of
from tenants import clock, context

Tried = tuple[int, str, str, str]  # days ago, who, what, and what came of it


def screened(who: str, ago: int, words: str = "", past_the_rules: str = "") -> Deed:
    """Whether the agency may serve them; past its own rule of area with a reason."""
    return Deed(ago, who, partial(_screen, who=who, words=words, reason=past_the_rules))


def stands(who: str, ago: int, category: str, words: str, *how: str | int) -> Deed:
    """A barrier in their words: how severe, whether it can change, what it does to work."""
    return Deed(ago, who, partial(_stand, who=who, category=category, words=words, how=how))


def tried(who: str, category: str, *strategies: Tried) -> Iterable[Deed]:
    """What is tried about a barrier; a strategy without a result goes on."""
    for ago, owner, what, result in strategies:
        yield Deed(ago, who, partial(_try, who=who, category=category, owner=owner, what=what, result=result))


def became(who: str, ago: int, category: str, event: str, reason: str) -> Deed:
    """A barrier is over, or back."""
    return Deed(ago, who, partial(_become, who=who, category=category, event=event, reason=reason))


def ranked(who: str, ago: int) -> Deed:
    """They agree on the order."""
    return Deed(ago, who, partial(_rank, who=who))


def watched(who: str, ago: int, kind: str, level: str, grounds: str, *, against: str, within: int) -> Deed:
    """A danger, what is done against it, and within how many days to look again."""
    told = {"kind": kind, "level": level, "grounds": grounds, "mitigation": against}
    return Deed(ago, who, partial(_watch, who=who, told=told, within=within))


def promised(who: str, ago: int, what: str, within: int, owner: str = "worker") -> Deed:
    """Somebody will do something within so many days."""
    return Deed(ago, who, partial(_promise, who=who, what=what, owner=owner, within=within))


def asks_after(who: str, ago: int, within: int, channel: str = "phone") -> Deed:
    """Somebody will ask how it goes within so many days."""
    return Deed(ago, who, partial(_ask_after, who=who, channel=channel, within=within))


def reached_for(who: str, ago: int, outcome: str, words: str = "") -> Deed:
    """Somebody tries to reach them, by phone; it answers a check-in when one was planned."""
    return Deed(ago, who, partial(_reach_for, who=who, outcome=outcome, words=words))


def _screen(session: Session, numbers: Numbers, *, who: str, words: str, reason: str) -> None:
    unmet = ("area",) if reason else ()
    actions.screen(
        session,
        numbers.case(session, f"{who}/0"),
        screened_on=clock.today(context.current().timezone),
        met=[rule for rule in RULES if rule not in unmet],
        unmet=unmet,
        decision="override" if reason else "eligible",
        reason=reason,
        words=words,
    )


def _stand(
    session: Session, numbers: Numbers, *, who: str, category: str, words: str, how: tuple[str | int, ...]
) -> None:
    severity, changeability, impact = how
    content = Content(category, words, "client", int(severity), str(changeability), str(impact))
    actions.add_barrier(session, numbers.case(session, f"{who}/0"), content)


def _barrier(session: Session, numbers: Numbers, who: str, category: str) -> Barrier:
    case = numbers.case(session, f"{who}/0")
    held = barriers_of(session, case.id, standing_of(session, case.client_id))
    return next(one for one in held if one.category == category)


def _try(
    session: Session, numbers: Numbers, *, who: str, category: str, owner: str, what: str, result: str
) -> None:
    barrier, today = _barrier(session, numbers, who, category), clock.today(context.current().timezone)
    known = [one for one in strategies_of(session, [barrier])[barrier.id] if one.what == what]
    if not known:
        actions.add_strategy(session, barrier, what=what, owner=owner, due_on=today + timedelta(days=21))
    if result:
        code, _space, words = result.partition(" ")
        (strategy,) = [one for one in strategies_of(session, [barrier])[barrier.id] if one.what == what]
        actions.say_result(
            session, strategy, tried_on=today, result=code, words=words, version=strategy.version
        )


def _become(session: Session, numbers: Numbers, *, who: str, category: str, event: str, reason: str) -> None:
    actions.move_on(session, _barrier(session, numbers, who, category), event=event, reason=reason)


def _rank(session: Session, numbers: Numbers, *, who: str) -> None:
    actions.agree_order(session, numbers.case(session, f"{who}/0"))


def _watch(session: Session, numbers: Numbers, *, who: str, told: dict[str, str], within: int) -> None:
    review_on = clock.today(context.current().timezone) + timedelta(days=within)
    risks.add_risk(session, numbers.case(session, f"{who}/0"), RiskContent(**told, review_on=review_on))


def _promise(session: Session, numbers: Numbers, *, who: str, what: str, owner: str, within: int) -> None:
    due_on = clock.today(context.current().timezone) + timedelta(days=within)
    case = numbers.case(session, f"{who}/0")
    agree(session, case, text=what, owner=owner, due_on=due_on, agreed=True, source="hand")


def _ask_after(session: Session, numbers: Numbers, *, who: str, channel: str, within: int) -> None:
    due_on = clock.today(context.current().timezone) + timedelta(days=within)
    plan_check_in(session, numbers.case(session, f"{who}/0"), channel=channel, due_on=due_on)


def _reach_for(session: Session, numbers: Numbers, *, who: str, outcome: str, words: str) -> None:
    case = numbers.case(session, f"{who}/0")
    planned = check_ins_of(session, case.id)
    attempt(
        session, case, channel="phone", outcome=outcome, words=words, check_in=planned[0] if planned else None
    )
