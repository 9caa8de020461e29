"""Group sessions: planned, filled, held or called off; and the name that somebody gives in the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records.cases.queries import cases_of
from records.clients.actions import change_client
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.notes.groups import sign_group, version_of
from records.notes.queries import group_of
from records.notes.rules import Content
from records.workshops import actions, queries
from records.workshops.models import Workshop
from records.workshops.rules import Plan
from tenants import context

FRIDAY, NINE = 4, 9


@dataclass(frozen=True, slots=True)
class Group:
    """A session so many days ago, or in days to come when below zero, at this hour; titles in English and in French."""

    ago: int
    at: str
    kind: str
    by: str
    en: str = ""
    fr: str = ""
    language: str = "en"
    places: int = 10
    minutes: int = 120
    second: str = ""
    room: str = "Training room"
    kind_words: str = ""
    about: str = ""

    def later(self, minutes: int) -> int:
        """So many minutes after it begins, counted from nine o'clock."""
        begins = time.fromisoformat(self.at)
        return (begins.hour - NINE) * 60 + begins.minute + minutes


@dataclass(frozen=True, slots=True)
class Came:
    """Everybody who was registered, but for these: late and for how long, absent. `visitors` gave no name."""

    late: Mapping[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    visitors: int = 0


def planned(group: Group, ago: int, *whom: str, by: str = "tyler") -> tuple[Deed, ...]:
    """Planned by who leads it; these are put on the list in their order, two days after."""
    act = partial(_register, group=group, whom=whom)
    return Deed(ago, "", partial(_plan, group=group), group.by), Deed(ago - 2, "", act, by, minute=420)


def held(group: Group, came: Came) -> Deed:
    """It took place, and who leads it says who came."""
    act = partial(_hold, group=group, came=came)
    return Deed(group.ago, "", act, group.by, minute=group.later(group.minutes))


def written(group: Group, reason: str, details: str, action: str, next_steps: str) -> Deed:
    """The notes of those who came and whom the leader works with are signed."""
    told = {
        "reason": reason,
        "details": details,
        "action_taken": action,
        "next_steps": next_steps,
        "goals": reason,
    }
    act = partial(_write, group=group, told=told)
    return Deed(group.ago, "", act, group.by, minute=group.later(group.minutes + 40))


def not_held(group: Group, ago: int, reason: str) -> Deed:
    """It does not take place."""
    return Deed(ago, "", partial(_call_off, group=group, reason=reason), group.by, minute=450)


def gives_name(who: str, ago: int, given: str, family: str) -> Deed:
    """Somebody whose file has no name says how they are called; what stands in it stays."""
    return Deed(ago, who, partial(_name, who=who, given=given, family=family), minute=0)


def _begins(numbers: Numbers, group: Group) -> datetime:
    day: date = numbers.day(group.ago)
    day -= timedelta(days=max(0, day.weekday() - FRIDAY))
    return datetime.combine(day, time.fromisoformat(group.at), ZoneInfo(context.current().timezone))


def _plan(session: Session, numbers: Numbers, *, group: Group) -> None:
    start = _begins(numbers, group)
    plan = Plan(
        title_en=group.en,
        title_fr=group.fr,
        kind=group.kind,
        kind_words=group.kind_words,
        language=group.language,
        starts_at=start,
        ends_at=start + timedelta(minutes=group.minutes),
        capacity=group.places,
        leader_id=numbers.member(session, group.by).id,
        second_id=numbers.member(session, group.second).id if group.second else None,
        room=group.room,
        description=group.about,
    )
    actions.plan_workshop(session, plan)


def _found(session: Session, numbers: Numbers, group: Group) -> Workshop:
    start, leader = _begins(numbers, group), numbers.member(session, group.by)
    (found,) = queries.sessions_between(session, start, start + timedelta(minutes=1), leader_id=leader.id)
    return found


def _register(session: Session, numbers: Numbers, *, group: Group, whom: tuple[str, ...]) -> None:
    workshop = _found(session, numbers, group)
    for who in whom:
        client = numbers.client(session, who)
        opened = next((case for case in cases_of(session, client.id) if case.is_open), None)
        actions.register(session, workshop, client, case=opened)


def _hold(session: Session, numbers: Numbers, *, group: Group, came: Came) -> None:
    workshop = _found(session, numbers, group)
    people = {one.client.id: one.registration for one in queries.people_of(session, workshop.id)}
    actions.mark_everybody(session, workshop, list(people.values()))
    for who in came.absent:
        actions.mark(session, workshop, people[numbers.client(session, who).id], "absent")
    for who in {**came.late, **came.remarks}:
        row = people[numbers.client(session, who).id]
        if who in came.late:
            actions.mark(session, workshop, row, "late")
        minutes = came.late.get(who, workshop.minutes)
        remark = came.remarks.get(who)
        actions.describe(session, workshop, row, minutes=minutes, remark=remark, version=row.version)
    actions.count_visitors(session, workshop, visitors=came.visitors)


def _write(session: Session, numbers: Numbers, *, group: Group, told: Mapping[str, Any]) -> None:
    workshop = _found(session, numbers, group)
    own = {
        one.registration.id: one.registration.remark or "" for one in queries.people_of(session, workshop.id)
    }
    begun = actions.begin_notes(session, workshop, title=workshop.title, own=own)
    assert begun.group_id is not None
    notes = [note for note, _client in group_of(session, begun.group_id)]
    local = _begins(numbers, group)
    content = Content(
        **told,
        kind="group",
        training=workshop.title,
        place=workshop.place,
        occurred_on=local.date(),
        minutes=workshop.minutes,
        started_at=local.time(),
        mode="in_person",
    )
    parts = {note.id: (note.draft or {}).get("own_part", "") for note in notes}
    sign_group(session, notes, content, own=parts, version=version_of(notes))


def _call_off(session: Session, numbers: Numbers, *, group: Group, reason: str) -> None:
    actions.call_off(session, _found(session, numbers, group), reason=reason)


def _name(session: Session, numbers: Numbers, *, who: str, given: str, family: str) -> None:
    client = numbers.client(session, who)
    names = {"legal_given": given, "legal_family": family, "anonymity": "named"}
    change_client(session, client, version=client.version, reason="Gave her name after the group.", **names)
