"""Reports of figures: made once, sealed, checked by anyone, replaced by the next version, withdrawn."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import psycopg
import pypdf
import pytest

from press import pdf
from press.pdf import Drawn
from press.sealing import is_whole
from records.documents.seals import seal_key
from tenants import clock, gate, issued
from tenants.context import acting_for
from tenants.jobs import Job
from tests import factories
from tests.visitor import Visitor
from tests.web.conftest import HTMX, Person, id_in
from tests.web.page import Page
from tests.world import PASSWORD, World
from workers import figure_reports as working
from workers.tasks import TASKS

Count = Callable[..., int]


@pytest.fixture(autouse=True)
def _end_the_press() -> Iterator[None]:
    yield
    pdf.close()


@pytest.fixture
def reporter(world: World, client_of: Callable[..., Visitor]) -> Person:
    """Who makes reports and signs none."""
    return Person(client_of(world.first, "reporter"), world.first)


@pytest.fixture
def asked() -> dict[str, str]:
    """Days of which nothing was told yet, in every program."""
    today = clock.today("America/Toronto")
    days = {"since": (today - timedelta(days=300)).isoformat(), "until": today.isoformat()}
    wish = {"language": "en", "size": "regular"}
    return days | wish | {"served": "40", "closed": "2"}


@pytest.fixture
def drawn_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes in place of a drawing, other ones each time."""
    drawn = iter(factories.DrawnElsewhere(f"%PDF-1.7 {place}".encode()) for place in range(9))
    monkeypatch.setattr(working, "issue", lambda _values, _key, _pictures: next(drawn))
    monkeypatch.setattr(working, "draw", lambda _values, _pictures: Drawn(b"%PDF-1.7 draft", 1, (), 0.1))


def work(superuser: psycopg.Connection) -> None:
    """What a worker does with the report that waits; twice, as after a crash."""
    (job_id,) = superuser.execute(
        "SELECT id FROM jobs WHERE kind = 'draw_report' AND state = 'waiting'"
    ).fetchone()
    claimed = gate.claim_job(job_id, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[Job.DRAW_REPORT](claimed)
        TASKS[Job.DRAW_REPORT](claimed)


def sign(person: Person, report: object, status: int = 303, **more: str) -> Page:
    """What somebody does who signs for the agency: read, tick, give the password."""
    page = f"/figures/reports/{report}/signature"
    seen = person.look(page).typed("seen")
    return person.send(page, {"read": "y", "password": PASSWORD, "seen": seen} | more, status)


def issue(person: Person, asked: dict[str, str], superuser: psycopg.Connection) -> UUID:
    """A report from the wish to the sealed file."""
    draft = id_in(person.send("/figures/reports", asked))
    work(superuser)
    report = id_in(sign(person, draft))
    work(superuser)
    return report


def test_a_report_is_made_once_and_one_changed_byte_is_seen(
    supervisor: Person,
    worker: Person,
    reporter: Person,
    world: World,
    superuser: psycopg.Connection,
    asked: dict[str, str],
    count: Count,
) -> None:
    for _ in range(6):
        with world.first.acting("practitioner") as session:
            factories.a_note(session, factories.a_case(session))
    before = count("issued_files")
    page = supervisor.look(f"/figures?since={asked['since']}&until={asked['until']}")
    assert page.links("Make a report")
    sent = supervisor.send("/figures/reports", asked)
    report = id_in(sent)
    waiting = supervisor.look(f"/figures/reports/{report}", headers=HTMX)
    assert "is being made" in waiting.words and waiting.tree.css(f"#report-{report} [hx-trigger$='every 2s']")
    supervisor.look(f"/figures/reports/{report}/file", 404)
    assert "Being made" in supervisor.look("/figures/reports").words
    refused = supervisor.send("/figures/reports", asked, 422)
    assert "is being made" in refused.wrong["until"]

    work(superuser)
    draft = report
    assert "no report until somebody signs" in supervisor.look(f"/figures/reports/{draft}").words
    text = words_of(supervisor.look(f"/figures/reports/{draft}/file").response.data)
    assert "DRAFT" in text and "Not signed yet" in text and count("issued_files") == before
    assert not reporter.look(f"/figures/reports/{draft}").links("Read and sign it")
    reporter.look(f"/figures/reports/{draft}/signature", 403)
    assert "not your password" in sign(supervisor, draft, 422, password="canoe maple").wrong["password"]
    assert "not the document you were reading" in sign(supervisor, draft, 409, seen="0" * 64).words
    report = id_in(sign(supervisor, draft))
    supervisor.send(
        f"/figures/reports/{draft}/signature", {"read": "y", "password": PASSWORD, "seen": ""}, 409
    )
    work(superuser)
    assert "This draft was signed" in supervisor.look(f"/figures/reports/{draft}").words
    page = supervisor.look(f"/figures/reports/{report}")
    assert "The report is signed and issued." in page.words and count("issued_files") == before + 1
    file = supervisor.look(f"/figures/reports/{report}/file").response.data
    text, signer = words_of(file), f"Supervisor of {world.first.secret}"
    for words in (
        "FR-1002",
        "People served",
        "hidden",
        "40",
        signer,
        "From their own account",
        "fewer than 5 people",
    ):
        assert words in text, words
    with world.first.acting() as session:
        _id, key = seal_key(session)
    changed = file.replace(b"startxref", b"startxreg", 1)
    assert is_whole(file, key.certificate) and not is_whole(file + b"\n", key.certificate)
    code, sha256 = superuser.execute(
        "SELECT code, sha256 FROM issued_files WHERE owner_id = %s", (report,)
    ).fetchone()
    found = issued.find_issued(code)
    assert found is not None and (found["number"], found["kind"]) == ("FR-1002", "funder_report")
    assert found["agency"] == "Amik Career Centre" and issued.find_issued_by_hash(sha256) == found
    assert changed != file and issued.find_issued_by_hash(factories.DrawnElsewhere(changed).sha256) is None
    worker.look("/figures/reports", 403)
    Person(supervisor.visitor, world.second).look(f"/figures/reports/{report}", 404)


def words_of(file: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(file)).pages).split())


