"""Who hires, what they look for, and the work that people find there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.employers.actions import add_contact, add_employer, close_order, open_order, set_standing
from records.employers.models import Employer, JobOrder
from records.employment.actions import change_spell, end_spell, record_spell
from records.employment.models import Spell
from records.employment.queries import spells_of
from records.employment.rules import Content, Ending
from tenants import clock, context

Known = tuple[str, str, str, str, str]  # name, what they do, how big, whom to ask, phone


def knows(ago: int, by: str, *employers: Known) -> Deed:
    """Somebody puts the employers they know on the list."""
    return Deed(ago, "", partial(_know, employers=employers), by)


def stands(ago: int, by: str, employer: str, standing: str, reason: str) -> Deed:
    """An employer stands otherwise from then on."""
    return Deed(ago, "", partial(_stand, employer=employer, standing=standing, reason=reason), by)


def looks_for(ago: int, by: str, employer: str, title: str, code: str, **told: Any) -> Deed:
    """An employer looks for somebody."""
    order = {"title": title, "noc_code": code, **told}
    return Deed(ago, "", partial(_order, employer=employer, told=order), by)


def filled(ago: int, by: str, title: str, how: str) -> Deed:
    """Nobody is looked for any more."""
    return Deed(ago, "", partial(_fill, title=title, how=how), by)


def finds(
    who: str, ago: int, where: str, title: str, code: str, *, hours: str, since: int, **told: Any
) -> Iterable[Deed]:
    """Somebody finds work: at an employer of the list, or at one called so. A subsidy begins with the work."""
    job = {"title": title, "noc_code": code, "hours_week": Decimal(hours), **told}
    yield Deed(ago, who, partial(_find, who=who, where=where, since=since, told=job))


def goes_on(who: str, ago: int, **told: Any) -> Deed:
    """The work stays and something about it changes, such as that nobody pays part of the wage any more."""
    return Deed(ago, who, partial(_go_on, who=who, told=told))


def loses(who: str, ago: int, reason: str, words: str, now: str) -> Deed:
    """The work ends that day, and somebody has something to do."""
    return Deed(ago, who, partial(_lose, who=who, reason=reason, words=words, now=now))


def _know(session: Session, _numbers: Numbers, *, employers: Iterable[Known]) -> None:
    for name, industry, size, whom, phone in employers:
        made = add_employer(session, legal_name=name, industry=industry, size=size)
        add_contact(session, made, name=whom, phone=phone)


def _stand(session: Session, _numbers: Numbers, *, employer: str, standing: str, reason: str) -> None:
    found = _employer(session, employer)
    assert found is not None
    set_standing(session, found, standing=standing, reason=reason)


def _order(session: Session, _numbers: Numbers, *, employer: str, told: dict[str, Any]) -> None:
    found = _employer(session, employer)
    assert found is not None
    open_order(session, found, opened_on=_today(), **told)


def _fill(session: Session, _numbers: Numbers, *, title: str, how: str) -> None:
    order = session.execute(select(JobOrder).where(JobOrder.title == title)).scalar_one()
    close_order(session, order, close_reason=how)


def _find(
    session: Session, numbers: Numbers, *, who: str, where: str, since: int, told: dict[str, Any]
) -> None:
    employer = _employer(session, where)
    starts_on = numbers.day(since)
    job = Content(
        employer_name=where,
        employer_id=employer.id if employer else None,
        starts_on=starts_on,
        subsidised_from=starts_on if told.pop("subsidised", False) else None,
        **told,
    )
    record_spell(session, numbers.client(session, who), numbers.case(session, f"{who}/0"), job)


def _go_on(session: Session, numbers: Numbers, *, who: str, told: dict[str, Any]) -> None:
    case = numbers.case(session, f"{who}/0")
    (spell,) = spells_of(session, case.id)
    job = replace(_told_of(spell), subsidised_to=_today() if spell.subsidised_from else None, **told)
    change_spell(session, case, spell, job, version=spell.version)


def _lose(session: Session, numbers: Numbers, *, who: str, reason: str, words: str, now: str) -> None:
    case = numbers.case(session, f"{who}/0")
    (spell,) = spells_of(session, case.id)
    told = Ending(ends_on=_today(), end_reason=reason, words=words, now=now, due_on=_today())
    end_spell(session, case, spell, told, version=spell.version)


def _told_of(spell: Spell) -> Content:
    return Content(**{name: getattr(spell, name) for name in Content.__dataclass_fields__})


def _employer(session: Session, name: str) -> Employer | None:
    return session.execute(select(Employer).where(Employer.legal_name == name)).scalar_one_or_none()


def _today() -> date:
    return clock.today(context.current().timezone)
