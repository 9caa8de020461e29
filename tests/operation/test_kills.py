"""The running product while its processes are killed at random moments: what was acknowledged is there afterwards, and
what was begun is done once. The seed is printed; NORTHFILE_TEST_SEED gives it again."""

import html
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tenants import embedded
from tenants.place import place
from tests.operation import household

SEED = int(os.environ.get("NORTHFILE_TEST_SEED") or random.SystemRandom().randrange(10**6))
LONGEST_ANSWER = 10  # seconds; more is a hang
BACK = 40  # seconds within which a page can be had again after any fault
DONE = 120  # seconds within which what a killed worker had in hand is done, or has cleanly failed
CASES = 12
TABLES = ("cases", "entries", "notes", "tasks")
JOBS = "SELECT kind, state, attempts, error, run_after, lease_until FROM jobs WHERE kind <> 'send_mail'"
BUSY = "state = 'running' AND kind IN ('run_retention', 'forget_files', 'issue_certificate')"


@dataclass
class Product:
    """`northfile up` with one agency in it."""

    var: Path
    port: int
    agency: dict[str, str]
    chance: random.Random
    documents: set[str] = field(default_factory=set)
    killed_at: float = 0.0

    def kill(self, pid: int) -> bool:
        """Whether there was one to kill."""
        self.killed_at = time.monotonic()
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    @contextmanager
    def superuser(self) -> Iterator[psycopg.Connection]:
        """Who sees everything."""
        host = str(place(self.var).sockets)
        with psycopg.connect(
            host=host, user="postgres", dbname=embedded.DATABASE, autocommit=True
        ) as connection:
            yield connection

    def leader(self, number: int) -> int:
        """The process of the web (0) or the worker (1) that the supervisor started."""
        return int(json.loads((self.var / "run" / "children").read_text())[number]["pid"])

    def one_of(self, leader: int) -> int:
        """Any process that this one started."""
        return self.chance.choice(children_of(leader) or [leader])

    def postmaster(self) -> int:
        """The first process of PostgreSQL."""
        return int((place(self.var).data / "postgres" / "postmaster.pid").read_text().split()[0])

    def valkey(self) -> int:
        """The broker."""
        return next(pid for pid, words in household.of(self.var).items() if "valkey-server" in words)

    def logs(self) -> str:
        """The end of what its processes said, for a failure."""
        found = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"--- {path.name}\n{path.read_text()[-1500:]}" for path in found)

    def answers(self) -> bool:
        """Whether a page can be had and everything behind it is ready."""
        with_nobody = Visitor(self, "")
        return with_nobody.ask("GET", "/readyz")[0] == http.HTTPStatus.OK


