"""Every kind as files to look at, the golden texts and pictures, and the pictures in the docs: `make documents`. What
people of the demo are handed is drawn from theirs, as it was frozen; the rest from the samples."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from press import pdf
from press.pdf import Drawn
from records.documents.values import Sheet
from tests.documents import golden
from tests.documents.freezing import frozen

ROOT = Path(__file__).parents[2]
BUILD, DOCS = ROOT / "build" / "documents", ROOT / "docs" / "documents"
# What docs/documents.md shows, as rows of kinds, in French or in large print now and then.
SHOWN = {
    "course": (("action_plan", "en.regular"), ("progress_report", "fr.regular"), ("next_steps", "en.large")),
    "turns": (
        ("introduction_letter", "fr.regular"), ("closing_letter", "en.regular"), ("service_summary", "en.regular"),
    ),
    "proofs": (
        ("participation_certificate", "en.regular"), ("consent_form", "fr.regular"),
        ("referral_letter", "en.regular"),
    ),
    "agency": (
        ("funder_report", "en.regular"), ("disclosure_package", "en.regular"),
        ("destruction_certificate", "fr.regular"),
    ),
}  # fmt: skip
WIDE, HIGH, GAP = 300, 388, 12


def main() -> None:
    """Writes everything anew."""
    golden.write()
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    for kind in golden.kinds():
        for version in golden.pictured(kind):
            _write(kind, version)
    DOCS.mkdir(exist_ok=True)
    for name, row in SHOWN.items():
        _row([BUILD / f"{kind}.{version}.pdf" for kind, version in row], DOCS / f"{name}.png")
    pdf.close()
    sys.stdout.write(f"{len(list(BUILD.glob('*.pdf')))} documents in {BUILD.relative_to(ROOT)}\n")


def _write(kind: type[Sheet], version: golden.Version) -> None:
    drawn = _drawn(kind, version)
    file = BUILD / f"{kind.KIND}.{version.name}.pdf"
    file.write_bytes(drawn.pdf)
    _first_page(drawn.pdf, 1.5).save(file.with_suffix(".png"))


def _drawn(kind: type[Sheet], version: golden.Version) -> Drawn:
    theirs = frozen(kind, version.language)
    if theirs is None:
        return golden.drawn(kind, version)
    letterhead = replace(theirs.letterhead, paper=version.paper)
    values = replace(theirs, size=version.size, letterhead=letterhead)
    return pdf.draw(values, seconds=golden.SECONDS)


def _first_page(finished: bytes, scale: float) -> Any:
    return pypdfium2.PdfDocument(finished)[0].render(scale=scale).to_pil()


def _row(files: list[Path], to: Path) -> None:
    sheet = Image.new("RGB", (len(files) * (WIDE + GAP) + GAP, HIGH + 2 * GAP), "#DAD6CD")
    for place, file in enumerate(files):
        page = _first_page(file.read_bytes(), 1.5)
        page.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
        sheet.paste(page, (GAP + place * (WIDE + GAP) + (WIDE - page.width) // 2, GAP))
    sheet.quantize(48).save(to, optimize=True)


if __name__ == "__main__":
    main()
