"""Workers that die by their own hand in the middle of a job."""

import itertools
import os
import signal
import traceback
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import psycopg
from sqlalchemy import event

from tenants import gate
from tenants.context import acting_for
from tenants.database import engine
from tenants.jobs import Job
from tests import factories
from tests.world import Agency
from workers import certificates
from workers.tasks import TASKS


def work_until_killed(job_id: UUID, deadly: int) -> bool:
    """Does one job in a process of its own that dies by its own hand just before its n-th statement or commit; says
    whether it did."""
    child = os.fork()
    if child == 0:
        try:
            _work(job_id, deadly)
        except BaseException:  # noqa: BLE001 - the child must not run on into the parent's tests
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _work(job_id: UUID, deadly: int) -> None:
    steps = itertools.count(1)

    def step(*_: object) -> None:
        if next(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    logins: tuple[Literal["retention", "app"], ...] = ("retention", "app")
    for login in logins:  # a forked process has engines of its own
        event.listen(engine(login), "before_cursor_execute", step)
        event.listen(engine(login), "commit", step)
    really_write, really_sync = os.write, os.fsync

    def write(handle: int, data: bytes) -> int:
        if len(data) > 1:  # killed in the middle of a line
            step()
            return really_write(handle, data[: len(data) // 2])
        return really_write(handle, data)

    def sync(handle: int) -> None:
        step()
        really_sync(handle)

    os.write, os.fsync = write, sync  # type: ignore[assignment]
    certificates.issue = lambda _values, _key: factories.DrawnElsewhere()
    claimed = gate.claim_job(job_id, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[Job(claimed.kind)](claimed)


def next_job(superuser: psycopg.Connection, agency: Agency, day: date) -> tuple[UUID, str] | None:
    """The oldest job of retention; one whose worker died may be taken over at once."""
    superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    return superuser.execute(
        "SELECT id, kind FROM jobs WHERE organisation_id = %s AND state IN ('waiting', 'running') AND run_after <= %s"
        " AND kind IN ('run_retention', 'forget_files', 'issue_certificate') ORDER BY id LIMIT 1",
        [agency.organisation_id, f"{day + timedelta(days=1)}"],
    ).fetchone()  # type: ignore[return-value]