def children_of(leader: int) -> list[int]:
    """The live processes that one started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == leader and fields[0] not in "ZX":
            found.append(int(path.parent.name))
    return found


@dataclass
class Visitor:
    """Somebody signed in, who writes down whatever was not as it should be."""

    product: Product
    token: str
    faults: list[str] = field(default_factory=list)
    _cookies: dict[str, str] = field(default_factory=dict)
    _form_token: str = ""

    def ask(
        self, method: str, path: str, data: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str, str]:
        """Status, body and Location; 0 when there was no answer."""
        body = urlencode({**data, "csrf_token": self._form_token}) if data is not None else None
        sent = {
            "Cookie": "; ".join(
                f"{name}={value}" for name, value in {"sid": self.token, **self._cookies}.items()
            )
        }
        sent |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=LONGEST_ANSWER)
        try:
            connection.request(method, path, body, sent | headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except TimeoutError:
            self.faults.append(f"no answer in {LONGEST_ANSWER} s: {method} {path}")
            return 0, "", ""
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            connection.close()
        if "Traceback" in text:
            self.faults.append(f"a trace was shown: {method} {path}")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";")[0].split("=", 1)
            self._cookies[name] = value
        if found := re.search(r'name="csrf-token" content="([^"]+)"', text):
            self._form_token = found[1]
        return answer.status, text, answer.headers.get("Location", "")

    def see(self, path: str) -> str:
        """The page, asked for until it comes."""
        for _ in range(600):
            status, text, _where = self.ask("GET", path)
            if status == http.HTTPStatus.OK:
                return text
            time.sleep(0.1)
        raise AssertionError(f"{path} does not come back: {status}")


@dataclass
class Written:
    """What one writer was told is kept, and what they tried last, by note."""

    kept: dict[str, str] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    asked: int = 0


def write_notes(visitor: Visitor, case: str, written: Written, over: threading.Event) -> None:
    """Begins notes, saves them several times, signs them, asks for a document; again and again."""
    visitor.see(case)
    while not over.is_set():
        note = visitor.ask("POST", f"{case}/notes", {})[2]
        if not note:
            time.sleep(0.1)
            visitor.see(case)
            continue
        for number in range(3):
            save(visitor, note, f"{note[-8:]} says {number}", written)
        sign(visitor, note, written)
        # A few are enough: drawing one takes the machine a second.
        if written.asked < 5 and ask_for_a_document(visitor, case):
            written.asked += 1
        over.wait(0.3)


def ask_for_a_document(visitor: Visitor, case: str) -> str:
    """Its id, once somebody was told that it is issued; nothing when there was no answer."""
    wanted = {"kind": "progress_report", "language": "en", "size": "regular", "at_once": "yes"}
    status, _text, where = visitor.ask("POST", f"{case}/documents", wanted)
    if status != http.HTTPStatus.SEE_OTHER:
        return ""
    document = where.rsplit("/", 1)[1]
    visitor.product.documents.add(document)
    return document


def ask_a_worker_for_a_document(product: Product, visitor: Visitor, kind: str) -> str:
    """The id of one that a worker is to draw: a batch for one person."""
    chosen = {"case_ids": product.agency["case_id"]}
    status, _text, _where = visitor.ask(
        "POST", f"/{product.agency['slug']}/documents/batches?kind={kind}&whose=&program=&status=", chosen
    )
    assert status == http.HTTPStatus.SEE_OTHER, status
    newest = "SELECT id::text FROM documents WHERE kind = %s ORDER BY id DESC LIMIT 1"
    with product.superuser() as connection:
        # The worker writes it down before it draws.
        assert household.eventually(lambda: connection.execute(newest, [kind]).fetchone()), kind
        (document,) = connection.execute(newest, [kind]).fetchone() or ("",)
    product.documents.add(document)
    return document


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    return found[1] if found else ""


def save(visitor: Visitor, note: str, words: str, written: Written) -> None:
    """As the page does while somebody types."""
    version = version_of(visitor.see(note))
    written.tried[note] = words
    status, _text, _where = visitor.ask(
        "POST", f"{note}/draft", {"details": words, "version": version}, Accept="application/json"
    )
    if status == http.HTTPStatus.OK:
        written.kept[note] = words


def sign(visitor: Visitor, note: str, written: Written) -> None:
    """Tries until it is signed, as somebody would who gets no answer."""
    words = f"{note[-8:]} signed words"
    whole = {
        "kind": "meeting",
        "occurred_on": "2026-01-05",
        "minutes": "30",
        "place": "office",
        "reason": "Planned",
    }
    whole |= {
        "details": words,
        "action_taken": "Read it",
        "late_reason": "On paper first",
        "step_1_what": f"Call {note[-8:]}",
        "step_1_who": "client",
    }
    for _ in range(100):
        version = version_of(visitor.see(note))
        if not version:
            break
        written.tried[note] = words
        visitor.ask("POST", f"{note}/signature", whole | {"version": version})
    written.kept[note] = words
    written.signed.add(note)


@pytest.fixture(scope="module")
def product() -> Iterator[Product]:
    """Started as a person would, without the demo."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it when a test fails
    port = household.free_port()
    with household.folder("kills") as var:
        household.pass_over_demo(var)
        process = household.command(*household.NORTHFILE, "up", var=var, port=port)
        # It says a lot in these minutes, and a full pipe would stop it.
        listener = threading.Thread(target=lambda: list(process.stderr))
        listener.start()
        try:
            while "is at http" not in (process.stdout.readline() or household.fail(process)):
                pass
            started = Product(var, port, an_agency(var), random.Random(SEED))
            kill_in_the_middle_of_a_document(started)
            yield started
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
            listener.join()
            household.end(process)


