"""What an archive takes along, read through the wall as the agency itself: every table a page at a time."""

import importlib
import json
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Select,
    Table,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapper, Session

import records
import tenants
from records.cases.models import Case
from records.departures.models import Archive, ArchivePart
from records.retention.copies import Place, places_of_cases
from records.retention.traces import RunItem
from tenants.database import Base
from tenants.files import StoredFile
from tenants.privacy import registry

# The fingerprint of a table is over its pages: another size of page would be another fingerprint.
PAGE: Final = 500
# Keys, work in hand, and indexes that are written anew from what they point at.
LEFT_OUT: Final = {
    "organisation_keys",
    "client_keys",
    "client_tokens",
    "calendar_feeds",
    "signups",
    "mails",
    "jobs",
    "digests",
    "payment_accounts",
    Archive.__tablename__,
    ArchivePart.__tablename__,
}
# With these somebody could sign, or follow a link, in the agency's name.
SECRET: Final = {"private_sealed", "token_hash"}


@dataclass(frozen=True, slots=True)
class Hidden:
    """What waits, out of sight, for its destruction: it is named, and nothing of it is taken along."""

    records: tuple[tuple[str, UUID], ...]
    clients: frozenset[UUID]


@cache
def tables() -> dict[str, Mapper[Any]]:
    """Every table that is taken along, in the order of its name. A model is known when its module is read."""
    for package in (tenants, records):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith("records.demo"):
                importlib.import_module(found.name)
    models = {_table(mapper).name: mapper for mapper in Base.registry.mappers}
    return {name: models[name] for name in sorted(set(models) - LEFT_OUT)}


def hidden(session: Session) -> Hidden:
    """What is in quarantine now; with its last case a person is, too."""
    rows = session.execute(
        select(RunItem.record_class, RunItem.record_id, RunItem.client_id, RunItem.with_identity)
        .where(RunItem.state == "quarantined", RunItem.record_id.is_not(None))
        .order_by(RunItem.id)
    ).all()
    records_ = tuple((of, record) for of, record, *_ in rows if record is not None)
    return Hidden(records_, frozenset(client for *_, client, goes in rows if goes and client is not None))


def page_of(session: Session, table: str, after: Any, leaving_out: Hidden) -> tuple[list[bytes], Any]:
    """The next lines of a table, and the place behind them; None when there are no more."""
    mapper = tables()[table]
    key = _key(mapper)
    wanted = select(mapper.class_).where(*_shown(mapper, leaving_out)).order_by(key).limit(PAGE)
    if after is not None:
        wanted = wanted.where(key > (after if key.key == "seq" else UUID(after)))
    rows = session.execute(wanted).scalars().all()
    lines = [_line(mapper, row) for row in rows]
    last = getattr(rows[-1], key.key) if len(rows) == PAGE else None
    return lines, last if isinstance(last, int) or last is None else str(last)


def next_file(session: Session, after: str | None, leaving_out: Hidden) -> UUID | None:
    """The stored file that comes after another one, archives aside."""
    wanted = _files(leaving_out).order_by(StoredFile.id).limit(1)
    if after is not None:
        wanted = wanted.where(StoredFile.id > UUID(after))
    return session.execute(wanted).scalar_one_or_none()


def count_of_files(session: Session) -> int:
    """How many stored files there are to take along, for showing how far the work is."""
    counted = _files(hidden(session)).with_only_columns(func.count())
    return int(session.execute(counted).scalar_one())


def dictionary() -> dict[str, Any]:
    """What every table and column is, from the models and the privacy registry."""
    return {name: _described(name, mapper) for name, mapper in tables().items()}


def _described(name: str, mapper: Mapper[Any]) -> dict[str, Any]:
    entry = registry.get(name)
    about = (mapper.class_.__doc__ or "").split("\n\n")[0].split()
    return {
        "about": " ".join(about),
        "columns": {_shown_as(column): str(column.type).lower() for column in _columns(mapper)},
        "refers_to": sorted(
            f"{key.parent.name} -> {key.column.table.name}"
            for key in _table(mapper).foreign_keys
            if key.parent.name != "organisation_id"
        ),
        "category": entry.category if entry else "agency",
        "sensitivity": entry.sensitivity if entry else "agency",
    }


def _files(leaving_out: Hidden) -> Select[UUID]:
    return select(StoredFile.id).where(*_shown(tables()[StoredFile.__tablename__], leaving_out))


def _table(mapper: Mapper[Any]) -> Table:
    return cast("Table", mapper.local_table)


def _key(mapper: Mapper[Any]) -> Column[Any]:
    table = _table(mapper)
    return table.c["id" if "id" in table.c else "seq"]


def _columns(mapper: Mapper[Any]) -> Sequence[Column[Any]]:
    return [one for one in _table(mapper).columns if one.key not in SECRET | {"organisation_id"}]


def _shown_as(column: Column[Any]) -> str:
    return str(column.key).removesuffix("_sealed")


def _shown(mapper: Mapper[Any], leaving_out: Hidden) -> list[ColumnElement[bool]]:
    """What of a table is taken along. What is in quarantine itself the wall hides; here goes what hangs on it."""
    table = _table(mapper)
    found = [
        _is_seen(key) for key in table.foreign_key_constraints if "quarantined_at" in key.referred_table.c
    ]
    place = _places().get(table.name)
    if place is not None and place.parent is not None:
        parent, case = place.parent.c, Case.__table__.c
        mine = and_(parent.organisation_id == table.c.organisation_id, parent.id == table.c[place.column])
        seen = exists().where(case.organisation_id == parent.organisation_id, case.id == parent.case_id)
        found.append(exists().where(mine, or_(parent.case_id.is_(None), seen)))
    client = table.c.get("client_id") if table.name != "clients" else table.c["id"]
    if client is not None and leaving_out.clients:
        found.append(or_(client.is_(None), client.not_in(leaving_out.clients)))
    if table.name == StoredFile.__tablename__:
        found.append(~exists().where(ArchivePart.file_id == table.c["id"]))
    return found


def _is_seen(key: ForeignKeyConstraint) -> ColumnElement[bool]:
    """True for a row whose parent there is, for the everyday login."""
    column = next(one for one in key.columns if one.key != "organisation_id")
    parent = key.referred_table.alias()
    mine = and_(parent.c.organisation_id == key.table.c.organisation_id, parent.c.id == column)
    return or_(column.is_(None), exists().where(mine))


@cache
def _places() -> dict[str, Place]:
    return {place.table.name: place for place in places_of_cases()}


def _line(mapper: Mapper[Any], row: Any) -> bytes:
    """One row as JSON, what was sealed opened."""
    told = {_shown_as(one): getattr(row, _attribute(mapper, one)) for one in _columns(mapper)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, default=_plain).encode() + b"\n"


def _attribute(mapper: Mapper[Any], column: Column[Any]) -> str:
    name = mapper.get_property_by_column(column).key
    return name.removesuffix("_sealed")


def _plain(value: Any) -> str:
    """What JSON has no spelling for."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)
