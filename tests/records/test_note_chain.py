"""Whoever changes what was signed, by whatever means, is found out: the first broken record is named."""

from uuid import UUID

import psycopg
import pytest

from records.cases.queries import get_case
from records.notes.chain import Broken, first_broken
from records.notes.queries import get_note
from records.notes.reviews import cosign, need_cosigning
from tenants.members import get_member
from tests import factories
from tests.world import World


@pytest.fixture
def case_number(world: World, superuser: psycopg.Connection) -> str:
    """Three notes and an addendum in one case, one of them with everything a note may say."""
    ids = world.first.ids
    with world.first.acting("supervisor") as session:
        need_cosigning(session, get_member(session, world.first.members["practitioner"]), needed=True)
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        parts = {"facts": "said", "assessment": "nearer", "plan": "call"}
        more = {"mode": "video", "participants": "sister", "goals": "a post", "engagement": "good"}
        whole = {"client_words": "I knew", "language": "fr", "source": "paper", "own_part": "alone"}
        factories.a_note(
            session, case, format="dap", details="", action_taken="", parts=parts, **more, **whole
        )
        last = factories.a_note(session, case, details="the last")
        number, last_id = case.number, last.id
    with world.first.acting("supervisor") as session:
        cosign(session, get_note(session, ids["case_id"], last_id))
    return number


def found(world: World) -> Broken | None:
    with world.first.acting("owner", read_only=True) as session:
        return first_broken(session)


def test_what_nobody_touched_is_whole(world: World, case_number: str) -> None:
    assert found(world) is None


TAMPERED = {
    "minutes": ("UPDATE notes SET minutes = 5 WHERE id = %(note)s", "note"),
    "words": ("UPDATE notes SET details_sealed = substr(details_sealed, 1, 20) WHERE id = %(note)s", "note"),
    "words of another": (
        "UPDATE notes SET details_sealed = (SELECT details_sealed FROM notes WHERE details_sealed IS NOT NULL"
        " AND id <> %(note)s LIMIT 1) WHERE id = %(note)s",
        "note",
    ),
    "author": ("UPDATE notes SET author_id = %(other)s WHERE id = %(note)s", "note"),
    "time": ("UPDATE notes SET signed_at = signed_at - interval '1 second' WHERE id = %(note)s", "note"),
    "a step": ("DELETE FROM tasks WHERE note_id = %(note)s", "note"),
    "an addendum": (
        "UPDATE note_addenda SET reason = 'late_information' WHERE note_id = %(note)s",
        "addendum",
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_the_first_broken_record_is_named(
    world: World, case_number: str, superuser: psycopg.Connection, how: str
) -> None:
    statement, what = TAMPERED[how]
    ids = {"note": world.first.ids["note_id"], "other": world.first.members["owner"]}
    tamper(superuser, statement, ids)
    assert found(world) == Broken(case_number, world.first.ids["note_id"], what)


def test_a_note_taken_out_is_missed_by_the_next(
    world: World, case_number: str, superuser: psycopg.Connection
) -> None:
    taken: UUID = superuser.execute("SELECT id FROM notes WHERE format = 'dap'").fetchone()[0]
    next_one = superuser.execute(
        "SELECT n.id FROM notes n JOIN notes o ON n.previous = o.hash WHERE o.id = %s", (taken,)
    ).fetchone()[0]
    tamper(superuser, "DELETE FROM notes WHERE id = %(note)s", {"note": taken})
    assert found(world) == Broken(case_number, next_one, "note")


def test_a_hash_without_the_key_cannot_be_made_up(
    world: World, case_number: str, superuser: psycopg.Connection
) -> None:
    change = "UPDATE notes SET minutes = 5, hash = sha256(details_sealed) WHERE id = %(note)s"
    tamper(superuser, change, {"note": world.first.ids["note_id"]})
    broken = found(world)
    assert broken is not None and broken.note_id == world.first.ids["note_id"]


def tamper(superuser: psycopg.Connection, statement: str, values: dict[str, object]) -> None:
    """As somebody would who owns the machine: past every trigger."""
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        assert superuser.execute(statement, values).rowcount
