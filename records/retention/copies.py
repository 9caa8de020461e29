"""Every table that goes with a case or a client, taken from the privacy registry and from nowhere else."""

import importlib.util
import pkgutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, Table, delete, func, select
from sqlalchemy.orm import Session

import records
from records.cases.models import Case
from tenants import context
from tenants.database import Base
from tenants.privacy import Registration, Unit, of_unit


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

    def _mine(self, table: Table) -> ColumnElement[bool]:
        return table.c.organisation_id == context.current().organisation_id

    def counts(self, session: Session, owners: Collection[UUID]) -> dict[UUID, int]:
        """How many rows each owner has here."""
        rows = select(self._owner(), func.count()).where(self._mine(self.table), self._owner().in_(owners))
        if self.parent is not None:
            rows = rows.join(self.parent, self._joined(self.parent))
        return {row[0]: row[1] for row in session.execute(rows.group_by(self._owner()))}

    def delete(self, session: Session, owners: Collection[UUID]) -> int:
        """Deletes the owners' rows and says how many they were."""
        theirs = self._owner().in_(owners)
        if self.parent is not None:
            theirs = self.table.c[self.column].in_(
                select(self.parent.c.id).where(self._mine(self.parent), self.parent.c.case_id.in_(owners))
            )
        done = session.execute(delete(self.table).where(self._mine(self.table), theirs))
        assert isinstance(done, CursorResult)
        return done.rowcount

    def _joined(self, parent: Table) -> ColumnElement[bool]:
        return (parent.c.organisation_id == self.table.c.organisation_id) & (
            parent.c.id == self.table.c[self.column]
        )


def places_of_cases() -> list[Place]:
    """The tables that go with a case, children first. Raises LookupError for one that leads to no case."""
    read_every_model()
    return [_case_place(entry) for entry in of_unit(Unit.CASE)]


def places_of_clients() -> list[Place]:
    """The tables that go with a client once no case is left, children first, the client's own row last."""
    read_every_model()
    both = sorted(
        [*of_unit(Unit.CASE), *of_unit(Unit.CLIENT)], key=lambda one: (one.order, one.unit, one.table)
    )
    return [Place(Base.metadata.tables[one.table], one.path) for one in both]


def kept_by_themselves(session: Session, client_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The records about each client that a rule of their own keeps: while they stay, so does the identity, because
    they refer to it and are sealed with its key."""
    read_every_model()
    found: dict[UUID, list[UUID]] = {}
    for entry in (one for one in of_unit(Unit.OWN) if one.path):
        table = Base.metadata.tables[entry.table]
        owner = table.c[entry.path]
        mine = table.c.organisation_id == context.current().organisation_id
        for client_id, record in session.execute(
            select(owner, table.c.id).where(mine, owner.in_(client_ids))
        ):
            found.setdefault(client_id, []).append(record)
    return found


def counted(
    session: Session, places: Sequence[Place], owners: Collection[UUID]
) -> dict[str, dict[UUID, int]]:
    """How many rows each owner has in each table; tables without any are left out."""
    found = {place.table.name: place.counts(session, owners) for place in places}
    return {name: counts for name, counts in found.items() if counts}


def delete_all(
    session: Session, places: Sequence[Place], owners: Collection[UUID], expected: dict[str, dict[UUID, int]]
) -> None:
    """Deletes in order, and insists that each table loses exactly what was counted."""
    for place in places:
        wanted = sum(expected.get(place.table.name, {}).values())
        if place.delete(session, owners) != wanted:
            raise RowsDiffer(place.table.name)


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
