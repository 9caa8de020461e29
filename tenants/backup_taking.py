"""Taking a backup: every agency in a part of its own, all of them as they stood at one moment."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg import IsolationLevel

from tenants import clock, journal, schema
from tenants.backup_parts import Kind, Manifest, Part, Table, begin, file_digest, finish
from tenants.backup_tables import KEYS, PEOPLE, STATES, Stored, copy_out, stored_tables
from tenants.errors import Refused
from tenants.files import name_of
from tenants.seals import administrator, seals
from tenants.settings import VERSION
from tenants.storage import storage

Say = Callable[[str], None]


class Taken(NamedTuple):
    """The two folders of a backup and what they hold."""

    content: Path
    keys: Path
    manifest: Manifest

    @property
    def rows(self) -> int:
        """How many rows the content has."""
        return sum(table.rows for part in self.manifest.parts for table in part.tables.values())


class _Agency(NamedTuple):
    id: UUID
    slug: str


def take_backup(root: Path, keys_root: Path, say: Say) -> Taken:
    """Backs everything up into new folders, content and keys apart, as it stood at one moment. Refused while an agency
    is sealed: what was destroyed stands in it again, and would live on."""
    with administrator() as driver:
        if seals(driver):
            raise Refused("An agency is sealed. Run `northfile retention replay` first.")
        taken_at = clock.now()
        folder, keys = begin(root, taken_at), begin(keys_root, taken_at)
        with _one_moment(driver):
            tables = stored_tables(driver)
            found = driver.execute("SELECT id, slug FROM organisations ORDER BY id").fetchall()
            agencies = [_Agency(*row) for row in found]
            parts = _content(driver, folder, tables, agencies, say)
            sealing = _keys(driver, keys, tables, agencies)
        finish(keys, _manifest("keys", taken_at, sealing))
        content = _manifest("content", taken_at, parts)
        finish(folder, content)
        driver.execute("INSERT INTO gate.backups VALUES (%s)", [taken_at])
    return Taken(folder, keys, content)


@contextmanager
def _one_moment(driver: psycopg.Connection) -> Iterator[None]:
    driver.isolation_level, driver.read_only = IsolationLevel.REPEATABLE_READ, True
    with driver.transaction():
        yield
    driver.isolation_level = driver.read_only = None


def _manifest(kind: Kind, taken_at: datetime, parts: Sequence[Part]) -> Manifest:
    return Manifest(
        kind=kind, taken_at=taken_at, schema_version=schema.version(), software=VERSION, parts=tuple(parts)
    )


def _content(
    driver: psycopg.Connection, folder: Path, tables: Sequence[Stored], agencies: Sequence[_Agency], say: Say
) -> list[Part]:
    of_agencies = [one for one in tables if one.owner and one.name not in KEYS]
    people = [one for one in tables if one.name == PEOPLE]
    parts = [_part(driver, folder / "people.zip", people, None)]
    for done, agency in enumerate(agencies, start=1):
        parts.append(_part(driver, folder / f"{agency.id}.zip", of_agencies, agency, with_files=True))
        say(
            f"{done} of {len(agencies)}: {agency.slug}, {sum(one.rows for one in parts[-1].tables.values())} rows"
        )
    return parts


def _keys(
    driver: psycopg.Connection, folder: Path, tables: Sequence[Stored], agencies: Sequence[_Agency]
) -> list[Part]:
    wanted = [one for one in tables if one.name in (*KEYS, STATES)]
    return [_part(driver, folder / f"{agency.id}.zip", wanted, agency) for agency in agencies]


def _part(
    driver: psycopg.Connection,
    path: Path,
    tables: Sequence[Stored],
    agency: _Agency | None,
    *,
    with_files: bool = False,
) -> Part:
    owner = agency.id if agency else None
    told: dict[str, Table] = {}
    # At least this far the journal has to be there for a restore; that it is further does no harm.
    line = journal.last(owner) if owner else None
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table in tables:
            with archive.open(table.name, "w", force_zip64=True) as member:
                told[table.name] = copy_out(driver, table, owner, member.write)
        files = _copy_files(driver, archive, owner) if owner and with_files else 0
    path.chmod(0o600)
    return Part(
        file=path.name,
        digest=file_digest(path),
        organisation_id=owner,
        slug=agency.slug if agency else "",
        journal_seq=line.seq if line else 0,
        files=files,
        tables=told,
    )


def _copy_files(driver: psycopg.Connection, archive: zipfile.ZipFile, owner: UUID) -> int:
    """Copies the sealed bytes as they lie there; one that a purge erased meanwhile is rightly missing."""
    copied = 0
    for (file_id,) in driver.execute("SELECT id FROM files WHERE organisation_id = %s", [owner]).fetchall():
        sealed = storage().get(name := name_of(owner, file_id))
        if sealed is not None:
            archive.writestr(f"files/{name}", sealed, zipfile.ZIP_STORED)
            copied += 1
    return copied
