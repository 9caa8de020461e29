"""Papers are looked at before anybody opens them, by a scanner that speaks clamd's own words."""

import socketserver
import threading
from collections.abc import Iterator
from io import BytesIO

import psycopg
import pypdfium2
import pytest
from sqlalchemy import select

from records.papers.actions import ask_scans, file_papers
from records.papers.models import PaperFile
from records.papers.queries import find_preview
from records.papers.rules import Received
from tenants import files, gate
from tenants.context import acting_for
from tenants.errors import NotFound
from tenants.jobs import Job, JobRow
from tenants.settings import settings
from tenants.storage import storage
from tests import factories
from tests.world import Agency, World
from workers.tasks import TASKS

# The standard harmless pattern that every scanner calls harmful, written so that this file is not it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner(socketserver.BaseRequestHandler):
    """What clamd does when it is told INSTREAM, with one signature and a limit of 1 MB."""

    def handle(self) -> None:
        assert self._take(10) == b"zINSTREAM\0"
        seen = b""
        while size := int.from_bytes(self._take(4)):
            seen += self._take(size)
        if len(seen) > 1_000_000:
            answer = b"INSTREAM size limit exceeded. ERROR\0"
        else:
            answer = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in seen else b"stream: OK\0"
        self.request.sendall(answer)

    def _take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            taken += self.request.recv(count - len(taken))
        return taken


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("CLAMD_URL", f"tcp://127.0.0.1:{server.server_address[1]}")
        settings.cache_clear()
        yield server
        server.shutdown()
    monkeypatch.undo()
    settings.cache_clear()


def filed(agency: Agency, data: bytes) -> None:
    with agency.acting("practitioner") as session:
        facts = {"kind": "letter", "source": "email", "original": "none", "received_on": factories.today()}
        file_papers(session, agency.ids["client_id"], [Received("a.txt", data)], **facts)


def work(agency: Agency, superuser: psycopg.Connection) -> None:
    """Does every scan that may be done now, each one twice, as a doubled message would."""
    rows = superuser.execute("SELECT id FROM jobs WHERE kind = 'scan_paper' AND state = 'waiting'").fetchall()
    for (job_id,) in rows:
        if claimed := gate.claim_job(job_id, 60):
            with acting_for(claimed.tenancy):
                TASKS[Job.SCAN_PAPER](claimed)
                TASKS[Job.SCAN_PAPER](claimed)


def told(agency: Agency) -> tuple[str, str]:
    """How the newest file stands, and its newest job."""
    with agency.acting(read_only=True) as session:
        scan = select(PaperFile.scan).order_by(PaperFile.id.desc()).limit(1)
        job = select(JobRow.state).where(JobRow.kind == "scan_paper").order_by(JobRow.id.desc()).limit(1)
        return session.execute(scan).scalar_one(), session.execute(job).scalar_one()


@pytest.mark.parametrize(
    ("data", "verdict"),
    [(b"Dear Sam", "clean"), (EICAR, "refused"), (b"a" * 1_000_001, "unscanned")],
    ids=["clean", "harmful", "too large for the scanner"],
)
def test_the_scanner_decides(
    world: World, superuser: psycopg.Connection, scanner: object, data: bytes, verdict: str
) -> None:
    filed(world.first, data)
    assert told(world.first) == ("waiting", "waiting")
    work(world.first, superuser)
    assert told(world.first) == (verdict, "done")
    rows = superuser.execute(
        "SELECT codes ->> 'found' FROM audit_events WHERE verb = 'paper_scanned' ORDER BY at"
    )
    assert [row[0] for row in rows].count(verdict) == (3 if verdict == "clean" else 1)


def test_without_a_scanner_it_is_said_that_nobody_looked(world: World, superuser: psycopg.Connection) -> None:
    filed(world.first, b"Dear Sam")
    work(world.first, superuser)
    assert told(world.first) == ("unscanned", "done")


