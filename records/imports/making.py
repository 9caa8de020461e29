"""What one row becomes: a person's file, a case, a note. Nothing is asked of the database here, and nothing written;
the batch that holds it all is written in one go."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case, TriggerEvent
from records.clients.actions import next_number
from records.clients.contacts import new_point
from records.clients.models import Client, ClientToken
from records.clients.rules import tokens
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.imports.meanings import NOT_RECORDED
from records.imports.models import FormerNumber, ImportRow
from records.imports.rules import Checked
from records.notes.models import Note
from records.notes.queries import last_hash
from records.notes.rules import CODES, EXACT, TEXTS, Content, chained, days_late, words_of
from tenants import clock, context
from tenants.audit import Verb
from tenants.permissions import Role
from tenants.sealing import keyring


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a row: `what` was made and can be taken back, `owner` is the id its rows are counted by."""

    what: str
    client_id: UUID
    case_id: UUID | None = None
    note_id: UUID | None = None
    owner: UUID | None = None


@dataclass(slots=True)
class Batch:
    """Some hundred rows on their way, and everything the making of them needs to know."""

    session: Session
    checked: dict[int, Checked]
    clients: dict[UUID, Client] = field(default_factory=dict)
    cases: dict[UUID, Case] = field(default_factory=dict)
    file_numbers: list[str] = field(default_factory=list)
    case_numbers: list[str] = field(default_factory=list)
    ends: dict[UUID, bytes] = field(default_factory=dict)
    at: datetime = field(default_factory=clock.now)
    begun: list[Client] = field(default_factory=list)
    results: dict[UUID, Result] = field(default_factory=dict)
    caseloads: set[tuple[UUID, UUID]] = field(default_factory=set)
    events: dict[Verb, list[tuple[UUID, UUID | None]]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, verb: Verb, subject_id: UUID, client_id: UUID) -> None:
        """Remembers an event for the end of the batch, when the trail is held for a moment only."""
        self.events[verb].append((subject_id, client_id))


def numbers_for(batch: Batch, kind: str, rows: Sequence[ImportRow]) -> None:
    """Takes the numbers of files and cases that the rows will need, each series in one trip."""
    session = batch.session
    people = sum(row.decision == "new" for row in rows) if kind == "people" else 0
    cases = sum(batch.checked[row.number].has_case and _has_person(batch, row) for row in rows)
    for prefix, name, many, numbers in (
        ("N", "client", people, batch.file_numbers),
        ("K", "case", cases if kind != "notes" else 0, batch.case_numbers),
    ):
        if many:
            last = next_number(session, name, many=many)
            numbers += [f"{prefix}-{number}" for number in range(last, last - many, -1)]
    batch.ends = {case_id: last_hash(session, case_id) for case_id in batch.cases}


def _has_person(batch: Batch, row: ImportRow) -> bool:
    return row.decision == "new" or row.person_id in batch.clients


def make_person(batch: Batch, row: ImportRow) -> None:
    """A new file with its key, words for search, ways to reach the person and their case; or the case alone, in the
    file that is there already."""
    checked = batch.checked[row.number]
    client = batch.clients.get(row.person_id) if row.person_id else None
    if client is None and row.decision != "new":
        return
    if client is None:
        client = _new_file(batch, checked.values)
        case = _new_case(batch, client, checked.values) if checked.has_case else None
        batch.results[row.id] = Result("client", client.id, case.id if case else None, owner=client.id)
    elif checked.has_case:
        case = _new_case(batch, client, checked.values)
        batch.results[row.id] = Result("case", client.id, case.id, owner=case.id)
    else:
        batch.results[row.id] = Result("nothing", client.id)


def make_case(batch: Batch, row: ImportRow) -> None:
    """A case in the file of somebody who is there."""
    client = batch.clients.get(row.person_id) if row.person_id else None
    if client is not None:
        case = _new_case(batch, client, batch.checked[row.number].values)
        batch.results[row.id] = Result("case", client.id, case.id, owner=case.id)


