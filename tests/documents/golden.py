"""What a finished document is, in a form to be compared: its pages, its tags and its words as text, and how its first
page looks. The text and the pictures lie under `golden/`; `make documents` writes them anew."""

import io
import textwrap
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pikepdf
import pypdf
import pypdfium2
from PIL import Image, ImageChops

from press import pdf
from press.pdf import Drawn
from press.setting import TEMPLATES
from records.documents.values import Language, Sheet, Size
from tests.documents.samples import SAMPLES, letterhead, sample

FOLDER = Path(__file__).parent / "golden"
DOTS, WIDE, HIGH = 30, 255, 351
# A patch of the page, some seven millimetres wide, may be so much lighter or darker where fonts are drawn otherwise.
PATCH, MOST_APART = 8, 40
SECONDS = 90.0  # this is about what comes out, not about how busy the machine is
_LONGEST = 96
_NO_MEANING = ("/Span", "/NonStruct")


class Version(NamedTuple):
    """One of the ways in which a kind is drawn."""

    language: Language
    size: Size
    paper: str = "letter"

    @property
    def name(self) -> str:
        """As files are called."""
        return ".".join(word for word in self if word != "letter")


VERSIONS = tuple(Version(*both) for both in ((a, b) for a in get_args(Language) for b in get_args(Size)))
A4 = Version("en", "regular", "a4")


def kinds() -> list[type[Sheet]]:
    """Every kind of document that the press can draw, as far as there is a sample of it."""
    return [kind for kind in TEMPLATES if kind in SAMPLES]


def pictured(kind: type[Sheet]) -> tuple[Version, ...]:
    """The versions of which the first page stands in the picture of a kind; a kind without a letterhead has one paper."""
    return (*VERSIONS, A4) if "letterhead" in kind.__dataclass_fields__ else VERSIONS


@cache
def drawn(kind: type[Sheet], version: Version) -> Drawn:
    """The sample, drawn once for all that is asked of it."""
    more: dict[str, Any] = {}
    if version.paper != "letter":
        more["letterhead"] = letterhead(version.language, paper=version.paper)
    values = sample(kind, version.language, size=version.size, **more)
    return pdf.draw(values, seal="Seal", seconds=SECONDS)


def told(finished: bytes) -> str:
    """Its pages, its tags and its words."""
    reader = pypdf.PdfReader(io.BytesIO(finished))
    blocks = [f"{len(reader.pages)} pages, {_paper(reader.pages[0])}", "\n".join(outline(finished))]
    for number, sheet in enumerate(reader.pages, 1):
        words = textwrap.wrap(" ".join(sheet.extract_text().split()), 100, break_on_hyphens=False)
        blocks.append("\n".join([f"--- {number} ---", *words]))
    return "\n\n".join(blocks) + "\n"


def words(finished: bytes) -> str:
    """The text layer with its line ends and thin spaces made plain."""
    pages = pypdf.PdfReader(io.BytesIO(finished)).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in pages).split())


def _paper(sheet: Any) -> str:
    return f"{round(sheet.mediabox.width)} × {round(sheet.mediabox.height)} points"


def outline(finished: bytes) -> list[str]:
    """The tree of tags, neighbours that are alike once with their number."""
    with pikepdf.open(io.BytesIO(finished)) as opened:
        return list(_lines(opened.Root.StructTreeRoot.K[0], ""))


def _lines(node: Any, indent: str) -> Iterator[str]:
    below = _below(node)
    short = indent + _short(node)
    if len(short) <= _LONGEST or not below:
        yield short
        return
    yield indent + _head(node)
    for _alike, group in groupby(below, _short):
        members = list(group)
        times = f" ×{len(members)}" if len(members) > 1 else ""
        first, *rest = list(_lines(members[0], indent + "  "))
        yield first + times
        yield from rest


def _short(node: Any) -> str:
    alike = [(one, len(list(those))) for one, those in groupby(_short(child) for child in _below(node))]
    inside = ", ".join(one + (f" ×{times}" if times > 1 else "") for one, times in alike)
    return _head(node) + (f" ({inside})" if inside else "")


def _head(node: Any) -> str:
    scope = str(node.get("/A", pikepdf.Dictionary()).get("/Scope", "")) if node.S == "/TH" else ""
    return str(node.S)[1:] + scope + (f" “{node.Alt}”" if "/Alt" in node else "")


def _below(node: Any) -> list[Any]:
    """What stands in it; what has no meaning of its own, and is there once a line, gives way to what stands in that."""
    kept = node.get("/K", [])
    children = list(kept) if isinstance(kept, pikepdf.Array) else [kept]
    tagged = [one for one in children if isinstance(one, pikepdf.Dictionary) and "/S" in one]
    return [inner for one in tagged for inner in (_below(one) if one.S in _NO_MEANING else [one])]


def portrait(finished: bytes) -> Image.Image:
    """The first page, small and grey, on a sheet of one size for all papers."""
    page = pypdfium2.PdfDocument(finished)[0]
    scale = min(DOTS / 72, WIDE / page.get_width(), HIGH / page.get_height())
    sheet = Image.new("L", (WIDE, HIGH), 128)
    sheet.paste(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
    return sheet


def contact_sheet(kind: type[Sheet]) -> Image.Image:
    """The first pages of a kind beside each other."""
    versions = pictured(kind)
    sheet = Image.new("L", (WIDE * len(versions), HIGH))
    for place, version in enumerate(versions):
        sheet.paste(portrait(drawn(kind, version).pdf), (place * WIDE, 0))
    return sheet


def apart(one: Image.Image, other: Image.Image) -> int:
    """How much lighter or darker the patch is that differs most; 255 where the pictures have another size."""
    if one.size != other.size:
        return 255
    small = (one.width // PATCH, one.height // PATCH)
    patches = [picture.convert("L").resize(small, Image.Resampling.BOX) for picture in (one, other)]
    _least, most = ImageChops.difference(*patches).getextrema()
    return int(most)


def write(folder: Path = FOLDER) -> None:
    """Writes everything anew: whoever calls this looks at what has changed before keeping it."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for kind in kinds():
        for version in VERSIONS:
            text = told(drawn(kind, version).pdf)
            (folder / f"{kind.KIND}.{version.name}.txt").write_text(text, "utf-8")
        contact_sheet(kind).quantize(16).save(folder / f"{kind.KIND}.png", optimize=True)
