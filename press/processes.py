"""Starting, asking and ending a press process, seen from the side that must never hang or die with it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from signal import SIGABRT, SIGTRAP, SIGXCPU
from threading import Event, Timer
from typing import BinaryIO, Literal

from press.frames import Hangup, Head, receive, send
from templates import FOLDER
from templates.labels import LABELS
from tenants.errors import Refused

Reason = Literal["long", "deep", "time", "memory", "glyphs", "broken", "invalid"]
WARMING_SECONDS = 60.0
# What a process that ends by itself died of: glib and the C++ library abort when memory is refused.
_DIED_OF: dict[int, Reason] = {-SIGXCPU: "time", -SIGABRT: "memory", -SIGTRAP: "memory"}
# After these a press has swollen or torn, though it could still answer.
_SPENT = {"deep", "memory"}

SCRATCH = "northfile-press-"  # then the pid of the worker it belongs to


class CannotDraw(Refused):
    """No document came out. `code` is the reason in one word; `fault` is a place in the code for the log, never
    a person's words; the message is words a person can act on."""

    def __init__(self, code: Reason, *, fault: str = "") -> None:
        super().__init__(str(LABELS["document_failure"][code]))
        self.code: Reason = code
        self.fault = fault


def _sweep_what_the_dead_left() -> None:
    """A worker killed outright cannot remove the fonts it unpacked; the next one does. They hold no word of anyone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*-*"):
        owner = folder.name.removeprefix(SCRATCH).split("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            rmtree(folder, ignore_errors=True)


class PressProcess:
    """One press, of HTML or of another kind: started warm, asked one document at a time, not usable again after it
    failed."""

    def __init__(self, kind: str = "press.drawing") -> None:
        self._owner = os.getpid()
        _sweep_what_the_dead_left()
        self._scratch = tempfile.mkdtemp(prefix=f"{SCRATCH}{self._owner}-")
        command = [sys.executable, "-s", "-X", "utf8", "-m", kind]
        places = [str(FOLDER / "documents"), self._scratch, str(self._owner)]
        # No environment: what a document is drawn from is in the frame and nowhere else.
        self._process = subprocess.Popen(
            command + places, cwd=FOLDER.parent, env={}, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.pid = self._process.pid
        self.walls, _ = self._exchange(WARMING_SECONDS, lambda pipe: None)

    def usable(self) -> bool:
        """Alive, and ours: after a fork the press belongs to the parent and must not be spoken to."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, head: Head, html: bytes, seconds: float) -> tuple[Head, bytes]:
        """The press's answer within so many seconds, or CannotDraw and an end to this press."""
        answer, body = self._exchange(seconds, lambda pipe: send(pipe, head, html))
        if answer.get("refused") in _SPENT:
            self.close()
        if "refused" in answer:
            raise CannotDraw(answer["refused"], fault=answer.get("fault", ""))
        return answer, body

    def _exchange(self, seconds: float, speak: Callable[[BinaryIO], None]) -> tuple[Head, bytes]:
        asking, answering = self._pipes()
        late = Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        watch = Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            speak(asking)
            return receive(answering)
        except (Hangup, OSError) as error:
            cause = self._cause()
            raise CannotDraw("time" if late.is_set() else cause) from error
        finally:
            watch.cancel()

    def _cause(self) -> Reason:
        """Why the pipe closed; the process is waited for, since it may close its end before it is gone."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self.close()
        return _DIED_OF.get(self._process.returncode, "broken")

    def _pipes(self) -> tuple[BinaryIO, BinaryIO]:
        asking, answering = self._process.stdin, self._process.stdout
        if asking is None or answering is None:
            raise CannotDraw("broken")
        return asking, answering  # type: ignore[return-value]  # typeshed says IO[bytes] for the same object

    def close(self) -> None:
        """Ends the process if it is ours and removes the fonts it unpacked; safe to call twice."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
            rmtree(self._scratch, ignore_errors=True)
