"""Planning a run, approving exactly that list, taking it back, and asking for a hidden case again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.retention.canonical import fingerprint
from records.retention.models import PolicyVersion, RetentionRule
from records.retention.schedule import Schedule, schedule_on
from records.retention.second_person import second_person
from records.retention.standing import Person, Standing, all_standings, people_of
from records.retention.states import ensure_state
from records.retention.terms import RecordClass
from records.retention.traces import Disposition, RetentionRun, RunApproval, RunItem
from records.retention.verdict import Verdict
from tenants import audit, clock, context, jobs
from tenants.database import new_id
from tenants.errors import Conflict, Refused

# A list longer than anybody can look through is no list; the rest waits for the next run.
LONGEST_LIST = 200
PLAN_LASTS = timedelta(days=14)


def plan_run(session: Session, *, as_of: date | None = None, limit: int = LONGEST_LIST) -> RetentionRun:
    """A dry run: writes down what is due and may go, longest overdue first, and touches nothing else. The list is
    frozen by its hash; an approval is of this list and no other."""
    today = clock.today(context.current().timezone)
    day = as_of or today
    if day > today:
        raise Refused("A run cannot be planned for a day that has not come.", field="as_of")
    state = ensure_state(session, lock=True)
    schedule = schedule_on(session, today)
    due = [one for one in all_standings(session, schedule=schedule, as_of=day) if one.may_go]
    due.sort(key=lambda one: (one.verdict.due_on or date.max, one.case.case_id))
    chosen = due[:limit]
    run = RetentionRun(
        id=new_id(),
        number=session.execute(select(func.count()).select_from(RetentionRun)).scalar_one() + 1,
        as_of=day,
        planned_by=_me(),
        left_over=len(due) - len(chosen),
        grace_days=state.grace_days,
    )
    items = _items(session, run, chosen, schedule, limit - len(chosen))
    run.list_hash, run.planned = list_hash(items), len(items)
    run.identities = len({item.client_id for item in items if item.with_identity})
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
    not_these = {run.planned_by, *_authors(session, run.id)}
    member, alone = second_person(session, not_these=not_these, since=run.created_at)
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


def ask_restore(session: Session, item: RunItem) -> None:
    """Asks for one hidden case to be put back in sight; it then needs a new plan to go."""
    if item.state not in ("quarantined", "held", "busy", "failed"):
        raise Conflict("This file is not in quarantine.")
    item.restore_asked_by = _me()
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, run=item.run_id)
    audit.record(session, audit.Verb.CASE_RESTORED, item.record_id, step="asked")


@dataclass(frozen=True, slots=True)
class _Row:
    record_class: RecordClass
    record_id: UUID
    client_id: UUID
    verdict: Verdict
    with_identity: bool


def _items(
    session: Session, run: RetentionRun, chosen: Sequence[Standing], schedule: Schedule, room: int
) -> list[RunItem]:
    going = [one.case.case_id for one in chosen]
    owners = {one.case.client_id for one in chosen}
    people = people_of(session, owners, schedule=schedule, as_of=run.as_of, going=going)
    rows = [
        _Row(RecordClass.CASE_FILE, one.case.case_id, one.case.client_id, one.verdict,
             people[one.case.client_id].may_go)
        for one in chosen
    ]  # fmt: skip
    alone = _left_alone(session, schedule, run.as_of, room)
    rows += [
        _Row(RecordClass.CLIENT_IDENTITY, one.client_id, one.client_id, one.verdict, with_identity=True)
        for one in alone
    ]
    return [_item(run, row) for row in rows]


def _item(run: RetentionRun, row: _Row) -> RunItem:
    rule, due_on = row.verdict.governing_rule, row.verdict.due_on
    assert rule is not None
    assert due_on is not None
    return RunItem(
        id=new_id(),
        run_id=run.id,
        record_class=str(row.record_class),
        record_id=row.record_id,
        client_id=row.client_id,
        with_identity=row.with_identity,
        rule_id=UUID(rule.id),
        action=str(rule.action),
        due_on=due_on,
        basis_hash=row.verdict.basis_hash,
    )


def _left_alone(session: Session, schedule: Schedule, as_of: date, room: int) -> list[Person]:
    """Clients whose last case is gone and whose own period is over now."""
    ids = session.execute(
        select(Disposition.client_id)
        .where(Disposition.record_class == str(RecordClass.CLIENT_IDENTITY))
        .where(Disposition.client_id.not_in(select(Case.client_id)))
        .order_by(Disposition.client_id)
    ).scalars()
    people = people_of(session, list(ids), schedule=schedule, as_of=as_of)
    return [one for one in people.values() if one.may_go and one.verdict.governing_rule is not None][:room]


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


def _locked(session: Session, run: RetentionRun) -> RetentionRun:
    wanted = select(RetentionRun).where(RetentionRun.id == run.id).with_for_update()
    return session.execute(wanted.execution_options(populate_existing=True)).scalar_one()


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
