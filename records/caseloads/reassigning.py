"""Giving cases to another worker together: prepare, do, undo within a day (decision 30)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from records.access.actions import stay_for_a_while
from records.appointments.keeping import take_over
from records.caseloads.batches import Move, moves_of
from records.caseloads.models import ReassignedCase, Reassignment
from records.caseloads.queries import caseloads, fitting, hands_of
from records.caseloads.rules import HANDING_OVER, shared
from records.cases.actions import give_case
from records.tasks.models import Task
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused

# So many that one page can still be read through before it is confirmed.
MOST = 100


def prepare(
    session: Session, *, case_ids: Collection[UUID], to_ids: Collection[UUID], with_appointments: bool
) -> Reassignment:
    """Keeps which cases somebody chose and who would take which, as they see them now; nothing moves yet."""
    me, loads = context.current().member_id, caseloads(session)
    chosen = [case for case in fitting(loads) if case.id in case_ids]
    hands = hands_of(loads, to_ids)
    if not 0 < len(chosen) <= MOST:
        raise Refused("Choose from 1 to %(most)s cases.", most=MOST, field="case_ids")
    if not hands:
        raise Refused("Choose who takes them over.", field="to_ids")
    if {case.worker_id for case in chosen} & set(to_ids):
        raise Refused("Somebody you chose works on one of these cases already.", field="to_ids")
    assert me is not None
    batch = Reassignment(made_by=me, with_appointments=with_appointments)
    session.add(batch)
    session.flush()
    takers = shared([(case.id, case.quarters) for case in chosen], hands)
    for case in chosen:
        seen = {"seen_version": case.version, "quarters": case.quarters}
        whose = {"from_id": case.worker_id, "to_id": takers[case.id]}
        session.add(
            ReassignedCase(
                reassignment_id=batch.id, client_id=case.client_id, case_id=case.id, **whose, **seen
            )
        )
    session.flush()
    return batch


def complete(session: Session, batch: Reassignment) -> None:
    """Gives each case to its new worker, with what its worker promised; access follows at once. What changed since it
    was chosen, or may not go there, stays as it is and is named."""
    hold(session, batch)
    batch.expect_prepared()
    moves = moves_of(session, batch, lock=True)
    for move in moves:
        move.item.outcome = move.hindrance or "moved"
        if not move.hindrance:
            before = move.client.worker_id
            move.item.moved_ids = _give(session, move, with_appointments=batch.with_appointments)
            move.item.was_worker = move.client.worker_id != before
    batch.state, batch.done_at = "done", clock.now()
    _record(session, audit.Verb.CASES_REASSIGNED, batch, moves)


def undo(session: Session, batch: Reassignment) -> None:
    """Puts back, within a day, every case that nobody changed since; what was changed stays and is named."""
    hold(session, batch)
    batch.expect_undoable(clock.now())
    moves = moves_of(session, batch, back=True, lock=True)
    for move in moves:
        move.item.undoing = move.hindrance or "put_back"
        if not move.hindrance:
            went, before = set(move.item.moved_ids), move.client.worker_id
            move.promises = [row for row in move.promises if row.id in went]
            move.appointments = [row for row in move.appointments if row.id in went]
            _give(session, move, with_appointments=True)
            if not move.item.was_worker:
                move.client.worker_id = before
    batch.state, batch.undone_at = "undone", clock.now()
    _record(session, audit.Verb.REASSIGNMENT_UNDONE, batch, moves)


def _give(session: Session, move: Move, *, with_appointments: bool) -> list[UUID]:
    """The case and what goes with it; returns the ids of the latter. Whoever has begun something there may open the
    file for two weeks, to bring it to its end."""
    give_case(session, move.case, worker_id=move.taker_id)
    for promise in move.promises:
        whose = "owner_member_id" if isinstance(promise, Task) else "worker_id"
        setattr(promise, whose, move.taker_id)
        promise.version += 1
    booked = move.appointments if with_appointments else []
    went = [one for one in booked if take_over(session, one, move.taker_id)]
    if move.drafts or len(went) < len(move.appointments):
        stay_for_a_while(session, move.client.id, move.giver_id, ends_at=clock.now() + HANDING_OVER)
    return [row.id for row in (*move.promises, *went)]


def _record(session: Session, verb: audit.Verb, batch: Reassignment, moves: Sequence[Move]) -> None:
    """Beside the line that each case has."""
    left = sum(bool(move.hindrance) for move in moves)
    audit.record(session, verb, batch.id, cases=len(moves) - left, left=left)
