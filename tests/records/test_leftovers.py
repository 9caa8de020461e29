"""What work, messages and signing in leave behind ends by itself, on days that nobody can move."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tenants import clock, gate, jobs
from tenants.jobs import Job
from tests.world import World

AGES = {
    "jobs": ("UPDATE jobs SET finished_at = finished_at - %(age)s WHERE finished_at IS NOT NULL", 31),
    "mails": ("UPDATE mails SET created_at = created_at - %(age)s, sent_at = sent_at - %(age)s", 31),
    "sessions": ("UPDATE gate.sessions SET last_seen = last_seen - %(age)s", 31),
    "signups": ("UPDATE signups SET used_at = coalesce(used_at, clock_timestamp()) - %(age)s", 91),
    "invitations": ("UPDATE invitations SET used_at = coalesce(used_at, clock_timestamp()) - %(age)s", 91),
    "notices": ("UPDATE notices SET read_at = coalesce(read_at, clock_timestamp()) - %(age)s", 91),
    "digests": ("UPDATE digests SET created_at = created_at - %(age)s", 91),
}


def rows(superuser: psycopg.Connection, table: str) -> int:
    name = "gate.sessions" if table == "sessions" else table
    return superuser.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # type: ignore[index]


def test_14_2_7_each_ends_on_its_day_in_every_agency_and_not_before(
    world: World, superuser: psycopg.Connection
) -> None:
    for agency in (world.first, world.second):
        agency.session_token("practitioner")
        with agency.acting("practitioner") as session:
            jobs.enqueue(session, Job.SEND_MAIL, mail=uuid4())
    superuser.execute("UPDATE jobs SET state = 'done', finished_at = clock_timestamp()")
    assert sum(gate.clear_leftovers().values()) == 0
    before = {table: rows(superuser, table) for table in AGES}
    for age, days in AGES.values():
        superuser.execute(age, {"age": timedelta(days=days - 2)})
    assert sum(gate.clear_leftovers().values()) == 0
    for age, _days in AGES.values():
        superuser.execute(age, {"age": timedelta(days=2)})
    gone = gate.clear_leftovers()
    left = {table: rows(superuser, table) for table in AGES}
    assert {table: before[table] - left[table] for table in AGES} == gone
    assert left | {"jobs": 0} == dict.fromkeys(AGES, 0)
    # What a document, a preview, a package or an import refers to goes with it.
    kinds = {row[0] for row in superuser.execute("SELECT DISTINCT kind FROM jobs").fetchall()}
    assert kinds and kinds <= {"draw_document", "draw_report", "preview_paper", "make_package", "run_import"}


def test_tries_in_vain_and_links_that_are_over_are_forgotten(superuser: psycopg.Connection) -> None:
    for days in (0, 3):
        at = clock.unmoved() - timedelta(days=days)
        superuser.execute("INSERT INTO gate.tries VALUES ('account', %s, 7, %s)", (bytes([days]), at))
        superuser.execute("INSERT INTO gate.resets (id, email, asked_at) VALUES (%s, 'x', %s)", (uuid4(), at))
    gate.clear_leftovers()
    for table in ("tries", "resets"):
        left = superuser.execute(f"SELECT count(*) FROM gate.{table}").fetchone()
        assert left == (1,), table


def test_nobody_else_may_clear(world: World) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), world.first.acting() as session:
        session.execute(text("SELECT * FROM gate.clear_leftovers()"))
