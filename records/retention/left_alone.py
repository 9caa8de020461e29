"""People whose last case is gone, and whose rule asks a person what becomes of what they are known by."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.retention.schedule import Schedule
from records.retention.standing import Person, every_one_left_alone, people_left_alone
from records.retention.traces import Decision
from records.retention.verdict import Verdict
from records.retention.ways import BY_PERSON, waits_for_person


def left_alone(session: Session, schedule: Schedule, as_of: date) -> tuple[list[Person], int]:
    """Those who wait for a person's decision, the longest due first; and of how many it is made and still holds. Files
    that were merged go with the one that stays."""
    asked = [
        one
        for one in _every_one(session, schedule, as_of)
        if one.verdict.eligible and one.verdict.action in BY_PERSON
    ]
    waiting = [one for one in asked if waits_for_person(one.verdict, one.decided)]
    waiting.sort(key=lambda one: (one.verdict.due_on or as_of, one.client_id))
    return waiting, len(asked) - len(waiting)


def verdict_about_person(session: Session, client_id: UUID, schedule: Schedule, as_of: date) -> Verdict:
    """Where what one person is known by stands; while there is a case, that keeps it."""
    people = people_left_alone(session, [client_id], schedule=schedule, as_of=as_of)
    return people[client_id].verdict


def decisions_about_person(session: Session, client_id: UUID) -> Sequence[Decision]:
    """What was decided about what a person is known by, newest first."""
    wanted = select(Decision).where(Decision.client_id == client_id, Decision.case_id.is_(None))
    return session.execute(wanted.order_by(Decision.id.desc())).scalars().all()


def _every_one(session: Session, schedule: Schedule, as_of: date) -> list[Person]:
    if not any(rule.action in BY_PERSON for rules in schedule.versions for rule in rules):
        return []
    people = every_one_left_alone(session, schedule=schedule, as_of=as_of)
    theirs = Client.id.in_([one.client_id for one in people])
    merged = select(Client.id).where(theirs, Client.merged_into.is_not(None))
    along = set(session.execute(merged).scalars()) if people else set()
    return [one for one in people if one.client_id not in along]
