"""Everything a file holds, found by the privacy registry: a table that is registered is there by itself."""

import hmac
import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.queries import files_together
from records.requests.passages import text_of
from records.retention.copies import read_every_model
from tenants import context
from tenants.database import Base
from tenants.privacy import Registration, registry
from tenants.sealing import keyring

# They head or carry something else, and say nothing where that is not given.
HEADERS = ("entries", "files")


@dataclass(slots=True)
class Item:
    """One thing in the file: the rows that share an id, as a person reads them."""

    record_id: UUID
    source: str
    on: date
    author_id: UUID | None = None
    texts: dict[str, str] = field(default_factory=dict)
    third_party: list[str] = field(default_factory=list)
    is_severed: bool = False
    file_id: UUID | None = None

    def seen(self, key: bytes) -> bytes:
        """A keyed hash of what it says: another, when that has changed since somebody read it."""
        words = json.dumps([self.source, self.texts], ensure_ascii=False)
        return hmac.digest(key, words.encode(), "sha256")


def gather(session: Session, client_id: UUID, *, but: UUID) -> dict[UUID, Item]:
    """All that is kept about a person, in every file that was merged with theirs, oldest first. Without what the
    registry keeps out of a package, and without the very request that is answered: it goes on while it is."""
    files = files_together(session, [client_id])[client_id]
    kept_out = _kept_out(session, files)
    found: dict[UUID, Item] = {}
    rows = sorted(_rows(session, files), key=lambda pair: pair[0].table in HEADERS)
    rows += _shared(session, rows)
    for entry, row in rows:
        if row.id not in kept_out and but not in (row.id, getattr(row, "request_id", None)):
            _take(found, entry, row)
    items = [item for item in found.values() if item.texts and item.source != "files"]
    return {item.record_id: item for item in sorted(items, key=lambda item: (item.on, item.record_id))}


def hidden_key(session: Session, client_id: UUID) -> bytes:
    """The key of the hashes of what was read."""
    return keyring(session).proof(client_id)


def _take(found: dict[UUID, Item], entry: Registration, row: Any) -> None:
    item = found.get(row.id)
    if item is None:
        zone = ZoneInfo(context.current().timezone)
        item = found[row.id] = Item(row.id, entry.table, row.created_at.astimezone(zone).date())
    if entry.table == "entries":
        item.on, item.author_id = row.occurred_on, row.author_id
    if entry.table == "files":
        item.file_id = row.id
    # A header adds its day and author; what it says besides, the row it heads says better.
    if entry.table == item.source:
        named = entry.export + tuple(name for name in entry.third_party if name not in entry.export)
        item.texts = {name: words for name in named if (words := text_of(getattr(row, name)))}
        item.third_party = [name for name in entry.third_party if name in item.texts]
        item.is_severed = entry.package == "sever"


def _rows(session: Session, files: Collection[UUID]) -> Iterator[tuple[Registration, Any]]:
    for entry in _leading(packaged=True):
        model = _models()[entry.table]
        theirs = select(model).where(getattr(model, entry.path).in_(files)).order_by(model.id)
        for row in session.execute(theirs).scalars():
            yield entry, row


def _kept_out(session: Session, files: Collection[UUID]) -> set[UUID]:
    """What stays out takes along the header or file it has (a package made before is not part of the next)."""
    found: set[UUID] = set()
    for entry in _leading(packaged=False):
        model = _models()[entry.table]
        if {target for _column, target in _references(model)} & set(HEADERS):
            found |= set(
                session.execute(select(model.id).where(getattr(model, entry.path).in_(files))).scalars()
            )
    return found


def _leading(*, packaged: bool) -> list[Registration]:
    read_every_model()
    return [entry for entry in registry.values() if entry.path and (entry.package != "no") is packaged]


def _shared(session: Session, rows: Collection[tuple[Registration, Any]]) -> list[tuple[Registration, Any]]:
    """What several people share belongs to none of their files (a report about two clients): found from the row that
    names this person, with all that hangs on it and names nobody else."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for _entry, row in rows:
        for column, target in _references(type(row)):
            if _may_be_shared(target) and (one := getattr(row, column)) is not None:
                wanted[target].add(one)
    found: list[tuple[Registration, Any]] = []
    for target, ids in wanted.items():
        parts = [(target, "id")]
        parts += [
            (name, column) for name in registry for column, to in _references(_models()[name]) if to == target
        ]
        for name, column in parts:
            if _may_be_shared(name):
                model = _models()[name]
                theirs = select(model).where(getattr(model, column).in_(ids), model.client_id.is_(None))
                found += [(registry[name], row) for row in session.execute(theirs).scalars()]
    return found


def _may_be_shared(table: str) -> bool:
    entry, columns = registry.get(table), Base.metadata.tables[table].columns
    if entry is None or entry.package == "no" or entry.path != "client_id":
        return False
    return bool(columns["client_id"].nullable) and table not in HEADERS


def _references(model: Any) -> list[tuple[str, str]]:
    return [
        (key.parent.name, key.column.table.name)
        for key in model.__table__.foreign_keys
        if key.parent.name != "organisation_id"
    ]


def _models() -> dict[str, Any]:
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
