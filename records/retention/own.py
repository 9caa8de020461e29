"""Records with a rule of their own: incidents, the register of breaches, declarations of conflicts, and what
colleagues wrote to each other about no case. Where their rows lie, and what the resolver must know of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true, union_all
from sqlalchemy.orm import Session

from records.handbook.models import ConflictDeclaration
from records.incidents.models import (
    Breach,
    Incident,
    IncidentAction,
    IncidentNotice,
    IncidentPerson,
    IncidentStep,
)
from records.incidents.rules import OVER
from records.retention.facts import created_on
from records.retention.terms import Event, Facts, RecordClass
from records.supervision.models import Exchange
from tenants.organisations import organisation

Ids = Collection[UUID] | None
_OF_CASES: Final = frozenset({Event.CASE_CLOSED, Event.LAST_SERVICE_ON, Event.LAST_CONTACT_ON})


@dataclass(frozen=True, slots=True)
class Whole:
    """Where a record of a class lies: its rows in `root` by `key`, hidden together; `parts`, which refer to it by
    `incident_id` and go first; and the one row of `lock` that whoever changes any of it must lock."""

    root: type[Any]
    key: str
    lock: type[Any]
    parts: tuple[type[Any], ...] = ()

    @property
    def ids(self) -> ColumnElement[UUID]:
        """The column that says to which record a row of the root belongs."""
        column: ColumnElement[UUID] = self.root.__table__.c[self.key]
        return column


WHOLES: Final[Mapping[RecordClass, Whole]] = MappingProxyType(
    {
        # The register's lines about one incident are one record, under the incident's id; they go before it.
        RecordClass.BREACH_RECORD: Whole(Breach, "incident_id", Incident),
        RecordClass.INCIDENT: Whole(
            Incident, "id", Incident, (IncidentNotice, IncidentAction, IncidentStep, IncidentPerson)
        ),
        RecordClass.CONFLICT_DECLARATION: Whole(ConflictDeclaration, "id", ConflictDeclaration),
        RecordClass.SUPERVISION: Whole(Exchange, "id", Exchange),
    }
)


@dataclass(frozen=True, slots=True)
class Known:
    """A record with what decides over it, and the people it names."""

    record_id: UUID
    facts: Facts
    people: frozenset[UUID] = frozenset()


def own_facts(session: Session, record_class: RecordClass, ids: Ids = None) -> list[Known]:
    """The facts of these records of a class, or of all there are, in order of their ids."""
    event, read = _READ[record_class]
    province = organisation(session).province
    told = sorted(read(session, ids), key=lambda one: one.record_id)
    return [Known(one.record_id, _facts(one, record_class, event, province), one.people) for one in told]


def people_named(
    session: Session, record_class: RecordClass, ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """The people whom each of these records names, as far as it names any; of what is out of sight, too."""
    is_incident = WHOLES[record_class].lock is Incident
    return _people(session, ids) if is_incident and ids else {}


@dataclass(frozen=True, slots=True)
class _Told:
    """How a record stands. `over` is the day on which its matter ended, None while it goes on; `weight` grows with
    every change of it."""

    record_id: UUID
    created_at: datetime
    over: date | None
    weight: int
    people: frozenset[UUID] = frozenset()
    children: frozenset[str] = frozenset()


def _facts(one: _Told, record_class: RecordClass, event: Event, province: str) -> Facts:
    """Nothing is counted while the matter goes on, not even from the creation."""
    days: dict[str, date | None] = {}
    if one.over is not None:
        days = {str(Event.CREATED_ON): created_on(one.created_at), str(event): one.over}
    return Facts(
        record=str(one.record_id),
        record_class=record_class,
        triggers=days,
        awaited=frozenset() if days else frozenset({Event.CREATED_ON, event}),
        absent=_OF_CASES,
        attributes={"jurisdiction": province},
        children_not_due=one.children,
        row_version=one.weight,
    )


def _incidents(session: Session, ids: Ids) -> Iterator[_Told]:
    people, breaches = _people(session, ids), _breaches_of(session, ids)
    weights: dict[UUID, int] = defaultdict(int)
    for incident_id, weight in session.execute(_weighed(ids)):
        weights[incident_id] += weight
    columns = (Incident.id, Incident.state, Incident.created_at, Incident.closed_at, Incident.saved_at)
    wanted = select(*columns, Incident.version).where(_among(Incident.id, ids))
    for row in session.execute(wanted):
        # A report that was thrown away has no words left; its life ended with the last saving.
        over = created_on(row.closed_at or row.saved_at) if row.state in OVER else None
        weight = row.version + weights[row.id]
        yield _Told(row.id, row.created_at, over, weight, people[row.id], breaches[row.id])


def _breaches(session: Session, ids: Ids) -> Iterator[_Told]:
    """Determined on the later of the day on which it was discovered and that on which the last word about it was
    written down; not while that word is to come or its incident is open."""
    people = _people(session, ids)
    newest: dict[UUID, Any] = {}
    columns = (Breach.incident_id, Breach.number, Breach.created_at, Breach.discovered_on, Breach.decision)
    wanted = select(*columns, Incident.state).join(Incident, Incident.id == Breach.incident_id)
    for row in session.execute(wanted.where(_among(Breach.incident_id, ids)).order_by(Breach.number)):
        newest[row.incident_id] = row
    for record_id, row in newest.items():
        is_over = row.decision != "pending" and row.state in OVER
        over = max(row.discovered_on, created_on(row.created_at)) if is_over else None
        yield _Told(record_id, row.created_at, over, row.number, people[record_id])


def _declarations(session: Session, ids: Ids) -> Iterator[_Told]:
    """A conflict that somebody declared is open until somebody else said what follows from it."""
    of = ConflictDeclaration
    wanted = select(of.id, of.created_at, of.reviewed_at, of.answer).where(_among(of.id, ids))
    for row in session.execute(wanted):
        is_over = row.answer == "none" or row.reviewed_at is not None
        over = created_on(row.reviewed_at or row.created_at) if is_over else None
        yield _Told(row.id, row.created_at, over, 1 + (row.reviewed_at is not None))


def _exchanges(session: Session, ids: Ids) -> Iterator[_Told]:
    """Those about no case. A question is over when it is answered or closed; thanks need no answer."""
    columns = (Exchange.id, Exchange.created_at, Exchange.answered_at, Exchange.closed_at, Exchange.kind)
    wanted = select(*columns, Exchange.state).where(Exchange.case_id.is_(None), _among(Exchange.id, ids))
    for row in session.execute(wanted):
        last = max(moment for moment in (row.created_at, row.answered_at, row.closed_at) if moment)
        over = None if row.kind == "question" and row.state == "open" else created_on(last)
        weight = 1 + (row.answered_at is not None) + (row.closed_at is not None)
        yield _Told(row.id, row.created_at, over, weight)


def _people(session: Session, ids: Ids) -> dict[UUID, frozenset[UUID]]:
    """The people whom the agency serves, in each of these incidents."""
    rows = session.execute(
        select(IncidentPerson.incident_id, func.array_agg(IncidentPerson.client_id))
        .where(IncidentPerson.client_id.is_not(None), _among(IncidentPerson.incident_id, ids))
        .group_by(IncidentPerson.incident_id)
    )
    return defaultdict(
        frozenset, {incident_id: frozenset(one for one in clients if one) for incident_id, clients in rows}
    )


def _breaches_of(session: Session, ids: Ids) -> dict[UUID, frozenset[str]]:
    """The lines in the register that belong to each incident: while they stay, it stays."""
    rows = session.execute(select(Breach.incident_id).where(_among(Breach.incident_id, ids)).distinct())
    return defaultdict(frozenset, {one: frozenset({f"breach_record:{one}"}) for one in rows.scalars()})


def _weighed(ids: Ids) -> Any:
    """What followed a report, counted so that the number grows with every change."""
    parts: tuple[Select[Any, Any], ...] = (
        select(IncidentStep.incident_id, func.count()),
        select(IncidentAction.incident_id, func.count() + func.count(IncidentAction.done_on)),
        select(IncidentNotice.incident_id, func.count() + func.count(IncidentNotice.sent_on)),
    )
    columns = (IncidentStep.incident_id, IncidentAction.incident_id, IncidentNotice.incident_id)
    counted = (
        part.where(_among(column, ids)).group_by(column) for part, column in zip(parts, columns, strict=True)
    )
    return union_all(*counted)


def _among(column: Any, ids: Ids) -> ColumnElement[bool]:
    return true() if ids is None else column.in_(ids)


_Reader = Callable[[Session, Ids], Iterator[_Told]]
_READ: Final[Mapping[RecordClass, tuple[Event, _Reader]]] = MappingProxyType(
    {
        RecordClass.INCIDENT: (Event.INCIDENT_CLOSED_ON, _incidents),
        RecordClass.BREACH_RECORD: (Event.BREACH_DETERMINED_ON, _breaches),
        RecordClass.CONFLICT_DECLARATION: (Event.LAST_EDITED_ON, _declarations),
        RecordClass.SUPERVISION: (Event.LAST_EDITED_ON, _exchanges),
    }
)
