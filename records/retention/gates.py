"""Why a run may not go on now: asked before anything is hidden, before destruction begins, before each batch, and by
the page that shows it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.retention.brakes import NEVER_TOO_MANY, are_apart, is_believed, is_too_much, silence
from records.retention.dates import day_of
from records.retention.models import RetentionState
from records.retention.sentences import Sentence
from records.retention.states import ensure_state, find_state
from records.retention.telling import notices_of
from records.retention.terms import RecordClass
from records.retention.traces import LedgerEntry, RetentionRun, StubRow
from tenants import audit, clock, context, halt, jobs, journal
from tenants.errors import Conflict
from tenants.seals import last_backup

ONE_NIGHT = timedelta(days=1)
# From here on nothing can be taken back, so somebody has to have been told.
HIDDEN = ("waiting", "destroying")
_UNWRITTEN = Sentence(
    "The journal cannot be written. Whoever runs Northfile has to look at the disk it lies on."
)
# Where backups are taken, one this old says that they have stopped.
_BACKUP_IS_FRESH = timedelta(days=7)
_SILENCES = {
    "nobody": Sentence("Nobody has been told yet that files of this run are hidden."),
    "failed": Sentence(
        "A message about this run could not be delivered. Somebody has to say that they have seen it."
    ),
    "undelivered": Sentence("No message about this run has arrived anywhere yet."),
}


def obstacles(session: Session, run: RetentionRun) -> tuple[Sentence, ...]:
    """Every reason why a run may not go on now, for a person to read; none when it may."""
    state = find_state(session)
    if state is None:
        return ()
    seen = _look(session, run)
    found = [*_switches(state), *_clocks(state, seen), *_journal(run, seen), *_amount(session, run, seen)]
    found += _backups()
    if run.state in HIDDEN:
        found += _notices(session, run)
    return tuple(found)


def is_day_in_doubt(session: Session) -> bool:
    """Whether a person has to confirm today's date before anything may be destroyed."""
    state = find_state(session)
    return state is not None and not is_believed(_today(), state.trusted_on)


def confirm_day(session: Session, *, day: date) -> None:
    """A person says that the calendar is right: today, and none but the day they were shown. What waited goes on."""
    if day != _today():
        raise Conflict("The day is another by now. Look at it again.")
    state = ensure_state(session, lock=True)
    before, state.trusted_on = state.trusted_on, _today()
    waiting = select(RetentionRun.id).where(RetentionRun.state.in_(("approved", *HIDDEN)))
    for run_id in session.execute(waiting).scalars():
        jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run_id)
    audit.record(session, audit.Verb.DAY_CONFIRMED, state.id, before=before, today=state.trusted_on)


def trust_day(state: RetentionState) -> None:
    """Each night moves the believed day on, unless the calendar jumped: then it stays for a person to confirm."""
    if is_believed(_today(), state.trusted_on):
        state.trusted_on = _today()


def is_long(session: Session, run: RetentionRun, *, besides: int = 0) -> bool:
    """Whether a list, with so many files that go beside it, needs somebody who types its length."""
    count = run.planned + besides
    if count <= NEVER_TOO_MANY:
        return False
    seen = session.execute(select(func.count()).select_from(Case)).scalar_one()
    files = seen if run.state == "planned" else seen + run.planned
    return is_too_much(count, files=files, foreseen=run.forecast)


def _switches(state: RetentionState) -> list[Sentence]:
    found = []
    if halt.is_halted():
        found.append(Sentence("Whoever runs Northfile has stopped destruction in every agency."))
    if state.stopped_at is not None:
        found.append(Sentence("Destruction is stopped in this agency."))
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look at the database tells the gates."""

    now: datetime
    newest_batch: UUID | None
    gone_tonight: int


def _look(session: Session, run: RetentionRun) -> _Seen:
    """The database's own clock, the newest batch it knows, and how many files other runs destroyed that began within a
    day."""
    newest = select(LedgerEntry.batch_id).where(LedgerEntry.batch_id.is_not(None))
    recent = select(RetentionRun.id).where(
        RetentionRun.id != run.id, RetentionRun.started_at > clock.now() - ONE_NIGHT
    )
    gone = select(func.count()).where(
        StubRow.run_id.in_(recent), StubRow.record_class == str(RecordClass.CASE_FILE)
    )
    row = session.execute(
        select(
            func.clock_timestamp(),
            newest.order_by(LedgerEntry.batch_id.desc()).limit(1).scalar_subquery(),
            gone.scalar_subquery(),
        )
    ).one()
    return _Seen(*row)


def _clocks(state: RetentionState, seen: _Seen) -> list[Sentence]:
    found = []
    if are_apart(seen.now, clock.unmoved()):
        found.append(
            Sentence("The clocks of the database and of this machine are more than five minutes apart.")
        )
    if not is_believed(_today(), state.trusted_on):
        days = {"before": state.trusted_on, "today": _today()}
        found.append(
            Sentence(
                "The calendar has jumped from %(before)s to %(today)s. Somebody has to confirm the date.",
                days,
            )
        )
    return found


def _journal(run: RetentionRun, seen: _Seen) -> list[Sentence]:
    """What this process can see of the journal; and what the worker met, which may be another machine."""
    try:
        journal.expect_ready(context.current().organisation_id, knows=seen.newest_batch)
    except journal.Unreachable:
        return [_UNWRITTEN]
    return [_UNWRITTEN] if run.journal_failed_at else []


def _amount(session: Session, run: RetentionRun, seen: _Seen) -> list[Sentence]:
    if run.confirmed is not None or not is_long(session, run, besides=seen.gone_tonight):
        return []
    count = {"count": run.planned + seen.gone_tonight}
    return [
        Sentence("Too many files for one night (%(count)s), and nobody typed how many when planning.", count)
    ]


def _backups() -> list[Sentence]:
    """Nothing about backups where none was ever taken with `northfile backup`."""
    last = last_backup()
    if last is None or clock.now() - last <= _BACKUP_IS_FRESH:
        return []
    told = {"day": day_of(last, context.current().timezone)}
    return [Sentence("The last backup is from %(day)s. Take one before anything is destroyed.", told)]


def _notices(session: Session, run: RetentionRun) -> list[Sentence]:
    now = clock.now()
    found = silence([one.outcome for one in notices_of(session, run.id)], now)
    if found is None:
        return []
    if found.until is None:
        return [_SILENCES[found.why]]
    day = day_of(found.until, context.current().timezone)
    if run.destroy_on is not None and day < run.destroy_on:
        return []  # The week is over before the waiting time is.
    return [
        Sentence(
            "The first message about this run arrived late: nothing is destroyed before %(day)s.",
            {"day": day},
        )
    ]


def _today() -> date:
    return clock.today(context.current().timezone)
