"""Where every record stands on a day: one verdict, the same for page, preview, plan and purge."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import files_together
from records.retention.canonical import fingerprint
from records.retention.children import children_of, for_children
from records.retention.copies import kept_by_themselves
from records.retention.facts import (
    KnownCase,
    case_facts,
    created_on,
    decided_about_people,
    extended_by,
    person_events,
    released_over,
)
from records.retention.in_force import holds_over_cases, holds_over_people
from records.retention.rules import resolve
from records.retention.schedule import Schedule
from records.retention.terms import Action, Event, Facts, Hold, RecordClass
from records.retention.traces import Disposition
from records.retention.verdict import State, Verdict, keeps_longest
from records.retention.ways import Decided, way_of
from tenants.organisations import organisation

CLOCKS = (str(Event.CASE_CLOSED), str(Event.LAST_SERVICE_ON), str(Event.LAST_CONTACT_ON))


@dataclass(frozen=True, slots=True)
class Standing:
    """A case and the verdict on it. `holds` are those in force over it."""

    case: KnownCase
    verdict: Verdict
    holds: tuple[Hold, ...]

    @property
    def way(self) -> Action | None:
        """What a run may do with it; None while nothing may be done."""
        return way_of(self.verdict, self.case.decided)

    @property
    def may_go(self) -> bool:
        """Whether a run may take it."""
        return self.way is not None


def judged(facts: Facts, schedule: Schedule, holds: Iterable[Hold], as_of: date) -> Verdict:
    """The verdict under what is in force and under everything announced: whichever keeps longest counts. Its basis
    covers them all, so that a change of any voids an approval."""
    held = tuple(holds)
    verdicts = [resolve(facts, rules, held, as_of) for rules in schedule.versions]
    return replace(keeps_longest(verdicts), basis_hash=fingerprint([one.basis_hash for one in verdicts]))


def standings_of(
    session: Session, case_ids: Collection[UUID], *, schedule: Schedule, as_of: date
) -> list[Standing]:
    """Where these cases stand, in order of their ids."""
    cases = case_facts(session, case_ids)
    holds = holds_over_cases(session, case_ids, {one.case_id: one.client_id for one in cases})
    return [
        Standing(known, judged(known.facts, schedule, holds[known.case_id], as_of), holds[known.case_id])
        for known in cases
    ]


@dataclass(frozen=True, slots=True)
class Person:
    """A client's identity and the verdict on it. It goes with the last case unless a rule of its own keeps it."""

    client_id: UUID
    facts: Facts
    verdict: Verdict
    holds: tuple[Hold, ...] = ()
    decided: Decided | None = None

    @property
    def way(self) -> Action | None:
        """What a run may do with it; None while nothing may be done."""
        return way_of(self.verdict, self.decided)

    @property
    def may_go(self) -> bool:
        """Whether nothing keeps it: no case, no rule of its own, no hold, nobody who has to decide first."""
        if self.verdict.state is State.UNSCHEDULED:
            return not self.facts.children_not_due
        return self.way is not None


def people_of(
    session: Session,
    client_ids: Collection[UUID],
    *,
    schedule: Schedule,
    as_of: date,
    going: Collection[UUID] = (),
) -> dict[UUID, Person]:
    """Where these clients' identities stand, supposing that the cases `going` are gone. Merged files are of one
    person: what keeps any of them keeps them all, and the last day of any counts."""
    files = files_together(session, client_ids)
    together = {one for several in files.values() for one in several}
    dates, staying = _dates(session, together), _staying(session, together, going)
    holds, released = holds_over_people(session, files), Counter(released_over(session, client_ids))
    province, lines = organisation(session).province, for_children(schedule)
    children, decisions = children_of(session, together, lines), decided_about_people(session, together)
    rows = session.execute(
        select(Client.id, Client.created_at, Client.birth_on, Client.version).where(Client.id.in_(client_ids))
    )
    people: dict[UUID, Person] = {}
    for row in rows:
        known = latest(*(dates.get(one, {}) for one in files[row.id]))
        stays = [str(record) for one in files[row.id] for record in staying.get(one, ())]
        clocks = known | person_events(row.birth_on, province)
        of_them = [child for one in files[row.id] for child in children.get(one, ())]
        stays += [child.name for child in of_them if child.keeps(lines, clocks, as_of)]
        said = [one for file in files[row.id] for one in decisions.get(file, ())]
        facts = _person_facts(row, known, stays, province)
        facts = replace(facts, extended_through=extended_by(said), row_version=row.version + released[row.id])
        over, newest = holds[row.id], said[-1] if said else None
        people[row.id] = Person(row.id, facts, judged(facts, schedule, over, as_of), over, newest)
    return people


