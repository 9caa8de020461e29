"""Papers drawn in code: a page with lines of text, and a picture of one as a poor scanner sees it."""

import zlib
from collections.abc import Sequence

from records.papers.rules import Received

_WIDTH, _HEIGHT = 210, 297


def page(name: str, *lines: str) -> Received:
    """A PDF of one letter page; its first line is a heading."""
    words = [line.translate({ord(sign): f"\\{sign}" for sign in "()\\"}) for line in lines]
    shown = "\n".join(f"({line}) Tj T* /F 11 Tf 18 TL" for line in words)
    text = f"BT /F 17 Tf 26 TL 72 700 Td\n{shown}\nET".encode("cp1252", "replace")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return Received(name, _bound(parts))


def _bound(parts: Sequence[bytes]) -> bytes:
    """Numbered objects with the table that says where each begins."""
    body, begins = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        begins.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in begins)
    size = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + head + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))


def picture(name: str, *, slant: int = 0, stamp: bool = False) -> Received:
    """A grey PNG of a written page; `slant` is how crooked it lay, `stamp` whether it bears one."""
    rows = (bytes(_grey(x, y, slant, stamp=stamp) for x in range(_WIDTH)) for y in range(_HEIGHT))
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    head = _WIDTH.to_bytes(4) + _HEIGHT.to_bytes(4) + b"\x08\0\0\0\0"
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", pixels), _chunk(b"IEND", b""))
    return Received(name, b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def _grey(x: int, y: int, slant: int, *, stamp: bool) -> int:
    line = y - 30 + slant * x // _WIDTH
    from_stamp = ((x - 160) ** 2 + (y - 250) ** 2) ** 0.5
    if stamp and 18 < from_stamp < 21:
        return 120
    is_ink = 20 < x < 190 - (line * 7) % 60 and 0 < line < 220 and line % 12 < 3
    return 70 if is_ink and (x * 7 + line // 12 * 13) % 17 > 4 else 244
