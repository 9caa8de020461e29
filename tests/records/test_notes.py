"""A note is a draft of its author's, then signed and never changed, whoever asks."""

import threading
from datetime import timedelta

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import make_url

from records.cases.queries import get_case
from records.notes.actions import (
    add_addendum,
    discard_draft,
    save_draft,
    sign_note,
    start_note,
)
from records.notes.queries import addenda_of, drafts_of, get_note, signed_notes
from records.notes.rules import chained, words_of
from tenants.errors import Conflict, NotFound, Refused
from tenants.sealing import keyring
from tenants.settings import settings
from tests import factories
from tests.services import connect
from tests.world import World

CHANGES = (
    "UPDATE notes SET details_sealed = '\\x00'",
    "UPDATE notes SET minutes = 1",
    "UPDATE notes SET author_id = author_id, state = 'draft', signed_at = NULL, hash = NULL",
    "UPDATE notes SET state = 'in_error', late_days = 0",
    "UPDATE notes SET state = 'in_error'",
    "UPDATE notes SET needs_cosign = true",
    "DELETE FROM notes",
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("login", ["app", "retention", "superuser"])
def test_a_signed_note_stays_as_it_was_signed(
    world: World, superuser: psycopg.Connection, login: str, change: str
) -> None:
    note_id = world.first.ids["note_id"]
    look = "SELECT to_jsonb(n) FROM notes n WHERE id = %s"
    before = superuser.execute(look, (note_id,)).fetchone()
    now = settings()
    urls = {
        "app": now.database_url,
        "retention": now.retention_database_url,
        "superuser": now.migration_database_url,
    }
    with connect(make_url(urls[login])) as connection, connection.transaction(force_rollback=True):
        connection.execute("SELECT set_config('app.ctx', %s, true)", (world.first.tenancy().token,))
        if (login, change) == ("retention", "DELETE FROM notes"):
            return  # destruction by schedule is the one end of a signed note
        with pytest.raises((errors.CheckViolation, errors.InsufficientPrivilege)):
            connection.execute(f"{change} WHERE id = %s", (note_id,))
    assert superuser.execute(look, (note_id,)).fetchone() == before


def test_a_signed_note_is_not_a_draft_any_more(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        note = get_note(session, ids["case_id"], ids["note_id"])
        for attempt in (
            lambda: save_draft(session, note, values={"details": "other"}, version=note.version),
            lambda: sign_note(session, note, factories.content(), version=note.version),
            lambda: discard_draft(session, note),
        ):
            with pytest.raises(Conflict):
                attempt()
        assert note.details == "heliotrope details"


def test_a_draft_is_its_authors_alone(world: World) -> None:
    ids = world.first.ids
    for role in ("owner", "supervisor"):
        with world.first.acting(role) as session:
            with pytest.raises(NotFound):
                get_note(session, ids["case_id"], ids["draft_id"])
            shown = {line.id for line in factories.timeline_of(session, ids["client_id"]).rows}
            assert ids["draft_id"] not in shown
            assert drafts_of(session, world.first.members[role]) == []
    with world.first.acting("practitioner") as session:
        assert get_note(session, ids["case_id"], ids["draft_id"]).draft == {"details": "heliotrope draft"}


def test_two_windows_cannot_overwrite_each_other(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        seen = get_note(session, ids["case_id"], ids["draft_id"]).version
    with world.first.acting("practitioner") as session:
        save_draft(
            session,
            get_note(session, ids["case_id"], ids["draft_id"]),
            values={"details": "one"},
            version=seen,
        )
    with world.first.acting("practitioner") as session, pytest.raises(Conflict):
        save_draft(
            session,
            get_note(session, ids["case_id"], ids["draft_id"]),
            values={"details": "two"},
            version=seen,
        )
    with world.first.acting("practitioner") as session:
        note = get_note(session, ids["case_id"], ids["draft_id"])
        assert (note.draft, note.version) == ({"details": "one"}, seen + 1)


def test_two_windows_that_save_at_once_have_one_winner(world: World) -> None:
    ids = world.first.ids
    results = at_once(8, lambda number: _save(world, number))
    assert sorted(results).count("Conflict") == 7
    winner = next(result for result in results if result != "Conflict")
    with world.first.acting("practitioner") as session:
        assert get_note(session, ids["case_id"], ids["draft_id"]).draft == {"details": winner}


def _save(world: World, number: int) -> str:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        note = get_note(session, ids["case_id"], ids["draft_id"])
        save_draft(session, note, values={"details": str(number)}, version=2)
    return str(number)


def at_once(count: int, act: object) -> list[str]:
    """What each of so many threads that begin together got, or the name of what it raised."""
    begin, results = threading.Barrier(count, timeout=60), []

    def run(number: int) -> None:
        begin.wait()
        try:
            results.append(act(number))
        except Exception as error:
            results.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_who_sign_the_same_note_at_once_sign_it_once(world: World, superuser: psycopg.Connection) -> None:
    def sign(_number: int) -> str:
        with world.first.acting("practitioner") as session:
            note = get_note(session, world.first.ids["case_id"], world.first.ids["draft_id"])
            sign_note(session, note, factories.content(), version=note.version)
        return "signed"

    assert sorted(at_once(4, sign)) == ["Conflict", "Conflict", "Conflict", "signed"]
    events = "SELECT count(*) FROM audit_events WHERE verb = 'note_signed' AND subject_id = %s"
    assert superuser.execute(events, (world.first.ids["draft_id"],)).fetchone() == (1,)
    steps = "SELECT count(*) FROM tasks WHERE note_id = %s"
    assert superuser.execute(steps, (world.first.ids["draft_id"],)).fetchone() == (1,)


def test_notes_signed_at_once_in_one_case_form_one_chain(world: World, superuser: psycopg.Connection) -> None:
    def write(number: int) -> str:
        with world.first.acting("practitioner") as session:
            case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
            factories.a_note(session, case, details=f"note {number}")
        return "signed"

    assert at_once(6, write) == ["signed"] * 6
    links = superuser.execute(
        "SELECT previous, hash FROM notes WHERE case_id = %s AND hash IS NOT NULL UNION ALL SELECT a.previous, a.hash"
        " FROM note_addenda a JOIN notes n ON n.id = a.note_id WHERE n.case_id = %s",
        (world.first.ids["case_id"],) * 2,
    ).fetchall()
    follows = dict(links)
    assert len(links) == len(follows) == 8, "no two follow the same one"
    at, length = bytes(32), 0
    while at in follows:
        at, length = follows[at], length + 1
    assert length == 8


def test_the_chain_is_computed_from_what_was_signed(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        content = factories.content(details="exactly this")
        note = factories.a_draft(session, case)
        sign_note(session, note, content, version=note.version)
        assert note.previous == bytes(32)
        assert note.hash == chained(
            keyring(session).proof(note.client_id),
            bytes(32),
            words_of(content),
            str(note.author_id),
            note.signed_at,
        )
        note_id, case_id, kept = note.id, case.id, note.hash
        add_addendum(session, note, reason="correct_fact", words="and that")
    with world.first.acting("supervisor") as session:
        note = get_note(session, case_id, note_id)
        assert (note.details, note.hash) == ("exactly this", kept)
        (addendum,) = addenda_of(session, note_id)
        assert (addendum.previous, addendum.words) == (kept, "and that")


@pytest.mark.parametrize("gap", ["reason", "details", "action_taken", "next_steps"])
def test_a_note_with_a_gap_is_not_signed_and_not_lost(world: World, gap: str) -> None:
    with world.first.acting("practitioner") as session:
        note = factories.a_draft(session, factories.a_case(session))
        save_draft(session, note, values={"details": "kept"}, version=note.version)
        lacking = {gap: "  "} | ({"steps": ()} if gap == "next_steps" else {})
        with pytest.raises(Refused) as refusal:
            sign_note(session, note, factories.content(**lacking), version=note.version)
        assert refusal.value.field == gap
        assert note.is_draft
        assert note.draft == {"details": "kept"}


def test_a_note_of_tomorrow_is_refused_and_a_late_one_says_so(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        note = factories.a_draft(session, case)
        with pytest.raises(Refused) as refusal:
            tomorrow = factories.today() + timedelta(days=1)
            sign_note(session, note, factories.content(occurred_on=tomorrow), version=note.version)
        assert refusal.value.field == "occurred_on"
        for days, late in ((0, None), (2, None), (3, 3), (30, 30), (40, 40)):
            told = {"occurred_on": factories.today() - timedelta(days=days), "late_reason": "On paper first"}
            written = factories.a_note(session, case, **told)
            assert written.late_days == late


def test_a_discarded_draft_leaves_no_words_and_no_line(world: World, superuser: psycopg.Connection) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        discard_draft(session, get_note(session, ids["case_id"], ids["draft_id"]))
    with world.first.acting("practitioner") as session:
        with pytest.raises(NotFound):
            get_note(session, ids["case_id"], ids["draft_id"])
        assert ids["draft_id"] not in {
            line.id for line in factories.timeline_of(session, ids["client_id"]).rows
        }
    kept = superuser.execute(
        "SELECT draft_sealed, state FROM notes WHERE id = %s", (ids["draft_id"],)
    ).fetchone()
    assert kept == (None, "discarded")


def test_notes_of_a_case_are_found_only_in_it(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        for case_id in (ids["closed_case_id"], world.second.ids["case_id"]):
            with pytest.raises(NotFound):
                get_note(session, case_id, ids["note_id"])
        assert signed_notes(session, ids["closed_case_id"]) == []


def test_only_the_author_signs(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        note = start_note(session, case)
        client_id, case_id, note_id = case.client_id, case.id, note.id
    assert client_id
    with world.first.acting("supervisor") as session, pytest.raises(NotFound):
        get_note(session, case_id, note_id)
