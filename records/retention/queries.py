"""Every way to read the schedule and where records stand under it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from records.access.queries import is_closed
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import FACTS, visible
from records.retention.models import Authority, HoldCase, HoldClient, HoldRow, PolicyVersion, RetentionRule
from records.retention.presets import presets_for
from records.retention.schedule import Schedule, rules_of, schedule_on
from records.retention.sentences import Explanation, explain
from records.retention.standing import Standing, all_standings, standings_of
from records.retention.suggestions import Preset
from records.retention.verdict import State, Verdict
from tenants import clock, context
from tenants.errors import NotFound
from tenants.organisations import organisation

T = TypeVar("T")


def today() -> date:
    """The agency's own day."""
    return clock.today(context.current().timezone)


def authorities(session: Session) -> Sequence[Authority]:
    """What rules may cite, by title."""
    return session.execute(select(Authority).order_by(Authority.title, Authority.id)).scalars().all()


def get_authority(session: Session, authority_id: UUID) -> Authority:
    """One authority. Raises NotFound."""
    return _found(session.execute(select(Authority).where(Authority.id == authority_id)).scalar_one_or_none())


def versions(session: Session) -> Sequence[PolicyVersion]:
    """Every version of the schedule, newest first."""
    return session.execute(select(PolicyVersion).order_by(PolicyVersion.number.desc())).scalars().all()


def get_version(session: Session, version_id: UUID) -> PolicyVersion:
    """One version. Raises NotFound."""
    return _found(
        session.execute(select(PolicyVersion).where(PolicyVersion.id == version_id)).scalar_one_or_none()
    )


def find_draft(session: Session) -> PolicyVersion | None:
    """The version being written or waiting for a second person, if there is one."""
    return next((one for one in versions(session) if one.state in ("draft", "proposed")), None)


def find_in_force(session: Session) -> PolicyVersion | None:
    """The version in force today, or None while nothing was ever published."""
    now = today()
    return next((one for one in versions(session) if one.effective_on and one.effective_on <= now), None)


def rules_in(session: Session, version_id: UUID) -> Sequence[RetentionRule]:
    """The lines of a version, in the order they were written."""
    return (
        session.execute(
            select(RetentionRule).where(RetentionRule.version_id == version_id).order_by(RetentionRule.id)
        )
        .scalars()
        .all()
    )


def get_rule(session: Session, version_id: UUID, rule_id: UUID) -> RetentionRule:
    """One line of a version. Raises NotFound."""
    wanted = select(RetentionRule).where(RetentionRule.id == rule_id, RetentionRule.version_id == version_id)
    return _found(session.execute(wanted).scalar_one_or_none())


def presets_not_in(session: Session, version_id: UUID | None) -> tuple[Preset, ...]:
    """The suggested lines for the agency's province that a version does not have yet."""
    taken = {rule.preset for rule in rules_in(session, version_id)} if version_id else set()
    return tuple(one for one in presets_for(organisation(session).province) if one.code not in taken)


def holds(session: Session, *, in_force: bool = True) -> Sequence[HoldRow]:
    """The holds in force, or those released, the next to review first; without those on a case of somebody who is kept
    from the reader."""
    is_wanted = HoldRow.released_at.is_(None) if in_force else HoldRow.released_at.is_not(None)
    wanted = select(HoldRow).where(is_wanted, _is_open())
    return session.execute(wanted.order_by(HoldRow.review_on, HoldRow.id)).scalars().all()


def get_hold(session: Session, hold_id: UUID) -> HoldRow:
    """One hold. Raises NotFound, also for one on a case of somebody who is kept from the reader."""
    wanted = select(HoldRow).where(HoldRow.id == hold_id, _is_open())
    return _found(session.execute(wanted).scalar_one_or_none())


def _is_open() -> ColumnElement[bool]:
    cases = select(HoldCase.hold_id).join(Case, Case.id == HoldCase.case_id)
    closed = cases.join(Client, Client.id == Case.client_id).where(is_closed(FACTS))
    people = (
        select(HoldClient.hold_id).join(Client, Client.id == HoldClient.client_id).where(is_closed(FACTS))
    )
    return HoldRow.id.not_in(closed) & HoldRow.id.not_in(people)


def cases_of_hold(session: Session, hold_id: UUID) -> list[tuple[Case, Client]]:
    """The cases a hold keeps, with their clients, as far as the reader may know of them; not those in quarantine."""
    named = select(HoldCase.case_id).where(HoldCase.hold_id == hold_id)
    people = select(HoldClient.client_id).where(HoldClient.hold_id == hold_id)
    rows = session.execute(
        select(Case, Client)
        .join(Client, Client.id == Case.client_id)
        .where(Case.id.in_(named) | Case.client_id.in_(people), visible())
        .order_by(Client.sort_name, Case.id)
    )
    return [(case, client) for case, client in rows]


@dataclass(frozen=True, slots=True)
class Explained:
    """Where one case stands, and why, in words to be translated at the door."""

    standing: Standing
    words: Explanation

    @property
    def verdict(self) -> Verdict:
        """The dates and the rule."""
        return self.standing.verdict


def explained(session: Session, case_id: UUID, *, as_of: date | None = None) -> Explained:
    """Until when and why a case is kept, and what stands in the way. Raises NotFound."""
    day = as_of or today()
    standing = standings_of(session, [case_id], schedule=schedule_on(session, today()), as_of=day)
    if not standing:
        raise NotFound()
    return Explained(standing[0], explain(standing[0].verdict))


@dataclass(slots=True)
class Preview:
    """What a schedule would say of every case on a day. `lines` holds the cases that have a date or an obstacle,
    soonest first and at most `limit`; the counts are of all."""

    as_of: date
    lines: list[Explained] = field(default_factory=list)
    by_state: Counter[State] = field(default_factory=Counter)
    due_by_rule: Counter[str] = field(default_factory=Counter)
    cases_by_rule: Counter[str] = field(default_factory=Counter)

    @property
    def due(self) -> int:
        """How many cases could go on that day."""
        return self.by_state[State.DUE]


def preview(
    session: Session, *, version_id: UUID | None = None, as_of: date | None = None, limit: int = 200
) -> Preview:
    """Which cases are due on a day, why, and what stands in the way: under what is in force, or under one version as
    if it were. Changes nothing."""
    day = as_of or today()
    schedule = (
        schedule_on(session, today()) if version_id is None else Schedule(rules_of(session, version_id))
    )
    found = Preview(day)
    listed: list[Standing] = []
    for standing in all_standings(session, schedule=schedule, as_of=day):
        verdict = standing.verdict
        found.by_state[verdict.state] += 1
        if verdict.governing_rule is not None:
            found.cases_by_rule[verdict.governing_rule.id] += 1
            found.due_by_rule[verdict.governing_rule.id] += verdict.eligible
        if verdict.due_on is not None or verdict.blocked_by:
            listed.append(standing)
    listed.sort(key=lambda one: (one.verdict.due_on or date.max, one.case.case_id))
    found.lines = [Explained(one, explain(one.verdict)) for one in listed[:limit]]
    return found


def clients_named(session: Session, client_ids: Sequence[UUID]) -> dict[UUID, Client]:
    """The clients of a list, for showing their names; those the reader may not know of are left out."""
    rows = session.execute(select(Client).where(Client.id.in_(client_ids), visible())).scalars()
    return {client.id: client for client in rows}


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound()
    return row
