"""Celery put together: what it trusts, what it listens to, what runs when."""

from uuid import UUID

import structlog
from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init, worker_process_init
from kombu.entity import Queue

from tenants import gate, jobs
from tenants.context import acting_for
from tenants.database import refuse_to_see_through_the_wall
from tenants.jobs import ATTEMPTS, LEASE, Job
from tenants.logs import configure
from tenants.seals import seal_what_fell_behind
from tenants.settings import settings
from workers.appointments import remind_everywhere
from workers.billing import refresh_everywhere
from workers.departures import depart_everywhere
from workers.notices import write_digests_everywhere
from workers.papers import sweep_everywhere
from workers.payments import ask_about_everyone, look_where_told
from workers.retention import evaluate_everywhere
from workers.tasks import TASKS

log = structlog.get_logger()

app = Celery("northfile")
app.conf.update(
    broker_url=settings().redis_url,
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_redirect_stdouts=False,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    task_soft_time_limit=90,
    task_time_limit=110,
    task_default_queue="platform",
    # The row decides who works; a lost or doubled message costs a look at it. The visibility timeout only has to
    # exceed the longest task, and the restore options keep redelivery from waiting 100 s (decision 6).
    broker_transport_options={
        "visibility_timeout": 120,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
    },
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        "sweep": {"task": "sweep", "schedule": 5.0},
        "evaluate": {"task": "evaluate", "schedule": 300.0},
        "remind": {"task": "remind", "schedule": crontab(minute=10)},
        # Half past seven comes at a whole or a half hour, in Newfoundland too.
        "write_digests": {"task": "write_digests", "schedule": crontab(minute="0,30")},
        "refresh_standings": {"task": "refresh_standings", "schedule": crontab(minute=5)},
        "depart": {"task": "depart", "schedule": crontab(minute=40)},
        "hear_provider": {"task": "hear_provider", "schedule": 60.0},
        # At night in every province.
        "sweep_files": {"task": "sweep_files", "schedule": crontab(hour=8, minute=20)},
        "ask_provider": {"task": "ask_provider", "schedule": crontab(hour=9, minute=0)},
        "clear_leftovers": {"task": "clear_leftovers", "schedule": crontab(hour=8, minute=40)},
    },
)
app.conf.task_queues = [Queue("platform"), *(Queue(str(kind)) for kind in Job)]


def publish(job_id: UUID, kind: str) -> None:
    """Sends a hint from a worker or the beat. It expires, so that hints do not pile up: the sweep sends another."""
    work.apply_async(args=[str(job_id), kind], queue=kind, retry=False, expires=60)


@setup_logging.connect
def _log(**_options: object) -> None:
    configure()  # in place of Celery's own way


@worker_init.connect
def _start(**_options: object) -> None:
    refuse_to_see_through_the_wall()
    seal_what_fell_behind()


@worker_process_init.connect
def _child(**_options: object) -> None:
    configure()
    jobs.publish_with(publish)


@app.task(name="work")
def work(job_id: str, kind: str) -> None:
    """Does one job if nobody else has it. The message only points; the row says what, for whom and with what."""
    claimed = gate.claim_job(UUID(job_id), LEASE[Job(kind)])
    if claimed is None:
        return
    structlog.contextvars.bind_contextvars(job=job_id, kind=kind, agency=str(claimed.tenancy.organisation_id))
    try:
        with acting_for(claimed.tenancy):
            TASKS[Job(claimed.kind)](claimed)
        log.info("job_done", attempts=claimed.attempts)
    except Exception as error:
        # The log keeps kind and place; the message may quote what somebody wrote, so production leaves it out.
        message = "" if settings().is_production else str(error)
        log.exception("job_raised", attempts=claimed.attempts, message=message)
        attempts, seconds = jobs.patience(Job(claimed.kind), claimed.attempts)
        gate.retry_job(claimed, type(error).__name__, attempts=attempts, seconds=seconds)
    finally:
        structlog.contextvars.clear_contextvars()


@app.task(name="sweep", expires=10)
def sweep() -> None:
    """Sends again what a killed worker or an emptied broker has left; fails for good what was tried too often."""
    for row in gate.due_jobs(attempts=ATTEMPTS):
        publish(row["id"], row["kind"])


@app.task(name="evaluate", expires=200)
def evaluate() -> None:
    """Looks whether a new day has begun anywhere, and carries retention on where it has."""
    evaluate_everywhere()


@app.task(name="remind", expires=1800)
def remind() -> None:
    """Once an hour, looks whether somebody who comes tomorrow is to be reminded."""
    remind_everywhere()


@app.task(name="write_digests", expires=1500)
def write_digests() -> None:
    """Every half hour, looks whether the mail of the day may leave anywhere."""
    write_digests_everywhere()


@app.task(name="refresh_standings", expires=1800)
def refresh_standings() -> None:
    """Once an hour, looks where a trial has ended or a bill has waited too long."""
    refresh_everywhere()


@app.task(name="depart", expires=1800)
def depart() -> None:
    """Once an hour, looks after the agencies that leave."""
    depart_everywhere()


@app.task(name="hear_provider", expires=50)
def hear_provider() -> None:
    """Looks into what the payment provider told and nobody has looked into yet."""
    look_where_told()


@app.task(name="ask_provider", expires=3600)
def ask_provider() -> None:
    """Asks the payment provider about every agency that is its customer."""
    ask_about_everyone()


@app.task(name="sweep_files", expires=3600)
def sweep_files() -> None:
    """Has every agency's storage looked through for what belongs to nothing."""
    sweep_everywhere()


@app.task(name="clear_leftovers", expires=3600)
def clear_leftovers() -> None:
    """Ends what work, messages and signing in left behind."""
    log.info("leftovers_cleared", **gate.clear_leftovers())
