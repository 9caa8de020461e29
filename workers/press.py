"""The press: a child process that turns HTML into a finished PDF behind walls, and knows nothing else."""

import base64
import binascii
import contextlib
import ctypes
import io
import logging
import os
import re
import resource
import signal
import sys
import tempfile
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from workers import finisher
from workers.frames import Hangup, Head, receive, send

MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 400
NOBODY = 65534
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_PARENT_DEATH, _NO_NEW_PRIVILEGES = 1, 38
_IMAGE = re.compile(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=]+)")
_SRGB = "srgb-of-northfile"
_DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAA"
    "AABJRU5ErkJggg=="
)
_WARMING = f"""<html lang="en"><title>Warm</title><body class="large"><h1>Warm</h1><ul><li>A</ul>
<table><thead><tr><th>B</thead><tbody><tr><td><b>1</b> <em>2</em></tbody></table>
<img alt="dot" src="{_DOT}">"""


class Shut(URLFetcher):
    """Fetches the files laid out beforehand and small pictures in the page itself; anything else stops the
    drawing."""

    def __init__(self, laid_out: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.laid_out = laid_out

    def fetch(self, url: str, headers: object = None) -> Any:
        """An ordinary error would be swallowed and the picture left out, so a refusal is the fatal kind."""
        if url in self.laid_out:
            return URLFetcherResponse(url, self.laid_out[url])
        if match := _IMAGE.fullmatch(url):
            try:
                picture = base64.b64decode(match[2], validate=True)
            except binascii.Error as error:
                raise FatalURLFetchingError("a picture that is not base64") from error
            return URLFetcherResponse(url, picture, {"Content-Type": f"image/{match[1]}"})
        raise FatalURLFetchingError("a document may fetch nothing")


class Boxes(logging.Handler):
    """Collects the letters no font could draw, which WeasyPrint says only in its log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.letters: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the letter and drops the sentence: a log line may hold a person's words."""
        if record.msg.startswith(".notdef") and isinstance(record.args, tuple):
            self.letters[str(record.args[0])] = None


class Press:
    """What is kept between documents: fonts and style, so that memory stays flat and a letter takes a tenth
    of a second."""

    def __init__(self, folder: Path) -> None:
        laid_out = {f"asset:{path.name}": path.read_bytes() for path in folder.glob("fonts/*.ttf")}
        self.fetcher = Shut(laid_out)
        self.fonts = FontConfiguration()
        self.style = weasyprint.CSS(
            string=(folder / "documents.css").read_text("utf-8"),
            url_fetcher=self.fetcher,
            font_config=self.fonts,
        )
        self.srgb = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
        self.boxes = Boxes()
        logger = logging.getLogger("weasyprint")
        logger.handlers, logger.propagate = [self.boxes], False

    def draw(self, html: str, facts: finisher.Facts, most_pages: int = MOST_PAGES) -> tuple[Head, bytes]:
        """The answer's head and the finished file."""
        self.boxes.letters.clear()
        profile = ColorProfile(
            io.BytesIO(self.srgb), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )
        options = {"pdf_variant": "pdf/a-3a", "output_intent": _SRGB}
        document = weasyprint.HTML(string=html, url_fetcher=self.fetcher).render(
            font_config=self.fonts, color_profiles={_SRGB: profile}, stylesheets=[self.style], **options
        )
        if len(document.pages) > most_pages:
            return {"refused": "long"}, b""
        pdf = finisher.finish(document.write_pdf(**options), facts)
        return {"pages": len(document.pages), "missing": list(self.boxes.letters)}, pdf


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


def _walled(folder: Path, scratch: Path, parent: int) -> tuple[Press, Head]:
    """A warm press behind every wall the system grants, and which of them stood."""
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
    press = Press(folder)
    # Drawn once while everything may still be read, so that nothing is left to be loaded by nobody.
    press.draw(_WARMING, finisher.Facts("Warm", "Warm", "en", date(2000, 1, 1), b"{}"))
    shut = os.geteuid() == 0 and _unshared(libc, _NEW_NETWORK)
    dropped = _drop_privileges(scratch)
    # Only after the change of user: in a user namespace of its own, root would look like nobody and still be
    # root.
    shut = shut or (dropped and _unshared(libc, _NEW_USER | _NEW_NETWORK))
    _die_with(parent, libc)
    return press, {"no_network": shut, "not_root": dropped}


def _answer(press: Press, head: Head, body: bytes) -> tuple[Head, bytes]:
    _allow_processor(int(head["processor_seconds"]))
    issued_on = date.fromisoformat(head["issued_on"])
    facts = finisher.Facts(
        head["title"], head["author"], head["language"], issued_on, head["frozen"].encode("utf-8", "replace")
    )
    try:
        return press.draw(body.decode(), facts)
    except RecursionError:
        return {"refused": "deep"}, b""
    except MemoryError:
        return {"refused": "memory"}, b""
    except (Exception, FatalURLFetchingError) as error:  # noqa: BLE001 - any fault has one answer
        return {"refused": "broken", "fault": _fault(error)}, b""


def _fault(error: BaseException) -> str:
    """The kind and the place, for the log; never the message, which may hold a person's words."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    place = f"{last.tb_frame.f_code.co_qualname}:{last.tb_lineno}" if last is not None else "nowhere"
    return f"{type(error).__name__} in {place}"


def main() -> None:
    """Answers frames until the pipe closes. Whatever the drawing prints goes nowhere: it could hold a
    person's words."""
    folder, scratch, parent = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    asked: BinaryIO = os.fdopen(os.dup(0), "rb")
    answers: BinaryIO = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    press, hello = _walled(folder, scratch, parent)
    send(answers, hello)
    while True:
        try:
            head, body = receive(asked)
        except Hangup:
            return
        send(answers, *_answer(press, head, body))


if __name__ == "__main__":
    main()
