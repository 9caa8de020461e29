"""What the resolver must know of a case or a client, gathered from the rows in a few statements for many at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    any_,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from records.cases.models import Case, TriggerEvent
from records.clients.models import Client
from records.notes.models import Note
from records.retention.dates import age_of_majority, day_of, is_minor_on, majority_on
from records.retention.deciding import Told
from records.retention.models import HoldClient
from records.retention.scopes import released_over_people
from records.retention.terms import Attribute, Event, Facts, RecordClass
from records.retention.traces import Decision
from records.retention.ways import DECISIONS, Decided
from records.retention.weights import weights_of
from tenants import context
from tenants.bulk import IDS, listed
from tenants.database import lines
from tenants.organisations import organisation


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case with what decides over it."""

    case_id: UUID
    client_id: UUID
    number: str
    is_open: bool
    facts: Facts
    decided: Decided | None = None


SERVED: Final = frozenset({str(Event.LAST_SERVICE_ON), str(Event.LAST_CONTACT_ON)})
TO_COME: Final = SERVED | {str(Event.CASE_CLOSED)}
NOTHING: Final[frozenset[str]] = frozenset()
CREATED_ON: Final = str(Event.CREATED_ON)
# What decides over a case begins behind its version; what goes before only says which case it is.
CASES = select(
    Case.id, Case.client_id, Case.number, Case.version, Case.program, Case.status, Case.closed_on,
    Case.created_at, Client.birth_on,
).join(Client, Client.id == Case.client_id).order_by(Case.id)  # fmt: skip


def case_facts(session: Session, case_ids: Collection[UUID]) -> list[KnownCase]:
    """The facts of these cases, as far as the login may see them, in order of their ids."""
    asked = _asked()
    rows = lines(session, asked.cases, ids=case_ids) if case_ids else ()
    if not rows:
        return []
    events: dict[UUID, list[tuple[str, date]]] = defaultdict(list)
    for case_id, kind, day in lines(session, asked.events, ids=case_ids):
        events[case_id].append((kind, day))
    notes = {row[0]: row[1] for row in lines(session, asked.notes, ids=case_ids)}
    decisions = _by_case(lines(session, asked.decisions, ids=case_ids))
    weights, province = weights_of(session, case_ids), organisation(session).province
    known = []
    for row in rows:
        told = told_of(row, events[row.id], notes.get(row.id), extended_by(decisions[row.id]), province)
        known.append(_known(row, told, decisions[row.id], weights[row.id]))
    return known


def person_events(born: date | None, province: str) -> dict[str, date | None]:
    """The day a person comes of age, when their birth date is known."""
    return {} if born is None else {str(Event.CLIENT_MAJORITY): majority_on(born, age_of_majority(province))}


def created_on(moment: datetime) -> date:
    """The agency's own calendar day of a moment."""
    return day_of(moment, context.current().timezone)


def told_of(
    row: Any,
    events: Iterable[tuple[str, date]],
    last_note: date | None,
    extended_through: date | None,
    province: str,
) -> Told:
    """What decides over a case: from its row of CASES, its current events, the day of its last signed note and the day
    through which people decided to keep it."""
    is_open = row.status != "closed"
    triggers = person_events(row.birth_on, province)
    if row.created_at is not None:  # it always is, and is left out where no rule asks for it
        triggers[CREATED_ON] = created_on(row.created_at)
    triggers.update(events)
    if is_open:
        triggers = {kind: day for kind, day in triggers.items() if kind not in TO_COME}
    elif last_note is not None:
        for kind in SERVED:
            triggers.setdefault(kind, last_note)
    return Told(
        record=str(row.id),
        record_class=RecordClass.CASE_FILE,
        triggers=triggers,
        awaited=TO_COME if is_open else NOTHING,
        absent=NOTHING if is_open else SERVED.difference(triggers),
        attributes=_attributes(row, province),
        extended_through=extended_through,
    )


def _known(row: Any, told: Told, decisions: Sequence[Decided], weight: int) -> KnownCase:
    facts = Facts(**told._asdict(), row_version=row.version + weight)
    newest = decisions[-1] if decisions else None
    return KnownCase(row.id, row.client_id, row.number, row.status != "closed", facts, newest)


def extended_by(decisions: Iterable[Decided]) -> date | None:
    """The last day through which people decided to keep a case."""
    return max((one.keep_through for one in decisions if one.keep_through), default=None)


def _attributes(row: Any, province: str) -> dict[str, Attribute]:
    known: dict[str, Attribute] = {"jurisdiction": province}
    if row.program:
        known["program"] = frozenset({row.program})
    is_known = row.birth_on is not None and row.closed_on is not None
    known["minor_at_closure"] = (
        is_minor_on(row.closed_on, row.birth_on, age_of_majority(province)) if is_known else None
    )
    return known


def current() -> Select[UUID, str, date]:
    """The current event of each kind of each case: the latest that was neither superseded nor withdrawn."""
    later = aliased(TriggerEvent)
    superseded = select(later.id).where(later.supersedes == TriggerEvent.id).exists()
    return (
        select(TriggerEvent.case_id, TriggerEvent.kind, TriggerEvent.effective_on)
        .ext(distinct_on(TriggerEvent.case_id, TriggerEvent.kind))
        .where(~TriggerEvent.withdrawn, ~superseded)
        .order_by(TriggerEvent.case_id, TriggerEvent.kind, TriggerEvent.id.desc())
    )


def last_signed() -> Select[UUID, date | None]:
    """The day of the last signed note of each case."""
    signed = select(Note.case_id, func.max(Note.occurred_on).label("last_on")).where(Note.state == "signed")
    return signed.group_by(Note.case_id)


def decided(session: Session, which: ColumnElement[bool]) -> dict[UUID, list[Decided]]:
    """What people decided about these cases when their period was over; the newest last."""
    return _by_case(lines(session, _decisions().where(which)))


def decided_about_people(session: Session, client_ids: Collection[UUID]) -> dict[UUID, list[Decided]]:
    """The same about what these people are known by, once their last case is gone."""
    wanted = _decisions().with_only_columns(
        Decision.client_id, Decision.kind, Decision.basis_hash, Decision.keep_through
    )
    theirs = Decision.client_id == any_(listed(client_ids)), Decision.case_id.is_(None)
    return _by_case(lines(session, wanted.where(*theirs)))


def _decisions() -> Select[Any, str, str, date | None]:
    wanted = select(Decision.case_id, Decision.kind, Decision.basis_hash, Decision.keep_through)
    return wanted.where(Decision.kind.in_(DECISIONS)).order_by(Decision.id)


def _by_case(rows: Iterable[Sequence[Any]]) -> dict[UUID, list[Decided]]:
    found: dict[UUID, list[Decided]] = defaultdict(list)
    for case_id, *told in rows:
        found[case_id].append(Decided(*told))
    return found


class _Asked(NamedTuple):
    """What is asked of cases that are named when it is asked."""

    cases: Executable
    events: Executable
    notes: Executable
    decisions: Executable


# To put a question together costs as much as its answer: those that a purge asks again and again are put together once.
@cache
def _asked() -> _Asked:
    those = any_(IDS)
    return _Asked(
        CASES.where(Case.id == those),
        current().where(TriggerEvent.case_id == those),
        last_signed().where(Note.case_id == those),
        _decisions().where(Decision.case_id == those),
    )


def released_over(session: Session, client_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many holds over each of these people are released."""
    rows = lines(session, released_over_people().where(HoldClient.client_id == any_(listed(client_ids))))
    return {row[0]: row[1] for row in rows}