def test_while_the_scanner_is_away_the_file_stays_closed_and_is_looked_at_later(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAMD_URL", "tcp://127.0.0.1:9")
    settings.cache_clear()
    filed(world.first, b"Dear Sam")
    work(world.first, superuser)
    assert told(world.first) == ("waiting", "waiting")
    monkeypatch.delenv("CLAMD_URL")
    settings.cache_clear()
    superuser.execute("UPDATE jobs SET run_after = now() WHERE kind = 'scan_paper'")
    work(world.first, superuser)
    assert told(world.first)[0] == "unscanned"


def test_what_came_in_unscanned_is_looked_at_when_there_is_a_scanner(
    world: World, superuser: psycopg.Connection, scanner: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.delenv("CLAMD_URL")
        settings.cache_clear()
        for data in (b"Dear Sam", EICAR, b"a" * 1_000_001):
            filed(world.first, data)
        work(world.first, superuser)
    settings.cache_clear()
    with world.first.acting() as session:
        assert ask_scans(session) == 3
    with world.second.acting() as session:
        assert ask_scans(session) == 0
    work(world.first, superuser)
    rows = superuser.execute("SELECT scan FROM paper_files ORDER BY id DESC LIMIT 3").fetchall()
    assert [scan for (scan,) in rows] == ["unscanned", "refused", "clean"]
    with world.first.acting() as session:
        assert ask_scans(session) == 1, "only the one that is too large for the scanner"


def a_pdf(pages: int) -> bytes:
    """So many empty pages."""
    made, document = BytesIO(), pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(612, 792)
    document.save(made)
    return made.getvalue()


def test_a_checked_pdf_is_drawn_once_and_lies_sealed(
    world: World, superuser: psycopg.Connection, scanner: object
) -> None:
    filed(world.first, a_pdf(12))
    work(world.first, superuser)
    with world.first.acting(read_only=True) as session:
        file_id = session.execute(select(PaperFile.id).order_by(PaperFile.id.desc()).limit(1)).scalar_one()
        waiting = find_preview(session, file_id)
        assert waiting is not None and waiting.state == "waiting"
    previewed(superuser)
    with world.first.acting(read_only=True) as session:
        made = find_preview(session, file_id)
        assert made is not None and (made.state, made.pages, len(made.sizes)) == ("ready", 12, 10)
        data = files.read(session, made.id)
        last = data[made.place_of(10)]
        assert last.startswith(b"\xff\xd8\xff") and last.endswith(b"\xff\xd9") and data.endswith(last)
        with pytest.raises(NotFound):
            made.place_of(11)
        sealed = storage().get(files.name_of(world.first.organisation_id, made.id))
        assert sealed and b"\xff\xd8\xff" not in sealed
    with world.second.acting(read_only=True) as session:
        assert find_preview(session, file_id) is None


def test_what_cannot_be_drawn_is_said_and_what_was_not_checked_is_not_drawn(
    world: World, superuser: psycopg.Connection, scanner: object
) -> None:
    filed(world.first, b"%PDF-1.7 and nothing else")
    work(world.first, superuser)
    previewed(superuser)
    states = "SELECT state FROM paper_previews ORDER BY id DESC LIMIT 1"
    assert superuser.execute(states).fetchone() == ("failed",)
    before = superuser.execute("SELECT count(*) FROM paper_previews").fetchone()
    filed(world.first, a_pdf(1) + EICAR)
    work(world.first, superuser)
    assert superuser.execute("SELECT count(*) FROM paper_previews").fetchone() == before


def previewed(superuser: psycopg.Connection) -> None:
    """Draws every preview that is waited for, each one twice."""
    rows = superuser.execute("SELECT id FROM jobs WHERE kind = 'preview_paper' AND state = 'waiting'")
    for (job_id,) in rows.fetchall():
        if claimed := gate.claim_job(job_id, 60):
            with acting_for(claimed.tenancy):
                TASKS[Job.PREVIEW_PAPER](claimed)
                TASKS[Job.PREVIEW_PAPER](claimed)
