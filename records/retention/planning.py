"""Planning a run, approving exactly that list, taking it back, and asking for a hidden case again."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from records.retention.apart_batches import is_apart
from records.retention.canonical import fingerprint
from records.retention.gates import is_long
from records.retention.listing import listed
from records.retention.models import PolicyVersion, RetentionRule, RetentionState
from records.retention.schedule import schedule_on
from records.retention.second_person import second_person
from records.retention.states import ensure_state
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, Decision, RetentionRun, RunApproval, RunItem
from records.retention.ways import LEADS_TO
from tenants import audit, clock, context, jobs
from tenants.database import new_id
from tenants.errors import Conflict, Refused

# A list longer than anybody can look through is no list; the rest waits for the next run.
LONGEST_LIST = 200
PLAN_LASTS = timedelta(days=14)


def plan_run(
    session: Session,
    *,
    as_of: date | None = None,
    limit: int = LONGEST_LIST,
    confirmed: int | None = None,
) -> RetentionRun:
    """A dry run: writes down what is due and may go, longest overdue first, and touches nothing else. The list is
    frozen by its hash; an approval is of this list and no other. A list longer than usual is refused until the planner
    types how many files it holds."""
    today = clock.today(context.current().timezone)
    day = as_of or today
    if day > today:
        raise Refused("A run cannot be planned for a day that has not come.", field="as_of")
    state = ensure_state(session, lock=True)
    schedule = schedule_on(session, today)
    run = _new_run(session, state, day)
    items, run.left_over = listed(session, run, schedule, limit=limit)
    run.list_hash, run.planned = list_hash(items), len(items)
    run.identities = len({item.client_id for item in items if item.with_identity})
    _expect_confirmed(session, run, confirmed)
    session.add(run)
    session.flush()
    session.add_all(items)
    audit.record(session, audit.Verb.RUN_PLANNED, run.id, as_of=day, count=run.planned, hash=run.list_hash)
    return run


def list_hash(items: Iterable[RunItem]) -> str:
    """The fingerprint of a list: which records, on what grounds, and whether the identity goes too."""
    rows = [[item.record_class, str(item.record_id), item.basis_hash, item.with_identity] for item in items]
    return fingerprint(sorted(rows, key=str))


def approve_run(session: Session, run: RetentionRun, *, list_hash: str, count: int) -> None:
    """A second person approves this very list, having typed how many it holds. From here the cases are hidden at
    once; after the waiting time they are destroyed."""
    run = _locked(session, run)
    run.expect("planned")
    if list_hash != run.list_hash:
        raise Conflict("This run has moved on since the page was opened. Look at it again.")
    if count != run.planned:
        raise Refused("Type how many files the list holds.", field="count")
    if run.planned == 0:
        raise Refused("There is nothing in this list to approve.")
    if clock.now() > run.created_at + PLAN_LASTS:
        raise Conflict("This plan is more than fourteen days old. Plan again.")
    not_these = {run.planned_by, *_authors(session, run.id), *_deciders(session, run.id)}
    member, alone = second_person(session, not_these=not_these, since=run.created_at)
    if alone and run.confirmed is not None:
        raise Refused("A list this long is never approved alone. Plan a shorter one.")
    session.add(
        RunApproval(
            run_id=run.id,
            member_id=member,
            roles=sorted(context.current().roles),
            list_hash=list_hash,
            confirmed=count,
            alone=alone,
        )
    )
    today = clock.today(context.current().timezone)
    run.state, run.approved_at = "approved", clock.now()
    run.destroy_on = today + timedelta(days=run.grace_days)
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run.id)
    audit.record(session, audit.Verb.RUN_APPROVED, run.id, count=count, hash=list_hash, alone=alone)


def cancel_run(session: Session, run: RetentionRun) -> None:
    """Takes a run back before destruction begins; what it had hidden comes into sight again."""
    run = _locked(session, run)
    run.expect("planned", "approved", "waiting")
    was_planned = run.state == "planned"
    run.state, run.cancelled_by = "cancelled", _me()
    run.finished_at = clock.now()
    if not was_planned:
        jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=run.id)
    audit.record(session, audit.Verb.RUN_CANCELLED, run.id)


def ask_restore(session: Session, item: RunItem, *, reason: str) -> None:
    """Asks for one hidden case to be put back in sight, and keeps why; it then needs a new plan to go."""
    if item.state not in HIDDEN:
        raise Conflict("This file is not in quarantine.")
    if not reason.strip():
        raise Refused("Say why the file comes back.", field="reason")
    item.restore_asked_by = _me()
    # The reason stands in somebody's file and goes with it; a record of nobody's file has nowhere to keep one.
    if item.client_id is not None:
        session.add(
            Decision(
                client_id=item.client_id,
                case_id=item.record_id if item.record_class == RecordClass.CASE_FILE else None,
                member_id=item.restore_asked_by,
                kind="restore",
                basis_hash=item.basis_hash,
                reason=reason.strip(),
            )
        )
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=item.run_id)
    verb = audit.Verb.RECORD_RESTORED if is_apart(item) else audit.Verb.CASE_RESTORED
    audit.record(session, verb, item.record_id, step="asked")


def _new_run(session: Session, state: RetentionState, day: date) -> RetentionRun:
    return RetentionRun(
        id=new_id(),
        number=session.execute(select(func.count()).select_from(RetentionRun)).scalar_one() + 1,
        as_of=day,
        planned_by=_me(),
        state="planned",
        forecast=state.evaluation.get("foreseen"),
        grace_days=state.grace_days,
    )


def _expect_confirmed(session: Session, run: RetentionRun, confirmed: int | None) -> None:
    if not is_long(session, run):
        return
    if confirmed != run.planned:
        raise Refused(
            "This list holds %(count)s files, more than usual. Type that number if you mean it.",
            field="confirmed",
            count=run.planned,
        )
    run.confirmed = confirmed


def _authors(session: Session, run_id: UUID) -> set[UUID]:
    """Who wrote the rules that decided over this list, and who put their version together."""
    rows = session.execute(
        select(RetentionRule.author_id, PolicyVersion.author_id)
        .join(RunItem, RunItem.rule_id == RetentionRule.id)
        .join(PolicyVersion, PolicyVersion.id == RetentionRule.version_id)
        .where(RunItem.run_id == run_id)
        .distinct()
    ).all()
    return {author for row in rows for author in row}


def _deciders(session: Session, run_id: UUID) -> set[UUID]:
    """Who decided that any of the files in the list may go; who kept one, or brought one back, did not."""
    listed = select(RunItem.record_id).where(RunItem.run_id == run_id)
    about = case((Decision.case_id.is_(None), Decision.client_id), else_=Decision.case_id)
    led_here = select(Decision.member_id).where(about.in_(listed), Decision.kind.in_(LEADS_TO))
    return set(session.execute(led_here).scalars())


def _locked(session: Session, run: RetentionRun) -> RetentionRun:
    wanted = select(RetentionRun).where(RetentionRun.id == run.id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
