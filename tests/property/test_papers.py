"""What may come into a file, whatever is sent under whatever name."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from records.papers.rules import MEDIA, Received, media_of, plain_name
from tenants.errors import Refused

GOOD = {
    "pdf": b"%PDF-1.4\n",
    "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n",
    "heic": b"\0\0\0\x18ftypheic",
    "tiff": b"II*\0",
    "odt": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
    "txt": "Chère Sam,\r\n\tà bientôt".encode(),
}


@given(st.binary(max_size=200), st.text(max_size=40))
@example(b"PK\x03\x04", "x")
@example(b"PK\x05\x06" + bytes(18), "an archive of nothing")
def test_anything_is_known_or_refused_in_a_sentence_with_its_name(data: bytes, name: str) -> None:
    for start in (b"", *GOOD.values()):
        try:
            assert media_of(Received(name, start + data)) in MEDIA
        except Refused as refusal:
            assert refusal.field == "files" and refusal.values == {"name": plain_name(name) or "?"}


@given(st.sampled_from(sorted(GOOD)), st.sampled_from(["a.exe", "b.html", "", "../../etc/passwd"]))
def test_the_name_decides_nothing(code: str, name: str) -> None:
    if code == "odt":  # whole archives are tried with the page
        with pytest.raises(Refused):
            media_of(Received(name, GOOD[code]))
    else:
        assert media_of(Received(name, GOOD[code])) == code


@given(st.sampled_from([b"<html>", b"<?xml ", b"<SVG ", b"#!/bin/sh\n", b"{\\rtf1", b"MZ", b"\x7fELF", b"Rar!\x1a", b"GIF89a\0"]),
       st.binary(max_size=40))  # fmt: skip
def test_pages_programs_and_archives_stay_out(start: bytes, rest: bytes) -> None:
    with pytest.raises(Refused):
        media_of(Received("letter.pdf", start + rest + b"\0"))
    with pytest.raises(Refused):
        media_of(Received("letter.pdf", start + b" words" if start[:1] in b"<#{" else start + b"\0"))


@given(st.text(max_size=300))
def test_a_plain_name_has_no_folder_and_nothing_hidden(raw: str) -> None:
    name = plain_name(raw)
    assert len(name) <= 120 and name.isprintable() and not set("/\\") & set(name)
