"""The nightly look at one agency: where its records stand, and which runs may go on."""

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.schedule import schedule_on
from records.retention.standing import all_standings
from records.retention.states import ensure_state
from records.retention.traces import RetentionRun
from tenants import clock, context, jobs


def evaluate(session: Session) -> bool:
    """Counts, once a day of the agency's own calendar, what is due, overdue and blocked, and wakes the runs whose
    waiting time is over or whose worker was lost. Returns whether there was anything to do."""
    today = clock.today(context.current().timezone)
    state = ensure_state(session, lock=True)
    if state.evaluated_on == today:
        return False
    state.evaluated_on, state.evaluated_at = today, clock.now()
    state.evaluation = _counts(session, today)
    if state.stopped_at is None:
        _wake(session, today)
    return True


def _counts(session: Session, today: date) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for standing in all_standings(session, schedule=schedule_on(session, today), as_of=today):
        counts[str(standing.verdict.state)] += 1
        counts["overdue"] += standing.verdict.overdue
    return dict(counts)


def _wake(session: Session, today: date) -> None:
    for run in session.execute(select(RetentionRun).where(RetentionRun.finished_at.is_(None))).scalars():
        if run.state in ("approved", "destroying") or (
            run.state == "waiting" and run.destroy_on is not None and run.destroy_on <= today
        ):
            jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run.id)
        elif run.state == "sweeping":
            jobs.enqueue(session, jobs.Job.FORGET_FILES, run=run.id)
