"""Bringing rows in, some hundred in one transaction: what a row became stands in the row itself, so whoever comes after
a worker that died begins where it ended, and every row comes in once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.access.actions import put_on_caseload
from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.actions import index_clients
from records.clients.models import Client
from records.clients.queries import reachable, visible
from records.imports.making import Batch, make_case, make_note, make_person, numbers_for
from records.imports.models import Import, ImportRow
from records.imports.queries import counts_of, reader_of, rows_of
from tenants import audit, clock, context
from tenants.bulk import flush_in_bulk, update_in_bulk
from tenants.permissions import P, may
from tenants.privacy import registry

BATCH: Final = 500
_MAKERS: Final = {"people": make_person, "cases": make_case, "notes": make_note}


def bring_batch(session: Session, import_id: UUID, size: int = BATCH) -> bool:
    """Brings the next ready rows in and says whether more are waiting. The import is locked first, so that two workers
    take turns."""
    import_ = session.execute(select(Import).where(Import.id == import_id).with_for_update()).scalar_one()
    if import_.state != "running":
        return False
    rows = rows_of(session, import_, "ready", limit=size)
    me = context.current()
    if not rows or not may(me.roles, P.IMPORT_CLIENTS, me.standing):
        _end(session, import_)
        return False
    batch = _prepared(session, import_, rows)
    with session.no_autoflush:
        for row in rows:
            _MAKERS[import_.kind](batch, row)
    made = _written(session, batch)
    update_in_bulk(session, ImportRow, [_told(row, batch, made) for row in rows])
    for row in rows:
        session.expunge(row)
    for verb, events in batch.events.items():
        audit.record_each(session, verb, events, **{"import": str(import_id)})
    return True


def _prepared(session: Session, import_: Import, rows: Sequence[ImportRow]) -> Batch:
    """Everything the making of rows needs to know, asked once for all of them."""
    reader = reader_of(session, import_)
    batch = Batch(session=session, checked={row.number: reader.check(row.cells) for row in rows})
    named = {row.person_id for row in rows if row.person_id}
    reach = visible() if import_.kind == "people" else reachable(Category.CASE, Level.WRITE)
    people = session.execute(select(Client).where(Client.id.in_(named), reach)).scalars()
    batch.clients = {client.id: client for client in people}
    wanted = sorted({row.case_id for row in rows if row.case_id and row.person_id in batch.clients})
    # As a signature does: two notes must not follow the same one, and none may slip past a purge.
    locked = select(Case).where(Case.id.in_(wanted)).order_by(Case.id).with_for_update(key_share=True)
    batch.cases = {case.id: case for case in session.execute(locked).scalars()}
    numbers_for(batch, import_.kind, rows)
    return batch


def _written(session: Session, batch: Batch) -> dict[UUID, Counter[str]]:
    """Writes what was made and counts it by the row it was made for."""
    made: dict[UUID, Counter[str]] = defaultdict(Counter)
    _count(made, session.new)
    flush_in_bulk(session)
    if batch.begun:
        index_clients(session, batch.begun)
    for client_id, member_id in sorted(batch.caseloads):
        put_on_caseload(session, client_id, member_id)
    _count(made, session.new)
    flush_in_bulk(session)
    return made


def _count(made: dict[UUID, Counter[str]], rows: Iterable[Any]) -> None:
    for row in rows:
        table = row.__tablename__
        made[getattr(row, registry[table].path)][table] += 1
        case_id = row.id if table == Case.__tablename__ else getattr(row, "case_id", None)
        if case_id:
            made[case_id][table] += 1


def _told(row: ImportRow, batch: Batch, made: dict[UUID, Counter[str]]) -> dict[str, Any]:
    """Where a row stands now, and what was made of it and can be taken back."""
    result = batch.results.get(row.id)
    if result is None:
        problems = [["file_number", "gone"]]
        return {"id": row.id, "state": "faulty", "problems": problems, "made": {}, "decision": row.decision,
                "person_id": None, "case_id": None, "note_id": None}  # fmt: skip
    return {
        "id": row.id,
        "state": "done",
        "problems": [],
        "made": {"what": result.what, "rows": made.get(result.owner, Counter()) if result.owner else {}},
        "decision": row.decision,
        "person_id": result.client_id,
        "case_id": result.case_id,
        "note_id": result.note_id,
    }


def _end(session: Session, import_: Import) -> None:
    import_.state, import_.finished_at = "done", clock.now()
    session.flush()
    import_.counts = counts_of(session, import_)
    brought = session.execute(
        select(func.count())
        .select_from(ImportRow)
        .where(ImportRow.import_id == import_.id, ImportRow.state == "done")
    ).scalar_one()
    audit.record(session, audit.Verb.IMPORT_ENDED, import_.id, rows=brought)
