"""The door to who cleans pictures: whatever somebody sent goes in; a plain PNG or a refusal comes out."""

import structlog

from press.processes import CannotDraw, PressProcess
from templates.words import N_
from tenants.errors import Refused

log = structlog.get_logger()

SECONDS, PROCESSOR_SECONDS = 5.0, 5
LOGO, SIGNATURE = (1200, 400), (600, 200)
_WHY = {
    "kind": N_("Choose a picture of the kind PNG, JPEG or SVG."),
    "large": N_("This picture has too many dots. Save it smaller: 1,200 dots across are plenty."),
    "empty": N_("Nothing can be seen in this picture. Open it, save it as PNG, and choose the new file."),
}
_BROKEN = N_("This picture cannot be read. Open it, save it again as PNG, and choose the new file.")


def clean_picture(data: bytes, most: tuple[int, int]) -> bytes:
    """A PNG of the picture at most so wide and high, drawn anew, so that nothing else of the file is left: by a process
    that lives for this picture alone and has five seconds. Raises Refused with words for a person."""
    try:
        press = PressProcess("press.logos")
        try:
            head = {"processor_seconds": PROCESSOR_SECONDS, "width": most[0], "height": most[1]}
            answer, png = press.ask(head, data, SECONDS)
        finally:
            press.close()
    except CannotDraw as refusal:
        log.warning("no_picture", code=refusal.code, fault=refusal.fault)
        raise Refused(_BROKEN, field="picture") from refusal
    if fault := answer.get("unfit"):
        raise Refused(_WHY[fault], field="picture")
    return png
