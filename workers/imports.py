"""Reading an import, checking it, bringing it in, taking it back and forgetting its rows: a few hundred rows at a time,
and nothing twice."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from records.imports.bringing import bring_batch
from records.imports.checking import Checking
from records.imports.queries import get_any_import
from records.imports.reading import forget_file, keep_rows, refuse_file
from records.imports.sheets import read_sheet
from records.imports.undoing import forget_rows, undo_batch
from tenants import clock, context, files, gate, jobs
from tenants.context import acting_for
from tenants.database import Login, transaction
from tenants.errors import Refused
from tenants.gate import Claimed
from tenants.jobs import Job

# Well under the lease, so that no second worker takes over what the first still does.
SECONDS: Final = 40.0


def run_import(claimed: Claimed) -> None:
    """Takes an import as far as it gets in one piece of work, as the member who asked for it: what they may not see is
    not found here either."""
    until, import_id = time.monotonic() + SECONDS, UUID(claimed.args["batch"])
    with transaction(read_only=True) as session:
        found = get_any_import(session, import_id)
        member_id, state = found.member_id, found.state
    with acting_for(gate.tenancy_for(claimed.tenancy.organisation_id, member_id)):
        more = state in _STEPS and _in_batches(*_STEPS[state], import_id, until)
        if state not in _STEPS:
            _read(import_id, state)
        with transaction() as session:
            if more:
                get_any_import(session, import_id).job_id = jobs.enqueue(
                    session, Job.RUN_IMPORT, batch=import_id
                )
            jobs.finish(session, claimed.id)


Step = Callable[[Session, UUID], bool]
# How the work of each state begins, and the login that may do it.
_STEPS: Final[Mapping[str, tuple[Callable[[], Step], Login]]] = {
    "checking": (lambda: Checking().next_batch, "app"),
    "running": (lambda: bring_batch, "app"),
    "undoing": (lambda: undo_batch, "retention"),
}


def _read(import_id: UUID, state: str) -> None:
    """Takes the file apart, outside of every transaction, and lets it go. Done again after a worker that died, it keeps
    no row twice and leaves no file."""
    if state == "reading":
        with transaction(read_only=True) as session:
            data, sheet = files.read(session, import_id), get_any_import(session, import_id).sheet
        try:
            found = read_sheet(data, sheet=sheet or "")
        except Refused as refusal:
            with transaction() as session:
                refuse_file(session, import_id, refusal)
        else:
            with transaction() as session:
                keep_rows(session, import_id, found)
    with transaction(login="retention") as session:
        forget_file(session, import_id)
    files.erase(context.current().organisation_id, import_id)


def forget_import(claimed: Claimed) -> None:
    """Forgets the words of an import whose time is over, or looks again when it will be."""
    import_id = UUID(claimed.args["batch"])
    with transaction(login="retention") as session:
        found = get_any_import(session, import_id)
        wait = timedelta() if found.state == "cancelled" else found.is_forgotten_from() - clock.now()
        is_over = found.state not in ("running", "undoing") and wait <= timedelta()
        if is_over:
            forget_rows(session, found)
            forget_file(session, import_id)
        else:
            jobs.enqueue(session, Job.FORGET_IMPORT, delay=max(wait, timedelta(days=1)), batch=import_id)
        jobs.finish(session, claimed.id)
    if is_over:
        files.erase(claimed.tenancy.organisation_id, import_id)


def _in_batches(begin: Callable[[], Step], login: Login, import_id: UUID, until: float) -> bool:
    """Repeats a step, each time in a transaction of its own, until it says it was the last (False) or time is over."""
    step = begin()
    while time.monotonic() < until:
        with transaction(login=login) as session:
            if not step(session, import_id):
                return False
    return True
