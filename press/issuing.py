"""What leaves the agency: drawn, sealed, and passed by the validator of both standards, or not at all."""

import hashlib
from dataclasses import dataclass
from functools import cache

import structlog

from press.pdf import NO_PICTURES, CannotDraw, draw
from press.sealing import faults_of, sealed
from press.setting import Pictures, Printed, in_its_language
from records.documents.keys import SealKey
from templates import FOLDER
from templates.words import N_, gettext

log = structlog.get_logger()

_SEAL = N_("Seal of the agency")


@dataclass(frozen=True, slots=True)
class Issued:
    """A sealed file with its fingerprint, and the edition of the templates it was drawn with."""

    pdf: bytes
    pages: int
    sha256: bytes
    template: str


def issue(
    values: Printed, key: SealKey, pictures: Pictures = NO_PICTURES, *, seconds: float | None = None
) -> Issued:
    """Draws, seals and checks a document. Raises CannotDraw as `draw` does, and with the code `invalid` when a
    validator would not pass the file: then nothing leaves."""
    with in_its_language(values):
        words = gettext(_SEAL)
    drawn = draw(values, pictures, seal=words, seconds=seconds)
    pdf = sealed(drawn.pdf, key)
    faults = {name: rules for name, rules in faults_of(pdf).items() if rules}
    # Letters that are missing are told on the draft; a copy that has them still leaves, and says so in its data.
    if faults and not drawn.missing_glyphs:
        told = "; ".join(f"{name} {' '.join(rules)}" for name, rules in faults.items())
        log.warning("did_not_pass", kind=values.KIND, fault=told)
        raise CannotDraw("invalid", fault=told)
    return Issued(pdf, drawn.pages, hashlib.sha256(pdf).digest(), edition())


@cache
def edition() -> str:
    """A fingerprint of everything a document is drawn from but its values: one that changed is another edition."""
    files = sorted(
        path for path in (FOLDER / "documents").rglob("*") if path.suffix in (".html", ".css", ".ttf")
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
