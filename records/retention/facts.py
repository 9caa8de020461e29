"""What the resolver must know of a case or a client, gathered from the rows in a few statements for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case, TriggerEvent
from records.clients.models import Client
from records.documents.models import Document
from records.entries.models import Entry
from records.notes.models import NextStep, Note, NoteAddendum
from records.retention.dates import age_of_majority, day_of, is_minor_on, majority_on
from records.retention.models import HoldCase, HoldRow
from records.retention.terms import Attribute, Event, Facts, Hold, HoldKind, RecordClass
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
    """The holds in force over each of these cases; those over everything count for all."""
    over_all = session.execute(
        select(HoldRow.id, HoldRow.kind, HoldRow.placed_on).where(
            HoldRow.scope == "everything", HoldRow.released_at.is_(None)
        )
    ).all()
    found: dict[UUID, list[Hold]] = {case_id: [_hold(*row) for row in over_all] for case_id in case_ids}
    named = session.execute(
        select(HoldCase.case_id, HoldRow.id, HoldRow.kind, HoldRow.placed_on)
        .join(HoldRow, HoldRow.id == HoldCase.hold_id)
        .where(HoldCase.case_id.in_(case_ids), HoldRow.released_at.is_(None))
    )
    for case_id, hold_id, kind, placed_on in named:
        found[case_id].append(_hold(hold_id, kind, placed_on))
    return {case_id: tuple(holds) for case_id, holds in found.items()}


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
    done = func.count(NextStep.id) + func.count(NextStep.done_on)
    drawn = func.count(Document.id) + func.count(Document.ready_at)
    noted = (
        func.sum(Note.version) + func.count(Note.signed_at) + func.count().filter(Note.state == "in_error")
    )
    addenda = select(Note.case_id, func.count()).join(NoteAddendum, NoteAddendum.note_id == Note.id)
    for statement, case_id in (
        (select(Entry.case_id, func.count()), Entry.case_id),
        (select(Note.case_id, noted), Note.case_id),
        (select(NextStep.case_id, done), NextStep.case_id),
        (select(Document.case_id, drawn), Document.case_id),
        (addenda, Note.case_id),
    ):
        rows = session.execute(statement.where(case_id.in_(case_ids)).group_by(case_id)).all()
        yield from ((row[0], row[1]) for row in rows)


def _hold(hold_id: UUID, kind: str, placed_on: date) -> Hold:
    return Hold(str(hold_id), HoldKind(kind), placed_on)
