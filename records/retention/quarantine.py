"""Hiding what was approved, and bringing back what may no longer go."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.retention.apart import holds_over
from records.retention.apart_batches import is_apart, set_apart_hidden
from records.retention.batches import BATCH, Batch, Progress, are_left, begin, take
from records.retention.planning import PLAN_LASTS, list_hash
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, RetentionRun, RunApproval, RunItem
from tenants import audit, clock


def approval_holds(session: Session, run_id: UUID) -> bool:
    """Whether the run has an approval of the very list it holds now, made no more than fourteen days ago."""
    items = session.execute(select(RunItem).where(RunItem.run_id == run_id)).scalars().all()
    approvals = session.execute(select(RunApproval).where(RunApproval.run_id == run_id)).scalars()
    now_listed = list_hash(items)
    return any(
        one.list_hash == now_listed
        and one.confirmed == len(items)
        and clock.now() <= one.created_at + PLAN_LASTS
        for one in approvals
    )


def void_run(session: Session, run_id: UUID) -> None:
    """Ends a run whose approval is not of the list it holds; what it had hidden comes back."""
    run = session.execute(
        select(RetentionRun).where(RetentionRun.id == run_id).with_for_update()
    ).scalar_one()
    if run.state == "approved":
        run.state, run.finished_at = "cancelled", clock.now()
        session.flush()
        bring_back_asked(session, run_id)
        audit.record(session, audit.Verb.RUN_CANCELLED, run_id, reason="approval_void")


def quarantine_batch(session: Session, run_id: UUID, size: int = BATCH) -> Progress:
    """Hides the next approved records that still stand as they were approved; the others leave the run. After
    the last batch the waiting time begins."""
    batch = begin(session, run_id, "approved")
    take(session, batch, "planned", size)
    _leave_to_others(session, batch)
    _set_hidden(session, [item for item, _ in (*batch.cases, *batch.apart)], clock.now())
    for item, _ in (*batch.cases, *batch.people, *batch.apart):
        item.state = "quarantined"
    for item in batch.held:
        item.state, item.reason = "held", "hold"
    for item in batch.changed:
        item.state, item.reason = "changed", "changed"
    session.flush()
    progress = batch.progress(more=are_left(session, run_id, "planned"))
    if progress is Progress.LAST:
        batch.run.state = "waiting"
    for item, _ in batch.cases:
        audit.record(session, audit.Verb.CASE_QUARANTINED, item.record_id, run=run_id)
    for item, _ in batch.apart:
        audit.record(session, audit.Verb.RECORD_QUARANTINED, item.record_id, run=run_id, of=item.record_class)
    return progress


def _leave_to_others(session: Session, batch: Batch) -> None:
    """What another run has hidden already is that run's."""
    ids = [item.record_id for item, _ in batch.cases]
    hidden = set(
        session.execute(select(Case.id).where(Case.id.in_(ids), Case.quarantined_at.is_not(None))).scalars()
    )
    batch.changed += [item for item, _ in batch.cases if item.record_id in hidden]
    batch.cases = [(item, standing) for item, standing in batch.cases if item.record_id not in hidden]


def let_go(session: Session, batch: Batch) -> None:
    """Takes what changed out of the run and back into sight; the trail is told of it last (`tell_of_return`). What is
    held stays out of sight: a hold stops the destruction; showing it again is asked for separately."""
    _put_back(session, batch.changed, "changed", "changed")
    for item in batch.held:
        item.state, item.reason = "held", "hold"


def bring_back(session: Session, items: Iterable[RunItem], state: str, reason: str) -> None:
    """Puts cases back in sight."""
    listed = list(items)
    _put_back(session, listed, state, reason)
    tell_of_return(session, listed, reason)


def _put_back(session: Session, items: Sequence[RunItem], state: str, reason: str) -> None:
    _set_hidden(session, items, None)
    for item in items:
        item.state, item.reason = state, reason


def tell_of_return(session: Session, items: Iterable[RunItem], reason: str) -> None:
    """Tells the trail that these are back in sight."""
    for item in items:
        verb = audit.Verb.RECORD_RESTORED if is_apart(item) else audit.Verb.CASE_RESTORED
        audit.record(session, verb, item.record_id, run=item.run_id, reason=reason)


def bring_back_asked(session: Session, run_id: UUID) -> int:
    """Puts back every hidden case of a run that somebody asked for or that no hold keeps any longer, or all of them
    when the run was cancelled."""
    wanted = _perhaps_back().where(RunItem.run_id == run_id).order_by(RunItem.record_id)
    going = _going_back(session, wanted.with_for_update(of=RunItem, skip_locked=True))
    for reason, items in going.items():
        bring_back(session, items, "restored", reason)
    return sum(len(items) for items in going.values())


def runs_to_bring_back_from(session: Session) -> set[UUID]:
    """The runs that still hide what should be in sight: the job that was to bring it back was lost."""
    return {item.run_id for items in _going_back(session, _perhaps_back()).values() for item in items}


def _perhaps_back() -> Select[RunItem, str]:
    is_asked = RunItem.restore_asked_by.is_not(None) | (RetentionRun.state == "cancelled")
    return (
        select(RunItem, RetentionRun.state)
        .join(RetentionRun, RetentionRun.id == RunItem.run_id)
        .where(RunItem.state.in_(HIDDEN), RunItem.record_id.is_not(None))
        .where(is_asked | (RunItem.state == "held"))
    )


def _going_back(session: Session, wanted: Select[RunItem, str]) -> dict[str, list[RunItem]]:
    """The items that come back into sight, by the reason why."""
    rows = session.execute(wanted).all()
    holds = holds_over(session, [item for item, _ in rows])
    going: dict[str, list[RunItem]] = {"cancelled": [], "asked": [], "hold_released": []}
    for item, run_state in rows:
        if run_state == "cancelled":
            going["cancelled"].append(item)
        elif item.restore_asked_by is not None:
            going["asked"].append(item)
        elif not holds[item.id]:
            going["hold_released"].append(item)
    return going


def bring_back_released(session: Session) -> int:
    """Puts back what a hold had kept in quarantine and none keeps any longer. What another hold keeps stays hidden."""
    wanted = _perhaps_back().where(RunItem.state == "held").order_by(RunItem.record_id)
    going = _going_back(session, wanted.with_for_update(of=RunItem, skip_locked=True))
    bring_back(session, going["hold_released"], "restored", "hold_released")
    return len(going["hold_released"])


def _set_hidden(session: Session, items: Sequence[RunItem], moment: datetime | None) -> None:
    set_apart_hidden(session, items, moment)
    ids = [one.record_id for one in items if one.record_class == RecordClass.CASE_FILE]
    if ids:
        statement = update(Case).where(Case.id.in_(ids)).values(quarantined_at=moment)
        session.execute(statement.execution_options(synchronize_session=False))
