"""Looking at every row before anything is brought in: what it says, whom it looks like, whom it is about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.imports.columns import DAYS
from records.imports.matching import Match, cases_meant, look_alikes, people_meant
from records.imports.models import Import, ImportRow
from records.imports.queries import reader_of, rows_of
from records.imports.rules import Checked, Problem, Reader, order_of
from tenants.bulk import update_in_bulk
from tenants.sealing import seal_pending

_EVERY = ("staged", "ready", "faulty", "doubtful", "left_out")


def check_all(session: Session, import_: Import) -> None:
    """Checks every row anew, a thousand at a time, and writes down where each stands."""
    if not import_.mapping.get("numbers"):
        import_.mapping = {**import_.mapping, "numbers": _order_in(session, import_)}
    reader, seen, after = reader_of(session, import_), dict[Any, int](), 0
    while rows := rows_of(session, import_, *_EVERY, after=after):
        after = rows[-1].number
        _tell(session, rows, reader, seen)
        seal_pending(session, rows)
        update_in_bulk(session, ImportRow, [{name: getattr(row, name) for name in _WRITTEN} for row in rows])
        for row in rows:
            session.expunge(row)


_WRITTEN = ("id", "state", "problems", "matches_sealed", "decision", "person_id", "case_id")


def check_one(session: Session, import_: Import, row: ImportRow) -> None:
    """Checks one row anew, after somebody changed it. That it is like another row of the file is not asked again."""
    _tell(session, [row], reader_of(session, import_), {})


def _tell(session: Session, rows: Sequence[ImportRow], reader: Reader, seen: dict[Any, int]) -> None:
    checked = {row.number: reader.check(row.cells) for row in rows}
    whole = {number: one for number, one in checked.items() if not one.problems}
    matches: dict[int, list[Match]] = {}
    targets: dict[int, tuple[UUID, UUID | None]] = {}
    if reader.kind == "people":
        matches = look_alikes(session, whole, seen=seen)
    else:
        targets = _targets(session, reader.kind, whole)
    for row in rows:
        found = matches.get(row.number)
        row.problems = [list(problem) for problem in checked[row.number].problems]
        row.state = "faulty" if row.problems else "doubtful" if found else "ready"
        row.matches = [list(match) for match in found] if found else None
        row.decision = None if row.problems or found or reader.kind != "people" else "new"
        row.person_id, row.case_id = targets.get(row.number, (None, None))


def _targets(session: Session, kind: str, rows: Mapping[int, Checked]) -> dict[int, tuple[UUID, UUID | None]]:
    """Whom each row is about, and for a note in which case; what cannot be told is a problem of the row."""
    clients = _single(rows, people_meant(session, rows), "file_number", "nobody")
    if kind == "cases":
        return {number: (client_id, None) for number, client_id in clients.items()}
    cases = _single(rows, cases_meant(session, rows, clients), "case_number", "no_case")
    return {number: (clients[number], case_id) for number, case_id in cases.items()}


def _single(
    rows: Mapping[int, Checked], found: Mapping[int, Sequence[UUID]], field: str, none: str
) -> dict[int, UUID]:
    for number, ids in found.items():
        if len(ids) != 1:
            rows[number].problems.append(Problem(field, "several" if ids else none))
    return {number: ids[0] for number, ids in found.items() if len(ids) == 1}


def _order_in(session: Session, import_: Import) -> str:
    places, days, after = [import_.mapping[name] for name in DAYS if name in import_.mapping], [], 0
    while rows := rows_of(session, import_, *_EVERY, after=after):
        after = rows[-1].number
        days += [row.cells[place] for row in rows for place in places]
        for row in rows:
            session.expunge(row)
    return order_of(days)
