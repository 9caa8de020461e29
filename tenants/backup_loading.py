"""Bringing a backup back: each agency whole or not at all, sealed from the first step on (decision 38)."""

import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg.errors import UniqueViolation

from tenants import journal, schema
from tenants.backup_parts import Manifest, Part, Table, check, read_manifest
from tenants.backup_tables import (
    KEYS,
    PEOPLE,
    STATES,
    Stored,
    clear,
    copy_in,
    copy_out,
    dangling,
    stored_tables,
)
from tenants.context import PLATFORM
from tenants.errors import Refused
from tenants.files import name_of
from tenants.seals import administrator, everything_is_there, seal
from tenants.storage import storage

Say = Callable[[str], None]


class Backup(NamedTuple):
    """A backup's two folders, whole and undamaged."""

    folder: Path
    content: Manifest
    keys_folder: Path
    keys: Manifest


class Restored(NamedTuple):
    """One agency that was brought back. `without_key` are people whose key is in no backup any more: what was written
    about them cannot be read."""

    organisation_id: UUID
    slug: str
    rows: int
    files: int
    without_key: int


def open_backup(folder: Path, keys_folder: Path, slug: str | None) -> Backup:
    """Looks at every part that is wanted before anything is touched. Refused when one is not what its manifest says."""
    backup = Backup(folder, read_manifest(folder, "content"), keys_folder, read_manifest(keys_folder, "keys"))
    for manifest in (backup.content, backup.keys):
        if manifest.schema_version != schema.version():
            raise Refused(
                "This backup is of schema %(theirs)s and this database of %(ours)s: restore it with the release that"
                " made it (%(software)s), and migrate then.",
                theirs=manifest.schema_version, ours=schema.version(), software=manifest.software,
            )  # fmt: skip
    for part in _wanted(backup.content, slug):
        check(folder, part)
    for part in backup.keys.parts:
        if slug in (None, part.slug):
            check(keys_folder, part)
    return backup


def restore(backup: Backup, slug: str | None, say: Say) -> list[Restored]:
    """Brings everything back into a database without an open agency, or one agency into whatever is there: it is
    replaced whole, and no row of another is touched. Killed anywhere, it is run again. What it brought stays sealed."""
    with administrator() as driver:
        wanted = [one for one in _wanted(backup.content, slug) if one.organisation_id is not None]
        if slug is None:
            _expect_nobody(driver)
        for part in wanted:
            assert part.organisation_id is not None
            seal(driver, part.organisation_id, taken_at=backup.content.taken_at, journal_seq=part.journal_seq)
        work = _Loading(driver, backup, stored_tables(driver))
        done = []
        for part in wanted:
            done.append(work.agency(part))
            say(f"{len(done)} of {len(wanted)}: {part.slug}, {done[-1].rows} rows, {done[-1].files} files")
        driver.execute("ANALYZE")
        return done


def _wanted(manifest: Manifest, slug: str | None) -> list[Part]:
    found = [one for one in manifest.parts if slug is None or one.slug == slug or one.organisation_id is None]
    found = [one for one in found if one.organisation_id is None or not _has_left(one.organisation_id)]
    if slug is not None and not any(one.slug == slug for one in found):
        raise Refused("There is no agency %(slug)s in this backup that may come back.", slug=slug)
    return found


def _has_left(organisation_id: UUID) -> bool:
    """What was destroyed because the agency left does not come back."""
    return any(one.kind is journal.Kind.DEPARTED for one in journal.read(organisation_id))


def _expect_nobody(driver: psycopg.Connection) -> None:
    names = driver.execute(
        "SELECT slug FROM organisations o WHERE o.id <> %s AND NOT EXISTS (SELECT 1 FROM gate.seals s"
        " WHERE s.organisation_id = o.id) ORDER BY slug LIMIT 3",
        [PLATFORM],
    ).fetchall()
    if names:
        raise Refused(
            "This database has open agencies (%(names)s…). Restore everything into a new one, or one agency with"
            " --agency.",
            names=", ".join(name for (name,) in names),
        )