def make_note(batch: Batch, row: ImportRow) -> None:
    """A note as somebody wrote it elsewhere, marked as brought in, signed by the one who brings it, in the chain of its
    case."""
    case, values = batch.cases.get(row.case_id) if row.case_id else None, batch.checked[row.number].values
    if case is None:
        return
    me, session = context.current(), batch.session
    entry = _enter(batch, Kind.NOTE, case, values["occurred_on"], state="signed")
    content = Content(
        kind=values.get("note_kind", NOT_RECORDED), format="free", source="imported", reason="", training="",
        details=values["text"], action_taken="", next_steps="", place=values.get("place", NOT_RECORDED),
        occurred_on=values["occurred_on"], minutes=values.get("minutes"), late_reason=values.get("written_by", ""),
    )  # fmt: skip
    # Each a moment after the one before: the chain is read in the order of time.
    at = batch.at + timedelta(microseconds=row.number)
    note = Note(id=entry.id, client_id=case.client_id, case_id=case.id, author_id=me.member_id, saved_at=at)
    for name in (*TEXTS, *CODES, *EXACT):
        setattr(note, name, getattr(content, name))
    note.previous, note.signed_at, note.state = batch.ends[case.id], at, "signed"
    key = keyring(session).proof(case.client_id)
    note.hash = batch.ends[case.id] = chained(key, note.previous, words_of(content), str(me.member_id), at)
    note.late_days = days_late(content.occurred_on, clock.today(me.timezone))
    session.add(note)
    batch.results[row.id] = Result("note", case.client_id, case.id, note.id, owner=None)
    batch.tell(Verb.NOTE_SIGNED, note.id, case.client_id)


def _new_file(batch: Batch, values: dict[str, Any]) -> Client:
    session, me = batch.session, context.current()
    client = Client(
        file_number=batch.file_numbers.pop(),
        **{
            name: values.get(name, "")
            for name in ("legal_given", "legal_family", "preferred_name", "pronouns")
        },
        birth_on=values.get("birth_on"),
        language=values.get("language", me.language),
        status="inactive" if values.get("closed_on") else "active",
        worker_id=values.get("worker") or (me.member_id if Role.PRACTITIONER in me.roles else None),
    )
    client.settle_names()
    session.add_all((client, keyring(session).new_client(client.id)))
    batch.begun.append(client)
    for kind in ("phone", "email"):
        if values.get(kind):
            session.add(new_point(session, client.id, kind=kind, value=values[kind], field=kind))
    if number := values.get("former_number"):
        session.add(FormerNumber(client_id=client.id, number=number))
        session.add_all(
            ClientToken(client_id=client.id, kind="number", token=word) for word in tokens(number)
        )
    batch.tell(Verb.CLIENT_ADDED, client.id, client.id)
    return client


def _new_case(batch: Batch, client: Client, values: dict[str, Any]) -> Case:
    session, closed_on = batch.session, values.get("closed_on")
    worker_id = values.get("worker") or client.worker_id or context.current().member_id
    assert worker_id is not None
    case = Case(
        client_id=client.id,
        number=batch.case_numbers.pop(),
        program=values.get("program", ""),
        worker_id=worker_id,
        opened_on=values["opened_on"],
        goal=values.get("goal"),
        status="closed" if closed_on else "active",
        closed_on=closed_on,
        exit_reason=values.get("exit_reason"),
    )
    session.add(case)
    _enter(batch, Kind.CASE_OPENED, case, case.opened_on)
    batch.tell(Verb.CASE_OPENED, case.id, client.id)
    if closed_on:
        _enter(batch, Kind.CASE_CLOSED, case, closed_on)
        me = context.current().member_id
        session.add(
            TriggerEvent(
                client_id=client.id, case_id=case.id, kind="case_closed", effective_on=closed_on, member_id=me
            )
        )
        batch.tell(Verb.CASE_CLOSED, case.id, client.id)
    batch.caseloads.add((client.id, worker_id))
    return case


def _enter(batch: Batch, kind: Kind, case: Case, on: date, *, state: str = "final") -> Entry:
    return enter(
        batch.session,
        kind,
        client_id=case.client_id,
        case_id=case.id,
        occurred_on=on,
        state=state,
        at_once=False,
    )
