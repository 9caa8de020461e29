"""What goes with a person's identity and yet has a period of its own: consents, the account of what was disclosed, and
requests. A line of the schedule for such a class is one more floor for the identity."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.consents.models import Consent
from records.disclosures.models import Disclosure
from records.retention.copies import read_every_model
from records.retention.facts import created_on
from records.retention.rules import resolve
from records.retention.schedule import Schedule
from records.retention.terms import Event, Facts, RecordClass, Rule
from records.retention.verdict import State
from tenants import context
from tenants.database import Base

CHILDREN: Final = (RecordClass.CONSENT, RecordClass.DISCLOSURE_LOG, RecordClass.ACCESS_REQUEST)
# Their slice stands above this one, so its table is known by name.
_REQUESTS: Final = "access_requests"


@dataclass(frozen=True, slots=True)
class Child:
    """One such record. `over` is the day on which its matter ended, None while it goes on or where nothing ends it; it
    `waits` while it goes on."""

    record_class: RecordClass
    record_id: UUID
    created: date
    event: Event | None
    over: date | None
    waits: bool = False

    @property
    def name(self) -> str:
        """What the identity's verdict names it by."""
        return f"{self.record_class}:{self.record_id}"

    def keeps(self, schedule: Schedule, clocks: Mapping[str, date | None], as_of: date) -> bool:
        """Whether any of what is in force or announced keeps it on a day, and with it the identity."""
        facts = self.facts(clocks)
        states = {resolve(facts, rules, (), as_of).state for rules in schedule.versions}
        return bool(states - {State.DUE, State.UNSCHEDULED})

    def facts(self, clocks: Mapping[str, date | None]) -> Facts:
        """What is known of it. `clocks` are those of its person: what ends by nothing else ends with the last case."""
        days: dict[str, date | None] = {**clocks, str(Event.CREATED_ON): self.created}
        awaited: frozenset[str] = frozenset({self.event}) if self.event and self.waits else frozenset()
        if self.event and not self.waits:
            days[str(self.event)] = self.over or clocks.get(str(Event.CASE_CLOSED)) or self.created
        served: frozenset[str] = frozenset({Event.LAST_SERVICE_ON, Event.LAST_CONTACT_ON})
        return Facts(
            record=str(self.record_id),
            record_class=self.record_class,
            triggers=days,
            awaited=awaited,
            absent=served - set(days),
        )


def for_children(schedule: Schedule) -> Schedule:
    """The lines written for these very classes. What is said of everything else goes for the identity as such."""
    return Schedule(_of(schedule.in_force), tuple(_of(rules) for rules in schedule.pending))


def children_of(
    session: Session, client_ids: Collection[UUID], schedule: Schedule
) -> dict[UUID, list[Child]]:
    """These records of each person, of the classes that the lines of `for_children` speak of."""
    spoken_of = {rule.record_class for rules in schedule.versions for rule in rules}
    found: dict[UUID, list[Child]] = defaultdict(list)
    for record_class in CHILDREN:
        if record_class in spoken_of:
            for client_id, child in _READ[record_class](session, client_ids):
                found[client_id].append(child)
    return found


def _of(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(one for one in rules if one.record_class in CHILDREN)


def _consents(session: Session, ids: Collection[UUID]) -> Iterable[tuple[UUID, Child]]:
    of = Consent
    columns = (of.id, of.client_id, of.created_at, of.withdrawn_on, of.superseded_on, of.expires_on)
    for row in session.execute(select(*columns).where(of.client_id.in_(ids))):
        over = row.withdrawn_on or row.superseded_on or row.expires_on
        made = created_on(row.created_at)
        yield row.client_id, Child(RecordClass.CONSENT, row.id, made, Event.CONSENT_ENDED, over)


def _disclosures(session: Session, ids: Collection[UUID]) -> Iterable[tuple[UUID, Child]]:
    wanted = select(Disclosure.id, Disclosure.client_id, Disclosure.created_at)
    for row in session.execute(wanted.where(Disclosure.client_id.in_(ids))):
        made = created_on(row.created_at)
        yield row.client_id, Child(RecordClass.DISCLOSURE_LOG, row.id, made, None, None)


def _requests(session: Session, ids: Collection[UUID]) -> Iterable[tuple[UUID, Child]]:
    read_every_model()
    of: Any = Base.metadata.tables[_REQUESTS].c
    wanted = select(of.id, of.client_id, of.created_at, of.closed_on, of.recourse_until)
    mine = of.organisation_id == context.current().organisation_id
    for row in session.execute(wanted.where(mine, of.client_id.in_(ids))):
        over = max((day for day in (row.closed_on, row.recourse_until) if day), default=None)
        made = created_on(row.created_at)
        waits = row.closed_on is None
        yield (
            row.client_id,
            Child(RecordClass.ACCESS_REQUEST, row.id, made, Event.REQUEST_CLOSED_ON, over, waits),
        )


_READ: Final = {
    RecordClass.CONSENT: _consents,
    RecordClass.DISCLOSURE_LOG: _disclosures,
    RecordClass.ACCESS_REQUEST: _requests,
}