class _Loading:
    """One restore going on."""

    def __init__(self, driver: psycopg.Connection, backup: Backup, tables: Sequence[Stored]) -> None:
        self._driver, self._backup = driver, backup
        self._tables = {one.name: one for one in tables}

    def agency(self, part: Part) -> Restored:
        """Rows in one transaction, checked before it ends; then the files; then it is whole."""
        owner = part.organisation_id
        assert owner is not None
        keys = self._backup.keys.part_of(owner)
        if keys is None:
            raise Refused("The keys of %(slug)s are not in this backup of keys.", slug=part.slug)
        with (
            self._past_triggers(owner),
            _archive(self._backup.folder, part) as content,
            _archive(self._backup.keys_folder, keys) as archive,
        ):
            self._remember_stub_key(archive, keys, owner)
            clear(self._driver, self._tables.values(), owner)
            for name, said in part.tables.items():
                copy_in(self._driver, content, name, said)
                self._compare(name, said, owner)
            for name in KEYS:
                copy_in(self._driver, archive, name, keys.tables[name])
            self._stub_key(owner)
            without_key = self._match_keys(owner)
            self._people(owner)
            if lost := next(dangling(self._driver, owner), None):
                raise Refused("A reference leads nowhere: %(lost)s. Nothing was changed.", lost=lost)
        with _archive(self._backup.folder, part) as content:
            files = self._files(content, owner)
        everything_is_there(self._driver, owner)
        return Restored(owner, part.slug, sum(one.rows for one in part.tables.values()), files, without_key)

    @contextmanager
    def _past_triggers(self, owner: UUID) -> Iterator[None]:
        """A transaction in which no trigger speaks: the audit trail, published schedules and references would refuse
        what they have accepted before. Who was writing a row of this agency has come to the end first."""
        try:
            with self._driver.transaction():
                self._driver.execute("SET LOCAL session_replication_role = replica")
                self._driver.execute("SELECT 1 FROM organisations WHERE id = %s FOR UPDATE", [owner])
                yield
        except UniqueViolation:
            raise Refused("Another agency has its address by now. Nothing was changed.") from None

    def _remember_stub_key(self, archive: zipfile.ZipFile, keys: Part, owner: UUID) -> None:
        """An agency that first used retention after its content was backed up has the key of its stubs with the keys,
        or only here, where it is about to be replaced."""
        self._driver.execute("CREATE TEMPORARY TABLE known (LIKE retention_states) ON COMMIT DROP")
        self._driver.execute(
            "INSERT INTO known SELECT * FROM retention_states WHERE organisation_id = %s", [owner]
        )
        copy_in(self._driver, archive, STATES, keys.tables[STATES], into="known")

    def _stub_key(self, owner: UUID) -> None:
        self._driver.execute(
            "INSERT INTO retention_states SELECT * FROM known ON CONFLICT (organisation_id) DO NOTHING"
        )
        self._driver.execute(
            "UPDATE retention_states s SET stopped_by = NULL WHERE organisation_id = %s AND NOT EXISTS (SELECT 1"
            " FROM members m WHERE m.organisation_id = s.organisation_id AND m.id = s.stopped_by)",
            [owner],
        )

    def _match_keys(self, owner: UUID) -> int:
        """Keys of people the backup does not have open nothing; people without a key are counted."""
        self._driver.execute(
            "DELETE FROM client_keys k WHERE k.organisation_id = %s AND NOT EXISTS (SELECT 1 FROM clients c"
            " WHERE c.organisation_id = k.organisation_id AND c.id = k.id)",
            [owner],
        )
        row = self._driver.execute(
            "SELECT (SELECT count(*) FROM clients WHERE organisation_id = %(me)s)"
            " - (SELECT count(*) FROM client_keys WHERE organisation_id = %(me)s)",
            {"me": owner},
        ).fetchone()
        return int(row[0]) if row else 0

    def _people(self, owner: UUID) -> None:
        """Who signs in: members who are not there are made again, those who are stay as they are, password and all. A
        member is led to whoever has their address now. Who belonged to an agency that left does not come back."""
        part = next(one for one in self._backup.content.parts if one.organisation_id is None)
        self._driver.execute("CREATE TEMPORARY TABLE people (LIKE gate.identities) ON COMMIT DROP")
        with _archive(self._backup.folder, part) as archive:
            copy_in(self._driver, archive, PEOPLE, part.tables[PEOPLE], into="people")
        told = {"me": owner}
        self._driver.execute(
            "INSERT INTO gate.identities SELECT * FROM people WHERE id IN (SELECT identity_id FROM members"
            " WHERE organisation_id = %(me)s) ON CONFLICT DO NOTHING",
            told,
        )
        self._driver.execute(
            "UPDATE members m SET identity_id = i.id FROM people p JOIN gate.identities i USING (email_canon)"
            " WHERE m.organisation_id = %(me)s AND p.id = m.identity_id AND i.id <> p.id",
            told,
        )

    def _compare(self, table: str, said: Table, owner: UUID) -> None:
        """Reads what came back again: a backup is real when it is what went in."""
        if copy_out(self._driver, self._tables[table], owner, lambda _piece: None) != said:
            raise Refused("%(table)s did not come back as it was. Nothing was changed.", table=table)

    def _files(self, archive: zipfile.ZipFile, owner: UUID) -> int:
        """Puts the files back, each where its row says and nowhere else."""
        names, done = set(archive.namelist()), 0
        for (file_id,) in self._driver.execute(
            "SELECT id FROM files WHERE organisation_id = %s", [owner]
        ).fetchall():
            name = name_of(owner, file_id)
            if f"files/{name}" in names:
                storage().put(name, archive.read(f"files/{name}"))
                done += 1
        return done


def _archive(folder: Path, part: Part) -> zipfile.ZipFile:
    return zipfile.ZipFile(folder / part.file)
