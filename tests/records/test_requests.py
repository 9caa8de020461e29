"""Requests: held and opened while they run, read by two people, handed over without a word of what stays out."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pikepdf
import psycopg
import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from press import pdf
from press.sealing import faults_of, is_whole
from records.access.actions import grant_access
from records.cases.queries import get_case
from records.clients.queries import get_client, standing_of
from records.disclosures.queries import disclosures_of
from records.documents.codes import new_code
from records.documents.issuing import register
from records.documents.kinds import document_from_plain
from records.documents.seals import seal_key
from records.notes.models import NoteAddendum
from records.requests import actions, corrections, packages, queries, ruling, severing, severing_queries
from records.requests.gathering import gather
from records.requests.models import AccessRequest
from records.retention.dates import Period
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.in_force import holds_on
from records.retention.models import HoldRow
from records.retention.terms import HoldKind
from records.retention.traces import RunItem
from tenants import clock, files, gate, issued
from tenants.context import acting_for
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tenants.jobs import Job, find_job
from tenants.privacy import registry
from tenants.settings import settings
from tests import factories
from tests.retention import approve, move_to, plan, put_in_force, work
from tests.world import Agency, World
from workers import certificates as certifying
from workers import packages as making
from workers.tasks import TASKS


@pytest.fixture(autouse=True)
def _end_the_press() -> Iterator[None]:
    yield
    pdf.close()
    settings.cache_clear()


def received(agency: Agency, **facts: object) -> tuple[UUID, UUID]:
    """A request about the client of the world, received by the practitioner, and answered by the owner."""
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        request = factories.a_request(session, client, handler_id=agency.members["owner"], **facts)
        return client.id, request.id


def moved(agency: Agency, there: tuple[UUID, UUID], *acts: str, **told: object) -> None:
    with agency.acting() as session:
        request = queries.get_request(session, *there)
        for act in acts:
            actions.take_step(session, request, act, version=request.version, **told)  # type: ignore[arg-type]


def under_review(agency: Agency, **facts: object) -> tuple[UUID, UUID]:
    """A request whose records are being read."""
    there = received(agency, **facts)
    moved(agency, there, "confirm", identity_how="known")
    with agency.acting() as session:
        request = queries.get_request(session, *there)
        severing.start_review(session, request, version=request.version)
    return there


def decide_all(session: TenantSession, request: AccessRequest) -> None:
    rows = {row.id: row.version for row in queries.rows_of(session, request.id).values()}
    severing.decide_as_proposed(session, request, rows)


def read_twice(agency: Agency, there: tuple[UUID, UUID]) -> None:
    """Everything that is left is decided as proposed, and the supervisor agrees."""
    with agency.acting() as session:
        request = queries.get_request(session, *there)
        decide_all(session, request)
        severing.ask_second(session, request, version=request.version)
    with agency.acting("supervisor") as session:
        request = queries.get_request(session, *there)
        severing.agree(session, request, version=request.version)


def test_from_the_day_it_comes_the_file_is_held_and_open_to_who_answers(
    world: World, superuser: psycopg.Connection
) -> None:
    put_in_force(world.first)
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_closed_case(session, client, closed_on=factories.today() - timedelta(days=3700))
        other = factories.a_closed_case(session, closed_on=factories.today() - timedelta(days=3700))
        request = factories.a_request(session, client)
        there, case_id, other_id = (client.id, request.id), case.id, other.id
        # What is opened while the request runs is part of the file, too.
        later = factories.a_closed_case(
            session, client, closed_on=factories.today() - timedelta(days=3700)
        ).id
        assert not standing_of(session, client.id).relation.requested
    with world.first.acting() as session:
        assert standing_of(session, there[0]).relation.requested
    run = plan(world.first)
    with world.first.acting(read_only=True) as session:
        listed = set(session.execute(select(RunItem.record_id).where(RunItem.run_id == run.id)).scalars())
        assert other_id in listed and not {case_id, later, there[0]} & listed
        assert [hold.kind for hold in holds_on(session, [later])[later]] == [HoldKind.ACCESS_REQUEST]
    with pytest.raises(psycopg.errors.CheckViolation, match="is held"):
        superuser.execute("DELETE FROM cases WHERE id = %s", (later,))
    with world.second.acting(read_only=True) as session, pytest.raises(NotFound):
        queries.get_request(session, *there)


def test_closing_lifts_exactly_its_own_hold_and_only_after_the_recourse(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = world.first
    there = received(first)
    with first.acting() as session:
        placed = place_hold(
            session, [first.ids["closed_case_id"]], kind=HoldKind.ACCESS_REQUEST, basis="by hand", reason="x"
        )
        assert placed.hold is not None
        by_hand = placed.hold.id
    moved(first, there, "refuse", words="Nothing here is about you.")
    with first.acting() as session:
        request = queries.get_request(session, *there)
        assert request.outcome == "refused" and request.recourse_until is not None
        until, hold_id = request.recourse_until, request.hold_id
        with pytest.raises(Refused, match="still complain"):
            actions.take_step(session, request, "close", version=request.version)
    move_to(monkeypatch, until + timedelta(days=1))
    moved(first, there, "close")
    with first.acting() as session:
        held = dict(session.execute(select(HoldRow.id, HoldRow.released_at)).all())
        assert held[hold_id] is not None and held[by_hand] is None
        assert not queries.request_grants(session, [there[0]])
        assert not standing_of(session, there[0]).relation.requested


def test_nobody_releases_its_hold_by_hand(world: World) -> None:
    there = received(world.first)
    with world.first.acting() as session:
        hold = session.execute(
            select(HoldRow).where(HoldRow.id == queries.get_request(session, *there).hold_id)
        ).scalar_one()
        with pytest.raises(Refused, match="ends by itself"):
            queries.expect_free(session, hold.id)
        ask_release(session, hold, reason="over")
        hold_id = hold.id
    with pytest.raises(IntegrityError, match="is open"), world.first.acting("supervisor") as session:
        release_hold(session, session.execute(select(HoldRow).where(HoldRow.id == hold_id)).scalar_one())


def test_a_withdrawn_request_holds_nothing_any_more(world: World) -> None:
    there = received(world.first)
    moved(world.first, there, "withdraw", words="She called.")
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        assert request.state == "withdrawn" and not queries.request_grants(session, [there[0]])
        queries.expect_free(session, request.hold_id)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            actions.take_step(session, request, "confirm", version=request.version, identity_how="known")


def test_giving_it_to_somebody_else_moves_the_way_in(world: World, superuser: psycopg.Connection) -> None:
    there, colleague = received(world.first), world.first.members["colleague"]
    with pytest.raises(Refused), world.first.acting() as session:
        actions.assign_request(session, queries.get_request(session, *there), handler_id=colleague)
    superuser.execute("UPDATE members SET roles = '{privacy_lead}' WHERE id = %s", (colleague,))
    with world.first.acting() as session:
        actions.assign_request(session, queries.get_request(session, *there), handler_id=colleague)
    with world.first.acting(read_only=True) as session:
        assert not standing_of(session, there[0]).relation.requested
    with world.first.acting("colleague", read_only=True) as session:
        assert standing_of(session, there[0]).relation.requested


def test_what_the_registry_says_is_in_the_list_and_a_new_table_is_there_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = received(world.first)
    with world.first.acting() as session:
        before = gather(session, there[0], but=there[1])
        sources = {item.source for item in before.values()}
        assert {
            "clients",
            "notes",
            "note_addenda",
            "papers",
            "paper_files",
            "incidents",
            "particulars",
        } <= sources
        assert (
            not {"note_reviews", "hold_cases", "client_tokens", "access_requests", "access_grants"} & sources
        )
        said = json.dumps([item.texts for item in before.values()])
        assert f"{world.first.secret} details" in said and f"{world.first.secret} thanks" not in said
        assert world.second.secret not in said
        monkeypatch.setitem(registry, "access_grants", replace(registry["access_grants"], package="yes"))
        after = gather(session, there[0], but=there[1])
        assert {item.source for item in after.values()} - sources == {"access_grants"}


def test_what_two_clients_share_is_found_without_the_other(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        other = factories.a_client(session, legal_family="Otherperson")
        factories.an_incident(session, client, other, seen="Both fell.", witnesses=("Passer",))
    there = received(world.first)
    with world.first.acting() as session:
        found = gather(session, there[0], but=there[1]).values()
        assert "Both fell." in [item.texts.get("seen") for item in found]
        assert "Otherperson" not in json.dumps([item.texts for item in found])


def test_words_about_others_begin_hidden_and_nothing_begins_decided(world: World) -> None:
    there = under_review(world.first)
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        found = queries.judged(session, request)
        assert found and not any(one.is_decided for one in found)
        hidden = {one.item.source for one in found if one.hidden}
        assert "incidents" in hidden and "notes" not in hidden
        with pytest.raises(Refused, match="not decided"):
            severing.ask_second(session, request, version=request.version)


def test_the_agencys_rules_propose_and_a_person_decides(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    with first.acting() as session:
        told = {"reason": "safety", "note": "Others are often named."}
        for number, (place, proposal) in enumerate(
            (("notes.details", "sever"), ("incidents.seen", "show"), ("papers.title", "decide"))
        ):
            ruling.set_rule(session, place=place, proposal=proposal, number=number, **told)
        with pytest.raises(Conflict):
            ruling.set_rule(session, place="notes.details", proposal="show", number=1, **told)
        with pytest.raises(NotFound):
            ruling.set_rule(session, place="clients.legal_given", proposal="sever", number=3, **told)
        ruling.set_never_alone(session, never_alone=True, number=3)
    there = under_review(first)
    with first.acting() as session:
        ruling.set_never_alone(session, never_alone=False, number=4)
        request = queries.get_request(session, *there)
        found = queries.judged(session, request)
        assert not any(one.is_decided for one in found)
        hidden = {(one.item.source, part.field, part.reason) for one in found for part in one.hidden}
        assert ("notes", "details", "safety") in hidden and ("incidents", "opinion", "third_party") in hidden
        assert not {part for part in hidden if part[:2] in (("incidents", "seen"), ("papers", "title"))}
        decide_all(session, request)
        left = [one for one in queries.judged(session, request) if not one.is_decided]
        assert {one.item.source for one in left} == {"papers"}
        for one in left:
            severing.decide(session, request, one.row, decision="give", version=one.row.version)
    roles = "UPDATE members SET roles = %s WHERE id = %s"
    superuser.execute(roles, (["practitioner"], first.members["supervisor"]))
    with first.acting() as session:
        request = queries.get_request(session, *there)
        severing.ask_second(session, request, version=request.version)
        request.asked_at = clock.now() - timedelta(days=8)
        session.flush()
        with pytest.raises(Refused, match="Nobody reads it alone"):
            severing.agree(session, request, version=request.version)
    superuser.execute(roles, (["supervisor"], first.members["supervisor"]))
    with first.acting("supervisor") as session:
        request = queries.get_request(session, *there)
        severing.agree(session, request, version=request.version)
    text, data, _everything = told_in(made(first, superuser, there))
    assert "version 4 of" in " ".join(text.split()) and '"rules": 4' in data
    with world.second.acting() as session:
        assert not severing_queries.severing_versions(session)


def test_the_second_reader_is_somebody_else(world: World) -> None:
    there = under_review(world.first)
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        decide_all(session, request)
        severing.ask_second(session, request, version=request.version)
        with pytest.raises(Refused, match="somebody else"):
            severing.agree(session, request, version=request.version)
        with pytest.raises(Conflict):
            packages.ask_package(session, request)
    with world.first.acting("supervisor") as session:
        request = queries.get_request(session, *there)
        severing.agree(session, request, version=request.version)
        assert request.state == "ready" and request.read_by == world.first.members["supervisor"]


def test_what_changes_or_comes_in_after_the_reading_must_be_read_again(world: World) -> None:
    there = under_review(world.first)
    read_twice(world.first, there)
    with world.first.acting("practitioner") as session:
        factories.a_note(session, get_case(session, there[0], world.first.ids["case_id"]))
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        with pytest.raises(Refused, match="came into the file"):
            packages.ask_package(session, request)


def test_a_decision_made_while_another_was_reading_counts_once(world: World) -> None:
    there = under_review(world.first)
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        row = next(iter(queries.rows_of(session, request.id).values()))
        severing.decide(session, request, row, decision="give", version=1)
        with pytest.raises(Conflict):
            severing.decide(session, request, row, decision="withhold", reason="safety", version=1)
        with pytest.raises(Refused) as refusal:
            severing.decide(session, request, row, decision="withhold", version=2)
        assert refusal.value.field == "reason"


def made(agency: Agency, superuser: psycopg.Connection, there: tuple[UUID, UUID]) -> bytes:
    """The package as a worker makes it."""
    with agency.acting() as session:
        packages.ask_package(session, queries.get_request(session, *there))
    (job_id,) = superuser.execute(
        "SELECT id FROM jobs WHERE kind = 'make_package' AND state = 'waiting'"
    ).fetchone()  # type: ignore[misc]
    claimed = gate.claim_job(job_id, 300)
    assert claimed is not None
    with acting_for(claimed.tenancy):
        TASKS[Job.MAKE_PACKAGE](claimed)
        TASKS[Job.MAKE_PACKAGE](claimed)
    with agency.acting() as session:
        job = find_job(session, job_id)
        assert job is not None and job.state == "done", job and job.error
        (package, _job), *_ = queries.packages_of(session, there[1])
        assert package.file_id is not None
        return files.read(session, package.file_id)


@pytest.fixture
def drawn_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes in place of a drawing, where nobody reads them."""
    for working in (making, certifying):
        monkeypatch.setattr(working, "issue", lambda *_given: factories.DrawnElsewhere())


