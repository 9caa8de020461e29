"""One document for many people: who is left out by the time it is made, workers that die, the pile, the week's end."""

import io
import itertools
from datetime import date
from zipfile import ZipFile

import pikepdf
import psycopg
import pytest

from press.processes import CannotDraw
from records.access.actions import block_access
from records.batches.actions import go_on, start_batch
from records.batches.choosing import Wish
from records.batches.queries import batches, get_batch, is_whole, items_of
from records.cases.actions import close_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.keeping import restrict
from records.clients.queries import get_client
from records.documents.drafting import drop_document, revise_document
from records.documents.issuing import withdraw_document
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tenants import files, gate
from tenants.context import acting_for
from tenants.database import TenantSession
from tenants.errors import NotFound
from tenants.jobs import Job
from tests import factories
from tests.killing import work_until_killed
from tests.retention import approve, move_to, plan, put_in_force, run_now, work
from tests.world import World
from workers import batches as working
from workers import certificates, documents
from workers.tasks import TASKS

OURS = ("make_batched", "draw_document", "bind_batch", "forget_batch")
Said = dict[str, str]


def paper(pages: int = 1) -> bytes:
    """A small PDF that a printer could take."""
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(held)
    return held.getvalue()


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Numbers of documents that cannot be drawn; all others are drawn elsewhere."""
    numbers: set[str] = set()

    def issue(values, _key, *_more):
        if values.client_name in numbers:
            raise CannotDraw("glyphs")
        return factories.DrawnElsewhere(paper())

    monkeypatch.setattr(documents, "issue", issue)
    return numbers


def somebody(session: TenantSession, name: str, code: str = "", **facts: str) -> Case:
    client = factories.a_client(session, legal_given=name, legal_family="", **facts)
    if code:
        told = {"type": "home", "lines": "1 Main Street", "town": "Sudbury", "region": "Ontario"}
        add_particular(
            session, client, KINDS["address"], values=told | {"postal_code": code, "letters": True}
        )
    return factories.a_case(session, client)


def asked(session: TenantSession, *cases: Case, **facts: object):
    wish, ids = Wish("next_steps", **facts), {case.id for case in cases}
    return start_batch(session, wish, case_ids=ids, double_sided=True)


def due(superuser: psycopg.Connection) -> list[tuple]:
    """Ours that may be done now, a worker's death and every wait forgotten."""
    superuser.execute(
        "UPDATE jobs SET lease_until = now() - interval '1 second', run_after = least(run_after, now())"
        " WHERE state IN ('waiting', 'running') AND kind IN ('make_batched', 'draw_document', 'bind_batch')"
    )
    wanted = "SELECT id, kind FROM jobs WHERE state IN ('waiting', 'running') AND run_after <= now() AND kind = ANY(%s)"
    return superuser.execute(f"{wanted} ORDER BY id", [list(OURS)]).fetchall()


def do_all(superuser: psycopg.Connection) -> None:
    while found := due(superuser):
        for job_id, kind in found:
            if claimed := gate.claim_job(job_id, 60):
                with acting_for(claimed.tenancy):
                    TASKS[Job(kind)](claimed)


def came(session: TenantSession, batch) -> Said:
    return {one.client.name: one.item.why or one.step for one in items_of(session, batch)}


def names_in(data: bytes) -> list[str]:
    return ZipFile(io.BytesIO(data)).namelist()


