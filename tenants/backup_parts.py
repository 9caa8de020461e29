"""What a backup is made of: a folder of parts, and a manifest that says what they are. The manifest is written last, so
that a folder without one is no backup, whatever else is in it."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from tenants import clock
from tenants.errors import Refused

# What the house promises, and what every certificate of destruction counts with. Keys live shorter than what they
# open, so that a person's words are beyond reading long before the last backup of them is gone.
CONTENT_LIVES: Final = timedelta(days=35)
KEYS_LIVE: Final = timedelta(days=7)
# An unfinished folder may belong to somebody who is still at it.
_AT_WORK: Final = timedelta(days=1)

_MANIFEST: Final = "MANIFEST"
_STAMP: Final = "%Y-%m-%dT%H%M%S.%fZ"

Kind = Literal["content", "keys"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Table(_Said):
    """The rows of one table in a part: how many, and the SHA-256 of them in the order of their keys."""

    columns: tuple[str, ...]
    rows: int
    digest: str


class Part(_Said):
    """One file of a backup. `organisation_id` is None for what belongs to no agency; `journal_seq` is how far the
    agency's journal had come."""

    file: str
    digest: str
    organisation_id: UUID | None
    slug: str
    journal_seq: int
    files: int
    tables: dict[str, Table]


class Manifest(_Said):
    """What a whole backup consists of."""

    kind: Kind
    taken_at: datetime
    schema_version: str
    software: str
    parts: tuple[Part, ...]

    def part_of(self, organisation_id: UUID) -> Part | None:
        """The part of one agency."""
        return next((one for one in self.parts if one.organisation_id == organisation_id), None)


def horizon(day: date) -> date:
    """The day after which no backup holds anything of what was destroyed on a day. Sealed words about a person whose
    key was destroyed are beyond reading after `KEYS_LIVE`; names and dates are not sealed, and go with the content."""
    return day + max(CONTENT_LIVES, KEYS_LIVE)


def begin(root: Path, taken_at: datetime) -> Path:
    """A new folder for a backup, for the eyes of whoever makes it alone."""
    folder = root / f"{taken_at:{_STAMP}}"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    return folder


def finish(folder: Path, manifest: Manifest) -> None:
    """Makes a backup of the folder: everything in it reaches the disk before the manifest does."""
    for part in manifest.parts:
        _sync(folder / part.file)
    body = manifest.model_dump_json()
    partial = folder / f"{_MANIFEST}.partial"
    partial.write_text(f"{body}\n{_digest(body)}\n")
    _sync(partial)
    partial.rename(folder / _MANIFEST)
    for path in (folder, folder.parent):
        _sync(path)


def read_manifest(folder: Path, kind: Kind) -> Manifest:
    """The manifest of a whole backup. Raises Refused for half a backup, a damaged one and one of the other kind."""
    try:
        body, digest, _end = (folder / _MANIFEST).read_text().split("\n")
        found = Manifest.model_validate_json(body) if digest == _digest(body) else None
    except OSError:
        raise Refused(
            "%(folder)s is no whole backup: its manifest, which is written last, is not there.", folder=folder
        ) from None
    except (ValueError, ValidationError):
        found = None
    if found is None:
        raise Refused("The manifest in %(folder)s is damaged. Use another backup.", folder=folder)
    if found.kind != kind:
        raise Refused(
            "%(folder)s holds %(found)s, and %(kind)s is wanted here.",
            folder=folder, found=found.kind, kind=kind,
        )  # fmt: skip
    return found


def check(folder: Path, part: Part) -> None:
    """Refuses a part that is not, byte for byte, what the manifest says."""
    path = folder / part.file
    if not path.exists() or file_digest(path) != part.digest:
        raise Refused(
            "%(path)s is damaged: it is not what the manifest says. Nothing of it was used.", path=path
        )


def newest(root: Path, kind: Kind) -> Path:
    """The youngest whole backup among those in a folder, or the folder itself when it is one."""
    for folder in (root, *sorted(_made_in(root), reverse=True)):
        if (folder / _MANIFEST).exists():
            read_manifest(folder, kind)
            return folder
    raise Refused("There is no whole backup of %(kind)s in %(root)s.", kind=kind, root=root)


def prune(root: Path, lives: timedelta) -> list[str]:
    """Ends the life of backups that are too old, and clears away what a killed one left; returns their names."""
    now, gone = clock.now(), []
    for folder in sorted(_made_in(root)):
        age = now - _taken_at(folder)
        if age > (lives if (folder / _MANIFEST).exists() else _AT_WORK):
            # Without its manifest it is no backup any more, even if this is killed half way.
            (folder / _MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(folder)
            gone.append(folder.name)
    return gone


def _made_in(root: Path) -> Iterator[Path]:
    for folder in root.iterdir() if root.is_dir() else ():
        with suppress(ValueError):
            _taken_at(folder)
            yield folder


def _taken_at(folder: Path) -> datetime:
    return datetime.strptime(f"{folder.name}+0000", f"{_STAMP}%z")


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
