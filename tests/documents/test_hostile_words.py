"""Hostile words in any field of any kind of document end in a decent document or in a plain refusal: nothing is read,
nobody is called, and nothing hangs."""

import time
from contextlib import suppress
from dataclasses import replace

import pytest

from press import pdf
from press.pdf import CannotDraw, Drawn
from press.sealing import faults_of
from press.setting import Printed
from records.documents.values import Sheet
from templates.labels import LABELS
from tests.documents import golden, reshaped
from tests.documents.canary import canary
from tests.documents.samples import sample

every_kind = pytest.mark.parametrize("kind", golden.kinds(), ids=lambda kind: kind.KIND)
SECRET = "root:x:0:0"  # how the file begins that is asked for
# Small, and put into every field at once; {port} is where somebody listens.
MARKUP = (
    '</p></body><script>1</script><img src="http://127.0.0.1:{port}/"><img src="file:///etc/passwd">'
    '<style>@import "http://127.0.0.1:{port}/"; * {{ content: url(file:///etc/passwd) }}</style>'
    '"; background: url(http://127.0.0.1:{port}/) {{{{ 7*7 }}}} {{% include "documents.css" %}}'
    '<table><tr><td colspan=99999 rowspan=99999><td style="width: 9e9mm; position: fixed">'
    '<object data="file:///etc/passwd"></object><link rel=attachment href=file:///etc/passwd>'
)
LETTERS = "a\x00b\x01c\x0bd\ud800e\u200b\ufeff\uffff \u202eevil " + "a" + "\u0301" * 300
LONGEST = 60.0


@every_kind
def test_markup_and_letters_that_are_none_are_printed_or_left_out(kind: type[Sheet]) -> None:
    with canary() as (port, calls):
        hostile = MARKUP.format(port=port) + LETTERS
        drawn = drawn_or_refused(reshaped.worded(sample(kind, mark="draft"), lambda _: hostile))
    assert calls == []
    if drawn is None:
        return
    said = golden.words(drawn.pdf)
    assert "<script>1</script>" in said.replace("\u200b", "")
    assert SECRET not in said
    if not drawn.missing_glyphs:
        assert faults_of(drawn.pdf) == {"PDF/UA-1": (), "PDF/A-3a": ()}


@pytest.mark.parametrize("kind", golden.kinds()[::4], ids=lambda kind: kind.KIND)
def test_fifty_thousand_letters_without_a_space_end_in_good_time(kind: type[Sheet]) -> None:
    values, seen = sample(kind, mark="draft"), list[str]()
    # In one field of each, another in every kind: all of them go the same way.
    place = sum(map(ord, kind.KIND)) % len(reshaped.texts(values))

    def one(text: str) -> str:
        seen.append(text)
        return "x" * 50_000 if len(seen) == place + 1 else text

    drawn_or_refused(reshaped.worded(values, one))


def drawn_or_refused(values: Printed) -> Drawn | None:
    """A document of some length, or a reason in words of ours and with no word of theirs; in good time, either."""
    begun, drawn = time.monotonic(), None
    try:
        drawn = pdf.draw(values, seconds=LONGEST)
        assert drawn.pages < 400
    except CannotDraw as refused:
        assert refused.code in ("long", "time", "memory", "deep")
        assert str(refused) == str(LABELS["document_failure"][refused.code])
    assert time.monotonic() - begun < LONGEST + 10
    return drawn


def test_an_accent_colour_that_is_no_colour_reads_nothing() -> None:
    kind = next(kind for kind in golden.kinds() if "letterhead" in kind.__dataclass_fields__)
    with canary() as (port, calls):
        for colour in ("red; background: url(file:///etc/passwd)", f'"><img src="http://127.0.0.1:{port}/">'):
            letterhead = sample(kind).letterhead
            with suppress(CannotDraw):
                drawn = pdf.draw(sample(kind, letterhead=replace(letterhead, colour=colour)))
                assert SECRET.encode() not in drawn.pdf
    assert calls == []


def teardown_module() -> None:
    pdf.close()