def test_who_may_not_be_written_to_any_more_is_left_out_and_only_what_is_missing_is_made_again(
    world: World, superuser: psycopg.Connection, refused: set[str]
) -> None:
    here, me = world.first, world.first.members["practitioner"]
    with here.acting("practitioner") as session:
        cases = [somebody(session, name) for name in ("Ada", "Bea", "Cid", "Dot", "Eve")]
        batch = asked(session, *cases[:4], worker_id=me)
    # Another has taken her over, and hers is one of the files that few may know of.
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE client_id = %s", [cases[1].client_id])
    with here.acting("owner") as session:
        kept = get_client(session, cases[1].client_id)
        kept.worker_id = here.members["supervisor"]
        session.flush()
        restrict(session, kept)
        block_access(session, cases[2].client_id, member_id=me, kind="conflict", reason="Cousin")
    refused.add("Dot")
    do_all(superuser)
    with here.acting("practitioner") as session:
        found = came(session, get_batch(session, batch.id))
        assert {name: found[name] for name in ("Ada", "Dot", "Eve")} == {
            "Ada": "made",
            "Dot": "failed",
            "Eve": "by_hand",
        }
        assert not {"Bea", "Cid"} & set(found), "who must not be known is not named"
    count = "SELECT count(*) FROM documents WHERE case_id = ANY(%s) AND file_id IS NOT NULL"
    made = lambda *some: superuser.execute(count, [[case.id for case in some]]).fetchone()[0]  # noqa: E731
    assert (made(*cases), made(cases[0])) == (1, 1)
    refused.clear()
    with here.acting("practitioner") as session:
        go_on(session, get_batch(session, batch.id))
    do_all(superuser)
    assert (made(*cases), made(cases[0]), made(cases[3])) == (2, 1, 1)
    events = "SELECT codes FROM audit_events WHERE verb = 'batch_asked' AND subject_id = %s ORDER BY seq"
    told = [row[0] for row in superuser.execute(events, [batch.id])]
    assert [one["people"] for one in told] == [4, 1] and told[1]["again"] is True
    with here.acting("practitioner") as session:
        batch = get_batch(session, batch.id)
        assert batch.state == "ready" and is_whole(session, batch)
        numbers = {one.client.name: one.document.number for one in items_of(session, batch) if one.document}
        assert names_in(files.read(session, batch.separate_id)) == [
            f"{numbers['Ada']}.pdf",
            f"{numbers['Dot']}.pdf",
        ]
    for stranger, role in ((world.second, "practitioner"), (world.first, "colleague")):
        with stranger.acting(role) as session:
            assert batch.id not in {one.id for one in batches(session)}
            with pytest.raises(NotFound):
                get_batch(session, batch.id)


def test_the_pile_is_in_order_of_envelopes_and_its_files_end_after_a_week_or_before_they_could_do_harm(
    world: World, superuser: psycopg.Connection, refused: set[str]
) -> None:
    here, me = world.first, world.first.members["practitioner"]
    with here.acting("practitioner") as session:
        codes = {"Abe": "P3E 5J1", "Bo": "K1A 0B1", "Cleo": "K1A0B1", "Dee": ""}
        cases = {name: somebody(session, name, code) for name, code in codes.items()}
        batch = asked(session, *cases.values(), worker_id=me, for_envelopes=True)
    do_all(superuser)
    with here.acting("practitioner") as session:
        batch = get_batch(session, batch.id)
        people = {one.client.name: one for one in items_of(session, batch)}
        assert people["Dee"].item.why == "no_address"
        order = [f"{people[name].document.number}.pdf" for name in ("Bo", "Cleo", "Abe")]
        assert names_in(files.read(session, batch.separate_id)) == order
        assert people["Abe"].document.values["recipient"][-1] == "Sudbury ON  P3E 5J1"
        with pikepdf.open(io.BytesIO(files.read(session, batch.print_id))) as printed:
            assert len(printed.pages) == 5, "each of the first two ends on a front, and its back stays blank"
        again = revise_document(session, people["Abe"].document, cases["Abe"], changed="Another day.")
        assert again.in_window, "the next edition goes by mail too"
        drop_document(session, again)
        withdraw_document(session, people["Bo"].document, why="Wrong street")
        session.flush()
        assert not is_whole(session, batch)
        go_on(session, batch)
    before = (batch.print_id, batch.separate_id)
    do_all(superuser)
    with here.acting("practitioner") as session:
        batch = get_batch(session, batch.id)
        assert is_whole(session, batch) and names_in(files.read(session, batch.separate_id)) == order[1:]
    assert not any(files.is_stored(here.organisation_id, one) for one in before)
    now = (batch.print_id, batch.separate_id)
    later = "UPDATE jobs SET run_after = run_after - interval '7 days' WHERE kind = 'forget_batch'"
    superuser.execute(later)
    do_all(superuser)
    with here.acting("practitioner") as session:
        assert get_batch(session, batch.id).state == "ready", "the job of the files before ends no others"
    superuser.execute("UPDATE batches SET ends_at = now() - interval '1 second'")
    superuser.execute("UPDATE jobs SET state = 'waiting' WHERE kind = 'forget_batch'")
    do_all(superuser)
    with here.acting("practitioner") as session:
        assert get_batch(session, batch.id).state == "ended"
        assert files.read(session, people["Abe"].document.file_id)
    assert not any(files.is_stored(here.organisation_id, one) for one in now)


