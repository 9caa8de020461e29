"""Papers: filed several at once, told by their bytes, opened once they are checked, replaced and never lost."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import psycopg
import pytest

from tenants import clock
from tests import factories
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
PAPERS = "/people/{client_id}/papers"
PAPER = PAPERS + "/{paper_id}"
GOOD = {
    "kind": "letter",
    "title": "From the <i>college",
    "received_on": TODAY.isoformat(),
    "from_whom": "Registrar {{7*7}}",
    "source": "scan",
    "original": "kept",
    "kept_where": "box 4",
    "sensitivity": "case",
}
PDF, PNG = b"%PDF-1.7\n\x93\x8c\xfe ends %%EOF", b"\x89PNG\r\n\x1a\n and the rest"


def box(**parts: bytes) -> bytes:
    """An archive with these parts."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return made.getvalue()


def sent(*files: tuple[str, bytes], **more: object) -> dict[str, object]:
    """A form with files, as a browser sends it."""
    return {**GOOD, **more, "files": [(BytesIO(data), name) for name, data in files]}


def checked(superuser: psycopg.Connection, verdict: str = "clean") -> None:
    superuser.execute(
        "UPDATE paper_files SET scan = %s, scanned_at = now() WHERE scan = 'waiting'", (verdict,)
    )


def test_several_files_are_filed_at_once_and_come_back_as_they_came(
    worker: Person, superuser: psycopg.Connection, count: Count
) -> None:
    assert worker.look(f"{PAPERS}/new").typed("received_on") == TODAY.isoformat()
    listed = worker.follow(
        worker.send(PAPERS, sent(("a.exe", PDF), ("../../x.pdf", PNG)), content_type="multipart/form-data")
    )
    assert "From the <i>college (1)" in listed.words and "(2)" in listed.words
    assert "Registrar {{7*7}}" in listed.words and "Being checked" in listed.words
    assert count("papers", "kind = 'letter' AND original = 'kept'") == 2
    checked(superuser)
    for link, data, kind in zip(sorted(listed.links("From the")), (PDF, PNG), ("pdf", "png"), strict=True):
        page = worker.look("//" + link.lstrip("/"))
        (saved, *_more) = page.links("Save a copy")
        got = worker.visitor.get(saved)
        assert got.data == data and got.headers["Content-Disposition"].startswith('attachment; filename="P-')
        assert got.headers["Content-Disposition"].endswith(f'.{kind}"')
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert (
            got.headers["X-Content-Type-Options"] == "nosniff" and got.headers["Cache-Control"] == "no-store"
        )
        assert got.mimetype == {"pdf": "application/pdf", "png": "image/png"}[kind]
    assert count("audit_events", "verb = 'paper_opened'") == 2


