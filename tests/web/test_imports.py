"""The import wizard: every step an address of its own, left and gone on with, and nothing kept before the last."""

import io
import zipfile
from collections.abc import Callable
from uuid import UUID

import openpyxl
import pytest

from tenants import gate
from tenants.context import acting_for
from tenants.jobs import Job
from tests.web.conftest import Person, id_in
from tests.web.page import Page
from tests.world import World
from workers.tasks import TASKS

Count = Callable[..., int]
LIST = "Given name,Last name,DOB,E-mail\nÉlise,Bouchard,03/04/1990,e@example.org\n=cmd|x,Oops,13/13/1990,\nAnn,Bee,25/12/1991,\n"


def sent(person: Person, data: bytes, status: int = 303, *, kind: str = "people", **more: str) -> Page:
    file = (io.BytesIO(data), "list.csv")
    return person.send(
        "/imports", {"kind": kind, "file": file, **more}, status, content_type="multipart/form-data"
    )


def works(import_id: UUID, superuser: object) -> None:
    job = superuser.execute("SELECT job_id FROM imports WHERE id = %s", [import_id]).fetchone()[0]
    claimed = gate.claim_job(job, 60)
    with acting_for(claimed.tenancy):
        TASKS[Job(claimed.kind)](claimed)


def test_a_file_is_brought_in_and_taken_back(supervisor: Person, count: Count, superuser: object) -> None:
    before = count("clients")
    answer = sent(supervisor, LIST.encode("cp1252"))
    import_id = id_in(answer)
    home = f"/imports/{import_id}"
    assert "being read" in supervisor.follow(answer).words
    works(import_id, superuser)
    columns = supervisor.look(f"{home}/columns")
    assert [columns.typed(f"column_{n}") for n in range(4)] == [
        "legal_given",
        "legal_family",
        "birth_on",
        "email",
    ]
    assert "Élise · =cmd|x · Ann" in columns.words
    same = {
        "column_0": "legal_given",
        "column_1": "legal_given",
        "column_2": "",
        "column_3": "",
        "numbers": "",
    }
    assert "cannot mean the same" in supervisor.send(f"{home}/columns", same, 422).summary
    none = dict.fromkeys(same, "")
    assert "holds the name" in supervisor.send(f"{home}/columns", none, 422).summary
    said = {f"column_{n}": str(columns.typed(f"column_{n}")) for n in range(4)} | {"numbers": ""}
    waiting = supervisor.follow(supervisor.send(f"{home}/columns", said))
    assert "being checked" in waiting.words and waiting.tree.css("progress")
    works(import_id, superuser)
    totals = supervisor.look(home)
    assert "Bring in 2 rows" in totals.words and count("clients") == before
    wrong = supervisor.look(f"{home}/rows")
    assert "Date of birth – We cannot tell which day this is." in wrong.words
    download = supervisor.look(f"{home}/rows/file")
    assert '"\'=cmd|x"' in download.body and download.response.mimetype == "text/csv"
    (path,) = [link for link in wrong.links("Row 2") if "/rows/" in link]
    short = path.removeprefix(f"/{supervisor.agency.slug}")
    form = supervisor.look(short)
    assert form.typed("legal_given") == "=cmd|x" and form.typed("birth_on") == "13/13/1990"
    better = {"legal_given": "Zoé", "legal_family": "Oops", "birth_on": "1990-12-13", "email": ""}
    assert "Row 2 is in order." in supervisor.follow(supervisor.send(short, better)).words
    supervisor.send(f"{home}/start")
    supervisor.send(f"{home}/start", status=409)
    assert "coming in" in supervisor.look(home).words
    works(import_id, superuser)
    assert count("clients") == before + 3
    done = supervisor.look(home)
    assert "The import is done" in done.words and "Take the import back" in done.words
    supervisor.send(f"{home}/undo")
    works(import_id, superuser)
    assert count("clients") == before and "taken back" in supervisor.look(home).words
    assert "Import" in supervisor.look("/people").words


