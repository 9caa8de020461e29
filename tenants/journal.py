"""The journal: what is destroyed and what is held, written down outside the database, so that a restored backup can be
told what it has forgotten (decision 34). One file for each agency, one line for each thing, chained by hash."""

import fcntl
import hashlib
import json
import mmap
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from tenants import clock, context
from tenants.database import after_commit
from tenants.settings import settings

# With less left on the disk, nothing new is begun: what is begun has to be finished here.
LEAST_ROOM: Final = 1024 * 1024
_CHUNK: Final = 16 * 1024
_FIRST: Final = "0" * 64
_OWN: Final = ("seq", "at", "kind", "before")


class Kind(StrEnum):
    """What a line says. An intent is followed by `done` when its batch was committed, by `void` when it was not."""

    INTENT = "intent"
    DONE = "done"
    VOID = "void"
    HELD = "held"
    RELEASED = "released"
    CERTIFICATE = "certificate"
    DEPARTED = "departed"


class Unreachable(RuntimeError):
    """The journal cannot be written or does not hold what it has to hold: nothing may be destroyed."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `before` is the hash of the line before, `told` what belongs to its kind: ids of batches, runs and
    holds, days, and keyed references of records, never a name."""

    seq: int
    at: str
    kind: Kind
    before: str
    told: Mapping[str, Any]

    def written(self) -> bytes:
        """The line byte for byte: whoever writes it again writes the same."""
        own = {"seq": self.seq, "at": self.at, "kind": str(self.kind), "before": self.before}
        return json.dumps({**self.told, **own}, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def append(organisation_id: UUID, kind: Kind, **told: Any) -> Line:
    """Writes a line for good before it returns. What a crash left of a line that never counted is cut off first.
    Raises Unreachable, and then the line does not count."""
    with _locked(organisation_id) as handle:
        return _add(handle, kind, told)


def intend(session: Session, batch: UUID, **told: Any) -> None:
    """Says what the transaction is about to destroy; after its commit the batch is written down as done. When the
    process dies between, `settle` finds out."""
    append(context.current().organisation_id, Kind.INTENT, batch=str(batch), **told)
    session.info.setdefault("intended", []).append(batch)


def settle(organisation_id: UUID, batch: UUID, kind: Kind) -> None:
    """Writes down how an intent ended, unless somebody else was quicker."""
    with _locked(organisation_id) as handle:
        if _newest_of(handle, batch) is Kind.INTENT:
            _add(handle, kind, {"batch": str(batch)})


def _confirm(session: Session) -> None:
    for batch in session.info.pop("intended", []):
        settle(context.current().organisation_id, batch, Kind.DONE)


after_commit.append(_confirm)


def read(organisation_id: UUID, about: object = "") -> list[Line]:
    """Every line, or those in which an id stands, oldest first. Raises Unreachable."""
    wanted = str(about).encode()
    return [_parsed(line) for line in _whole_lines(organisation_id) if wanted in line]


def last(organisation_id: UUID) -> Line | None:
    """The newest line. Raises Unreachable."""
    lines = _whole_lines(organisation_id)
    return _parsed(lines[-1]) if lines else None


def open_intents(organisation_id: UUID, about: object = "") -> list[UUID]:
    """The batches whose intent nobody has settled; `about` one run, for example."""
    intents = [one.told["batch"] for one in read(organisation_id, about) if one.kind is Kind.INTENT]
    if not intents:
        return []
    ends = [line for kind in (Kind.DONE, Kind.VOID) for line in read(organisation_id, f'"kind":"{kind}"')]
    settled = {one.told["batch"] for one in ends}
    return [UUID(one) for one in intents if one not in settled]


def first_broken(organisation_id: UUID) -> int | None:
    """The number of the first line that is not as it was written after the one before it; None when all are."""
    before = _FIRST
    for number, line in enumerate(_whole_lines(organisation_id), start=1):
        try:
            found = _parsed(line)
        except Unreachable:
            return number
        if (found.seq, found.before, found.written()) != (number, before, line):
            return number
        before = hashlib.sha256(line).hexdigest()
    return None


def expect_ready(organisation_id: UUID, *, knows: UUID | None = None) -> None:
    """Raises Unreachable unless there is the right and the room to write, and the journal ends as it should: with a
    whole line, and not before the newest batch that the database knows."""
    with _locked(organisation_id) as handle:
        room = os.fstatvfs(handle)
        if room.f_bavail * room.f_frsize < LEAST_ROOM:
            raise Unreachable("no room")
        _last_whole(handle)
        if knows is not None and _newest_of(handle, knows) is None:
            raise Unreachable("it lacks a batch")


def set_aside(organisation_id: UUID) -> None:
    """Gives the file another name, so that a new journal begins; whoever looks into it finds the old one beside it."""
    path = _path(organisation_id)
    with suppress(FileNotFoundError):
        path.rename(path.with_suffix(f".{clock.now():%Y%m%dT%H%M%S%f}"))


def folder() -> Path:
    """Where the journals lie."""
    return settings().journal or settings().var / "journal"


@contextmanager
def _locked(organisation_id: UUID) -> Iterator[int]:
    """The agency's file, open and nobody else's until the block ends."""
    path = _path(organisation_id)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield handle
        finally:
            os.close(handle)
    except OSError as error:
        raise Unreachable(str(error)) from error


def _add(handle: int, kind: Kind, told: Mapping[str, Any]) -> Line:
    end, newest = _last_whole(handle)
    seq, before = (_parsed(newest).seq + 1, hashlib.sha256(newest).hexdigest()) if newest else (1, _FIRST)
    line = Line(seq, clock.now().isoformat(), kind, before, told)
    os.ftruncate(handle, end)
    left = line.written()
    try:
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
        if end == 0:
            _keep_entry()
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, end)
        raise
    return line


def _keep_entry() -> None:
    """The file's entry in its folder must survive a power cut, as its lines do."""
    handle = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _last_whole(handle: int) -> tuple[int, bytes]:
    """Where the last whole line ends, and that line. What follows it is what a crash left of one that never counted."""
    data, start = b"", os.fstat(handle).st_size
    while start and data.rfind(b"\n", 0, max(data.rfind(b"\n"), 0)) < 0:
        step = min(_CHUNK, start)
        start -= step
        data = os.pread(handle, step, start) + data
    end = data.rfind(b"\n") + 1
    newest = data[data.rfind(b"\n", 0, max(end - 1, 0)) + 1 : end]
    if newest:
        _parsed(newest)
    return start + end if end else 0, newest


def _newest_of(handle: int, batch: UUID) -> Kind | None:
    """What the newest line about a batch says."""
    end, _ = _last_whole(handle)
    if end == 0:
        return None
    with mmap.mmap(handle, end, access=mmap.ACCESS_READ) as text:
        at = text.rfind(f'"batch":"{batch}"'.encode())
        if at < 0:
            return None
        return _parsed(text[text.rfind(b"\n", 0, at) + 1 : text.find(b"\n", at) + 1]).kind


def _whole_lines(organisation_id: UUID) -> list[bytes]:
    try:
        data = _path(organisation_id).read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Unreachable(str(error)) from error
    return [line for line in data.splitlines(keepends=True) if line.endswith(b"\n")]


def _parsed(line: bytes) -> Line:
    try:
        told = json.loads(line)
        seq, at, kind, before = (told.pop(name) for name in _OWN)
        return Line(seq, at, Kind(kind), before, told)
    except (ValueError, KeyError, AttributeError) as error:
        raise Unreachable("it holds a line that is not its own") from error


def _path(organisation_id: UUID) -> Path:
    return folder() / f"{organisation_id}.jsonl"
