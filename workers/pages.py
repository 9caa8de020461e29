"""A child process that draws the pages of a PDF somebody sent, behind walls, and knows nothing else."""

import io
from pathlib import Path

import pypdfium2

from workers.frames import Head
from workers.walls import Answering, serve

# Dots along the longer side of a page: enough to read small print.
LONGEST = 1400


def _start(_folder: Path) -> Answering:
    """Draws an empty page while everything may still be read."""
    empty = pypdfium2.PdfDocument.new()
    _picture(empty.new_page(9, 9))
    return _drawn


def _drawn(head: Head, body: bytes) -> tuple[Head, bytes]:
    document = pypdfium2.PdfDocument(body)
    shown = min(len(document), int(head["most_pages"]))
    pictures = [_picture(document[number]) for number in range(shown)]
    return {"pages": len(document), "sizes": [len(one) for one in pictures]}, b"".join(pictures)


def _picture(page: pypdfium2.PdfPage) -> bytes:
    drawn, bitmap = io.BytesIO(), page.render(scale=LONGEST / max(page.get_size()))
    bitmap.to_pil().convert("RGB").save(drawn, "JPEG", quality=80)
    return drawn.getvalue()


if __name__ == "__main__":
    serve(_start)