def test_the_next_version_says_what_changed_and_ends_the_one_before(
    supervisor: Person,
    superuser: psycopg.Connection,
    asked: dict[str, str],
    count: Count,
    drawn_elsewhere: None,
) -> None:
    first = issue(supervisor, asked, superuser)
    again = {"language": "fr", "size": "large"}
    french = supervisor.send(f"/figures/reports/{first}/prints", again)
    work(superuser)
    assert supervisor.send(f"/figures/reports/{first}/prints", again).location == french.location
    assert "FR-1002, version 1" in supervisor.follow(french).words

    address = f"/figures/reports/new?since={asked['since']}&until={asked['until']}"
    page = supervisor.look(address)
    assert page.typed("served") == "40" and "FR-1002 tells of this period already" in page.words
    refused = supervisor.send("/figures/reports", asked | {"served": "41"}, 422)
    assert "Say what is different" in refused.wrong["changed"] and refused.typed("served") == "41"
    changed = asked | {"changed": "Another target."}
    set_aside = id_in(supervisor.send("/figures/reports", changed))
    work(superuser)
    draft = id_in(supervisor.send("/figures/reports", changed))
    work(superuser)
    assert "set aside" in supervisor.look(f"/figures/reports/{set_aside}").words
    assert supervisor.look(f"/figures/reports/{set_aside}/signature", 303).location.endswith(str(set_aside))
    second = id_in(sign(supervisor, draft))
    assert "and issued" in supervisor.look(f"/figures/reports/{first}").words, "until the next is there"
    work(superuser)
    shown = supervisor.look(f"/figures/reports/{first}").words
    assert "A newer version has taken its place" in shown and "Version 2" in shown
    assert count("figure_reports", "state = 'replaced' AND number = 'FR-1002'") == 2
    assert count("issued_files", "replaced_on IS NOT NULL AND number = 'FR-1002'") == 2

    supervisor.send(f"/figures/reports/{second}/withdrawal", {"why": ""}, 422)
    supervisor.send(f"/figures/reports/{second}/withdrawal", {"why": "Counted the wrong program"})
    shown = supervisor.look(f"/figures/reports/{second}").words
    assert "it holds no longer" in shown and "Counted the wrong program" in shown
    assert count("issued_files", "withdrawn_on IS NOT NULL AND number = 'FR-1002' AND edition = 2") == 1
    supervisor.send(f"/figures/reports/{second}/withdrawal", {"why": "Twice"}, 409)


def test_a_print_that_was_under_way_when_its_version_ended_is_never_issued(
    supervisor: Person,
    superuser: psycopg.Connection,
    asked: dict[str, str],
    count: Count,
    drawn_elsewhere: None,
) -> None:
    first = issue(supervisor, asked, superuser)
    late = id_in(supervisor.send(f"/figures/reports/{first}/prints", {"language": "fr", "size": "regular"}))
    supervisor.send(f"/figures/reports/{first}/withdrawal", {"why": "Wrong days"})
    work(superuser)
    page = supervisor.look(f"/figures/reports/{late}")
    assert "could not be made" in page.words and page.links("Make it again")
    assert count("issued_files", "owner_id = %s", UUID(str(late))) == 0


def test_what_a_report_says_is_written_once(
    world: World, superuser: psycopg.Connection, owner: Person, asked: dict[str, str]
) -> None:
    """The everyday login cannot change the values of a report nor who signed it; no login issues one without."""
    rights = "has_column_privilege('northfile_app', 'figure_reports', %s, 'UPDATE')"
    for column, may in (("state", True), ("values_sealed", False), ("edition", False), ("signed_by", False)):
        assert superuser.execute(f"SELECT {rights}", (column,)).fetchone() == (may,)
    with (
        pytest.raises(psycopg.errors.CheckViolation, match="signed before it is issued"),
        superuser.transaction(),
    ):
        superuser.execute("UPDATE figure_reports SET state = 'draft', issued_at = NULL, signed_by = NULL")
        superuser.execute("UPDATE figure_reports SET state = 'issued', issued_at = now()")
    tomorrow = (clock.today("America/Toronto") + timedelta(days=1)).isoformat()
    page = owner.send("/figures/reports", asked | {"until": tomorrow}, 422)
    assert "days that are over" in page.wrong["until"] and page.typed("served") == "40"
