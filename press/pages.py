"""A child process that draws the pages of a PDF somebody sent, behind walls, and knows nothing else."""

import io
from pathlib import Path

import pypdfium2

from press.frames import Head
from press.walls import Answering, serve

# Dots along the longer side of a page: enough to read small print; and of one that is only looked at beside a form.
LONGEST = 1400
BESIDE = 1100


def pictures_of(pdf: bytes, most: int, longest: int = LONGEST) -> list[bytes]:
    """The first pages as JPEG. Whatever is no PDF raises pypdfium2's own error."""
    document = pypdfium2.PdfDocument(pdf)
    return [_picture(document[number], longest) for number in range(min(len(document), most))]


def _start(_folder: Path) -> Answering:
    """Draws an empty page while everything may still be read."""
    empty = pypdfium2.PdfDocument.new()
    _picture(empty.new_page(9, 9), LONGEST)
    return _drawn


def _drawn(head: Head, body: bytes) -> tuple[Head, bytes]:
    shown = pictures_of(body, int(head["most_pages"]))
    return {"pages": len(pypdfium2.PdfDocument(body)), "sizes": [len(one) for one in shown]}, b"".join(shown)


def _picture(page: pypdfium2.PdfPage, longest: int) -> bytes:
    drawn, bitmap = io.BytesIO(), page.render(scale=longest / max(page.get_size()))
    bitmap.to_pil().convert("RGB").save(drawn, "JPEG", quality=80)
    return drawn.getvalue()


if __name__ == "__main__":
    serve(_start)