def test_files_that_hold_a_page_of_a_destroyed_case_go_with_it(
    world: World, superuser: psycopg.Connection, refused: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever put them together could print them for a week, long after the person had been destroyed."""
    here, me = world.first, world.first.members["practitioner"]
    monkeypatch.setattr(certificates, "issue", lambda _values, _key: factories.DrawnElsewhere())
    with here.acting("practitioner") as session:
        cases = [somebody(session, name) for name in ("Hal", "Ivy")]
        mixed = asked(session, *cases, worker_id=me)
        session.flush()
        other = asked(session, somebody(session, "Jo"), worker_id=me)
    do_all(superuser)
    with here.acting("practitioner") as session:
        batch = get_batch(session, mixed.id)
        gone = (batch.print_id, batch.separate_id)
        kept = get_batch(session, other.id).print_id
        close_case(
            session, get_case(session, cases[0].client_id, cases[0].id), closed_on=factories.today(),
            exit_reason="employed",
        )  # fmt: skip
    move_to(monkeypatch, date(2040, 6, 1))
    put_in_force(here)
    run = plan(here)
    approve(here, run)
    work(superuser, here)
    move_to(monkeypatch, date(2040, 9, 1))
    work(superuser, here)
    assert run_now(here, run.id).state == "complete"
    with here.acting("practitioner") as session:
        assert get_batch(session, mixed.id).state == "ended"
        assert get_batch(session, other.id).print_id == kept
    assert [files.is_stored(here.organisation_id, one) for one in (*gone, kept)] == [False, False, True]


def test_workers_killed_anywhere_make_each_document_once_and_one_pair_of_files(
    world: World, superuser: psycopg.Connection, refused: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "merge", lambda parts, **_: (len(parts), b"%PDF-1.7 merged"))
    with world.first.acting("practitioner") as session:
        cases = [somebody(session, name) for name in ("Fay", "Gus")]
        batch = asked(session, *cases, worker_id=world.first.members["practitioner"])
    deaths, deadly = 0, itertools.cycle((3, 9, 18, 30, 44, 1000))
    while found := due(superuser):
        deaths += work_until_killed(found[0][0], next(deadly))
    assert deaths >= 6
    ids = [case.id for case in cases]
    for table in ("documents", "issued_files"):
        rows = superuser.execute(f"SELECT case_id FROM {table} WHERE case_id = ANY(%s)", [ids]).fetchall()
        assert sorted(row[0] for row in rows) == sorted(ids)
    with world.first.acting("practitioner") as session:
        batch = get_batch(session, batch.id)
        assert (
            batch.state == "ready"
            and [one.item.is_bound for one in items_of(session, batch) if one.document] == [True] * 2
        )
    owned = "SELECT count(*) FROM files WHERE organisation_id = %s AND client_id IS NULL AND id = ANY(%s)"
    assert superuser.execute(
        owned, [world.first.organisation_id, [batch.print_id, batch.separate_id]]
    ).fetchone() == (2,)


def test_what_is_merged_is_for_paper_and_each_document_begins_on_a_front() -> None:
    with pikepdf.open(io.BytesIO(paper())) as pdf:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        pdf.pages[0].obj.Annots = pikepdf.Array([link])
        held = io.BytesIO()
        pdf.save(held)
    parts = [held.getvalue(), paper(2), paper(3), paper()]
    for double_sided, pages in ((False, 7), (True, 9)):
        count, pdf = working.merge(parts, title="For printing only", double_sided=double_sided)
        with pikepdf.open(io.BytesIO(pdf)) as printed:
            assert count == len(printed.pages) == pages
            assert str(printed.docinfo["/Title"]) == "For printing only"
            assert not any("/Annots" in page.obj for page in printed.pages)
    with pytest.raises(CannotDraw):
        working.merge([b"no PDF"], title="", double_sided=False)
