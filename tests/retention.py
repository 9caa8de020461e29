"""Steps of a retention story, told by the product's own actions; a test says only what matters to it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.orm import Session

from records.retention.actions import add_authority, add_rule, draft_version, propose_version, publish_version
from records.retention.dates import Period
from records.retention.planning import approve_run, plan_run
from records.retention.queries import find_draft
from records.retention.run_queries import get_run
from records.retention.schedule import Line
from records.retention.terms import Action, Event, RecordClass, Selector, on
from records.retention.traces import RetentionRun
from tenants import gate
from tenants.context import acting_for
from tenants.jobs import Job
from tenants.settings import settings
from tests.world import Agency
from workers.tasks import TASKS


def move_to(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Moves the calendar."""
    monkeypatch.setenv("NORTHFILE_TODAY", day.isoformat())
    settings.cache_clear()


def a_line(session: Session, **facts: object) -> Line:
    """Case files, seven years from closing, on the authority of an agreement."""
    authority = add_authority(session, title="Funding agreement", citation="clause 12.3", kind="funder")
    plain: dict[str, object] = {
        "record_class": RecordClass.CASE_FILE,
        "trigger": on(Event.CASE_CLOSED),
        "keep": Period(7),
        "action": Action.DESTROY,
        "authority_id": authority.id,
        "selector": Selector(),
    }
    return Line(**plain | facts)  # type: ignore[arg-type]


def put_in_force(agency: Agency, *changes: dict[str, object]) -> None:
    """The owner writes, the supervisor publishes."""
    with agency.acting() as session:
        version = draft_version(session)
        for facts in changes or ({},):
            add_rule(session, version, a_line(session, **facts))
        session.flush()
        propose_version(session, version)
    with agency.acting("supervisor") as session:
        proposed = find_draft(session)
        assert proposed is not None
        publish_version(session, proposed)


def plan(agency: Agency, **wanted: object) -> RetentionRun:
    """The owner plans."""
    with agency.acting() as session:
        return plan_run(session, **wanted)  # type: ignore[arg-type]


def approve(agency: Agency, run: RetentionRun, by: str = "supervisor") -> None:
    """Somebody approves the list as it is."""
    with agency.acting(by) as session:
        approve_run(session, get_run(session, run.id), list_hash=run.list_hash, count=run.planned)


KINDS = (Job.RUN_RETENTION, Job.FORGET_FILES, Job.ISSUE_CERTIFICATE)


def work(superuser: psycopg.Connection, agency: Agency, *, kinds: Iterable[str] = KINDS) -> int:
    """Does every job of retention that may be done now, as a worker would, until none is left."""
    done = 0
    while True:
        rows = superuser.execute(
            "SELECT id, kind FROM jobs WHERE organisation_id = %s AND state = 'waiting' ORDER BY id",
            [agency.organisation_id],
        ).fetchall()
        claimed = [one for job, kind in rows if kind in kinds if (one := gate.claim_job(job, 60))]
        if not claimed:
            return done
        for one in claimed:
            with acting_for(one.tenancy):
                TASKS[one.kind](one)  # type: ignore[index]
            done += 1


def run_now(agency: Agency, run_id: UUID) -> RetentionRun:
    """The run as it is in the database now."""
    with agency.acting(read_only=True) as session:
        return get_run(session, run_id)


def everything_of(superuser: psycopg.Connection, agency: Agency) -> dict[str, list[str]]:
    """Every row of an agency in every table, as text: what a thief of the database would read."""
    names = superuser.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND column_name = 'organisation_id' ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        rows = sql.SQL("SELECT t::text FROM {} t WHERE organisation_id = %s ORDER BY 1").format(
            sql.Identifier(name)
        )
        found[name] = [row[0] for row in superuser.execute(rows, [agency.organisation_id]).fetchall()]
    return found


def files_of(agency: Agency) -> dict[str, bytes]:
    """Every stored file of an agency."""
    folder = settings().var / "files" / str(agency.organisation_id)
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def places_with(rows: dict[str, list[str]], word: str) -> set[str]:
    """The tables in which a word or an id stands."""
    return {table for table, lines in rows.items() if any(word in line for line in lines)}
