"""What a batch does with records that are neither case files nor identities: judged under lock, hidden, destroyed."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.notices.models import Notice
from records.retention.apart import Apart, apart_of
from records.retention.copies import RowsDiffer
from records.retention.groups import GROUPS, destroy_parts, parts_left
from records.retention.own import WHOLES, Whole, people_named
from records.retention.schedule import Schedule
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, Erasure, RunItem

Going = list[tuple[RunItem, Apart]]


@dataclass(slots=True)
class Judged:
    """What may go on, what a hold keeps, what is different from what was approved, and what somebody has in hand."""

    going: Going = field(default_factory=list)
    held: list[RunItem] = field(default_factory=list)
    changed: list[RunItem] = field(default_factory=list)
    busy: list[RunItem] = field(default_factory=list)


def is_apart(item: RunItem) -> bool:
    """Whether an item is one of these records."""
    return item.record_class not in (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)


def judge_apart(session: Session, items: Iterable[RunItem], *, schedule: Schedule, as_of: date) -> Judged:
    """Locks the people they name, then the records, passing over what another transaction has; then looks at each anew,
    by a statement of its own."""
    judged = Judged()
    for record_class, listed in _by_class(one for one in items if is_apart(one)):
        free = _locked(session, record_class, listed)
        judged.busy += [one for one in listed if one.record_id not in free]
        standing = apart_of(session, record_class, free, schedule=schedule, as_of=as_of) if free else []
        by_id: dict[UUID | None, Apart] = {one.record_id: one for one in standing}
        elsewhere = _listed_elsewhere(session, record_class, listed)
        for item in (one for one in listed if one.record_id in free):
            found = by_id.get(item.record_id) if item.record_id not in elsewhere else None
            if found is not None and found.may_go and found.verdict.basis_hash == item.basis_hash:
                judged.going.append((item, found))
            elif found is not None and found.holds:
                judged.held.append(item)
            else:
                judged.changed.append(item)
    return judged


def set_apart_hidden(session: Session, items: Iterable[RunItem], moment: datetime | None) -> None:
    """Hides whole records, or shows them again. A part of a file stays in sight with its case until it goes."""
    for record_class, listed in _by_class(one for one in items if one.record_class in WHOLES):
        whole, ids = WHOLES[record_class], [one.record_id for one in listed]
        hide = update(whole.root).where(whole.ids.in_(ids)).values(quarantined_at=moment)
        session.execute(hide.execution_options(synchronize_session=False))


def destroy_apart(session: Session, run_id: UUID, going: Going) -> list[tuple[Apart, dict[str, int]]]:
    """Destroys them, children first, and says how many rows of each table went with each. Other lists forget them."""
    done: list[tuple[Apart, dict[str, int]]] = []
    for record_class, listed in _by_class(item for item, _ in going):
        ids = [one.record_id for one in listed if one.record_id]
        rows = _destroyed(session, run_id, record_class, ids)
        done += [(one, dict(rows[one.record_id])) for _, one in going if one.record_class is record_class]
        forget = update(RunItem).where(
            RunItem.run_id != run_id, RunItem.record_class == str(record_class), RunItem.record_id.in_(ids)
        )
        session.execute(
            forget.values(record_id=None, client_id=None).execution_options(synchronize_session=False)
        )
    return done


def apart_left(session: Session, run_id: UUID) -> int:
    """How much of what a run destroyed of these is still there: nothing, or the run is not over."""
    gone = select(RunItem).where(
        RunItem.run_id == run_id, RunItem.state == "destroyed", RunItem.record_id.is_not(None)
    )
    items = [one for one in session.execute(gone).scalars() if is_apart(one)]
    left = 0
    for record_class, listed in _by_class(items):
        ids = [one.record_id for one in listed if one.record_id]
        if record_class in GROUPS:
            left += parts_left(session, record_class, ids)
            continue
        whole = WHOLES[record_class]
        columns = [whole.ids, *(part.__table__.c.incident_id for part in whole.parts)]
        left += sum(session.execute(select(func.count()).where(one.in_(ids))).scalar_one() for one in columns)
    return left


def _destroyed(
    session: Session, run_id: UUID, record_class: RecordClass, ids: Sequence[UUID]
) -> dict[UUID, Counter[str]]:
    if record_class in GROUPS:
        done = destroy_parts(session, record_class, ids)
        session.add_all(Erasure(run_id=run_id, kind="file", target=one) for one in done.files)
        rows = done.rows
    else:
        rows = destroy_whole(session, WHOLES[record_class], ids)
    if set(rows) != set(ids):
        raise RowsDiffer(str(record_class))
    return rows


def destroy_whole(session: Session, whole: Whole, ids: Sequence[UUID]) -> dict[UUID, Counter[str]]:
    """Deletes hidden records, children first, and says how many rows of each table went with each."""
    gone: dict[UUID, Counter[str]] = {}
    # What waits for a member because of it leads nowhere any more.
    session.execute(delete(Notice).where(Notice.about.in_(ids)))
    columns: list[tuple[type[Any], Any]] = [(part, part.__table__.c.incident_id) for part in whole.parts]
    for model, column in (*columns, (whole.root, whole.ids)):
        rows = session.execute(
            delete(model)
            .where(column.in_(ids))
            .returning(column)
            .execution_options(synchronize_session=False)
        ).scalars()
        for record_id in rows:
            gone.setdefault(record_id, Counter())[model.__tablename__] += 1
    return gone


def _locked(session: Session, record_class: RecordClass, items: Sequence[RunItem]) -> set[UUID]:
    """The records that nobody else has in hand, nor any of the people they name: whoever places a hold on a person
    locks the person."""
    ids = [one.record_id for one in items if one.record_id]
    if record_class in GROUPS:
        named = {one.record_id: frozenset({one.client_id}) for one in items if one.record_id}
    else:
        named = {**people_named(session, record_class, ids)}
    people = {one for several in named.values() for one in several if one}
    free = _lock(session, Client, people)
    lock = Case if record_class in GROUPS else WHOLES[record_class].lock
    mine = [one for one in ids if named.get(one, frozenset()) <= free]
    return _lock(session, lock, mine)


def _lock(session: Session, model: type[Any], ids: Collection[UUID]) -> set[UUID]:
    if not ids:
        return set()
    wanted = select(model.id).where(model.id.in_(ids)).order_by(model.id)
    return set(session.execute(wanted.with_for_update(skip_locked=True)).scalars())


def _listed_elsewhere(
    session: Session, record_class: RecordClass, items: Sequence[RunItem]
) -> set[UUID | None]:
    """What another run has hidden already is that run's."""
    ids = [one.record_id for one in items if one.record_id]
    theirs = RunItem.run_id != items[0].run_id, RunItem.record_class == str(record_class)
    wanted = select(RunItem.record_id).where(*theirs, RunItem.record_id.in_(ids), RunItem.state.in_(HIDDEN))
    return set(session.execute(wanted).scalars())


def _by_class(items: Iterable[RunItem]) -> Iterator[tuple[RecordClass, list[RunItem]]]:
    listed = sorted(items, key=lambda one: one.record_class)
    for name, of_class in groupby(listed, key=lambda one: one.record_class):
        yield RecordClass(name), list(of_class)
