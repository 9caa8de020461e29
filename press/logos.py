"""A child process that makes one clean PNG of a picture somebody sent, behind walls, and knows nothing else."""

import io
from pathlib import Path
from typing import Any

import pypdfium2
import weasyprint
from PIL import Image, ImageFile, ImageOps
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from press.frames import Head
from press.walls import Answering, serve

# Dots before anything is unpacked: a phone's largest photo, and far under what memory there is.
MOST_DOTS = 50_000_000
# It rides in every document, and in a form that comes back.
MOST_BYTES = 250_000
_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_SHEET = """<style>@page {{ size: {0}px {1}px; margin: 0 }} body {{ margin: 0 }}
img {{ display: block; width: {0}px; height: {1}px; object-fit: contain }}</style><img src="{2}" alt="">"""
_ITSELF = "picture:itself"
_SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><text y="1">a</text><path d="M0 0h1v1z"/></svg>'

# WeasyPrint would show what there is of half a picture; nobody wants half a logo.
ImageFile.LOAD_TRUNCATED_IMAGES = False


class Unfit(Exception):
    """No clean picture can be made of it, for a reason in one word: kind, large or empty."""


class Itself(URLFetcher):
    """Gives the drawing and nothing it asks for."""

    def __init__(self, drawing: bytes) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.drawing = drawing

    def fetch(self, url: str, headers: object = None) -> Any:
        """Whatever else a drawing refers to is left out of it."""
        if url != _ITSELF:
            raise URLFetchingError("a picture may fetch nothing")
        return URLFetcherResponse(url, self.drawing, {"Content-Type": "image/svg+xml"})


def _start(_folder: Path) -> Answering:
    """Draws a letter and a square while everything may still be read."""
    _clean(_SQUARE, 30, 30)
    return _cleaned


def _cleaned(head: Head, body: bytes) -> tuple[Head, bytes]:
    try:
        return {}, _clean(body, int(head["width"]), int(head["height"]))
    except Unfit as unfit:
        return {"unfit": str(unfit)}, b""


def _clean(data: bytes, width: int, height: int) -> bytes:
    """As large as it is and at most so large; nothing is left of the file but its dots."""
    picture = _opened(data, width, height)
    seen = picture.getchannel("A").getbbox()
    if seen is None:
        raise Unfit("empty")
    picture = picture.crop(seen)
    picture.thumbnail((width, height), Image.Resampling.LANCZOS)
    while len(png := _saved(picture)) > MOST_BYTES:
        picture.thumbnail((picture.width * 3 // 4, picture.height * 3 // 4), Image.Resampling.LANCZOS)
    return png


def _opened(data: bytes, width: int, height: int) -> Image.Image:
    kind = next((name for beginning, name in _BEGINNINGS.items() if data.startswith(beginning)), "")
    if not kind and b"<svg" in data:
        return _drawn(data, width, height)
    if not kind:
        raise Unfit("kind")
    try:
        picture = Image.open(io.BytesIO(data), formats=[kind])
    except Image.DecompressionBombError as bomb:
        raise Unfit("large") from bomb
    if picture.width * picture.height > MOST_DOTS:
        raise Unfit("large")
    # A photo is read no finer than it is needed.
    picture.draft("RGB", (2 * width, 2 * height))
    return ImageOps.exif_transpose(picture).convert("RGBA")


def _drawn(svg: bytes, width: int, height: int) -> Image.Image:
    """The drawing once, on nothing; it is never kept as a drawing."""
    sheet = weasyprint.HTML(string=_SHEET.format(width, height, _ITSELF), url_fetcher=Itself(svg))
    page = pypdfium2.PdfDocument(sheet.write_pdf())[0]
    drawn: Image.Image = page.render(scale=width / page.get_width(), fill_color=(255, 255, 255, 0)).to_pil()
    return drawn.convert("RGBA")


def _saved(picture: Image.Image) -> bytes:
    is_whole = picture.getchannel("A").getextrema() == (255, 255)
    # A new picture: the one before remembers colour profiles, places and words of its file.
    fresh, saved = Image.new("RGB" if is_whole else "RGBA", picture.size), io.BytesIO()
    fresh.paste(picture)
    fresh.save(saved, "PNG", optimize=True)
    return saved.getvalue()


if __name__ == "__main__":
    serve(_start)