def test_a_paper_without_a_title_takes_the_name_of_its_file(worker: Person) -> None:
    page = worker.send(
        PAPERS, sent(("C:\\scans\\Diplôme été.pdf", PDF), title=""), content_type="multipart/form-data"
    )
    assert "Diplôme été.pdf" in worker.follow(page).words


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("page.pdf", b"<!doctype html><script>alert(1)</script>", "cannot be kept here"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "cannot be kept here"),
        ("late.txt", b"hello\n<script>alert(1)</script>", "cannot be kept here"),
        ("tool.pdf", b"MZ\x90\x00\x03", "cannot be kept here"),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "cannot be kept here"),
        ("many.docx", box(a=b"1", b=b"2"), "cannot be kept here"),
        (
            "bomb.docx",
            box(word__document=b"", **{"word/document.xml": bytes(60_000_000)}),
            "far more than it should",
        ),
        ("macro.docx", box(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "holds programs"),
        ("torn.docx", box(**{"word/document.xml": b"x"})[:-9], "is damaged"),
        ("locked.pdf", PDF + b"trailer << /Encrypt 5 0 R >>", "locked with a password"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "in an old format"),
        ("nothing.pdf", b"", "is empty"),
        ("big.pdf", b"%PDF-1.7" + bytes(100_001), "at most 0.1 MB each"),
    ],
)
def test_what_may_not_come_in_is_said_and_nothing_is_kept(
    worker: Person, count: Count, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, words: str
) -> None:
    monkeypatch.setattr("webapp.paper_forms.MEGABYTES", 0.1)
    before = count("papers"), count("files"), count("audit_events"), count("jobs")
    page = worker.send(PAPERS, sent(("good.pdf", PDF), (name, data)), 422, content_type="multipart/form-data")
    assert words in page.wrong["files"]
    assert page.typed("title") == GOOD["title"] and page.typed("from_whom") == GOOD["from_whom"]
    assert (count("papers"), count("files"), count("audit_events"), count("jobs")) == before


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "weapon"}, "Choose from the list."),
        ({"received_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"received_on": ""}, "Enter the day the paper came in."),
        ({"original": ""}, "Choose where the original is."),
        ({"sensitivity": "all"}, "Choose from the list."),
        ({"title": "x" * 201}, "Shorten this to 200 characters."),
        ({"files": ""}, "Choose a file, or take a picture"),
    ],
)
def test_what_is_wrong_comes_back(worker: Person, count: Count, wrong: dict[str, str], words: str) -> None:
    page = worker.send(PAPERS, sent(("a.pdf", PDF)) | wrong, 422, content_type="multipart/form-data")
    (field,) = wrong
    assert words in page.wrong[field]
    assert count("papers") == 2


