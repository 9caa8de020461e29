"""The tables of agencies, found in the database's catalogue and never listed by hand, each with a row of both."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.isolation.furnished import furnish
from tests.world import Agency, World

# Tables that hold no row of an agency: these belong to the product's own tenancy.
NONE_OF_AN_AGENCY = {"signups": "asked for before there is an agency"}

# What a check between columns asks of a row that no action of the world makes.
_BESIDES: dict[str, dict[str, Any]] = {
    "run_items": {"record_class": "case_file", "action": "destroy"},
    "dispositions": {"record_class": "case_file"},
    "stubs": {"record_class": "case_file", "restoration_id": UUID(int=1)},
    "stat_cells": {"period": "2026"},
    "erasure_ledger": {"record_class": "case_file", "import_id": UUID(int=1)},
}

_TABLES = """SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
    AND c.relname <> 'alembic_version' ORDER BY 1"""
_COLUMNS = """SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull AND NOT a.atthasdef
    FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
_REFERENCES = """SELECT k.conname, x.attname, k.confrelid::regclass::text FROM pg_constraint k
    JOIN pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = ANY (k.conkey) AND x.attname <> 'organisation_id'
    WHERE k.contype = 'f' AND k.conrelid = %s::regclass AND cardinality(k.conkey) = 2"""
_CHECKS = (
    """SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass"""
)
_PLAIN: dict[str, Any] = {
    "uuid": None,
    "text": "x",
    "integer": 7,
    "bigint": 7,
    "boolean": False,
    "jsonb": {},
    "bytea": "\\x01",
    "text[]": [],
    "uuid[]": [],
    "date": "2026-01-31",
    "timestamp with time zone": "2026-01-31T12:00:00Z",
}


@dataclass(frozen=True)
class Reference:
    """A composite foreign key: which column of the table leads to which other table."""

    constraint: str
    column: str
    target: str


class Wall:
    """Looks at the database from above, where nothing is hidden."""

    def __init__(self, superuser: psycopg.Connection) -> None:
        self._superuser = superuser
        self.tables = [name for (name,) in superuser.execute(_TABLES)]

    def fill(self, world: World) -> None:
        """Gives both agencies a row in each."""
        for agency in world.both:
            furnish(agency)
        with self._superuser.transaction():
            self._superuser.execute("SET LOCAL session_replication_role = replica")
            for agency in world.both:
                self._fill(agency)

    @staticmethod
    def key(table: str) -> str:
        """The column that says whose row it is."""
        return "id" if table == "organisations" else "organisation_id"

    def rows(self, table: str, agency: Agency) -> list[dict[str, Any]]:
        """Every row of an agency, as JSON says it, in one order whatever way the database finds them."""
        query = f"SELECT to_jsonb(t) FROM {table} t WHERE {self.key(table)} = %s ORDER BY t::text"
        return [row for (row,) in self._superuser.execute(query, (agency.organisation_id,))]

    def references(self, table: str) -> list[Reference]:
        """The references of a table to other tables of agencies."""
        return [Reference(*row) for row in self._superuser.execute(_REFERENCES, (table,))]

    def columns(self, table: str) -> list[tuple[str, str, bool]]:
        """Name, type, and whether a value must be given."""
        return list(self._superuser.execute(_COLUMNS, (table,)))

    def changeable(self, login: str, table: str) -> list[str]:
        """The columns that a login may update."""
        query = "SELECT has_column_privilege(%s, %s, %s, 'UPDATE')"
        return [
            name
            for name, *_ in self.columns(table)
            if self._superuser.execute(query, (login, table, name)).fetchone()[0]
        ]

    def may(self, login: str, table: str, privilege: str) -> bool:
        """Whether a login has a right on a whole table."""
        query = "SELECT has_table_privilege(%s, %s, %s)"
        return bool(self._superuser.execute(query, (login, table, privilege)).fetchone()[0])

    def everything(self) -> dict[str, list[Any]]:
        """All rows of all agencies, for comparing before and after."""
        query = "SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t::text), '[]') FROM {} t"
        return {table: self._superuser.execute(query.format(table)).fetchone()[0] for table in self.tables}

    @contextmanager
    def without(self, table: str, row: dict[str, Any]) -> Iterator[None]:
        """Takes a row away for a while, so that one like it can be put in; nothing that refers to it notices."""
        with self._superuser.transaction():
            self._superuser.execute("SET LOCAL session_replication_role = replica")
            self._superuser.execute(
                f"DELETE FROM {table} WHERE organisation_id = %s AND id = %s",
                (row["organisation_id"], row["id"]),
            )
        yield
        with self._superuser.transaction():
            self._superuser.execute("SET LOCAL session_replication_role = replica")
            insert(self._superuser, table, row)

    def _fill(self, agency: Agency) -> None:
        """Gives every table that the world left empty one row, made of nothing but its column types."""
        ids = {table: self._some_id(table, agency) for table in self.tables}
        for table in self.tables:
            if table not in NONE_OF_AN_AGENCY and not self.rows(table, agency):
                row = self._made_up(table, ids) | {
                    "organisation_id": str(agency.organisation_id),
                    "id": str(ids[table]),
                }
                insert(self._superuser, table, row | _BESIDES.get(table, {}))

    def _some_id(self, table: str, agency: Agency) -> UUID:
        rows = self.rows(table, agency)
        return UUID(rows[0]["id"]) if rows and "id" in rows[0] else uuid4()

    def _made_up(self, table: str, ids: dict[str, UUID]) -> dict[str, Any]:
        leads = {reference.column: reference.target for reference in self.references(table)}
        words = self._words_of(table)
        row: dict[str, Any] = {}
        for name, type_, needed in self.columns(table):
            if needed:
                row[name] = words.get(name, _PLAIN[type_])
                if type_ == "uuid":
                    row[name] = str(ids[leads[name]] if name in leads else uuid4())
        return row

    def _words_of(self, table: str) -> dict[str, str]:
        checks = " ".join(check for (check,) in self._superuser.execute(_CHECKS, (table,)))
        alone = re.findall(r"\((\w+) = '(\w+)'::text\)", checks)
        first_of_many = re.findall(r"\((\w+) = ANY \(ARRAY\['(\w+)'::text", checks)
        return dict(alone) | dict(reversed(first_of_many))


def insert(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> None:
    """Puts in a row as JSON says it."""
    names = ", ".join(row)
    connection.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} FROM jsonb_populate_record(NULL::{table}, %s)",
        (json.dumps(row, default=str),),
    )
