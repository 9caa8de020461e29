"""What may come into a file, told by its bytes and never by its name: a pure decision."""

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from tenants.errors import Refused

MEGABYTES = 25
# Every kind of file that is taken, and as what it is sent again.
MEDIA = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "tiff": "image/tiff",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain; charset=utf-8",
}
# What a browser draws by itself; the rest is only saved.
DRAWN = frozenset({"pdf", "jpg", "png"})
PICTURES = frozenset({"jpg", "png"})

# How many pages of a PDF are shown beside its data.
MOST_PAGES = 10

_BEGINNINGS = (
    (re.compile(rb"%PDF-\d"), "pdf"),
    (re.compile(rb"\xff\xd8\xff"), "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "png"),
    (re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|mif1|msf1)", re.DOTALL), "heic"),
    (re.compile(rb"II\*\0|MM\0\*"), "tiff"),
    (re.compile(rb"PK\x03\x04"), "zip"),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "ole"),
)
# The trailer of a PDF is never packed, not even beside packed objects.
_LOCKED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
# Pages, drawings and programs are text, too.
_MARKUP = re.compile(r"\s*(<|#!|\{\\rtf|%!PS)")
_TAGS = (b"<script", b"<html", b"<svg", b"<iframe")
_MOST_PARTS, _MOST_UNPACKED, _MOST_RATIO = 2_000, 250_000_000, 200


@dataclass(frozen=True, slots=True)
class Received:
    """One file as it came: what it was called, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """The first pages of a paper as pictures, and how many pages it has."""

    pages: int
    pictures: tuple[bytes, ...]


def plain_name(raw: str) -> str:
    """A file's own name without folders and hidden characters, cut to what a list can show."""
    last = re.split(r"[\\/]", raw)[-1]
    return "".join(letter for letter in last if letter.isprintable()).strip()[:120]


def media_of(received: Received) -> str:
    """Which kind of file it is. Raises Refused with a sentence that names the file when it may not come in."""
    data = received.data
    if not data:
        raise _refused("%(name)s is empty.", received)
    if len(data) > MEGABYTES * 1_000_000:
        raise _refused("%(name)s is too large: a file may have up to 25 MB.", received)
    found = next((code for beginning, code in _BEGINNINGS if beginning.match(data)), "")
    if (found == "pdf" and _LOCKED.search(data)) or found == "ole":
        raise _refused(
            "%(name)s is locked with a password, or in an old format. Save it without, as PDF or DOCX.",
            received,
        )
    if found == "zip":
        return _office(received)
    if not found and _is_text(data):
        return "txt"
    if not found:
        raise _of_no_kind(received)
    return found


def _office(received: Received) -> str:
    """DOCX or ODT; looked at by their table of contents only, so that nothing is unpacked here."""
    data = received.data
    if data.count(b"PK\x01\x02") > _MOST_PARTS:
        raise _too_much(received)
    try:
        with ZipFile(BytesIO(data)) as box:
            parts = box.infolist()
    except (BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise _refused(
            "%(name)s is damaged. Open it, save it again, and add the new file.", received
        ) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > min(_MOST_UNPACKED, _MOST_RATIO * len(data)):
        raise _too_much(received)
    names = {part.filename for part in parts}
    if any(re.search(r"vbaProject|^Basic/|^Scripts/|\.(exe|dll|js)$", name) for name in names):
        raise _refused("%(name)s holds programs. Save it without macros, or as PDF.", received)
    if "word/document.xml" in names:
        return "docx"
    if data[30:].startswith(b"mimetype" + MEDIA["odt"].encode()):
        return "odt"
    raise _of_no_kind(received)


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    is_drawn = _MARKUP.match(text) or any(tag in data.lower() for tag in _TAGS)
    return not is_drawn and not _NO_TEXT.search(text)


def _of_no_kind(received: Received) -> Refused:
    return _refused(
        "%(name)s cannot be kept here. Use PDF, JPEG, PNG, HEIC, TIFF, DOCX, ODT or plain text.", received
    )


def _too_much(received: Received) -> Refused:
    return _refused("%(name)s unpacks to far more than it should. Save it as PDF.", received)


def _refused(message: str, received: Received) -> Refused:
    return Refused(message, field="files", name=plain_name(received.name) or "?")
