"""The press: a child process that turns HTML into a finished PDF behind walls, and knows nothing else."""

import base64
import binascii
import io
import logging
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import (
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from press import finisher, pages
from press.frames import Head
from press.walls import Answering, fault_of, serve

MOST_PAGES = 400
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

    def draw(self, html: str, facts: finisher.Facts, pictures: int = 0) -> tuple[Head, bytes]:
        """The answer's head and the finished file, or so many of its first pages as pictures."""
        self.boxes.letters.clear()
        profile = ColorProfile(
            io.BytesIO(self.srgb), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
        )
        options = {"pdf_variant": "pdf/a-3a", "output_intent": _SRGB}
        document = weasyprint.HTML(string=html, url_fetcher=self.fetcher).render(
            font_config=self.fonts, color_profiles={_SRGB: profile}, stylesheets=[self.style], **options
        )
        if len(document.pages) > MOST_PAGES:
            return {"refused": "long"}, b""
        drawn = document.write_pdf(**options)
        told: Head = {"pages": len(document.pages), "missing": list(self.boxes.letters)}
        if not pictures:
            return told, finisher.finish(drawn, facts)
        shown = pages.pictures_of(drawn, pictures, pages.BESIDE)
        return told | {"sizes": [len(one) for one in shown]}, b"".join(shown)


def _start(folder: Path) -> Answering:
    """A warm press."""
    press = Press(folder)
    # Drawn once while everything may still be read, so that nothing is left to be loaded by nobody.
    warm = finisher.Facts("Warm", "Warm", "en", date(2000, 1, 1), b"{}", "Warm")
    press.draw(_WARMING, warm)
    press.draw(_WARMING, warm, 1)
    return lambda head, body: _drawn(press, head, body)


def _drawn(press: Press, head: Head, body: bytes) -> tuple[Head, bytes]:
    issued_on = date.fromisoformat(head["issued_on"])
    frozen = head["frozen"].encode("utf-8", "replace")
    facts = finisher.Facts(
        head["title"], head["author"], head["language"], issued_on, frozen, head.get("seal", "")
    )
    try:
        return press.draw(body.decode(), facts, head.get("pictures", 0))
    except FatalURLFetchingError as error:  # no Exception, so that WeasyPrint itself lets it through
        return {"refused": "broken", "fault": fault_of(error)}, b""


if __name__ == "__main__":
    serve(_start)
