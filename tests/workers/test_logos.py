"""Pictures that strangers made: what comes out is a plain PNG with nothing in it but dots, or a sentence."""

from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from PIL import Image

from press.cleaning import LOGO, clean_picture
from tenants.errors import Refused
from tests.factories import a_picture

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 100">'
    '<script>alert(1)</script><image xlink:href="file://{secret}" width="300" height="100"/>'
    '<image href="http://127.0.0.1:1/x.png" width="300" height="100"/><rect x="100" width="100" height="100"/></svg>'
)
ENTITIES = (
    '<!DOCTYPE svg [<!ENTITY a "'
    + "a" * 99
    + '">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 99}">' for old, new in zip("abcde", "bcdef", strict=True))
    + ']><svg xmlns="http://www.w3.org/2000/svg"><text y="9">&f;</text></svg>'
)


def _opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png), formats=["PNG"])


def test_a_photo_becomes_a_small_png_without_a_word_of_its_file() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "taken at 12 Rowan Street", 6
    clean = clean_picture(a_picture((3000, 1500), "JPEG", exif=exif, comment=b"Rowan"), LOGO)
    picture = _opened(clean)
    assert picture.size == (200, 400), "turned as the camera was held, and fitted"
    assert picture.info == {} and b"Rowan" not in clean and clean.count(b"IDAT") == clean.count(b"IHDR") == 1


def test_a_drawing_is_drawn_once_and_reaches_for_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(a_picture((300, 100)))
    picture = _opened(clean_picture(SVG.format(secret=secret).encode(), LOGO))
    assert picture.getcolors() == [(400 * 400, (0, 0, 0))], "only the square is there, and nothing around it"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a" + b"\0" * 99, "PNG, JPEG or SVG"),
        (a_picture((9000, 9000)), "too many dots"),
        (a_picture()[:45], "cannot be read"),
        (b"<svg><rect", "Nothing can be seen"),
        (ENTITIES.encode(), ""),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 100_000, ""),
    ],
)
def test_what_is_no_picture_is_refused_in_time_and_in_words(data: bytes, words: str) -> None:
    started = perf_counter()
    with pytest.raises(Refused) as refused:
        clean_picture(data, LOGO)
    assert words in refused.value.message and refused.value.field == "picture"
    assert perf_counter() - started < 9
