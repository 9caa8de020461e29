"""Whatever the record holds, each kind of document is drawn whole: nothing but names, forty steps, names that are long,
and names in scripts that few forms have room for."""

import pypdfium2
import pytest
from PIL import ImageOps

from press import pdf
from press.pdf import Drawn
from press.sealing import faults_of
from press.setting import Printed
from records.documents.values import Sheet
from tests.documents import golden, reshaped
from tests.documents.samples import letters, sample

every_kind = pytest.mark.parametrize("kind", golden.kinds(), ids=lambda kind: kind.KIND)
# As they stand in the samples, and whose they may be.
NAMES = ("Sam Tremblay", "Sam", "Priya Nair", "Northside Careers", "Noor Haddad", "Red River Training")
TRADITIONS = {
    "dene": "Ǫ́kaʔ Tł’ı̨chǫ-Łıwe",
    "inuktitut": "ᐊᓚᓯ ᓄᓇᕗᒻᒥᐅᑕᖅ",
    "vietnamese": "Nguyễn Thị Hương Lệ",
    "arabic": "محمد العربي",
}
SECONDS = 90.0  # this is about what comes out, not about how busy the machine is
LONG = "Wolfeschlegelsteinhausenbergerdorff-Keihanaikukauakahihuliheekahaunaele " * 2


def whole(values: Printed) -> Drawn:
    """Drawn with its letters all there, both standards met, and nothing where no printer prints: within a quarter of an
    inch of the edge."""
    drawn = pdf.draw(values, seconds=SECONDS)
    assert drawn.missing_glyphs == ()
    assert faults_of(drawn.pdf) == {"PDF/UA-1": (), "PDF/A-3a": ()}
    for page in pypdfium2.PdfDocument(drawn.pdf):
        sheet = ImageOps.invert(page.render(scale=0.5, grayscale=True).to_pil().convert("L"))
        left, top, right, bottom = sheet.getbbox()
        assert min(left, top, sheet.width - right, sheet.height - bottom) >= 9
    return drawn


def traditional(text: str) -> str:
    """For each name one of another tradition, in turn."""
    return list(TRADITIONS.values())[NAMES.index(text) % len(TRADITIONS)] if text in NAMES else text


@every_kind
def test_a_record_with_nothing_but_names_of_any_tradition_gives_a_document(kind: type[Sheet]) -> None:
    drawn = whole(reshaped.worded(reshaped.bare(sample(kind)), traditional))
    said = golden.words(drawn.pdf).replace(" ", "")
    wanted = {traditional(text) for text in reshaped.texts(reshaped.bare(sample(kind))) if text in NAMES}
    assert [name for name in wanted if name.replace(" ", "") not in said] == []


@every_kind
def test_forty_steps_and_several_of_everything_fit(kind: type[Sheet]) -> None:
    drawn = whole(reshaped.crowded(sample(kind)))
    assert drawn.pages < 40


@every_kind
def test_long_names_stay_on_the_paper(kind: type[Sheet]) -> None:
    whole(reshaped.worded(sample(kind), lambda text: LONG if text in NAMES else text))


@pytest.mark.parametrize("name", TRADITIONS.values(), ids=TRADITIONS.keys())
def test_a_name_reads_in_its_own_direction_within_a_sentence(name: str) -> None:
    drawn = whole(sample(letters.IntroductionLetter, client_name=name, worker_name=f"{name} 12"))
    said = golden.words(drawn.pdf)
    assert f"{name}, your new worker is" in said or f"{name} ,your new worker is" in said
    assert "12" in said


def teardown_module() -> None:
    pdf.close()