def told_in(data: bytes) -> tuple[str, str, bytes]:
    """The text of the document, the data, and every byte of both with their attachments and descriptions unpacked."""
    with ZipFile(BytesIO(data)) as archive:
        pdf_name = next(name for name in archive.namelist() if name.endswith(".pdf") and "/" not in name)
        drawn, plain = archive.read(pdf_name), archive.read(pdf_name.replace(".pdf", ".json"))
        rest = b"".join(archive.read(name) for name in archive.namelist())
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(drawn)).pages)
    with pikepdf.open(BytesIO(drawn)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                rest += one.read_bytes() if "/Filter" not in one or one.Filter == "/FlateDecode" else b""
        rest += str(opened.docinfo).encode() if "/Info" in opened.trailer else b""
        rest += str(opened.open_metadata()).encode()
    return text, plain.decode(), rest


def test_no_word_that_stays_out_is_in_what_is_handed_over(
    world: World, superuser: psycopg.Connection
) -> None:
    first = world.first
    with first.acting("practitioner") as session:
        case = get_case(session, first.ids["client_id"], first.ids["case_id"])
        factories.a_note(
            session,
            case,
            reason="Kept words.",
            details="He came on time. His sister Zuleikabird shouted. He wept.",
        )
        client = get_client(session, first.ids["client_id"])
        factories.a_paper(
            session, client, data=b"plain Quetzalword letter", title="Xerxestitle", from_whom="Yodelman"
        )
    there = under_review(first)
    with first.acting() as session:
        request = queries.get_request(session, *there)
        found = queries.judged(session, request)
        note = next(one for one in found if "Zuleikabird" in one.item.texts.get("details", ""))
        severing.decide(
            session,
            request,
            note.row,
            decision="sever",
            reason="third_party",
            hidden=[("details", 1)],
            version=1,
        )
        paper = next(one for one in found if one.item.texts.get("title") == "Xerxestitle")
        severing.decide(session, request, paper.row, decision="withhold", reason="investigation", version=1)
        ours = [one for one in found if one.item.source == "paper_files"]
        severing.decide(
            session, request, ours[-1].row, decision="sever", hidden=[("name", 0)], reason="safety", version=1
        )
        severing.decide(session, request, ours[0].row, decision="give", version=1)
    read_twice(first, there)
    text, data, everything = told_in(made(first, superuser, there))
    for word in (
        "Zuleikabird",
        "Xerxestitle",
        "Yodelman",
        "Quetzalword",
        f"{first.secret} fall",
        f"{first.secret} hunch",
    ):
        assert word not in text and word not in data and word.encode() not in everything, word
        assert word.encode("utf-16-be") not in everything
    assert (
        "withheld: about another person" in " ".join(text.split())
        and "He wept." in text
        and "He came on time." in text
    )
    assert '"third_party"' in data and "Kept words." in data and '"investigation"' in data
    assert f"%PDF-1.7 {first.secret}".encode() in everything
    assert "9(1)" in text and "List of what is here" in text


def test_a_package_is_sealed_and_can_be_checked_by_whoever_holds_it(
    world: World, superuser: psycopg.Connection
) -> None:
    """A letter that no font here has keeps nobody from their file: the package has it as data."""
    there = under_review(world.first)
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        request.requester = "Robin \U000130a7"
    read_twice(world.first, there)
    with ZipFile(BytesIO(made(world.first, superuser, there))) as archive:
        name = next(one for one in archive.namelist() if one.endswith(".pdf") and "/" not in one)
        drawn = archive.read(name)
    with world.first.acting() as session:
        _id, key = seal_key(session)
    changed = drawn[:900] + bytes([drawn[900] ^ 1]) + drawn[901:]
    assert any(faults_of(drawn).values()), "no font here has the letter"
    assert is_whole(drawn, key.certificate) and not is_whole(changed, key.certificate)
    lines = superuser.execute(
        "SELECT code, client_id, case_id FROM issued_files WHERE kind = 'disclosure_package'"
    ).fetchall()
    assert [line[1:] for line in lines] == [(there[0], None)], "made twice, and registered once"
    found = issued.find_issued(lines[0][0])
    assert found is not None and found["sha256"] == hashlib.sha256(drawn).digest()
    assert issued.find_issued_by_hash(hashlib.sha256(changed).digest()) is None


def test_handing_over_stands_in_the_account_and_begins_the_recourse(
    world: World, superuser: psycopg.Connection, drawn_elsewhere: None
) -> None:
    there = under_review(world.first)
    read_twice(world.first, there)
    made(world.first, superuser, there)
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        (package, _job), *_ = queries.packages_of(session, request.id)
        package.expect_fresh(request)
        packages.deliver(session, request, package, how_sent="in_person", version=request.version)
        session.flush()
        newest = disclosures_of(session, there[0])[0]
        assert (newest.basis, newest.recipient_category, newest.id) == (
            "own_request",
            "client",
            request.disclosure_id,
        )
        assert package.hash in newest.what and newest.items
        assert request.outcome == "part" and request.recourse_until > clock.today("America/Toronto")
        package.expect_fresh(request)
    told = superuser.execute("SELECT p::text, r::text FROM request_packages p, access_requests r").fetchall()
    assert told and "All of it" not in str(told)


def test_a_package_made_before_a_change_is_refused(
    world: World, superuser: psycopg.Connection, drawn_elsewhere: None
) -> None:
    there = under_review(world.first)
    read_twice(world.first, there)
    made(world.first, superuser, there)
    moved(world.first, there, "return", words="One more look.")
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        (package, _job), *_ = queries.packages_of(session, request.id)
        assert request.read_by is None
        with pytest.raises(Refused, match="moved on"):
            package.expect_fresh(request)


def test_a_correction_is_added_and_a_refusal_leaves_the_statement(world: World) -> None:
    for agreed, reason, state in (
        (True, "correct_fact", "delivered"),
        (False, "client_disagrees", "refused"),
    ):
        there = received(world.first, kind="correction")
        moved(world.first, there, "confirm", identity_how="known")
        with world.first.acting() as session:
            request = queries.get_request(session, *there)
            corrections.correct_note(
                session, request, world.first.ids["note_id"], agreed=agreed, words="It was Tuesday.",
                version=request.version,
            )  # fmt: skip
            added = session.execute(
                select(NoteAddendum).order_by(NoteAddendum.id.desc()).limit(1)
            ).scalar_one()
            assert added.reason == reason and request.number in added.words and request.state == state


def test_late_is_said_and_the_time_is_extended_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    today = clock.today("America/Toronto")
    there = received(world.first, received_on=today - timedelta(days=26))
    with world.first.acting() as session:
        request = queries.get_request(session, *there)
        assert request.clock.day(today) == 26
        actions.extend_time(
            session, request, days=20, words="Two lawyers must look.", version=request.version
        )
        with pytest.raises(Refused, match="already"):
            actions.extend_time(session, request, days=5, words="More.", version=request.version)
        assert request.clock.due_on == today - timedelta(days=26) + timedelta(days=50)
        assert request.clock.is_overdue(date(2100, 1, 1))


def test_the_list_holds_only_whom_the_reader_works_with(world: World) -> None:
    received(world.first)
    with world.first.acting("colleague", read_only=True) as session:
        assert queries.open_requests(session) == []
    with world.first.acting("practitioner", read_only=True) as session:
        assert len(queries.open_requests(session)) == 1
    with world.first.acting("owner") as session:
        grant_access(
            session,
            world.first.ids["client_id"],
            member_id=world.first.members["colleague"],
            reason="cover",
            ends_at=clock.now() + timedelta(days=1),
        )
    with world.first.acting("colleague", read_only=True) as session:
        assert len(queries.open_requests(session)) == 1


def test_a_closed_request_goes_with_the_identity_and_with_it_what_was_issued(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, drawn_elsewhere: None
) -> None:
    put_in_force(world.first, {"keep": Period(1)})
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_closed_case(session, client, closed_on=factories.today() - timedelta(days=800))
        document = factories.a_filed_document(session, case)
        request = factories.a_request(session, client)
        there = client.id, request.id
        register(
            session,
            request.id,
            document_from_plain(document.values),
            factories.DrawnElsewhere(),
            client_id=client.id,
        ).code = new_code()
    moved(world.first, there, "withdraw", words="She called.")
    run = plan(world.first)
    approve(world.first, run)
    work(superuser, world.first)
    move_to(monkeypatch, clock.today("America/Toronto") + timedelta(days=31))
    work(superuser, world.first)
    left = superuser.execute("SELECT count(*) FROM access_requests WHERE id = %s", (there[1],)).fetchone()
    steps = superuser.execute("SELECT count(*) FROM request_steps").fetchone()
    assert left == (0,) and steps == (0,)
    kinds = "SELECT kind FROM issued_files WHERE client_id = %s OR kind = 'destruction_certificate'"
    assert superuser.execute(kinds, (there[0],)).fetchall() == [("destruction_certificate",)]
