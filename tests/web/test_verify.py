"""Anyone may check a document by its code or its fingerprint; nobody is named."""

import hashlib

from sqlalchemy import select

from records.documents.issuing import withdraw_document
from records.documents.models import IssuedFile
from records.documents.queries import get_document
from tests.web.conftest import Person
from tests.world import Agency, World


def issued(agency: Agency) -> tuple[str, bytes]:
    """The code and the bytes of the document of the world."""
    with agency.acting("practitioner", read_only=True) as session:
        wanted = select(IssuedFile.code).where(IssuedFile.owner_id == agency.ids["document_id"])
        return session.execute(wanted).scalar_one(), f"%PDF-1.7 {agency.secret}".encode()


def test_a_code_is_read_generously_and_tells_everything_but_a_name(world: World, nobody: Person) -> None:
    code, _pdf = issued(world.first)
    typed = "-".join(code[at : at + 4].lower().replace("0", "o") for at in range(0, 16, 4))
    for page in (
        nobody.send("/v", {"code": typed}, 200),
        nobody.look(f"/v/{code}"),
        nobody.look(f"/v/{typed}"),
    ):
        for word in ("This document holds", "Amik Career Centre", "Progress report", "D-", "English"):
            assert word in page.words, word
        assert not any(word in page.body for word in (world.first.name, world.first.secret, "Trémblay"))
    wrong = "0" * 16
    unknown = (
        nobody.look(f"/v/{wrong}", 404),
        nobody.send("/v", {"code": wrong}, 404),
        nobody.look("/v/x", 404),
    )
    assert all("This document is not known" in page.words for page in unknown)
    assert "sixteen" in nobody.send("/v", {"code": "12"}, 422).wrong["code"]
    with world.first.acting("practitioner") as session:
        document = get_document(session, world.first.ids["case_id"], world.first.ids["document_id"])[0]
        withdraw_document(session, document, why="Not so")
    assert "This document was withdrawn" in nobody.look(f"/v/{code}").words


def test_one_changed_byte_is_seen(world: World, nobody: Person) -> None:
    (code, pdf), (other, _pdf) = issued(world.first), issued(world.second)
    whole, changed = (hashlib.sha256(data).hexdigest() for data in (pdf, pdf[:-1] + b"X"))
    assert "The file is whole" in nobody.send("/v", {"sha256": whole}, 200).words
    told = nobody.send("/v", {"sha256": whole, "code": other}, 200).words
    assert "belongs to another document" in told and "Carrefour" not in told
    assert "The file is not whole" in nobody.send("/v", {"sha256": changed, "code": code}, 200).words
    assert "it is another file" in nobody.send("/v", {"sha256": changed}, 404).words
    nobody.send("/v", {"sha256": "zz" * 32}, 422)
