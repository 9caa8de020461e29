"""Every kind of document, in both languages and both sizes of print: its words, tags, pages and looks are those that
somebody has looked at, and two validators of different makers have nothing against it."""

from functools import cache
from pathlib import Path

import outloud
import pytest
from PIL import Image

from press import pdf
from press.issuing import issue
from press.sealing import faults_of, is_whole
from press.setting import TEMPLATES
from records.documents.keys import SealKey, new_seal_key
from records.documents.kinds import FOR_CLIENTS
from records.documents.values import Sheet
from tenants import clock
from tests.documents import golden
from tests.documents.golden import FOLDER, VERSIONS, Version
from tests.documents.samples import SAMPLES, sample

KINDS = golden.kinds()
# A long name of a document in the foot of a page, which it takes for a sentence of the letter.
LONG_FOOT = "TAG-002"
# What it only advises, and we have looked at what somebody hears. LNK-010: an address is read out letter by letter as it
# stands; a link would hand it to the mail program of a device that others may use, and a letter that is safe to trust asks
# nobody to press anything. ORD-001: the pieces of a long list item are painted in another order than they are tagged in,
# and what is read out is the order of the tags. HDG-010: a closing letter's heading says thank you, and what stands under
# it is what the thanks are for.
ADVICE = {"LNK-010", "ORD-001", "HDG-010"}
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)


@cache
def key() -> SealKey:
    return new_seal_key("Northside Careers", at=clock.now())


def test_every_kind_of_document_has_a_sample() -> None:
    assert set(SAMPLES) == set(TEMPLATES)
    assert set(FOR_CLIENTS) <= {kind.KIND for kind in KINDS}
    kept = {path.name for path in FOLDER.iterdir()}
    texts = {f"{kind.KIND}.{version.name}.txt" for kind in KINDS for version in VERSIONS}
    assert kept == texts | {f"{kind.KIND}.png" for kind in KINDS}


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.name)
@every_kind
def test_it_says_what_it_said_and_two_validators_pass_it(
    kind: type[Sheet], version: Version, tmp_path: Path
) -> None:
    drawn = golden.drawn(kind, version)
    assert drawn.missing_glyphs == ()
    assert faults_of(drawn.pdf) == {"PDF/UA-1": (), "PDF/A-3a": ()}
    kept = (FOLDER / f"{kind.KIND}.{version.name}.txt").read_text("utf-8")
    assert golden.told(drawn.pdf) == kept
    expect_read_out(drawn.pdf, tmp_path)


@every_kind
def test_it_looks_as_it_looked(kind: type[Sheet]) -> None:
    with Image.open(FOLDER / f"{kind.KIND}.png") as kept:
        assert golden.apart(golden.contact_sheet(kind), kept) <= golden.MOST_APART


@every_kind
def test_the_seal_changes_nothing_of_that(kind: type[Sheet], tmp_path: Path) -> None:
    issued = issue(sample(kind, "fr"), key())
    assert is_whole(issued.pdf, key().certificate)
    # The last tag is the seal itself, under its name in the language.
    assert (
        golden.outline(issued.pdf)[:-1]
        == golden.outline(golden.drawn(kind, Version("fr", "regular")).pdf)[:-1]
    )
    expect_read_out(issued.pdf, tmp_path)


def expect_read_out(pdf: bytes, folder: Path) -> None:
    """A second validator, which also asks whether what is read out makes sense, has nothing against it."""
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    result = outloud.check(str(file), skip={LONG_FOOT})
    told = [(one.rule, one.page, one.message) for one in result.sorted_findings()]
    assert result.errors == 0, told
    assert {rule for rule, _page, _message in told} <= ADVICE, told


def teardown_module() -> None:
    pdf.close()
