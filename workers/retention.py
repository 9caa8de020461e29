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
from records.retention.copies import RowsDiffer
from records.retention.evaluation import evaluate
from records.retention.gates import obstacles
from records.retention.journaling import settle_run
from records.retention.purge import destroy_batch, next_record, set_aside, start_destroying
from records.retention.quarantine import (
    approval_holds,
    bring_back_asked,
    bring_back_released,
    quarantine_batch,
    void_run,
)
from records.retention.run_queries import get_run
from records.retention.sweeping import erase_files
from records.retention.telling import tell_of_run, workers_of
from records.retention.traces import RetentionRun
from tenants import clock, context, gate, jobs, journal
from tenants.context import acting_for
from tenants.database import transaction
from tenants.jobs import Job

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
    """Takes a run as far as it may go now: hides what was approved, or, when the waiting time is over, destroys it, as
    long as nothing stands in its way. Brings back what somebody asked for, or what a released hold had kept."""
    until = time.monotonic() + SECONDS
    if "hold" in claimed.args:
        with transaction(login="retention") as session:
            bring_back_released(session)
            jobs.finish(session, claimed.id)
        return
    run_id = UUID(claimed.args["run"])
    with transaction(login="retention") as session:
        bring_back_asked(session, run_id)
        state = get_run(session, run_id).state
    try:
        _settle(run_id)
        more = _hide(run_id, until) if state == "approved" else _destroy(run_id, until)
    except (Stopped, journal.Unreachable):
        more = False
    _go_on(claimed, run_id, more=more)


def forget_files(claimed: gate.Claimed) -> None:
    """Erases the files of what a run destroyed, then asks for the certificate; nothing before the journal says of each
    batch whether it is done."""
    until, run_id = time.monotonic() + SECONDS, UUID(claimed.args["run"])
    try:
        _settle(run_id)
    except journal.Unreachable:
        _later(claimed, run_id)
        return
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


def _settle(run_id: UUID) -> None:
    """Settles what a worker that died left open in the journal; notes on the run when that cannot be."""
    try:
        with transaction(login="retention") as session:
            settle_run(session, run_id)
            get_run(session, run_id).journal_failed_at = None
    except journal.Unreachable as error:
        _journal_failed(run_id, error)
        raise


def _journal_failed(run_id: UUID, error: journal.Unreachable) -> None:
    log.error("journal_unreachable", run=str(run_id), error=str(error))
    with transaction(login="retention") as session:
        get_run(session, run_id).journal_failed_at = clock.now()


def _later(claimed: gate.Claimed, run_id: UUID) -> None:
    with transaction(login="retention") as session:
        jobs.enqueue(session, Job.FORGET_FILES, delay=DISK_REST, run=run_id)
        jobs.finish(session, claimed.id)


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
            _wait(session, run)
        elif more:
            jobs.enqueue(session, Job.RUN_RETENTION, delay=timedelta(seconds=5), run=run_id)
        jobs.finish(session, claimed.id)


def _wait(session: Session, run: RetentionRun) -> None:
    """Comes again when the waiting time is over. Where something else is waited for, the next night looks again."""
    left = run.destroy_on - clock.today(context.current().timezone) if run.destroy_on else timedelta()
    if left > timedelta():
        jobs.enqueue(session, Job.RUN_RETENTION, delay=left, run=run.id)


def _hide(run_id: UUID, until: float) -> bool:
    """Hides batch by batch; when all is hidden, tells whom it concerns. Says whether there is more to do."""
    with transaction(login="retention") as session:
        if not approval_holds(session, run_id):
            log.warning("approval_void", run=str(run_id))
            void_run(session, run_id)
            return False
    more = _in_batches(lambda size: _step(run_id, quarantine_batch, size), run_id, until)
    if not more:
        _tell(run_id)
    return more


def _tell(run_id: UUID) -> None:
    """Tells of a run whose files are hidden; told again after a worker that died, nobody hears of it twice."""
    with transaction(login="retention", read_only=True) as session:
        if get_run(session, run_id).state != "waiting":
            return
        workers = workers_of(session, run_id)
    with transaction() as session:
        tell_of_run(session, get_run(session, run_id), workers)


def _destroy(run_id: UUID, until: float) -> bool:
    _tell(run_id)
    with transaction(login="retention", read_only=True) as session:
        if not get_run(session, run_id).is_over(clock.today(context.current().timezone)):
            return False
    _expect_clear(run_id)
    with transaction(login="retention") as session:
        start_destroying(session, run_id)
    return _in_batches(lambda size: _step(run_id, destroy_batch, size), run_id, until)


def _step(run_id: UUID, step: Callable[[Session, UUID, int], Progress], size: int) -> Progress:
    """One batch, in a transaction of its own, if nothing stands in the way of the run at this moment."""
    _expect_clear(run_id)
    try:
        with transaction(login="retention") as session:
            return step(session, run_id, size)
    except journal.Unreachable as error:
        _journal_failed(run_id, error)
        raise


def _expect_clear(run_id: UUID) -> None:
    """Raises Stopped when a gate is shut; the page of the run shows the same sentences."""
    with transaction(read_only=True) as session:
        found = obstacles(session, get_run(session, run_id))
    if found:
        log.warning("run_waits", run=str(run_id), why=[one.message for one in found])
        raise Stopped


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
