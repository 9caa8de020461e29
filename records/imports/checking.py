"""Looking at every row before anything is brought in: what it says, whom it looks like, whom it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.imports.columns import DAYS
from records.imports.matching import Match, cases_meant, look_alikes, people_meant, remember
from records.imports.models import Import, ImportRow
from records.imports.queries import reader_of, rows_of
from records.imports.rules import Checked, Problem, Reader, order_of
from tenants.bulk import update_in_bulk
from tenants.sealing import seal_pending

BATCH: Final = 500
_CHECKED = ("ready", "faulty", "doubtful")
_WRITTEN = ("id", "state", "problems", "matches_sealed", "decision", "person_id", "case_id")


@dataclass(slots=True)
class Checking:
    """The check of an import, some hundred rows in one transaction. What earlier rows of the file said is remembered
    from one to the next; whoever goes on after a worker that died learns it anew."""

    seen: dict[Any, int] | None = None

    def next_batch(self, session: Session, import_id: UUID, size: int = BATCH) -> bool:
        """Checks the next rows and says whether more are waiting. The import is locked first, so that two workers take
        turns."""
        import_ = session.execute(select(Import).where(Import.id == import_id).with_for_update()).scalar_one()
        if import_.state != "checking":
            return False
        if self.seen is None:
            self.seen = _learned(session, import_)
        rows = rows_of(session, import_, "staged", limit=size)
        if not rows:
            import_.state = "checked"
            return False
        _tell(session, rows, reader_of(session, import_), self.seen)
        seal_pending(session, rows)
        update_in_bulk(session, ImportRow, [{name: getattr(row, name) for name in _WRITTEN} for row in rows])
        for row in rows:
            session.expunge(row)
        return True


def _learned(session: Session, import_: Import) -> dict[Any, int]:
    """What the rows that are checked already said, and which of day and month comes first in the whole file."""
    if not import_.mapping.get("numbers"):
        import_.mapping = {**import_.mapping, "numbers": _order_in(session, import_)}
    reader, seen, after = reader_of(session, import_), dict[Any, int](), 0
    while import_.kind == "people" and (rows := rows_of(session, import_, *_CHECKED, after=after)):
        after = rows[-1].number
        checked = {row.number: reader.check(row.cells) for row in rows}
        remember(session, {number: one for number, one in checked.items() if not one.problems}, seen)
        for row in rows:
            session.expunge(row)
    return seen


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
    while rows := rows_of(session, import_, "staged", *_CHECKED, after=after):
        after = rows[-1].number
        days += [row.cells[place] for row in rows for place in places]
        for row in rows:
            session.expunge(row)
    return order_of(days)
