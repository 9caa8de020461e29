"""What an agency gives: its library, titles that clients read, goals that answer barriers, services as they were
planned."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from records.barriers.actions import say_why_no_goal
from records.barriers.queries import barriers_of
from records.clients.queries import standing_of
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from records.plans.actions import change_goal
from records.plans.queries import courses_of
from records.plans.rules import AGREED
from records.resources.actions import add_resource
from records.resources.queries import resources_in_use
from tenants import clock, context
from tenants.titles import give_title

_UNSAID = dict.fromkeys(("name_en", "name_fr", "link", "words", "reading_level", "cost", "area"))


def shelved(ago: int, by: str, kind: str, topics: str, **told: Any) -> Deed:
    """Something to give is put into the library, looked at on that day."""
    given = {**_UNSAID, "languages": ["en"], **told, "kind": kind, "topics": topics.split()}
    return Deed(ago, "", partial(_shelve, told=given), by)


def titled(ago: int, by: str, member: str, title_en: str, title_fr: str) -> Deed:
    """What one of the team is called where clients read it."""
    return Deed(ago, "", partial(_entitle, member=member, title_en=title_en, title_fr=title_fr), by)


def answers(who: str, ago: int, goal: str, *categories: str) -> Deed:
    """A goal answers these barriers."""
    return Deed(ago, who, partial(_answer, who=who, goal=goal, categories=categories))


def no_goal_yet(who: str, ago: int, category: str, reason: str) -> Deed:
    """Why no goal answers a barrier for now."""
    return Deed(ago, who, partial(_leave, who=who, category=category, reason=reason))


def served(who: str, ago: int, goal: str, of: str, **told: Any) -> Deed:
    """A service given as part of the intervention of that kind under a goal."""
    return Deed(ago, who, partial(_serve, who=who, goal=goal, of=of, told=told))


def gave(who: str, ago: int, name: str, form: str, used: str = "") -> Deed:
    """Something of the library goes to somebody."""
    return Deed(ago, who, partial(_give, who=who, name=name, told={"form": form, "used": used}))


def _shelve(session: Session, _numbers: Numbers, *, told: dict[str, Any]) -> None:
    add_resource(session, **told, checked_on=clock.today(context.current().timezone))


def _entitle(session: Session, numbers: Numbers, *, member: str, title_en: str, title_fr: str) -> None:
    found = numbers.member(session, member)
    give_title(session, found, title_en=title_en, title_fr=title_fr, version=found.version)


def _answer(session: Session, numbers: Numbers, *, who: str, goal: str, categories: tuple[str, ...]) -> None:
    case = numbers.case(session, f"{who}/0")
    barriers = barriers_of(session, case.id, standing_of(session, case.client_id))
    ids = sorted(one.id for one in barriers if one.category in categories)
    found = next(one.goal for one in courses_of(session, case.id) if goal in one.goal.wording)
    told = {name: getattr(found, name) for name in AGREED["goal"]}
    change_goal(session, found, version=found.version, **told, barrier_ids=ids)


def _leave(session: Session, numbers: Numbers, *, who: str, category: str, reason: str) -> None:
    case = numbers.case(session, f"{who}/0")
    barriers = barriers_of(session, case.id, standing_of(session, case.client_id))
    found = next(one for one in barriers if one.category == category)
    say_why_no_goal(session, found, no_goal_reason=reason, version=found.version)


def _serve(session: Session, numbers: Numbers, *, who: str, goal: str, of: str, told: dict[str, Any]) -> None:
    case = numbers.case(session, f"{who}/0")
    course = next(one for one in courses_of(session, case.id) if goal in one.goal.wording)
    found = next(one for one in course.interventions if one.type == of)
    named = {"id": str(found.id), "title": found.what or of}
    client = numbers.client(session, who)
    add_particular(session, client, KINDS["service"], values={**told, "intervention": named}, case_id=case.id)


def _give(session: Session, numbers: Numbers, *, who: str, name: str, told: dict[str, Any]) -> None:
    client, case = numbers.client(session, who), numbers.case(session, f"{who}/0")
    found = next(one for one in resources_in_use(session) if name in (one.name_en, one.name_fr))
    given = {**told, "library": {"id": str(found.id), "title": found.name_in(client.language)}}
    add_particular(session, client, KINDS["resource"], values=given, case_id=case.id)