def test_who_looks_like_somebody_is_decided_on_the_page(
    supervisor: Person, world: World, superuser: object
) -> None:
    text = f"First name,Last name,Email\nO,T,{world.first.secret}@example.com\n"
    import_id = id_in(sent(supervisor, text.encode()))
    works(import_id, superuser)
    said = {"column_0": "legal_given", "column_1": "legal_family", "column_2": "email", "numbers": ""}
    supervisor.send(f"/imports/{import_id}/columns", said)
    works(import_id, superuser)
    totals = supervisor.look(f"/imports/{import_id}")
    assert "Decide about them first" in totals.words
    page = supervisor.look(f"/imports/{import_id}/look-alikes")
    assert world.first.name in page.words and "same e-mail" in page.words
    path = page.forms("/decision")[0].removeprefix(f"/{supervisor.agency.slug}")
    supervisor.send(path, {"decision": str(world.second.ids["client_id"])}, 422)
    assert "Nothing to decide" in supervisor.follow(supervisor.send(path, {"decision": "new"})).words


def test_an_earlier_number_is_shown_and_finds_the_person(supervisor: Person, superuser: object) -> None:
    import_id = id_in(sent(supervisor, b"First name,Last name,File number\nZoe,Oops,OLD-77\n"))
    works(import_id, superuser)
    said = {"column_0": "legal_given", "column_1": "legal_family", "column_2": "former_number", "numbers": ""}
    supervisor.send(f"/imports/{import_id}/columns", said)
    works(import_id, superuser)
    supervisor.send(f"/imports/{import_id}/start")
    works(import_id, superuser)
    found = supervisor.send("/people/search", {"q": "OLD-77"}, 200)
    (path,) = found.links("Zoe Oops")
    page = supervisor.look(path.removeprefix(f"/{supervisor.agency.slug}"))
    assert "Earlier file number OLD-77" in page.words


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(150_000_000))
    return out.getvalue()


def with_macros() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


# By the first bytes and the letters; everything else is found by the worker.
AT_ONCE = ("This file is empty.", "not a spreadsheet", "old Excel file")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "This file is empty."),
        (b"\r\n\r\n", "There is nothing in this file."),
        (b"Name\n", "no rows under them"),
        (b"%PDF-1.7\n\x00\xff", "not a spreadsheet"),
        (b"Name\n\x00\n", "not a spreadsheet"),
        (b"PK\x03\x04nonsense", "not a spreadsheet we can read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", "old Excel file"),
        (b"Name,x\n" + b"a" * 100_000 + b",1\n", "more than 32767 characters"),
        (b"Name,x\n" + b"a" * 200_000 + b",1\n", "Row 2 cannot be read"),
        (b"Name\n" + b"a\n" * 200_000, "more than 20000 rows"),
        (",".join(["x"] * 200).encode() + b"\n1\n", "more than 100 columns"),
        (with_macros, "macros"),
        (bomb, "larger inside"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    supervisor: Person, count: Count, superuser: object, data: bytes | Callable[[], bytes], words: str
) -> None:
    before, held = count("import_rows"), data() if callable(data) else data
    if words in AT_ONCE:
        imports = count("imports")
        assert words in sent(supervisor, held, 422).wrong["file"] and count("imports") == imports
    else:
        import_id = id_in(sent(supervisor, held))
        works(import_id, superuser)
        page = supervisor.look(f"/imports/{import_id}")
        assert words in page.words and "Choose another file" in page.words
        assert count("files", "id = %s", import_id) == 0
    assert count("import_rows") == before


def test_a_workbook_is_read_by_its_values(supervisor: Person, superuser: object) -> None:
    book = openpyxl.Workbook()
    book.active.append(["not", "this"])
    sheet = book.create_sheet("Clients")
    sheet.append(["Prénom", "Nom", "Né le"])
    sheet.append(["Élise", "=1+1", "1990-01-01"])
    sheet["XFD1048576"] = "far away"
    out = io.BytesIO()
    book.save(out)
    refused, read = (id_in(sent(supervisor, out.getvalue(), sheet=name)) for name in ("Staff", "clients"))
    works(refused, superuser)
    works(read, superuser)
    assert "There is no sheet" in supervisor.look(f"/imports/{refused}").words
    page = supervisor.look(f"/imports/{read}/columns")
    assert [page.typed(f"column_{n}") for n in range(3)] == ["legal_given", "legal_family", "birth_on"]
    assert "=1+1" not in page.words


def test_no_file_and_no_right(supervisor: Person, worker: Person, owner: Person) -> None:
    assert supervisor.send("/imports", {"kind": "people"}, 422).wrong["file"] == "Choose a file."
    worker.look("/imports", 403)
    theirs = sent(owner, LIST.encode()).location.removeprefix(f"/{owner.agency.slug}")
    supervisor.look(theirs, 404)
