"""Draws the first pages of a PDF that came in, so that it can be seen beside its data; and the door to who does it."""

from io import BytesIO
from typing import Final
from uuid import UUID

import structlog

from press.processes import CannotDraw, PressProcess
from records.papers.actions import keep_preview
from records.papers.queries import find_preview
from records.papers.rules import MOST_PAGES, Drawn
from tenants import files, jobs
from tenants.database import transaction
from tenants.gate import Claimed

log = structlog.get_logger()

SECONDS, PROCESSOR_SECONDS = 20.0, 15
NOTHING: Final = Drawn(0, ())


def preview_paper(claimed: Claimed) -> None:
    """Draws the pages of a file that was checked, and keeps them. Run twice it keeps them once."""
    file_id = UUID(claimed.args["file"])
    with transaction(read_only=True) as session:
        data = files.read(session, file_id) if find_preview(session, file_id, waiting=True) else b""
    try:
        drawn = draw_pages(data) if data else NOTHING
    except CannotDraw as refusal:
        log.warning("no_preview", code=refusal.code, fault=refusal.fault)
        drawn = NOTHING
    with transaction() as session:
        preview = find_preview(session, file_id, waiting=True, lock=True)
        jobs.finish(session, claimed.id)
        if preview is not None:
            keep_preview(session, preview, drawn)


def draw_pages(pdf: bytes) -> Drawn:
    """The first pages as JPEG, by a process that lives for this file alone. Raises CannotDraw when it is no PDF after
    all, or takes more than twenty seconds or a gigabyte."""
    press = PressProcess("press.pages")
    try:
        head = {"processor_seconds": PROCESSOR_SECONDS, "most_pages": MOST_PAGES}
        answer, body = press.ask(head, pdf, SECONDS)
    finally:
        press.close()
    pipe = BytesIO(body)
    return Drawn(answer["pages"], tuple(pipe.read(size) for size in answer["sizes"]))
