"""The walls around a child process that handles what strangers wrote: no network, no rights, memory and time with an
end, and no word of it to the outside but its answer."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from press.frames import Hangup, Head, receive, send

MEMORY = 1024 * 1024 * 1024
NOBODY = 65534
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_PARENT_DEATH, _NO_NEW_PRIVILEGES = 1, 38

# What a child does with one question: head and body in, head and body out.
Answering = Callable[[Head, bytes], tuple[Head, bytes]]


def serve(start: Callable[[Path], Answering]) -> None:
    """Answers frames until the pipe closes. `start` warms up while everything may still be read. Whatever the work
    prints goes nowhere: it could hold a person's words."""
    folder, scratch, parent = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    asked: BinaryIO = os.fdopen(os.dup(0), "rb")
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    answering, hello = _walled(lambda: start(folder), scratch, parent)
    send(answers, hello)
    while True:
        try:
            head, body = receive(asked)
        except Hangup:
            return
        send(answers, *_answer(answering, head, body))


def fault_of(error: BaseException) -> str:
    """The kind and the place, for the log; never the message, which may hold a person's words."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_code.co_qualname}:{last.tb_lineno}" if last is not None else "nowhere"
    return f"{type(error).__name__} in {place}"


def _answer(answering: Answering, head: Head, body: bytes) -> tuple[Head, bytes]:
    _allow_processor(int(head["processor_seconds"]))
    try:
        return answering(head, body)
    except RecursionError:
        return {"refused": "deep"}, b""
    except MemoryError:
        return {"refused": "memory"}, b""
    except Exception as error:  # noqa: BLE001 - any fault has one answer
        return {"refused": "broken", "fault": fault_of(error)}, b""


def _walled(start: Callable[[], Answering], scratch: Path, parent: int) -> tuple[Answering, Head]:
    """A warm child behind every wall the system grants, and which of them stood."""
    libc = ctypes.CDLL(None, use_errno=True)
    os.environ.update(HOME=str(scratch), XDG_CACHE_HOME=str(scratch), TMPDIR=str(scratch))
    tempfile.tempdir = str(scratch)
    os.chdir(scratch)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(limit, (value, value))
    _step_back()
    answering = start()
    shut = os.geteuid() == 0 and _unshared(libc, _NEW_NETWORK)
    dropped = _drop_privileges(scratch)
    # Only after the change of user: in a user namespace of its own, root would look like nobody and still be
    # root.
    shut = shut or (dropped and _unshared(libc, _NEW_USER | _NEW_NETWORK))
    _die_with(parent, libc)
    return answering, {"no_network": shut, "not_root": dropped}


def _allow_processor(seconds: int) -> None:
    """Raises the soft limit by so many seconds over what this process has used since it began."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _unshared(libc: ctypes.CDLL, what: int) -> bool:
    """Into a namespace of its own; a new network has no link in it. False where the system does not allow
    that."""
    return bool(libc.unshare(what) == 0)


def _step_back() -> None:
    """Lets the web door go first: a lower weight for the process, and for its session where the kernel
    groups them."""
    os.nice(10)
    with contextlib.suppress(
        OSError
    ):  # Not every kernel groups sessions; the first weight stands alone then.
        Path("/proc/self/autogroup").write_text("10")


def _drop_privileges(scratch: Path) -> bool:
    """From root to nobody; True when the process is not root afterwards."""
    if os.geteuid() != 0:
        return True
    try:
        for path in (scratch, *scratch.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError:
        return False
    return os.geteuid() != 0


def _die_with(parent: int, libc: ctypes.CDLL) -> None:
    """Called after the change of user, which clears the wish; a parent already gone is seen by its number."""
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_PARENT_DEATH, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)