def test_more_than_a_form_may_hold_is_said_in_words(worker: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.paper_forms.LARGEST_BODY", 1000)
    page = worker.send(PAPERS, sent(("a.pdf", PDF + bytes(2000))), 422, content_type="multipart/form-data")
    assert "together they may have up to 100 MB" in page.words


@pytest.mark.parametrize(
    ("verdict", "words"), [("waiting", "still being checked"), ("refused", "stays closed")]
)
def test_what_was_not_checked_or_is_harmful_stays_closed(
    worker: Person, superuser: psycopg.Connection, count: Count, verdict: str, words: str
) -> None:
    superuser.execute("ALTER TABLE paper_files DISABLE TRIGGER USER")
    superuser.execute(
        "UPDATE paper_files SET scan = %s, scanned_at = CASE WHEN %s = 'waiting' THEN NULL ELSE now() END",
        (verdict, verdict),
    )
    page = worker.look(PAPER)
    assert page.links("Open the paper") == page.links("Save a copy") == []
    assert words in worker.look(PAPER + "/files/{paper_file_id}", 422).words
    assert count("audit_events", "verb = 'paper_opened'") == 0


def test_a_replaced_file_stays_beside_the_new_one(worker: Person, superuser: psycopg.Connection) -> None:
    form = worker.look(PAPER + "/replacement")
    given = {
        "files": [(BytesIO(PNG), "better.png")],
        "reason": "Cut off at the edge",
        "version": form.typed("version"),
    }
    page = worker.follow(worker.send(PAPER + "/replacement", given, content_type="multipart/form-data"))
    assert "better.png" in page.words and "scan.pdf" in page.words and "Cut off at the edge" in page.words
    checked(superuser)
    old = worker.visitor.get(worker.address(PAPER + "/files/{paper_file_id}"))
    assert old.data == f"%PDF-1.7 {worker.agency.secret}".encode()
    again = {**given, "files": [(BytesIO(PNG), "third.png")]}
    page = worker.send(PAPER + "/replacement", again, 409, content_type="multipart/form-data")
    assert "Somebody changed this" in page.summary and page.typed("reason") == "Cut off at the edge"


def test_a_picture_is_turned_and_its_bytes_are_not(
    worker: Person, world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        paper = factories.a_paper(session, client, data=PNG)
    path = f"/people/{client.id}/papers/{paper.id}"
    (turning,) = worker.look(path).forms("/turning")
    page = worker.follow(worker.send("//" + turning.lstrip("/"), {"version": "1"}))
    (picture,) = page.tree.css("img.paper-picture")
    assert "turned-90" in str(picture.attributes["class"])
    shown = worker.visitor.get(str(picture.attributes["src"]))
    assert shown.data == PNG and shown.headers["Content-Disposition"].startswith("inline")
    worker.send("//" + turning.lstrip("/"), {"version": "1"}, 409)


def test_the_pages_of_a_checked_paper_are_shown_beside_its_data(
    worker: Person, superuser: psycopg.Connection, count: Count
) -> None:
    page = worker.look(PAPER)
    (picture,) = page.tree.css("img.paper-page")
    assert picture.attributes["alt"] == "Page 1 of 1"
    shown = worker.visitor.get(str(picture.attributes["src"]))
    assert shown.data.startswith(b"\xff\xd8\xff") and shown.mimetype == "image/jpeg"
    assert shown.headers["Cache-Control"] == "no-store"
    assert count("audit_events", "verb = 'paper_opened' AND codes ->> 'page' = '1'") == 1
    worker.look(PAPER + "/files/{paper_file_id}/page?number=2", 404)
    superuser.execute("UPDATE paper_files SET scan = 'unscanned'")
    assert "was not checked for harmful software" in worker.look(PAPER).words
    worker.look(PAPER + "/files/{paper_file_id}/page", 404)


def test_a_changed_detail_remembers_what_it_was(worker: Person) -> None:
    form = worker.look(PAPER + "/edit")
    facts = {
        name: form.typed(name) or ""
        for name in ("kind", "received_on", "language", "original", "kept_where", "case_id", "version")
    } | {"sensitivity": "case"}
    page = worker.follow(worker.send(PAPER, facts | {"title": "Reference", "from_whom": "Mx. Sage"}))
    assert page.title == "Reference" and f"{worker.agency.secret} sender" in page.words
    refused = worker.send(PAPER, facts | {"title": "Mine", "from_whom": ""}, 409)
    assert refused.typed("title") == "Mine" and "In the file now: Reference" in refused.words
    facts |= {"title": "Reference", "from_whom": "", "version": "2"}
    refused = worker.send(PAPER, facts | {"sensitivity": "restricted", "title": ""}, 422)
    assert refused.typed("kept_where") == facts["kept_where"]
    page = worker.follow(worker.send(PAPER, facts | {"sensitivity": "restricted", "case_id": ""}))
    assert "You and supervisors only" in page.words and "The whole file" in page.words


def test_a_paper_marked_in_error_is_out_of_sight_and_kept(worker: Person, world: World, count: Count) -> None:
    assert "Why it does not belong here" in worker.look(PAPER).words
    worker.send(PAPER + "/error", {"reason": "", "version": "1"}, 422)
    page = worker.follow(worker.send(PAPER + "/error", {"reason": "Another person's", "version": "1"}))
    assert f"{worker.agency.secret} paper" not in page.words and "No papers yet" in page.words
    worker.look(PAPER, 404)
    worker.look(PAPER + "/files/{paper_file_id}", 404)
    assert count("papers", "state = 'in_error'") == 1
    assert "papers/" not in worker.look("/people/{client_id}").body


def test_papers_are_filtered_by_kind(worker: Person) -> None:
    title = f"{worker.agency.secret} paper"
    assert title in worker.look(PAPERS + "?kind=letter").words
    assert "No paper of this kind" in worker.look(PAPERS + "?kind=resume").words
    assert title in worker.look(PAPERS + "?kind=%00nonsense").words


def test_a_restricted_paper_is_there_for_its_author_and_supervisors_only(
    worker: Person, supervisor: Person, world: World, client_of: Callable[..., object]
) -> None:
    with world.first.acting("supervisor") as session:
        client = factories.a_client(session, legal_given="Wren")
        client.worker_id = world.first.members["practitioner"]
        paper = factories.a_paper(session, client, sensitivity="restricted", title="Sealed order")
    path = f"/people/{client.id}/papers"
    assert "Sealed order" in supervisor.look(path).words
    assert "Sealed order" not in worker.look(path).words
    worker.look(f"{path}/{paper.id}", 404)