def an_agency(var: Path) -> dict[str, str]:
    """One with old cases to destroy, in the product's own database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.agency", "kills", "retention", str(CASES)],
        env=os.environ | embedded.addresses(var) | {"NORTHFILE_VAR": str(var)},
        cwd=household.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return made


def kill_in_the_middle_of_a_document(product: Product) -> None:
    """Here and not in the test that looks at it in the end, so that its lease runs while the others are busy."""
    visitor = Visitor(product, product.agency["owner"])
    visitor.see(case_of(product))
    with product.superuser() as connection:
        for kind in ("next_steps", "service_summary", "progress_report"):
            document = ask_a_worker_for_a_document(product, visitor, kind)
            of_it = "FROM jobs j JOIN documents d ON d.job_id = j.id WHERE d.id = %s AND"
            begun = f"SELECT 1 {of_it} (j.state = 'done' OR j.state = 'running' AND j.done > 0)"
            done = f"SELECT 1 {of_it} j.state = 'done'"
            assert household.eventually(lambda: connection.execute(begun, [document]).fetchone(), 60)
            for worker in children_of(product.leader(1)):
                product.kill(worker)
            # What it had said to the database when it died may still be carried out there.
            if not household.eventually(lambda: connection.execute(done, [document]).fetchone(), 1):
                return
    raise AssertionError("every document was ready before its worker could be killed")


def case_of(product: Product) -> str:
    """The address of the case that everybody works on."""
    agency = product.agency
    return f"/{agency['slug']}/people/{agency['client_id']}/cases/{agency['case_id']}"


def empty_and_kill_the_broker(product: Product) -> None:
    with embedded.redis_client(embedded.addresses(product.var)["REDIS_URL"]) as broker:
        broker.flushall()
    product.kill(product.valkey())


FAULTS: dict[str, Callable[[Product], object]] = {
    "a web worker": lambda product: product.kill(product.one_of(product.leader(0))),
    "the web": lambda product: product.kill(product.leader(0)),
    "a child of the worker": lambda product: product.kill(product.one_of(product.leader(1))),
    "the worker": lambda product: product.kill(product.leader(1)),
    "the broker, emptied": empty_and_kill_the_broker,
    "a process of the database": lambda product: product.kill(product.one_of(product.postmaster())),
    "the database": lambda product: product.kill(product.postmaster()),
}


def test_what_was_acknowledged_is_there_after_every_kill(product: Product) -> None:
    case, over = case_of(product), threading.Event()
    visitors = [Visitor(product, product.agency[role]) for role in ("owner", "practitioner")]
    books = [Written() for _ in visitors]
    writers = [
        threading.Thread(target=write_notes, args=(visitor, case, written, over))
        for visitor, written in zip(visitors, books, strict=True)
    ]
    for writer in writers:
        writer.start()
    try:
        for name in product.chance.sample(sorted(FAULTS), len(FAULTS)):
            time.sleep(product.chance.uniform(0.3, 1.5))
            FAULTS[name](product)
            time.sleep(0.05)
            assert household.eventually(product.answers, BACK), name
    finally:
        over.set()
        for writer in writers:
            writer.join(60)
    assert [visitor.faults for visitor in visitors] == [[], []]
    for visitor, written in zip(visitors, books, strict=True):
        assert written.signed
        everything_acknowledged_is_there(visitor, written)


def everything_acknowledged_is_there(visitor: Visitor, written: Written) -> None:
    for note, words in written.kept.items():
        page = html.unescape(visitor.see(note))
        # A save that got no answer may have arrived.
        assert words in page or written.tried[note] in page, note
    ids = [note.rsplit("/", 1)[1] for note in written.signed]
    with visitor.product.superuser() as connection:
        for table, column, extra in (
            ("audit_events", "subject_id", " AND verb = 'note_signed'"),
            ("tasks", "note_id", ""),
        ):
            rows = connection.execute(
                f"SELECT {column}, count(*) FROM {table} WHERE {column} = ANY(%s){extra} GROUP BY 1", [ids]
            ).fetchall()
            assert {str(note): count for note, count in rows} == dict.fromkeys(ids, 1), table


def test_a_purge_that_is_killed_ends_whole(product: Product) -> None:
    agency = product.agency
    run = f"/{agency['slug']}/retention/runs/{agency['run_id']}"
    lead = Visitor(product, agency["practitioner"])
    page = lead.see(run)
    found = re.search(r'name="list_hash" value="([^"]+)"', page)
    assert found
    status, text, _where = lead.ask(
        "POST", f"{run}/approval", {"count": str(CASES + 1), "list_hash": found[1]}
    )
    assert status == http.HTTPStatus.SEE_OTHER, text
    with product.superuser() as connection:
        listed = [
            row[0]
            for row in connection.execute(
                "SELECT record_id FROM run_items WHERE run_id = %s AND record_class = 'case_file'",
                [agency["run_id"]],
            )
        ]
        killed = until(product, connection, "waiting", listed)
        # Who was killed just after the last step has yet to be done again before the next one is planned.
        rests = "SELECT 1 FROM jobs WHERE state = 'waiting' AND kind = 'run_retention' AND run_after > now()"
        assert household.eventually(lambda: connection.execute(rests).fetchone(), DONE), product.logs()
        told = "UPDATE run_notices SET delivered_at = delivered_at - interval '8 days' WHERE delivered_at IS NOT NULL"
        assert household.eventually(lambda: connection.execute(told).rowcount, DONE), product.logs()
        connection.execute(
            "UPDATE retention_runs SET destroy_on = current_date - 1 WHERE id = %s", [agency["run_id"]]
        )
        connection.execute(
            "UPDATE jobs SET run_after = now() WHERE state = 'waiting' AND kind = 'run_retention'"
        )
        killed += until(product, connection, "complete", listed)
        assert killed >= 2
        left = {row[0] for row in connection.execute("SELECT id FROM cases WHERE id = ANY(%s)", [listed])}
        certificates = connection.execute("SELECT count(*) FROM certificates").fetchone()
    assert {str(case) for case in left} == {agency["held_case_id"]}
    assert certificates == (1,)
    assert lead.faults == []


def until(product: Product, connection: psycopg.Connection, state: str, listed: list[object]) -> int:
    """Kills the worker at random moments until the run has come so far, each record being whole or gone at each;
    how often it killed."""
    killed, deadline = 0, time.monotonic() + DONE
    run = "SELECT state FROM retention_runs WHERE id = %s"
    while connection.execute(run, [product.agency["run_id"]]).fetchone() != (state,):
        assert time.monotonic() < deadline, (connection.execute(JOBS).fetchall(), product.logs())
        # A job that has killed three workers is given up, so none is killed a third time.
        if killed < 2 and connection.execute(f"SELECT 1 FROM jobs WHERE {BUSY}").fetchone():
            time.sleep(product.chance.uniform(0, 0.15))
            if product.kill(product.one_of(product.leader(1))):
                killed += 1
                connection.execute(f"UPDATE jobs SET lease_until = now(), nudged_at = NULL WHERE {BUSY}")
        whole_or_gone(connection, listed)
        time.sleep(0.01)
    return killed


def whole_or_gone(connection: psycopg.Connection, listed: list[object]) -> None:
    """In one look, so that a purge under way does not come between."""
    counts = ", ".join(
        f"(SELECT count(*) FROM {table} t WHERE t.{'id' if table == 'cases' else 'case_id'} = wanted.id)"
        for table in TABLES
    )
    rows = connection.execute(
        f"SELECT wanted.id, {counts} FROM unnest(%s::uuid[]) wanted (id)", [listed]
    ).fetchall()
    for case, *found in rows:
        assert all(found) or not any(found), (case, found)


def test_what_a_killed_worker_had_in_hand_is_done_once_when_its_lease_ends(product: Product) -> None:
    """Nobody helps: the leases are the real ones, and the clock runs from the last kill."""
    left = (
        "SELECT 1 FROM jobs WHERE state NOT IN ('done', 'failed')"
        " AND (kind = 'draw_document' OR run_after < now())"
    )
    made = """
        SELECT j.attempts > 1, j.state, d.file_id IS NOT NULL,
            (SELECT count(*) FROM audit_events e WHERE e.subject_id = d.id AND e.verb = 'document_ready')
        FROM documents d LEFT JOIN jobs j ON j.id = d.job_id WHERE d.id = ANY(%s)
    """
    with product.superuser() as connection:
        seconds = product.killed_at + DONE - time.monotonic()
        is_over = household.eventually(lambda: not connection.execute(left).fetchone(), seconds)
        assert is_over, (connection.execute(JOBS).fetchall(), product.logs())
        rows = connection.execute(made, [list(product.documents)]).fetchall()
    assert len(rows) == len(product.documents)
    assert (True, "done", True, 1) in rows, rows
    told = {("done", True, 1), ("failed", False, 0), (None, True, 1)}
    assert {row[1:] for row in rows} <= told, rows
