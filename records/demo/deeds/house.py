"""The agency's own matters: policies and who read them, conflicts of interest, the days of the team."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.handbook.actions import acknowledge, adopt_policy, declare, issue_text, review_declaration
from records.handbook.models import ConflictDeclaration
from records.handbook.queries import Standing, policies
from tenants import clock, context
from tenants.members import change_employment


def adopted(ago: int, by: str, kind: str, words: Mapping[str, str]) -> Deed:
    """A policy begins to count."""
    return Deed(ago, "", partial(_adopt, kind=kind, words=words), by)


def reworded(ago: int, by: str, kind: str, words: Mapping[str, str]) -> Deed:
    """A policy says it better from now on."""
    return Deed(ago, "", partial(_reword, kind=kind, words=words), by)


def read(ago: int, by: str, kind: str) -> Deed:
    """One of the team has read what a policy says now."""
    return Deed(ago, "", partial(_read, kind=kind), by)


def no_conflict(ago: int, by: str) -> Deed:
    """One of the team has nothing to declare this year."""
    return Deed(ago, "", partial(_declare, told={"answer": "none"}), by)


def conflict(ago: int, by: str, party: str, nature: str, details: str) -> Deed:
    """One of the team declares what connects them with somebody."""
    told = {"answer": "some", "party": party, "nature": nature, "details": details}
    return Deed(ago, "", partial(_declare, told=told), by)


def settled(ago: int, by: str, member: str, action: str, review: str) -> Deed:
    """Somebody else says what follows from it."""
    return Deed(ago, "", partial(_settle, member=member, action=action, review=review), by)


def works_as(ago: int, by: str, member: str, employment: str, *, since: int, ends_with_month: bool) -> Deed:
    """As what somebody works here, from how many days ago, and whether only until the end of this month."""
    return Deed(
        ago,
        "",
        partial(_employ, member=member, employment=employment, since=since, ends_with_month=ends_with_month),
        by,
    )


def _adopt(session: Session, _numbers: Numbers, *, kind: str, words: Mapping[str, str]) -> None:
    adopt_policy(session, kind=kind, effective_on=clock.today(context.current().timezone), **words)


def _reword(session: Session, _numbers: Numbers, *, kind: str, words: Mapping[str, str]) -> None:
    standing = _policy(session, kind)
    number, today = standing.texts[0].number, clock.today(context.current().timezone)
    issue_text(session, standing.policy, number=number, effective_on=today, **words)


def _read(session: Session, _numbers: Numbers, *, kind: str) -> None:
    standing = _policy(session, kind)
    assert standing.current is not None
    acknowledge(session, standing.policy, standing.current)


def _declare(session: Session, _numbers: Numbers, *, told: dict[str, str]) -> None:
    declare(session, **told)


def _settle(session: Session, numbers: Numbers, *, member: str, action: str, review: str) -> None:
    wanted = select(ConflictDeclaration).where(
        ConflictDeclaration.member_id == numbers.member(session, member).id,
        ConflictDeclaration.answer == "some",
    )
    review_declaration(session, session.execute(wanted).scalars().one(), action=action, review=review)


def _employ(
    session: Session,
    numbers: Numbers,
    *,
    member: str,
    employment: str,
    since: int,
    ends_with_month: bool,
) -> None:
    found = numbers.member(session, member)
    next_month = numbers.today.replace(day=1) + timedelta(days=32)
    last_day = next_month.replace(day=1) - timedelta(days=1) if ends_with_month else None
    starts_on = numbers.day(since)
    change_employment(
        session,
        found,
        employment=employment,
        starts_on=starts_on,
        last_day=last_day,
        version=found.version,
    )


def _policy(session: Session, kind: str) -> Standing:
    return next(standing for standing in policies(session) if standing.policy.kind == kind)
