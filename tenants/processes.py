"""Processes this product starts: tied to the life of their parent, found again after a crash, stopped as a group."""

import contextlib
import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypedDict

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Trace:
    """What is enough to know a process again: a pid alone may have been given to somebody else meanwhile."""

    pid: int
    started: int  # clock ticks since boot; 0 where the system cannot say


class RunAs(TypedDict, total=False):
    """The keywords of subprocess that say who, and where."""

    user: int
    group: int
    extra_groups: list[int]
    cwd: str


def start(
    command: Sequence[str | Path],
    log: IO[bytes],
    *,
    user: pwd.struct_passwd | None = None,
    parting: int = signal.SIGTERM,
    errors: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own, which gets the signal `parting` when this one dies, however it dies.
    With `user` it runs as that person and in no further group; with `errors` only its output goes to `log`. Call
    it from the main thread: the tie is to the thread that forks."""
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=errors or subprocess.STDOUT,
        start_new_session=True,
        # Safe although there may be threads: the function makes two system calls and nothing else.
        preexec_fn=_tie(os.getpid(), parting),  # noqa: PLW1509 - it makes two system calls and nothing else
        **as_user(user),
    )


def as_user(user: pwd.struct_passwd | None) -> RunAs:
    """The keywords for subprocess that make it run as this person, from a folder that everyone can stand in."""
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}


def _tie(parent: int, parting: int) -> Callable[[], None] | None:
    if _libc is None:
        return None

    def tie() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, parting)
        if os.getppid() != parent:  # it died before the tie was made
            os._exit(1)

    return tie


def trace(pid: int) -> Trace:
    """The process as it may be looked for later."""
    return Trace(pid, started(pid) or 0)


def started(pid: int) -> int | None:
    """When a live process started, in clock ticks since boot. None when there is no such process, when it is only
    waiting to be reaped, or when the system does not say."""
    fields = _stat(pid)
    return None if fields is None or fields[0] in "ZX" else int(fields[19])


def _stat(pid: int) -> list[str] | None:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def stop_groups(*leaders: Trace, first: int = signal.SIGTERM, patience: float = 5) -> None:
    """Stops processes and whatever they started in their sessions: asked at first, after `patience` seconds killed."""
    for leader in leaders:
        _signal_group(leader, first)
    if not wait_until(lambda: not any(group(leader) for leader in leaders), patience):
        for leader in leaders:
            _signal_group(leader, signal.SIGKILL)
        wait_until(lambda: not any(group(leader) for leader in leaders), 2)


def group(leader: Trace) -> list[int]:
    """The live members of the session that `leader` began; empty when its number belongs to somebody else now."""
    now = started(leader.pid)
    if now is not None and now != leader.started:
        return []
    if _libc is None:
        return [leader.pid] if _answers(leader.pid) else []
    numbers = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
    return [pid for pid in numbers if _is_member(pid, leader)]


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _is_member(pid: int, leader: Trace) -> bool:
    fields = _stat(pid)
    if fields is None or fields[0] in "ZX":
        return False
    return int(fields[3]) == leader.pid and int(fields[19]) >= leader.started


def _signal_group(leader: Trace, number: int) -> None:
    for pid in group(leader):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def wait_until(done: Callable[[], bool], seconds: float, *, every: float = 0.02) -> bool:
    """Whether it became so within that many seconds; looked at once in `every` seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True
