"""Looks at one file that came in, and erases what lies in storage without a row."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from records.papers.actions import judge_file
from records.papers.queries import find_file
from tenants import files, gate, jobs
from tenants.context import acting_for
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.jobs import Job
from workers.scanner import NoScanner, scan

log = structlog.get_logger()

# A scanner that is away is asked again as long as it takes: until then the file stays closed.
REST: Final = timedelta(seconds=60)


def scan_paper(claimed: Claimed) -> None:
    """Has the bytes looked at and writes down what was found, also of a file that came in while there was nothing to
    look with. Run twice it writes once."""
    file_id = UUID(claimed.args["file"])
    with transaction(read_only=True) as session:
        file = find_file(session, file_id)
        data = files.read(session, file_id) if file and file.awaits("clean") else None
    try:
        verdict = None if data is None else scan(data)
    except NoScanner:
        log.warning("scanner_away")
        _again(claimed, file_id)
        return
    with transaction() as session:
        file = find_file(session, file_id, lock=True)
        jobs.finish(session, claimed.id)
        if verdict and file and file.awaits(verdict):
            judge_file(session, file, verdict)


def sweep_files(claimed: Claimed) -> None:
    """Erases what a killed or failed worker left in this agency's storage."""
    with transaction() as session:
        erased = files.sweep(session)
        jobs.finish(session, claimed.id)
    if erased:
        log.warning("strays_erased", count=erased)


def sweep_everywhere() -> None:
    """Asks for the sweep of every agency."""
    for agency in gate.organisations():
        with acting_for(gate.tenancy_for(agency["id"])), transaction() as session:
            jobs.enqueue(session, Job.SWEEP_FILES)


def _again(claimed: Claimed, file_id: UUID) -> None:
    with transaction() as session:
        jobs.enqueue(session, Job.SCAN_PAPER, delay=REST, file=file_id)
        jobs.finish(session, claimed.id)
