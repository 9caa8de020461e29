"""Bringing an import in, taking it back and forgetting its rows: a few hundred rows at a time, and nothing twice."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from records.imports.bringing import bring_batch
from records.imports.queries import get_any_import
from records.imports.undoing import forget_rows, undo_batch
from tenants import clock, gate, jobs
from tenants.context import acting_for
from tenants.database import Login, transaction
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
        member_id, is_undoing = found.member_id, found.state == "undoing"
    with acting_for(gate.tenancy_for(claimed.tenancy.organisation_id, member_id)):
        more = _in_batches(undo_batch, import_id, until, "retention") if is_undoing else (
            _in_batches(bring_batch, import_id, until, "app")
        )  # fmt: skip
        with transaction() as session:
            if more:
                get_any_import(session, import_id).job_id = jobs.enqueue(
                    session, Job.RUN_IMPORT, batch=import_id
                )
            jobs.finish(session, claimed.id)


def forget_import(claimed: Claimed) -> None:
    """Forgets the words of an import whose time is over, or looks again when it will be."""
    import_id = UUID(claimed.args["batch"])
    with transaction(login="retention") as session:
        found = get_any_import(session, import_id)
        wait = timedelta() if found.state == "cancelled" else found.is_forgotten_from() - clock.now()
        if found.is_working or wait > timedelta():
            jobs.enqueue(session, Job.FORGET_IMPORT, delay=max(wait, timedelta(days=1)), batch=import_id)
        else:
            forget_rows(session, found)
        jobs.finish(session, claimed.id)


def _in_batches(step: Callable[[Session, UUID], bool], import_id: UUID, until: float, login: Login) -> bool:
    """Repeats a step, each time in a transaction of its own, until it says it was the last (False) or time is over."""
    while time.monotonic() < until:
        with transaction(login=login) as session:
            if not step(session, import_id):
                return False
    return True
