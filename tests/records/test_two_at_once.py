"""Two people, or one in two windows, at the same moment: of two changes one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest

from records.cases.actions import change_goal, close_case, reopen_case
from records.cases.models import Case
from records.cases.queries import current_trigger, get_case
from records.clients.actions import change_client
from records.clients.queries import get_client
from records.notes.actions import discard_draft, save_draft, sign_note
from records.notes.queries import get_note
from tenants.database import TenantSession
from tenants.errors import Conflict
from tests import factories
from tests.world import World


def at_once(world: World, change: Callable[[TenantSession, Case], None]) -> list[str]:
    """What became of one change made by two people who had both read the case before."""
    ids, both = world.first.ids, Barrier(2)

    def one(_number: int) -> str:
        try:
            with world.first.acting("practitioner") as session:
                case = get_case(session, ids["client_id"], ids["case_id"])
                both.wait(60)
                change(session, case)
        except Conflict:
            return "told"
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)))


def test_of_two_goals_one_is_kept_and_the_other_person_is_told(world: World) -> None:
    assert at_once(world, lambda session, case: change_goal(session, case, goal="mine", version=1)) == [
        "done",
        "told",
    ]


def test_of_two_closings_one_counts_and_one_clock_starts(world: World) -> None:
    def close(session: TenantSession, case: Case) -> None:
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")

    assert at_once(world, close) == ["done", "told"]
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        reopen_case(session, get_case(session, ids["client_id"], ids["case_id"]), reason="came back")
    with world.first.acting("practitioner") as session:
        assert current_trigger(session, ids["case_id"], "case_closed") is None


def test_of_two_changes_of_a_person_the_second_is_told(world: World) -> None:
    client_id = world.first.ids["client_id"]
    with world.first.acting("practitioner") as slow:
        client = get_client(slow, client_id)
        version = client.version
        with world.first.acting("practitioner") as quick:
            change_client(quick, get_client(quick, client_id), version=version, pronouns="they")
        with pytest.raises(Conflict):
            change_client(slow, client, version=version, pronouns="she")


def test_a_draft_saved_just_before_the_signature_is_not_swallowed_by_it(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as slow:
        note = get_note(slow, ids["case_id"], ids["draft_id"])
        version = note.version
        with world.first.acting("practitioner") as quick:
            saved = get_note(quick, ids["case_id"], ids["draft_id"])
            save_draft(quick, saved, values={"reason": "the newest words"}, version=version)
        with pytest.raises(Conflict):
            sign_note(slow, note, factories.content(), version=version)
    with world.first.acting("practitioner") as session:
        assert get_note(session, ids["case_id"], ids["draft_id"]).draft == {"reason": "the newest words"}


def test_a_note_signed_meanwhile_is_not_discarded(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as slow:
        note = get_note(slow, ids["case_id"], ids["draft_id"])
        with world.first.acting("practitioner") as quick:
            sign_note(
                quick,
                get_note(quick, ids["case_id"], ids["draft_id"]),
                factories.content(),
                version=note.version,
            )
        with pytest.raises(Conflict):
            discard_draft(slow, note)


def test_the_reason_of_a_reopening_is_sealed(world: World, superuser: psycopg.Connection) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        reopen_case(session, get_case(session, ids["client_id"], ids["closed_case_id"]), reason="quincunx")
    rows = superuser.execute("SELECT t::text FROM trigger_events t").fetchall()
    assert len(rows) > 1
    assert not any("quincunx" in row[0] for row in rows)
