"""Seals: an agency that was restored is shut, in the database itself, until what was destroyed since the backup is
destroyed again. Only the administrator's login breaks one (decision 38)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import psycopg
import structlog
from psycopg.rows import class_row, dict_row
from sqlalchemy import NullPool, create_engine

from tenants import gate, journal
from tenants.context import Tenancy
from tenants.database import new_id
from tenants.errors import Refused
from tenants.settings import settings

log = structlog.get_logger()

# One backup or restore of a database at a time.
_TURN = 6_240_138


class Seal(NamedTuple):
    """Why an agency is shut. `id` becomes that of the record of its restoration; `is_whole` is false until everything
    of the backup is there; `journal_seq` is how far the journal had come when the backup was taken."""

    organisation_id: UUID
    id: UUID
    since: datetime
    is_whole: bool
    taken_at: datetime | None
    journal_seq: int


@contextmanager
def administrator() -> Iterator[psycopg.Connection]:
    """The one login that sees through the wall, for taking backups and for bringing them back; every statement by
    itself. Refused when it does not, because a backup by anybody else would be empty without a word, and while another
    backup or restore is going on."""
    url = settings().migration_database_url
    if not url:
        raise Refused("MIGRATION_DATABASE_URL is not set: it names the login that sees every agency.")
    with create_engine(url, poolclass=NullPool, hide_parameters=True).connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        driver.autocommit = True
        if not _truth(driver, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise Refused(
                "MIGRATION_DATABASE_URL names a login that does not see every agency: use the superuser."
            )
        if not _truth(driver, f"SELECT pg_try_advisory_lock({_TURN})"):
            raise Refused("Another backup or restore of this database is going on. Wait until it is over.")
        yield driver


def _truth(driver: psycopg.Connection, question: str) -> bool:
    row = driver.execute(question).fetchone()
    return bool(row and row[0])


def seals(driver: psycopg.Connection) -> list[Seal]:
    """Every seal there is."""
    with driver.cursor(row_factory=class_row(Seal)) as cursor:
        return cursor.execute("SELECT * FROM gate.seals ORDER BY since, organisation_id").fetchall()


def seal(driver: psycopg.Connection, organisation_id: UUID, *, taken_at: datetime, journal_seq: int) -> None:
    """Shuts an agency from this moment on, for whoever is in the middle of something too."""
    driver.execute(
        "INSERT INTO gate.seals VALUES (%s, %s, clock_timestamp(), false, %s, %s) ON CONFLICT (organisation_id)"
        " DO UPDATE SET is_whole = false, taken_at = excluded.taken_at, journal_seq = excluded.journal_seq",
        [organisation_id, new_id(), taken_at, journal_seq],
    )


def everything_is_there(driver: psycopg.Connection, organisation_id: UUID) -> None:
    """Says of a sealed agency that all of its backup has been brought back."""
    driver.execute("UPDATE gate.seals SET is_whole = true WHERE organisation_id = %s", [organisation_id])


def break_seal(driver: psycopg.Connection, organisation_id: UUID) -> None:
    """Opens an agency again."""
    driver.execute("DELETE FROM gate.seals WHERE organisation_id = %s", [organisation_id])


def tenancy_behind(driver: psycopg.Connection, organisation_id: UUID) -> Tenancy:
    """A tenancy that passes the seal of an agency, for an hour, for nobody but the replay."""
    with driver.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(
            "SELECT slug, name, language, timezone, standing, gate.mint_for_replay(id) AS token"
            " FROM organisations WHERE id = %s",
            [organisation_id],
        ).fetchone()
    assert row is not None
    return Tenancy(organisation_id=organisation_id, **row)


def sealed() -> set[UUID]:
    """The agencies that nothing is done for, because a backup of them came back and waits for its replay."""
    return {row["organisation_id"] for row in gate.ask("sealed")}


def is_shut(slug: str) -> bool:
    """Whether the agency of this address is sealed: asked for somebody who is nobody yet."""
    [row] = gate.ask("is_shut", slug)
    return bool(row["is_shut"])


def last_backup() -> datetime | None:
    """When this database was backed up last, or None before the first time."""
    [row] = gate.ask("last_backup")
    found = row["last_backup"]
    assert found is None or isinstance(found, datetime)
    return found


def seal_what_fell_behind() -> list[UUID]:
    """Asked when a process starts: an agency whose journal says that something is destroyed which its ledger does not
    know, came from a backup that somebody brought back by other means. It is sealed; their ids."""
    found = []
    for path in journal.folder().glob("*.jsonl"):
        organisation_id = UUID(path.stem)
        try:
            newest = _newest_batch(organisation_id)
        except journal.Unreachable:
            log.warning("journal_unreachable", organisation=path.stem)
            continue
        if newest and _is_behind(organisation_id, *newest):
            log.warning("sealed", organisation=path.stem)
            found.append(organisation_id)
    return found


def _newest_batch(organisation_id: UUID) -> tuple[list[str], int] | None:
    """The references of what was destroyed last, and how far the journal had come then."""
    last, done = journal.last(organisation_id), journal.read(organisation_id, '"kind":"done"')
    if last is None or last.kind is journal.Kind.DEPARTED or not done:
        return None
    batch = done[-1].told["batch"]
    intent = next(one for one in journal.read(organisation_id, batch) if one.kind is journal.Kind.INTENT)
    return [one for several in intent.told["references"].values() for one in several], done[-1].seq


def _is_behind(organisation_id: UUID, references: list[str], seq: int) -> bool:
    [row] = gate.ask("seal_unless_known", organisation_id, references, new_id(), seq)
    return bool(row["seal_unless_known"])
