"""What the resolver must know of a case or a client, gathered from the rows in a few statements for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, null, select, union_all
from sqlalchemy.orm import Session

from records.barriers.models import Strategy
from records.cases.models import Case, TriggerEvent
from records.clients.models import Client
from records.clients.queries import files_together
from records.documents.models import Document
from records.entries.models import Entry
from records.history.models import Version
from records.notes.models import Note, NoteAddendum
from records.outcomes.models import Enrolment, Evidence, EvidenceRequest
from records.retention.dates import age_of_majority, day_of, is_minor_on, majority_on
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.terms import Attribute, Event, Facts, Hold, HoldKind, RecordClass
from records.tasks.models import CheckIn, Task
from tenants import context
from tenants.organisations import organisation


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case with what decides over it."""

    case_id: UUID
    client_id: UUID
    number: str
    is_open: bool
    facts: Facts


def case_facts(session: Session, case_ids: Collection[UUID]) -> list[KnownCase]:
    """The facts of these cases, as far as the login may see them, in order of their ids."""
    rows = session.execute(
        select(
            Case.id, Case.client_id, Case.number, Case.program, Case.status, Case.closed_on, Case.created_at,
            Case.version, Client.birth_on,
        )
        .join(Client, Client.id == Case.client_id)
        .where(Case.id.in_(case_ids))
        .order_by(Case.id)
    ).all()  # fmt: skip
    events, last_notes = _events(session, case_ids), _last_notes(session, case_ids)
    weights, province = _weights(session, case_ids), organisation(session).province
    return [_known(row, events[row.id], last_notes.get(row.id), weights[row.id], province) for row in rows]


