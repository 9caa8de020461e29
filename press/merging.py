"""A child process that puts finished documents one behind the other for the printer, behind walls, and knows nothing
else."""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name

from press.frames import Head
from press.walls import Answering, serve


def merged(files: Sequence[bytes], *, title: str, double_sided: bool) -> tuple[int, bytes]:
    """How many pages, and the file. For paper only: what a seal, a link or a reading voice needs stays in the
    originals. Double-sided, each document begins on a front: a blank page follows one that ends on a front."""
    with ExitStack() as opened, pikepdf.new() as whole:
        for file in files:
            document = opened.enter_context(pikepdf.open(io.BytesIO(file)))
            if double_sided and len(whole.pages) % 2:
                _turn_over(whole)
            whole.pages.extend(document.pages)
        for page in whole.pages:
            for part in ("/Annots", "/StructParents", "/Tabs"):
                if part in page.obj:
                    del page.obj[part]
        whole.docinfo["/Title"] = title
        whole.Root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, Duplex=_duplex(double_sided=double_sided)
        )
        told = io.BytesIO()
        whole.save(told, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return len(whole.pages), told.getvalue()


def _turn_over(whole: pikepdf.Pdf) -> None:
    size = whole.pages[-1].mediabox
    whole.add_blank_page(page_size=(float(size[2] - size[0]), float(size[3] - size[1])))


def _duplex(*, double_sided: bool) -> Name:
    return Name.DuplexFlipLongEdge if double_sided else Name.Simplex


def _start(_folder: Path) -> Answering:
    """Merges two empty pages while everything may still be read."""
    with pikepdf.new() as empty:
        empty.add_blank_page()
        held = io.BytesIO()
        empty.save(held)
    merged([held.getvalue()] * 2, title="Warm", double_sided=True)
    return _merged


def _merged(head: Head, body: bytes) -> tuple[Head, bytes]:
    pipe = io.BytesIO(body)
    files = [pipe.read(size) for size in head["sizes"]]
    pages, pdf = merged(files, title=head["title"], double_sided=head["double_sided"])
    return {"pages": pages}, pdf


if __name__ == "__main__":
    serve(_start)
