"""Many rows at once. Read, they come a part at a time; new ones go in one trip per table, for an import. Copying into a
table under row security is refused, and a temporary table to copy into would need a right that no login of agencies
has; arrays need neither."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from struct import pack
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from psycopg import adapters
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.types.json import Jsonb
from sqlalchemy import ARRAY, BindParameter, Column, Dialect, Row, Select, Table, Uuid, bindparam, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlalchemy.types import UserDefinedType

from tenants import context
from tenants.database import Base, TenantSession
from tenants.sealing import seal_pending

_DIALECT = cast("Any", postgresql).dialect()
# More in one statement is no faster and only holds more memory.
_AT_ONCE = 5000
# Whose rows these are and when they were written: what the model says by itself is asked once for all of them.
_ALL_ALIKE: Final = {"organisation_id", "created_at"}
_ID_LENGTH: Final = (16).to_bytes(4, "big")


class Ids(list[UUID]):
    """Ids that all stand, as one value of a statement."""


class _IdsDumper(Dumper):
    """Writes an array of ids as the database takes it over the wire, in one go: piece by piece costs five times as
    much."""

    format, oid = Format.BINARY, adapters.types["uuid"].array_oid

    def dump(self, obj: Ids) -> bytes:
        """One dimension, no nulls, counted from one; each id behind its length."""
        if not obj:
            return pack("!iiI", 0, 0, adapters.types["uuid"].oid)
        head = pack("!iiIii", 1, 0, adapters.types["uuid"].oid, len(obj), 1)
        return head + _ID_LENGTH + _ID_LENGTH.join([one.int.to_bytes(16, "big") for one in obj])


adapters.register_dumper(Ids, _IdsDumper)


class _IdsType(UserDefinedType[Collection[UUID]]):
    """What a statement takes ids as."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        """The type as the database calls it."""
        return "uuid[]"

    def bind_processor(self, _dialect: Dialect) -> Callable[[Any], Ids]:
        """Any collection will do."""
        return Ids


# For a statement that is put together once, and told whose each time it runs: `column == any_(IDS)`.
IDS: Final = bindparam("ids", type_=_IdsType())


def ids_named(name: str) -> BindParameter[Any]:
    """As IDS, for a statement that is told of several."""
    return bindparam(name, type_=_IdsType())


def listed(ids: Collection[UUID]) -> BindParameter[Any]:
    """Ids as one value of a statement, for `column == any_(listed(ids))`: as so many values they would have to be
    written into each statement one by one."""
    return bindparam("ids", Ids(ids), _IdsType(), unique=True)


# Under row security the planner knows no agency from another: of a large one it expects the rows of an average one, and
# loops over what it takes for a few. A cursor it plans for whoever wants the first rows only. Here all are read.
_FOR_ALL_ROWS: Final = text(
    "SELECT set_config('cursor_tuple_fraction', '1', true), set_config('enable_nestloop', 'off', true)"
)
_AS_EVER: Final = text(
    "SELECT set_config('cursor_tuple_fraction', '0.1', true), set_config('enable_nestloop', 'on', true)"
)


def stream(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """The rows of a list as long as it may be, a part at a time, so that they never stand in memory all together."""
    assert isinstance(session, TenantSession)
    session.mind_the_wall()
    session.flush()
    parts = {"stream_results": True, "yield_per": _AT_ONCE}
    session.execute(_FOR_ALL_ROWS)
    yield from session.connection().execute(statement, execution_options=parts)
    session.execute(_AS_EVER)


def flush_in_bulk(session: Session) -> int:
    """Writes the session's new rows, parents before children, sealed as a flush would seal them, and lets go of them:
    a thousand rows cost two or three statements. Rows that were only changed wait for the ordinary flush. Returns how
    many were written."""
    assert isinstance(session, TenantSession)
    session.mind_the_wall()
    pending = list(session.new)
    seal_pending(session, pending)
    by_table: dict[Table, list[Any]] = defaultdict(list)
    for row in pending:
        by_table[row.__table__].append(row)
        session.expunge(row)
    for table in sorted(by_table, key=_place):
        for start in range(0, len(by_table[table]), _AT_ONCE):
            some = by_table[table][start : start + _AT_ONCE]
            # What a new row holds stands in its own dictionary; to ask the mapper for each costs ten times as much.
            _insert(session, table, [row.__dict__.get for row in some])
    return len(pending)


def insert_in_bulk(session: Session, model: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes new rows of one table, given as mappings; what they do not say is what the model says by itself. Past the
    mapper: nothing is sealed here."""
    assert isinstance(session, TenantSession)
    session.mind_the_wall()
    session.flush()
    for start in range(0, len(rows), _AT_ONCE):
        _insert(session, model.__table__, [row.get for row in rows[start : start + _AT_ONCE]])


