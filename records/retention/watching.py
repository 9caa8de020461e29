"""What may be wrong with retention here, read in one statement; and how the agency's files stand, for its overview."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Select, Text, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from records.retention.alarms import TOO_OFTEN, Alarm, Sign, before
from records.retention.briefs import Briefed, briefs
from records.retention.gates import obstacles
from records.retention.models import PolicyVersion, RetentionState
from records.retention.schedule import schedule_on
from records.retention.sentences import Sentence
from records.retention.standing import Standing, standings_of
from records.retention.terms import Event
from records.retention.traces import Erasure, RetentionRun, RunItem
from records.retention.verdict import Obstacle, State
from tenants import clock, context, gate
from tenants.jobs import Job, JobRow

# Of very many files that wait for a date or an end of what blocks them, so many are looked at one by one.
LOOKED_AT = 500
WORKING = ("approved", "waiting", "destroying", "sweeping")


def red_lines() -> Select[Any, Any, Any]:
    """What is wrong by now: the alarm, since when, and the number of the run. An agency without a published schedule
    destroys nothing, so nothing of it can be late."""
    now, no_run = clock.now(), cast(null(), Integer)
    published = select(func.max(PolicyVersion.published_at)).scalar_subquery()
    evaluated = select(func.max(RetentionState.evaluated_at)).scalar_subquery()
    seen, unerased = func.greatest(evaluated, published), func.min(Erasure.created_at)
    waiting = select(_named(Alarm.NOT_ERASED), unerased, no_run).where(Erasure.done_at.is_(None))
    found = union_all(
        select(_named(Alarm.NOT_EVALUATED), seen, no_run).where(
            published.is_not(None), seen <= before(Alarm.NOT_EVALUATED, now)
        ),
        waiting.having(unerased <= before(Alarm.NOT_ERASED, now)),
        _in_vain(),
        _failed(),
        _standing_still(before(Alarm.RUN_STANDS, now)),
    ).subquery()
    # Said from what, so that it can be counted, too.
    return select(*found.c).select_from(found)


def alarms_of(session: Session) -> list[Sign]:
    """Every alarm of the agency, the oldest first."""
    found = [Sign(Alarm(alarm), since, number) for alarm, since, number in session.execute(red_lines())]
    return sorted(found, key=lambda one: (one.since, one.alarm))


def watch() -> dict[str, int]:
    """For the person on call: how many agencies were not looked at for too long, and how many have something left to
    erase for too long. It names none of them."""
    now = clock.now()
    return gate.retention_watch(before(Alarm.NOT_EVALUATED, now), before(Alarm.NOT_ERASED, now))


@dataclass(slots=True)
class Overview:
    """How the agency's files stand today. `oldest_due` is the first day on which one of those overdue had to be gone;
    `blocked` and `needed` count by reason and by event, of as many as were looked at."""

    as_of: date
    by_state: Counter[State] = field(default_factory=Counter)
    overdue: list[Standing] = field(default_factory=list)
    overdue_number: int = 0
    oldest_due: date | None = None
    blocked: Counter[str] = field(default_factory=Counter)
    needed: Counter[str] = field(default_factory=Counter)
    without_date: list[Standing] = field(default_factory=list)
    is_whole: bool = True
    evaluated_at: datetime | None = None
    alarms: list[Sign] = field(default_factory=list)
    runs: list[tuple[RetentionRun, tuple[Sentence, ...]]] = field(default_factory=list)


def overview(session: Session) -> Overview:
    """Where every file in sight stands, what is overdue and why, what blocks, what needs a date."""
    today = clock.today(context.current().timezone)
    schedule, found = schedule_on(session, today), Overview(today)
    late: list[tuple[date, UUID]] = []
    blocked: list[Briefed] = []
    for one in briefs(session, [schedule], as_of=today):
        brief = one.verdicts[0]
        found.by_state[brief.state] += 1
        if brief.must_by is not None and today > brief.must_by:
            late.append((brief.must_by, one.case_id))
        if brief.state is State.BLOCKED:
            blocked.append(one)
    late.sort()
    found.overdue_number, found.oldest_due = len(late), late[0][0] if late else None
    looked = [one.case_id for one in blocked[:LOOKED_AT]]
    found.is_whole = len(looked) == len(blocked)
    wanted = {*looked, *(case_id for _, case_id in late[:LOOKED_AT])}
    known = {one.case.case_id: one for one in standings_of(session, wanted, schedule=schedule, as_of=today)}
    found.overdue = [known[case_id] for _, case_id in late[:LOOKED_AT] if case_id in known]
    _count_reasons(found, [known[case_id] for case_id in looked if case_id in known])
    found.evaluated_at = session.execute(select(RetentionState.evaluated_at)).scalar_one_or_none()
    found.alarms, found.runs = alarms_of(session), _waiting_runs(session)
    return found


def _count_reasons(found: Overview, blocked: list[Standing]) -> None:
    for standing in blocked:
        reasons = {(one.obstacle, one.code) for one in standing.verdict.blocked_by}
        for obstacle, code in reasons:
            if obstacle is Obstacle.DATE_UNKNOWN:
                found.needed[code] += 1
            else:
                found.blocked[code if obstacle is Obstacle.HOLD else str(obstacle)] += 1
        if any(obstacle is Obstacle.DATE_UNKNOWN for obstacle, _ in reasons):
            found.without_date.append(standing)
    found.without_date.sort(key=lambda one: one.case.facts.triggers[str(Event.CREATED_ON)] or found.as_of)


def _waiting_runs(session: Session) -> list[tuple[RetentionRun, tuple[Sentence, ...]]]:
    """Runs that are under way and wait for something, with what."""
    wanted = select(RetentionRun).where(RetentionRun.state.in_(WORKING)).order_by(RetentionRun.number)
    told = [(run, obstacles(session, run)) for run in session.execute(wanted).scalars()]
    return [(run, why) for run, why in told if why]


def _named(alarm: Alarm) -> Any:
    return literal(str(alarm)).label("alarm")


def _in_vain() -> Select[Any, Any, Any]:
    """The newest run that ended, when it destroyed nothing though something was due the last time anybody looked."""
    newest = select(func.max(RetentionRun.number)).where(RetentionRun.state.in_(("complete", "partial")))
    gone = select(RunItem.id).where(RunItem.run_id == RetentionRun.id, RunItem.state == "destroyed")
    due = select(func.max(cast(RetentionState.evaluation["due"].astext, Integer))).scalar_subquery()
    return select(_named(Alarm.NOTHING_DESTROYED), RetentionRun.finished_at, RetentionRun.number).where(
        RetentionRun.number == newest.scalar_subquery(), RetentionRun.planned > 0, ~gone.exists(), due > 0
    )


def _failed() -> Select[Any, Any, Any]:
    """Runs under way whose jobs failed three times since they were approved."""
    of_run = JobRow.args["run"].astext == cast(RetentionRun.id, Text)
    times = func.greatest(func.count(), func.max(JobRow.attempts))
    kinds = (Job.RUN_RETENTION, Job.FORGET_FILES, Job.ISSUE_CERTIFICATE)
    return (
        select(_named(Alarm.RUN_FAILED), func.max(JobRow.finished_at), RetentionRun.number)
        .join(JobRow, of_run)
        .where(JobRow.state == "failed", JobRow.kind.in_([str(one) for one in kinds]))
        .where(RetentionRun.state.in_(WORKING))
        .group_by(RetentionRun.number)
        .having(times >= TOO_OFTEN)
    )


def _standing_still(moment: datetime) -> Select[Any, Any, Any]:
    """Runs whose day has come and gone: something keeps them, and the page of the run says what."""
    begun = func.coalesce(RetentionRun.started_at, cast(RetentionRun.destroy_on, DateTime(timezone=True)))
    return select(_named(Alarm.RUN_STANDS), begun, RetentionRun.number).where(
        RetentionRun.state.in_(("waiting", "destroying", "sweeping")), begun <= moment
    )
