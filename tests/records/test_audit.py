"""The audit trail tells what happened, in order, and notices when somebody makes it tell something else."""

import json

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import make_url, select

from tenants import audit
from tenants.settings import settings
from tests import factories
from tests.records.test_notes import at_once
from tests.services import connect
from tests.world import Agency, World


def broken(agency: Agency) -> int | None:
    with agency.acting(read_only=True) as session:
        return audit.first_broken(session)


def tamper(superuser: psycopg.Connection, statement: str, *values: object) -> None:
    """As somebody who owns the machine: no trigger, no wall."""
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        assert superuser.execute(statement, values).rowcount > 0


def test_an_untouched_chain_holds(world: World) -> None:
    assert [broken(agency) for agency in world.both] == [None, None]


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'signed_in'",
        "codes = codes || '{\"more\": 1}'",
        "at = at + interval '1 second'",
        "member_id = NULL",
        "subject_id = gen_random_uuid()",
        "client_id = gen_random_uuid()",
        "previous = sha256('x')",
        "hash = sha256('x')",
        "seq = seq + 1000",
    ],
)
def test_an_edited_event_is_noticed(world: World, superuser: psycopg.Connection, change: str) -> None:
    here = world.first.organisation_id
    tamper(superuser, f"UPDATE audit_events SET {change} WHERE organisation_id = %s AND seq = 7", here)
    assert broken(world.first) in (7, 8)
    assert broken(world.second) is None


@pytest.mark.parametrize(
    "which", ["seq = 1", "seq = 7", "seq = (SELECT max(seq) FROM audit_events)", "seq > 0"]
)
def test_a_deleted_event_is_noticed(world: World, superuser: psycopg.Connection, which: str) -> None:
    which = which.replace(
        "audit_events)", f"audit_events WHERE organisation_id = '{world.first.organisation_id}')"
    )
    tamper(
        superuser,
        f"DELETE FROM audit_events WHERE organisation_id = %s AND {which}",
        world.first.organisation_id,
    )
    assert broken(world.first) is not None
    assert broken(world.second) is None


def test_an_event_moved_to_another_agency_is_noticed(world: World, superuser: psycopg.Connection) -> None:
    tamper(
        superuser,
        "UPDATE audit_events SET organisation_id = %s, seq = 9999 WHERE organisation_id = %s AND seq = 3",
        world.second.organisation_id,
        world.first.organisation_id,
    )
    assert broken(world.first) == 4
    assert broken(world.second) == 9999


@pytest.mark.parametrize("login", ["app", "retention", "superuser"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET verb = 'x'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
        "INSERT INTO audit_events SELECT organisation_id, seq + 1000, at, member_id, verb, subject_id, client_id, codes,"
        " previous, hash FROM audit_events",
        "UPDATE audit_heads SET seq = 0",
    ],
)
def test_no_login_rewrites_history(world: World, login: str, statement: str) -> None:
    now = settings()
    urls = {
        "app": now.database_url,
        "retention": now.retention_database_url,
        "superuser": now.migration_database_url,
    }
    with connect(make_url(urls[login])) as connection, connection.transaction(force_rollback=True):
        connection.execute("SELECT set_config('app.ctx', %s, true)", (world.first.tenancy().token,))
        if login == "superuser" and not statement.startswith(("UPDATE audit_events", "DELETE", "TRUNCATE")):
            return  # nobody can stop the owner of the machine from adding; the chain tells
        with pytest.raises((errors.RaiseException, errors.InsufficientPrivilege)):
            connection.execute(statement)


def test_events_of_many_at_once_stand_in_one_line(world: World, superuser: psycopg.Connection) -> None:
    def add(number: int) -> str:
        with world.first.acting("practitioner") as session:
            factories.a_client(session, legal_given=f"P{number}")
        return "added"

    assert at_once(6, add) == ["added"] * 6
    numbers = superuser.execute(
        "SELECT array_agg(seq ORDER BY seq) FROM audit_events WHERE organisation_id = %s",
        (world.first.organisation_id,),
    ).fetchone()[0]
    assert numbers == list(range(1, len(numbers) + 1))
    assert broken(world.first) is None


def test_what_was_taken_back_left_no_event(world: World, superuser: psycopg.Connection) -> None:
    count = "SELECT count(*) FROM audit_events"
    before = superuser.execute(count).fetchone()
    with pytest.raises(ZeroDivisionError), world.first.acting("practitioner") as session:
        factories.a_client(session)
        raise ZeroDivisionError
    assert superuser.execute(count).fetchone() == before


def test_a_look_is_an_event_that_names_who_looked_at_whom(world: World) -> None:
    with world.first.acting("supervisor", read_only=True) as session:
        audit.viewed(
            audit.Verb.CLIENT_VIEWED, world.first.ids["client_id"], client_id=world.first.ids["client_id"]
        )
        session.commit()
        last = session.execute(
            select(audit.AuditEvent).order_by(audit.AuditEvent.seq.desc()).limit(1)
        ).scalar_one()
    assert (last.verb, last.member_id) == ("client_viewed", world.first.members["supervisor"])
    assert last.client_id == last.subject_id == world.first.ids["client_id"]


def test_the_trail_holds_no_word_that_anyone_wrote(world: World, superuser: psycopg.Connection) -> None:
    told = json.dumps(superuser.execute("SELECT jsonb_agg(to_jsonb(e)) FROM audit_events e").fetchone()[0])
    for agency in world.both:
        for word in (agency.name, agency.secret, "Trémblay", "555-0142"):
            assert word.lower() not in told.lower()