def people_left_alone(
    session: Session, client_ids: Collection[UUID], *, schedule: Schedule, as_of: date
) -> dict[UUID, Person]:
    """Where the identities of these people stand, whose cases are all gone. Where no line speaks of identities, the one
    by which the last case went speaks of what it left behind."""
    people = people_of(session, client_ids, schedule=schedule, as_of=as_of)
    for client_id, one in people.items():
        if one.verdict.state is State.UNSCHEDULED:
            facts = replace(one.facts, record_class=RecordClass.CASE_FILE)
            people[client_id] = replace(one, verdict=judged(facts, schedule, one.holds, as_of))
    return people


def every_one_left_alone(session: Session, *, schedule: Schedule, as_of: date) -> list[Person]:
    """Where the identities of all people stand whose cases are all gone, in order of their ids."""
    ids = (
        select(Disposition.client_id)
        .where(Disposition.record_class == str(RecordClass.CLIENT_IDENTITY))
        .where(Disposition.client_id.not_in(select(Case.client_id)))
        .order_by(Disposition.client_id)
    )
    found = list(session.execute(ids).scalars())
    people = people_left_alone(session, found, schedule=schedule, as_of=as_of) if found else {}
    return [people[one] for one in found]


def _person_facts(row: Any, known: Mapping[str, date], staying: Iterable[str], province: str) -> Facts:
    days: dict[str, date | None] = {str(Event.CREATED_ON): created_on(row.created_at)}
    return Facts(
        record=str(row.id),
        record_class=RecordClass.CLIENT_IDENTITY,
        triggers=days | person_events(row.birth_on, province) | dict(known),
        absent=frozenset(CLOCKS[1:]) - set(known),
        attributes={"jurisdiction": province},
        children_not_due=frozenset(staying),
    )


def clocks_of(facts: Facts) -> dict[str, date]:
    """The dates of a case that its client's own period may be counted from."""
    return {name: day for name in CLOCKS if (day := facts.triggers.get(name)) is not None}


def latest(*several: Mapping[str, date]) -> dict[str, date]:
    """The last day of each event."""
    names = {name for one in several for name in one}
    return {name: max(one[name] for one in several if name in one) for name in names}


def _dates(session: Session, client_ids: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """The last closing and service of each client, from their cases and from what gone ones left behind."""
    found: dict[UUID, dict[str, date]] = {}
    left = select(Disposition.client_id, Disposition.triggers).where(
        Disposition.client_id.in_(client_ids), Disposition.record_class == str(RecordClass.CLIENT_IDENTITY)
    )
    for client_id, triggers in session.execute(left):
        found[client_id] = {name: date.fromisoformat(day) for name, day in triggers.items()}
    ids = session.execute(select(Case.id).where(Case.client_id.in_(client_ids))).scalars().all()
    for known in case_facts(session, ids):
        found[known.client_id] = latest(found.get(known.client_id, {}), clocks_of(known.facts))
    return found


def _staying(
    session: Session, client_ids: Collection[UUID], going: Collection[UUID]
) -> dict[UUID, list[UUID]]:
    """What of each client stays and keeps the identity: other cases, and records with a rule of their own."""
    rows = session.execute(
        select(Case.client_id, func.array_agg(Case.id))
        .where(Case.client_id.in_(client_ids), Case.id.not_in(going))
        .group_by(Case.client_id)
    )
    staying = {client_id: list(ids) for client_id, ids in rows}
    for client_id, ids in kept_by_themselves(session, client_ids).items():
        staying.setdefault(client_id, []).extend(ids)
    return staying
