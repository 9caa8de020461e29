"""Every table that goes with a case or a client, taken from the privacy registry and from nowhere else."""

import importlib.util
import pkgutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ClauseElement,
    ColumnElement,
    CursorResult,
    Delete,
    Select,
    Table,
    Uuid,
    any_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.orm import Session

import records
from records.cases.models import Case
from tenants import context
from tenants.bulk import Ids
from tenants.database import Base, TenantSession
from tenants.privacy import Registration, Unit, of_unit, registry

DIALECT: Final = cast("Any", psycopg).dialect()
MINE: Final = bindparam("mine", type_=Uuid())
OWNERS: Final = bindparam("owners", type_=ARRAY(Uuid()))


@cache
def read_every_model() -> None:
    """A table registers itself when its module is read; a purge must have read them all, those of slices above this
    one too."""
    for found in pkgutil.iter_modules(records.__path__, "records."):
        if importlib.util.find_spec(f"{found.name}.models"):
            importlib.import_module(f"{found.name}.models")


class RowsDiffer(RuntimeError):
    """A table did not lose exactly the rows that were counted; the whole batch is taken back."""


@dataclass(frozen=True, slots=True)
class Place:
    """One table and how its rows lead to the owner: by `column`, or through the rows of `parent`."""

    table: Table
    column: str
    parent: Table | None = None

    def _owner(self) -> ColumnElement[UUID]:
        return self.table.c[self.column] if self.parent is None else self.parent.c.case_id

    def counting(self) -> Select[str, UUID, int]:
        """The statement that counts each owner's rows here, with the table's name."""
        rows: Select[Any, Any, Any] = select(
            literal_column(f"'{self.table.name}'"), self._owner(), func.count()
        )
        if self.parent is not None:
            parent = self.parent.c
            here = parent.organisation_id == self.table.c.organisation_id
            rows = rows.join(self.parent, here & (parent.id == self.table.c[self.column]))
        mine = self.table.c.organisation_id == MINE
        return rows.where(mine, self._owner() == any_(OWNERS)).group_by(self._owner())

    def deleting(self) -> Delete:
        """The statement that deletes the owners' rows here."""
        theirs = self._owner() == any_(OWNERS)
        if self.parent is not None:
            parent = self.parent.c
            ids = select(parent.id).where(parent.organisation_id == MINE, parent.case_id == any_(OWNERS))
            theirs = self.table.c[self.column].in_(ids)
        return delete(self.table).where(self.table.c.organisation_id == MINE, theirs)

    def counts(self, session: Session, owners: Collection[UUID]) -> dict[UUID, int]:
        """How many rows each owner has here."""
        return counted(session, [self], owners).get(self.table.name, {})

    def delete(self, session: Session, owners: Collection[UUID]) -> int:
        """Deletes the owners' rows and says how many they were."""
        return _run(session, _deleting(self), owners).rowcount


def places_of_cases() -> tuple[Place, ...]:
    """The tables that go with a case, children first. Raises LookupError for one that leads to no case."""
    read_every_model()
    return _places_of_cases(len(registry))


def places_of_clients() -> tuple[Place, ...]:
    """The tables that go with a client once no case is left, children first, the client's own row last."""
    read_every_model()
    return _places_of_clients(len(registry))


@cache
def _places_of_cases(_known: int) -> tuple[Place, ...]:
    # Worked out anew when a table has come: some models stand beside `models.py` and are read with what uses them.
    return tuple(_case_place(entry) for entry in of_unit(Unit.CASE))


@cache
def _places_of_clients(_known: int) -> tuple[Place, ...]:
    both = sorted(
        [*of_unit(Unit.CASE), *of_unit(Unit.CLIENT)], key=lambda one: (one.order, one.unit, one.table)
    )
    return tuple(Place(Base.metadata.tables[one.table], one.path) for one in both)


def kept_by_themselves(session: Session, client_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The records about each client that a rule of their own keeps: while they stay, so does the identity, because
    they refer to it and are sealed with its key."""
    read_every_model()
    found: dict[UUID, list[UUID]] = {}
    for client_id, record in _run(session, _keeping(len(registry)), client_ids):
        found.setdefault(client_id, []).append(record)
    return found


@cache
def _keeping(_known: int) -> str:
    tables = [(Base.metadata.tables[one.table], one.path) for one in of_unit(Unit.OWN) if one.path]
    return _written(
        union_all(
            *(
                select(table.c[path], table.c.id).where(
                    table.c.organisation_id == MINE, table.c[path] == any_(OWNERS)
                )
                for table, path in tables
            )
        )
    )


def counted(
    session: Session, places: Sequence[Place], owners: Collection[UUID]
) -> dict[str, dict[UUID, int]]:
    """How many rows each owner has in each table, asked in one statement; tables without any are left out."""
    found: dict[str, dict[UUID, int]] = {}
    for table, owner, count in _run(session, _counting(tuple(places)), owners):
        found.setdefault(table, {})[owner] = count
    return found


def delete_all(
    session: Session, places: Sequence[Place], owners: Collection[UUID], expected: dict[str, dict[UUID, int]]
) -> None:
    """Deletes in order, and insists that each table loses exactly what was counted. A table without a row is passed
    over: a row that comes meanwhile refers to its owner, and the database then refuses to delete that."""
    for place in places:
        wanted = sum(expected.get(place.table.name, {}).values())
        if wanted and place.delete(session, owners) != wanted:
            raise RowsDiffer(place.table.name)


def _run(session: Session, statement: str, owners: Collection[UUID]) -> CursorResult[*tuple[Any, ...]]:
    """Statements are written once: to write one over fifty tables anew costs more than to count in them."""
    assert isinstance(session, TenantSession)
    session.mind_the_wall()
    session.flush()
    told = {"mine": context.current().organisation_id, "owners": Ids(owners)}
    return session.connection().exec_driver_sql(statement, told)


@cache
def _counting(places: tuple[Place, ...]) -> str:
    return _written(union_all(*(place.counting() for place in places)))


@cache
def _deleting(place: Place) -> str:
    return _written(place.deleting())


def _written(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=DIALECT))


def _case_place(entry: Registration) -> Place:
    table = Base.metadata.tables[entry.table]
    if entry.table == Case.__tablename__:
        return Place(table, "id")
    if "case_id" in table.c:
        return Place(table, "case_id")
    for key in table.foreign_key_constraints:
        parent = key.referred_table
        if "case_id" in parent.c and parent.name in {one.table for one in of_unit(Unit.CASE)}:
            (column,) = [name for name in key.column_keys if name != "organisation_id"]
            return Place(table, column, parent)
    raise LookupError(f"{entry.table} is registered with the case but leads to none")
