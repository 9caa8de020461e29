"""The nightly look at one agency: where its records stand, and which runs may go on."""

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.brakes import FORESEEN
from records.retention.briefs import briefs
from records.retention.gates import trust_day
from records.retention.hold_reviews import tell_of_holds
from records.retention.quarantine import runs_to_bring_back_from
from records.retention.reviewing import tell_of_reviews
from records.retention.schedule import schedule_on
from records.retention.states import ensure_state
from records.retention.telling import tell_of_due
from records.retention.traces import CertificateRow, RetentionRun
from tenants import clock, context, jobs


def evaluate(session: Session) -> bool:
    """Counts, once a day of the agency's own calendar, what is due, overdue and blocked, and wakes the runs whose
    waiting time is over or whose worker was lost. Returns whether there was anything to do."""
    today = clock.today(context.current().timezone)
    state = ensure_state(session, lock=True)
    if state.evaluated_on == today:
        return False
    before = state.evaluated_on
    state.evaluated_on, state.evaluated_at = today, clock.now()
    trust_day(state)
    coming: Counter[date] = Counter()
    state.evaluation = _counts(session, today, coming)
    tell_of_due(session, coming)
    tell_of_reviews(session, before=before)
    tell_of_holds(session, before=before)
    _wake(session, today, is_stopped=state.stopped_at is not None)
    return True


def _counts(session: Session, today: date, coming: Counter[date]) -> dict[str, int]:
    """How many files are in which state; fills `coming` with the days on which those of the next ninety fall due."""
    counts: Counter[str] = Counter()
    for *_, (brief,) in briefs(session, [schedule_on(session, today)], as_of=today):
        counts[str(brief.state)] += 1
        counts["overdue"] += brief.must_by is not None and today > brief.must_by
        if brief.due_on is not None and brief.due_on <= today + FORESEEN and not brief.is_held:
            coming[brief.due_on] += 1
    counts["foreseen"] = coming.total()
    return dict(counts)


def _wake(session: Session, today: date, *, is_stopped: bool) -> None:
    """Asks again for what a lost job has left. Stopping destruction stops neither bringing back nor a certificate."""
    back = runs_to_bring_back_from(session)
    for run_id in sorted(back):
        jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run_id)
    unprinted = select(CertificateRow.run_id).where(CertificateRow.file_id.is_(None))
    for run_id in session.execute(unprinted).scalars():
        jobs.enqueue(session, jobs.Job.ISSUE_CERTIFICATE, run=run_id)
    if not is_stopped:
        _go_on(session, today, but=back)


def _go_on(session: Session, today: date, *, but: Collection[UUID]) -> None:
    for run in session.execute(select(RetentionRun).where(RetentionRun.finished_at.is_(None))).scalars():
        if run.id in but:
            continue
        if run.state in ("approved", "destroying") or (
            run.state == "waiting" and run.destroy_on is not None and run.destroy_on <= today
        ):
            jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run.id)
        elif run.state == "sweeping":
            jobs.enqueue(session, jobs.Job.FORGET_FILES, run=run.id)