def _insert(session: Session, table: Table, rows: Sequence[Callable[[str], Any]]) -> None:
    """Each row is given as a way to ask it for a column. What all rows say alike travels once."""
    values = [_column(column, [row(column.key) for row in rows]) for column in table.columns]
    alike = tuple(
        column.key != "id" and some.count(some[0]) == len(some)
        for column, some in zip(table.columns, values, strict=True)
    )
    driver = session.connection().connection.dbapi_connection
    assert isinstance(driver, psycopg.Connection)
    bound = [some[0] for some, same in zip(values, alike, strict=True) if same]
    bound += [some for some, same in zip(values, alike, strict=True) if not same]
    driver.execute(_statement(table, alike), bound)


def _column(column: Column[Any], values: list[Any]) -> list[Any]:
    default = cast("Any", column.default)
    if default is not None and default.is_callable:
        same = default.arg(None) if column.key in _ALL_ALIKE else None
        values = [(same or default.arg(None)) if value is None else value for value in values]
    elif default is not None:
        values = [default.arg if value is None else value for value in values]
    if isinstance(column.type, Uuid) and not column.nullable:
        return Ids(values)
    return [_bound(value, column) for value in values] if isinstance(column.type, (JSONB, ARRAY)) else values


def _bound(value: Any, column: Column[Any]) -> Any:
    if value is not None and isinstance(column.type, ARRAY):
        return Jsonb([str(one) for one in value])
    return Jsonb(value) if isinstance(column.type, JSONB) and value is not None else value


def _arrays(columns: Iterable[Column[Any]]) -> str:
    return ", ".join(f"%b::{_alone(column)}[]" for column in columns)


def _alone(column: Column[Any]) -> str:
    # Lists of lists would come out of `unnest` as one: a list travels as JSON.
    return "jsonb" if isinstance(column.type, ARRAY) else str(column.type.compile(_DIALECT))


def _taken(column: Column[Any], place: str) -> str:
    """How the value of a column is taken from the row that came."""
    if not isinstance(column.type, ARRAY):
        return place
    listed = f"ARRAY(SELECT jsonb_array_elements_text({place}))::{column.type.compile(_DIALECT)}"
    return f"CASE WHEN {place} IS NOT NULL THEN {listed} END"


def update_in_bulk(session: Session, model: type[Any], rows: Sequence[Mapping[str, Any]]) -> None:
    """Writes new values into rows of one table, each given as a mapping with its `id`; all name the same columns."""
    if not rows:
        return
    table = model.__table__
    columns = [table.c[name] for name in rows[0]]
    values = [[_bound(row[column.name], column) for row in rows] for column in columns]
    driver = session.connection().connection.dbapi_connection
    assert isinstance(driver, psycopg.Connection)
    named = ", ".join(
        f"{column.name} = {_taken(column, f'new.{column.name}')}" for column in columns if column.name != "id"
    )
    statement = (
        f"UPDATE {table.name} t SET {named} FROM unnest({_arrays(columns)})"
        f" AS new ({', '.join(column.name for column in columns)})"
        " WHERE t.organisation_id = %b AND t.id = new.id"
    )
    driver.execute(statement.encode(), [*values, context.current().organisation_id])


@cache
def _statement(table: Table, alike: tuple[bool, ...]) -> bytes:
    # Names of tables, columns and types are ours; every value is bound.
    said = [column for column, same in zip(table.columns, alike, strict=True) if same]
    told = [column for column, same in zip(table.columns, alike, strict=True) if not same]
    names = ", ".join(column.name for column in (*said, *told))
    taken = ", ".join(
        (
            *(_taken(column, f"%b::{_alone(column)}") for column in said),
            *(_taken(column, f"came.{column.name}") for column in told),
        )
    )
    came = f"unnest({_arrays(told)}) AS came ({', '.join(column.name for column in told)})"
    return f"INSERT INTO {table.name} ({names}) SELECT {taken} FROM {came}".encode()


@cache
def _place(table: Table) -> int:
    return Base.metadata.sorted_tables.index(table)