def holds_on(session: Session, case_ids: Collection[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    """The holds in force over each of these cases, those over its person or over everything included."""
    owners = session.execute(select(Case.id, Case.client_id).where(Case.id.in_(case_ids))).all()
    files = files_together(session, {row.client_id for row in owners})
    over = _in_force(session, case_ids, set().union(*files.values()))
    found = {case_id: [*over[None], *over[case_id]] for case_id in case_ids}
    for case_id, client_id in owners:
        found[case_id] += (hold for one in files[client_id] for hold in over[one])
    return {case_id: tuple(dict.fromkeys(holds)) for case_id, holds in found.items()}


def holds_on_people(session: Session, client_ids: Collection[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    """The holds in force over everything about each of these people, whichever of their merged files they name."""
    files = files_together(session, client_ids)
    over = _in_force(session, (), set().union(*files.values()))
    return {
        client_id: tuple(dict.fromkeys(hold for one in together for hold in over[one]))
        for client_id, together in files.items()
    }


def person_events(born: date | None, province: str) -> dict[str, date | None]:
    """The day a person comes of age, when their birth date is known."""
    return {} if born is None else {str(Event.CLIENT_MAJORITY): majority_on(born, age_of_majority(province))}


def created_on(moment: datetime) -> date:
    """The agency's own calendar day of a moment."""
    return day_of(moment, context.current().timezone)


def _known(
    row: Any, events: dict[str, date], last_note: date | None, weight: int, province: str
) -> KnownCase:
    is_open = row.status != "closed"
    served: frozenset[str] = frozenset({Event.LAST_SERVICE_ON, Event.LAST_CONTACT_ON})
    triggers: dict[str, date | None] = {
        str(Event.CREATED_ON): created_on(row.created_at), **person_events(row.birth_on, province), **events,
    }  # fmt: skip
    for kind in served if last_note is not None else ():
        triggers.setdefault(str(kind), last_note)
    to_come: frozenset[str] = served | {Event.CASE_CLOSED} if is_open else frozenset()
    triggers = {kind: day for kind, day in triggers.items() if kind not in to_come}
    facts = Facts(
        record=str(row.id),
        record_class=RecordClass.CASE_FILE,
        triggers=triggers,
        awaited=to_come,
        absent=frozenset() if is_open else served - set(triggers),
        attributes=_attributes(row, province),
        row_version=row.version + weight,
    )
    return KnownCase(row.id, row.client_id, row.number, is_open, facts)


def _attributes(row: Any, province: str) -> dict[str, Attribute]:
    known: dict[str, Attribute] = {"jurisdiction": province}
    if row.program:
        known["program"] = frozenset({row.program})
    is_known = row.birth_on is not None and row.closed_on is not None
    known["minor_at_closure"] = (
        is_minor_on(row.closed_on, row.birth_on, age_of_majority(province)) if is_known else None
    )
    return known


def _events(session: Session, case_ids: Collection[UUID]) -> dict[UUID, dict[str, date]]:
    """The current event of each kind: the latest that was neither superseded nor withdrawn."""
    rows = (
        session.execute(
            select(TriggerEvent).where(TriggerEvent.case_id.in_(case_ids)).order_by(TriggerEvent.id)
            .execution_options(populate_existing=True)
        )
        .scalars()
        .all()
    )  # fmt: skip
    superseded = {row.supersedes for row in rows}
    current: dict[UUID, dict[str, date]] = defaultdict(dict)
    for row in rows:
        if not row.withdrawn and row.id not in superseded:
            current[row.case_id][row.kind] = row.effective_on
    return current


def _last_notes(session: Session, case_ids: Collection[UUID]) -> dict[UUID, date]:
    rows = session.execute(
        select(Note.case_id, func.max(Note.occurred_on))
        .where(Note.case_id.in_(case_ids), Note.state == "signed")
        .group_by(Note.case_id)
    )
    return {case_id: day for case_id, day in rows if day is not None}


def _weights(session: Session, case_ids: Collection[UUID]) -> dict[UUID, int]:
    """A number per case that grows with every change below it: nothing of a case is ever taken away before its end."""
    weights: dict[UUID, int] = defaultdict(int)
    for case_id, weight in _weighed(session, case_ids):
        weights[case_id] += int(weight)
    return weights


def _weighed(session: Session, case_ids: Collection[UUID]) -> Iterable[tuple[Any, Any]]:
    drawn = func.count(Document.id) + func.count(Document.ready_at)
    noted = (
        func.sum(Note.version) + func.count(Note.signed_at) + func.count().filter(Note.state == "in_error")
    )
    evidenced = func.count() + func.count(Evidence.verified_at)
    asked = func.count() + func.count(EvidenceRequest.answered_on)
    addenda = select(Note.case_id, func.count()).join(NoteAddendum, NoteAddendum.note_id == Note.id)
    parts: tuple[tuple[Select[Any, Any], Any], ...] = (
        (select(Entry.case_id, func.count()), Entry.case_id),
        (select(Note.case_id, noted), Note.case_id),
        (select(Version.case_id, func.count()), Version.case_id),
        (select(Strategy.case_id, func.count()), Strategy.case_id),
        (select(Task.case_id, func.count()), Task.case_id),
        (select(CheckIn.case_id, func.count()), CheckIn.case_id),
        (select(Enrolment.case_id, func.count()), Enrolment.case_id),
        (select(Evidence.case_id, evidenced), Evidence.case_id),
        (select(EvidenceRequest.case_id, asked), EvidenceRequest.case_id),
        (select(Document.case_id, drawn), Document.case_id),
        (addenda, Note.case_id),
    )
    counted = (part.where(case_id.in_(case_ids)).group_by(case_id) for part, case_id in parts)
    return ((row[0], row[1]) for row in session.execute(union_all(*counted)))


def _in_force(
    session: Session, case_ids: Collection[UUID], client_ids: Collection[UUID]
) -> dict[UUID | None, list[Hold]]:
    """The holds by the case or the person they name; under None those over everything."""
    case_id, client_id = HoldCase.case_id.expression, HoldClient.client_id.expression
    over_all = _holds(null()).where(HoldRow.scope == "everything")
    over_case = _holds(case_id).join(HoldCase, HoldCase.hold_id == HoldRow.id).where(case_id.in_(case_ids))
    over_person = _holds(client_id).join(HoldClient, HoldClient.hold_id == HoldRow.id)
    found: dict[UUID | None, list[Hold]] = defaultdict(list)
    for named, hold_id, kind, placed_on in session.execute(
        union_all(over_all, over_case, over_person.where(client_id.in_(client_ids)))
    ):
        found[named].append(Hold(str(hold_id), HoldKind(kind), placed_on))
    return found


def _holds(named: ColumnElement[Any]) -> Select[Any, Any, Any, Any]:
    in_force = HoldRow.released_at.is_(None)
    return select(named, HoldRow.id, HoldRow.kind, HoldRow.placed_on).where(in_force)
