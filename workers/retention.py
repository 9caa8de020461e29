"""Carrying out retention: one agency, one run, one batch at a time, and nothing lost when a worker dies."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from records.retention.batches import BATCH, Progress, Stopped
from records.retention.certificate_page import compose, file_certificate
from records.retention.certificates import issue_certificate as issue
from records.retention.copies import RowsDiffer
from records.retention.evaluation import evaluate
from records.retention.purge import destroy_batch, next_record, set_aside, start_destroying
from records.retention.quarantine import (
    approval_holds,
    bring_back_asked,
    bring_back_released,
    quarantine_batch,
    void_run,
)
from records.retention.run_queries import find_certificate_of, get_run
from records.retention.sweeping import erase_files
from tenants import gate, jobs
from tenants.context import acting_for
from tenants.database import transaction
from tenants.jobs import Job
from workers import pdf

log = structlog.get_logger()

# Well under the lease, so that no second worker takes over what the first still does.
SECONDS: Final = 40.0
# Another transaction was in the way: try again. Three times in a row is not chance.
IN_THE_WAY: Final = 3
# A disk that erases nothing now is asked again later, not five times in a moment.
DISK_REST: Final = timedelta(seconds=60)
# Seconds before looking again at a record that somebody has in hand.
PATIENCE: Final = 2.0


def run_retention(claimed: gate.Claimed) -> None:
    """Takes a run as far as it may go now: hides what was approved, or, when the waiting time is over, destroys it.
    Brings back what somebody asked for, or what a released hold had kept."""
    until = time.monotonic() + SECONDS
    if "hold" in claimed.args:
        with transaction(login="retention") as session:
            bring_back_released(session, UUID(claimed.args["hold"]))
            jobs.finish(session, claimed.id)
        return
    run_id = UUID(claimed.args["run"])
    with transaction(login="retention") as session:
        bring_back_asked(session, run_id)
        state = get_run(session, run_id).state
    try:
        more = _hide(run_id, until) if state == "approved" else _destroy(run_id, until)
    except Stopped:
        more = False
    _go_on(claimed, run_id, more=more)


def forget_files(claimed: gate.Claimed) -> None:
    """Erases the files of what a run destroyed, then asks for the certificate."""
    until, run_id = time.monotonic() + SECONDS, UUID(claimed.args["run"])
    erased = left = 1
    while erased and left and time.monotonic() < until:
        with transaction(login="retention") as session:
            erased, left = erase_files(session, run_id)
    with transaction(login="retention") as session:
        if left:
            jobs.enqueue(session, Job.FORGET_FILES, delay=timedelta() if erased else DISK_REST, run=run_id)
        else:
            jobs.enqueue(session, Job.ISSUE_CERTIFICATE, run=run_id)
        jobs.finish(session, claimed.id)


def issue_certificate(claimed: gate.Claimed) -> None:
    """Signs the certificate of a run, once, and files its printed form. What cannot be printed stays signed, and the
    next night tries to print it again."""
    run_id = UUID(claimed.args["run"])
    with transaction(login="retention") as session:
        row = issue(session, run_id)
        if row is None or row.file_id is not None:
            jobs.finish(session, claimed.id)
            return
    with transaction(read_only=True) as session:
        found = find_certificate_of(session, run_id)
        assert found is not None
        values = compose(session, found)
    try:
        drawn = pdf.draw(values)
    except pdf.CannotDraw as refusal:
        _not_printed(claimed, refusal.code)
        return
    with transaction() as session:
        again = find_certificate_of(session, run_id)
        assert again is not None
        file_certificate(session, again, pdf=drawn.pdf, job_id=claimed.id)


def _not_printed(claimed: gate.Claimed, code: str) -> None:
    log.warning("certificate_not_printed", run=claimed.args["run"], error=code)
    with transaction() as session:
        jobs.fail(session, claimed.id, code)


def evaluate_everywhere() -> int:
    """Looks at every agency whose day has changed; returns how many. One that fails does not keep the others."""
    done = 0
    for agency in gate.organisations():
        try:
            with acting_for(gate.tenancy_for(agency["id"])), transaction() as session:
                done += evaluate(session)
        except Exception as error:
            # Whatever it is, a fault of ours or of one agency's rows: the next agency has its own night.
            log.warning("evaluation_failed", organisation=str(agency["id"]), error=type(error).__name__)
    return done


def _go_on(claimed: gate.Claimed, run_id: UUID, *, more: bool) -> None:
    """Ends this piece of work and asks for the next in the same transaction."""
    with transaction(login="retention") as session:
        run = get_run(session, run_id)
        if run.state == "sweeping":
            jobs.enqueue(session, Job.FORGET_FILES, run=run_id)
        elif run.state == "waiting":
            jobs.enqueue(session, Job.RUN_RETENTION, delay=timedelta(days=run.grace_days), run=run_id)
        elif more:
            jobs.enqueue(session, Job.RUN_RETENTION, delay=timedelta(seconds=5), run=run_id)
        jobs.finish(session, claimed.id)


def _hide(run_id: UUID, until: float) -> bool:
    """Hides batch by batch; says whether there is more to do."""
    with transaction(login="retention") as session:
        if not approval_holds(session, run_id):
            log.warning("approval_void", run=str(run_id))
            void_run(session, run_id)
            return False
    return _in_batches(
        lambda size: _in_transaction(lambda s: quarantine_batch(s, run_id, size)), run_id, until
    )


def _destroy(run_id: UUID, until: float) -> bool:
    with transaction(login="retention") as session:
        if not start_destroying(session, run_id):
            return False
    return _in_batches(lambda size: _in_transaction(lambda s: destroy_batch(s, run_id, size)), run_id, until)


def _in_transaction(step: Callable[[Session], Progress]) -> Progress:
    with transaction(login="retention") as session:
        return step(session)


def _in_batches(step: Callable[[int], Progress], run_id: UUID, until: float) -> bool:
    """Repeats a step until it says it was the last, or time is over. What cannot be destroyed is found by halving the
    batch, and then set aside, so that one record does not keep the others."""
    size, in_the_way = BATCH, 0
    while time.monotonic() < until:
        try:
            progress = step(size)
            if progress is Progress.LAST:
                return False
            if progress is Progress.BLOCKED:
                time.sleep(PATIENCE)
            size, in_the_way = min(size * 2, BATCH), 0
        except OperationalError:
            in_the_way += 1
            if in_the_way >= IN_THE_WAY:
                return True
        except (IntegrityError, RowsDiffer) as error:
            log.warning("batch_taken_back", run=str(run_id), size=size, error=_code(error))
            if size == 1:
                _set_aside(run_id, _code(error))
            size = max(size // 2, 1)
    return True


def _set_aside(run_id: UUID, reason: str) -> None:
    with transaction(login="retention") as session:
        record = next_record(session, run_id)
        if record is not None:
            set_aside(session, run_id, record, reason)


def _code(error: Exception) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or type(error).__name__)
