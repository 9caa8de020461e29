"""Signatures: on a worker's screen, from an account, on paper; what was read is on the evidence page."""

import hashlib
import io
from collections.abc import Callable
from uuid import UUID

import psycopg
import pypdf
import pytest
from sqlalchemy import select

from press import pdf
from press.sealing import is_whole
from records.cases.queries import get_case
from records.documents.queries import documents_of, issued_of
from records.documents.seals import seal_key
from records.papers.actions import judge_file
from records.papers.models import PaperFile
from records.plans.queries import get_plan
from records.signatures.queries import waiting_for
from tenants import clock
from tests import factories
from tests.visitor import Visitor
from tests.web.conftest import Person
from tests.world import PASSWORD, World

Count = Callable[..., int]
CASE = "/people/{client_id}/cases/{case_id}"
TODAY = clock.today("America/Toronto")
DRAWN = "[[[40,120],[120,40],[280,60]],[[300,100],[520,100]]]"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else the machine does, a letter is drawn while somebody waits."""
    monkeypatch.setattr(pdf, "AT_ONCE_SECONDS", 60.0)


def plan_of(worker: Person, **agreed: str) -> str:
    """An issued plan that was agreed in this way: its address within the agency."""
    assert worker.agency is not None
    with worker.agency.acting("practitioner") as session:
        plan = get_plan(session, worker.agency.ids["case_id"], worker.agency.ids["plan_id"])
        factories.agreed(session, plan, **agreed)
    wish = {"kind": "action_plan", "language": "en", "size": "regular", "at_once": "yes"}
    return worker.send(f"{CASE}/documents", wish).location.removeprefix(f"/{worker.agency.slug}")


def test_client_and_worker_sign_and_the_signed_version_says_what_they_read(
    world: World, worker: Person, client_of: Callable[..., Visitor], count: Count
) -> None:
    where = plan_of(worker, agreed_how="verbal", witness="W. Tness")
    file = worker.look(f"{where}/file").response.data
    read = hashlib.sha256(file).hexdigest()
    assert "signature and date" in _text(file), "who signs on paper has a line for it"
    page = worker.look(f"{where}/signatures")
    assert page.words.count("Not yet") == 2 and not count("signatures", "document_id = %s", _id(where))
    asked = worker.look(f"{where}/signatures/client")
    assert asked.typed("seen") == read and worker.agency.secret in asked.words
    good = {"name": "Sam T <b>", "known_by": "photo_id", "drawing": DRAWN, "seen": read}
    assert worker.send(f"{where}/signatures/client", good | {"name": ""}, 422).wrong["name"]
    boxes = worker.send(f"{where}/signatures/client", good | {"name": "Sam 𒀀"}, 422)
    assert "𒀀" in boxes.wrong["name"], "a name that no page can show is not taken"
    assert worker.send(f"{where}/signatures/client", good | {"known_by": ""}, 422).wrong["known_by"]
    assert (
        "could not be read"
        in worker.send(f"{where}/signatures/client", good | {"drawing": "[[[1]]]"}, 422).words
    )
    stale = worker.send(f"{where}/signatures/client", good | {"seen": "0" * 64}, 409)
    assert "not the document you were reading" in stale.words and stale.typed("name") == "Sam T <b>"
    worker.send(f"{where}/signatures/client", good)
    assert "Sign it yourself" in worker.look(f"{where}/signatures").words
    mine = {"read": "yes", "password": PASSWORD, "seen": read}
    wrong = worker.send(f"{where}/signatures/worker", mine | {"password": "somebody else's"}, 422)
    assert "not your password" in wrong.wrong["password"]
    signed = worker.send(f"{where}/signatures/worker", mine).location.removeprefix(f"/{worker.agency.slug}")
    page = worker.look(signed)
    assert "The person: Signed" in page.words and "The signatures were added." in page.words
    file = worker.look(f"{signed}/file").response.data
    words = _text(file).replace("\n", "")
    assert "Sam T <b>" in words and words.count(read) == 2 and "simple electronic signature" in words
    assert "The worker saw a photo ID" in words and "signature and date" not in words
    with worker.agency.acting("practitioner", read_only=True) as session:
        first, second = issued_of(session, _id(where)), issued_of(session, _id(signed))
        assert first and second and first.replaced_on and second.sha256 == hashlib.sha256(file).digest()
        assert (first.number, first.edition) == (second.number, second.edition - 1)
        assert is_whole(file, seal_key(session)[1].certificate)
    assert worker.send(f"{where}/signatures/client", good, 409), "what was replaced is signed by nobody"
    elsewhere = f"//{worker.agency.slug}{signed}".format(**worker.agency.ids)
    stranger = Person(client_of(world.second, "practitioner"), world.second)
    assert stranger.look(elsewhere, 404) and count("signatures", "document_id = %s", _id(where)) == 2


def test_the_scan_of_a_signed_paper_counts_once_it_was_looked_at(
    worker: Person, count: Count, superuser: psycopg.Connection
) -> None:
    form = _another(worker)
    where = f"{CASE}/documents/{form}/signatures"
    assert "Let the client sign each consent" in worker.look(where).words
    paper = worker.look(f"{where}/paper")
    good = {"roles": "client", "signed_on": TODAY.isoformat(), "checked": "yes"}
    good |= {"seen": paper.typed("seen") or ""}
    assert worker.send(f"{where}/paper", good | {"checked": ""}, 422).wrong["checked"]
    assert worker.send(f"{where}/paper", good, 422).wrong["files"]
    assert worker.send(f"{where}/paper", good | {"signed_on": "2020-01-01"} | _scan(), 422).wrong["signed_on"]
    worker.send(f"{where}/paper", good | _scan())
    assert "Scan being checked" in worker.look(where).words
    _judged(worker, "refused")
    assert "Scan cannot be opened" in worker.look(where).words
    worker.send(f"{where}/paper", good | _scan())
    _judged(worker, "clean")
    page = worker.look(where)
    assert "Signed" in page.words and "On paper" in page.words and "How to sign" not in page.words
    mine = "document_id = %s AND state = 'signed'"
    assert count("signatures", mine, form) == 1 and count("versions", "subject = 'signatures'") == 1
    assert count("documents", "replaces_id = %s", form) == 0, "the scan is the signed document"
    # A file that is not the one that was issued is signed by nobody.
    form = _another(worker)
    superuser.execute("UPDATE issued_files SET sha256 = sha256('other') WHERE owner_id = %s", (form,))
    refused = worker.look(f"{CASE}/documents/{form}/signatures/paper", 422)
    assert "not the one that was issued" in refused.words


def test_a_plan_that_was_signed_is_signed_by_nobody_again(worker: Person, count: Count) -> None:
    where = plan_of(
        worker, agreed_how="signed_screen", signature={"name": "Sam T", "strokes": [[[1, 2], [3, 4]]]}
    )
    words = _text(worker.look(f"{where}/file").response.data)
    assert "Sam T" in words and "Fingerprint of the plan that was agreed on" in words
    page = worker.look(f"{where}/signatures")
    assert page.words.count("With the plan itself") == 2 and "How to sign" not in page.words
    asked = {"role": "worker", "reason": "No"}
    worker.send(f"{where}/signatures/declined", asked)
    assert not count("signatures", "document_id = %s", _id(where))
    with worker.agency.acting("practitioner", read_only=True) as session:
        assert not waiting_for(session, documents_of(session, worker.agency.ids["case_id"])[:1])


def _another(worker: Person) -> UUID:
    assert worker.agency is not None
    with worker.agency.acting("practitioner") as session:
        case = get_case(session, worker.agency.ids["client_id"], worker.agency.ids["case_id"])
        return factories.a_filed_document(session, case, kind="consent_form").id


def _scan() -> dict[str, object]:
    return {"files": (io.BytesIO(b"%PDF-1.7 ink"), "scan.pdf")}


def _judged(worker: Person, verdict: str) -> None:
    """What the scanner says of the paper that came in last."""
    assert worker.agency is not None
    with worker.agency.acting("practitioner") as session:
        newest = select(PaperFile).order_by(PaperFile.id.desc()).limit(1)
        judge_file(session, session.execute(newest).scalar_one(), verdict)


def _text(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)


def _id(where: str) -> UUID:
    return UUID(where.rsplit("/", 1)[-1])
