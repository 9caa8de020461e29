"""One agency's rows, table by table, out of the database and into it again, a piece at a time and never all at once."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

import psycopg
from psycopg import sql

from tenants.backup_parts import Table

# What opens the rest is kept apart from it, and not as long.
KEYS: Final = ("client_keys", "organisation_keys")
# Without the key of its stubs an agency could not be told what the journal says was destroyed: it lies in both.
STATES: Final = "retention_states"
PEOPLE: Final = "gate.identities"
# Tables that are in no backup, each with its reason.
NEVER: Final = {
    "alembic_version": "the schema is the program's, and the manifest names it",
    "gate.secrets": "every database has its own",
    "gate.sessions": "everybody signs in again",
    "gate.resets": "whoever needs a link asks for one again",
    "gate.tries": "forgotten after a day",
    "gate.payment_events": "what the payment provider told is asked of it anew",
    "gate.seals": "says what was restored here",
    "gate.backups": "says what was backed up here",
}
_PIECE: Final = 1 << 20

_TABLES: Final = """
    SELECT CASE n.nspname WHEN 'public' THEN c.relname ELSE n.nspname || '.' || c.relname END,
        (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid
            AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
        (SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_index i
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[])
            WHERE i.indrelid = c.oid AND i.indisprimary)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN ('public', 'gate') ORDER BY 1
"""
_REFERENCES: Final = """
    SELECT k.conrelid::regclass::text, k.confrelid::regclass::text,
        (SELECT array_agg(a.attname::text ORDER BY p.place) FROM unnest(k.conkey) WITH ORDINALITY p (number, place)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
        (SELECT array_agg(a.attname::text ORDER BY p.place) FROM unnest(k.confkey) WITH ORDINALITY p (number, place)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number)
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """One table as the database has it."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    @property
    def owner(self) -> str:
        """The column that says whose a row is; none for the people who sign in, who may belong to several."""
        return {"organisations": "id", PEOPLE: ""}.get(self.name, "organisation_id")


def stored_tables(driver: psycopg.Connection) -> list[Stored]:
    """Every table that belongs in a backup, read from the database itself, so that no list can forget one."""
    found = (Stored(name, tuple(columns), tuple(key or ())) for name, columns, key in driver.execute(_TABLES))
    return [one for one in found if one.name not in NEVER]


def named(table: str) -> sql.Composable:
    """A table's name, quoted."""
    return sql.SQL(".").join(map(sql.Identifier, table.split(".")))


def copy_out(
    driver: psycopg.Connection, table: Stored, owner: UUID | None, write: Callable[[bytes], object]
) -> Table:
    """Streams an agency's rows of a table in the order of their keys, and says what they were."""
    listed = partial(_listed, sep=", ")
    condition = (
        sql.SQL("WHERE {} = {}").format(sql.Identifier(table.owner), owner) if table.owner else sql.SQL("")
    )
    statement = sql.SQL("COPY (SELECT {} FROM {} {} ORDER BY {}) TO STDOUT (FORMAT binary)")
    digest = hashlib.sha256()
    with driver.cursor() as cursor:
        with cursor.copy(
            statement.format(listed(table.columns), named(table.name), condition, listed(table.key))
        ) as rows:
            for piece in rows:
                digest.update(piece)
                write(bytes(piece))
        return Table(columns=table.columns, rows=cursor.rowcount, digest=digest.hexdigest())


def copy_in(
    driver: psycopg.Connection, archive: zipfile.ZipFile, table: str, said: Table, *, into: str = ""
) -> None:
    """Streams the rows of a part back, into their table or into one of the same shape."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
        named(into or table), _listed(said.columns, ", ")
    )
    with archive.open(table) as stream, driver.cursor() as cursor, cursor.copy(statement) as rows:
        for piece in iter(lambda: stream.read(_PIECE), b""):
            rows.write(piece)


def clear(driver: psycopg.Connection, tables: Iterable[Stored], owner: UUID) -> None:
    """Deletes every row of an agency."""
    for table in tables:
        if table.owner:
            statement = sql.SQL("DELETE FROM {} WHERE {} = %s")
            driver.execute(statement.format(named(table.name), sql.Identifier(table.owner)), [owner])


def dangling(driver: psycopg.Connection, owner: UUID) -> Iterator[str]:
    """The references of an agency's rows that lead nowhere; rows that were loaded past the triggers are not checked by
    the database itself."""
    for child, parent, mine, theirs in driver.execute(_REFERENCES).fetchall():
        pairs = list(zip(mine, theirs, strict=True))
        joined = sql.SQL(" AND ").join(
            sql.SQL("p.{} = c.{}").format(sql.Identifier(there), sql.Identifier(here))
            for here, there in pairs
        )
        there_is = sql.SQL(" AND ").join(
            sql.SQL("c.{} IS NOT NULL").format(sql.Identifier(one)) for one in mine
        )
        lost = sql.SQL(
            "SELECT 1 FROM {} c WHERE c.organisation_id = %s AND {} AND NOT EXISTS (SELECT 1 FROM {} p WHERE {})"
            " LIMIT 1"
        ).format(named(child), there_is, named(parent), joined)
        if driver.execute(lost, [owner]).fetchone():
            yield f"{child} ({', '.join(mine)})"


def _listed(names: Iterable[str], sep: str) -> sql.Composable:
    return sql.SQL(sep).join(map(sql.Identifier, names))
