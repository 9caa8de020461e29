"""Every way to read the schedule and where records stand under it."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from records.retention.schedule import schedule_on
from records.retention.sentences import Explanation, Sentence, explain
from records.retention.standing import Standing, standings_of
from records.retention.sums import sum_of
from records.retention.verdict import Verdict
from tenants import clock, context
from tenants.errors import NotFound

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
    """The lines of a version, in the order they were written, without those taken out."""
    return [rule for rule in lines_of(session, version_id) if rule.removed_at is None]


def lines_of(session: Session, version_id: UUID) -> Sequence[RetentionRule]:
    """Every line a version had, those taken out included."""
    wanted = select(RetentionRule).where(RetentionRule.version_id == version_id).order_by(RetentionRule.id)
    return session.execute(wanted).scalars().all()


def find_rule_of_draft(session: Session, rule_id: str | None) -> RetentionRule | None:
    """A line of the draft by its id as text, those taken out included, or None."""
    draft = find_draft(session)
    lines = lines_of(session, draft.id) if draft else ()
    return next((one for one in lines if str(one.id) == rule_id), None)


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

    @property
    def sum(self) -> tuple[Sentence, ...]:
        """How the date came about, step by step."""
        return sum_of(self.verdict)


def explained(session: Session, case_id: UUID, *, as_of: date | None = None) -> Explained:
    """Until when and why a case is kept, and what stands in the way. Raises NotFound."""
    day = as_of or today()
    standing = standings_of(session, [case_id], schedule=schedule_on(session, today()), as_of=day)
    if not standing:
        raise NotFound()
    return Explained(standing[0], explain(standing[0].verdict))


def clients_named(session: Session, client_ids: Sequence[UUID]) -> dict[UUID, Client]:
    """The clients of a list, for showing their names; those the reader may not know of are left out."""
    rows = session.execute(select(Client).where(Client.id.in_(client_ids), visible())).scalars()
    return {client.id: client for client in rows}


def _found(row: T | None) -> T:
    if row is None:
        raise NotFound()
    return row
