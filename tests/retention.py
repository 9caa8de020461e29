"""Steps of a retention story, told by the product's own actions; a test says only what matters to it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.orm import Session

from records.retention.actions import (
    add_authority,
    add_rule,
    change_rule,
    draft_version,
    propose_version,
    publish_version,
)
from records.retention.dates import Period
from records.retention.gates import confirm_day, is_day_in_doubt
from records.retention.planning import approve_run, plan_run
from records.retention.queries import find_draft, rules_in
from records.retention.run_queries import get_run
from records.retention.schedule import Line, line_of
from records.retention.terms import Action, Event, RecordClass, Selector, on
from records.retention.traces import RetentionRun
from tenants import clock, context, gate, journal
from tenants.context import acting_for
from tenants.errors import Refused
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


def change_keep(agency: Agency, years: int) -> date:
    """The owner puts another period into the one line there is, the supervisor publishes; from when it counts."""
    with agency.acting() as session:
        version = draft_version(session)
        (rule,) = rules_in(session, version.id)
        change_rule(session, version, rule, replace(line_of(rule), keep=Period(years)))
        session.flush()
        propose_version(session, version)
    with agency.acting("supervisor") as session:
        proposed = find_draft(session)
        assert proposed is not None
        publish_version(session, proposed)
        assert proposed.effective_on is not None
        return proposed.effective_on


def plan(agency: Agency, **wanted: object) -> RetentionRun:
    """The owner plans, and types how long the list is where it is longer than usual."""
    try:
        with agency.acting() as session:
            return plan_run(session, **wanted)  # type: ignore[arg-type]
    except Refused as refusal:
        if refusal.field != "confirmed":
            raise
        wanted["confirmed"] = refusal.values["count"]
    with agency.acting() as session:
        return plan_run(session, **wanted)  # type: ignore[arg-type]


def believe_the_day(agency: Agency) -> None:
    """Somebody confirms a date that jumped, as a test does that moves the calendar."""
    with agency.acting("supervisor") as session:
        if is_day_in_doubt(session):
            confirm_day(session, day=clock.today(context.current().timezone))


def approve(agency: Agency, run: RetentionRun, by: str = "supervisor") -> None:
    """Somebody approves the list as it is."""
    with agency.acting(by) as session:
        approve_run(session, get_run(session, run.id), list_hash=run.list_hash, count=run.planned)


KINDS = (Job.RUN_RETENTION, Job.FORGET_FILES, Job.ISSUE_CERTIFICATE)


def work(superuser: psycopg.Connection, agency: Agency, *, kinds: Iterable[str] = KINDS) -> int:
    """Does every job of retention that may be done now, as a worker would, until none is left; the messages about runs
    leave on the way. Somebody has believed the day."""
    believe_the_day(agency)
    done = 0
    while True:
        rows = superuser.execute(
            "SELECT id, kind FROM jobs WHERE organisation_id = %s AND state = 'waiting' ORDER BY id",
            [agency.organisation_id],
        ).fetchall()
        wanted = (*kinds, Job.SEND_MAIL)
        claimed = [one for job, kind in rows if kind in wanted if (one := gate.claim_job(job, 60))]
        if not claimed:
            return done
        for one in claimed:
            with acting_for(one.tenancy):
                TASKS[one.kind](one)  # type: ignore[index]
            done += one.kind != Job.SEND_MAIL


def run_now(agency: Agency, run_id: UUID) -> RetentionRun:
    """The run as it is in the database now."""
    with agency.acting(read_only=True) as session:
        return get_run(session, run_id)


def told_of(agency: Agency, run: RetentionRun) -> set[str]:
    """The references that the journal says are destroyed by a run, each once."""
    told = journal.read(agency.organisation_id, about=run.id)
    intents = [one for one in told if one.kind is journal.Kind.INTENT]
    found: list[str] = []
    for one in intents:
        [*_, last] = journal.read(agency.organisation_id, about=one.told["batch"])
        if last.kind is journal.Kind.DONE:
            found += (reference for many in one.told["references"].values() for reference in many)
    assert len(found) == len(set(found))
    return set(found)


def ledger_of(superuser: psycopg.Connection, run: RetentionRun) -> set[str]:
    """The references in the ledger of a run."""
    rows = superuser.execute("SELECT reference FROM erasure_ledger WHERE run_id = %s", [run.id])
    return {row[0] for row in rows}


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
