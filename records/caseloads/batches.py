"""What a reassignment would move, or moved: each case as it stands now, what hinders it, and what goes with it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.access.queries import kept_apart, let_in
from records.access.rules import Category, Level
from records.appointments.models import Appointment
from records.appointments.rules import AHEAD
from records.caseloads.models import ReassignedCase, Reassignment
from records.caseloads.queries import Caseload
from records.caseloads.rules import hindrance
from records.caseloads.weighing import Weighed
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.notes.models import Note
from records.tasks.models import CheckIn, Task
from tenants import clock
from tenants.errors import NotFound

NEWEST: Final = 10
Rows = defaultdict[tuple[UUID, UUID], list[Any]]  # by case and member


@dataclass(slots=True)
class Move:
    """One case of a reassignment, to whom it goes and from whom, what hinders it, and what of theirs goes with it or
    stays: tasks and check-ins, appointments, drafts."""

    item: ReassignedCase
    case: Case
    client: Client
    giver_id: UUID
    taker_id: UUID
    hindrance: str
    promises: list[Any] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    drafts: list[Note] = field(default_factory=list)


def shifts(loads: Sequence[Caseload], moves: Sequence[Move]) -> list[tuple[Caseload, Caseload]]:
    """Each caseload that would be another one afterwards: as it is, and as it would be."""
    going = {move.case.id: move.taker_id for move in moves if not move.hindrance}
    here = {one.member_id for one in loads}
    cases: dict[UUID | None, list[Weighed]] = defaultdict(list)
    for case in (case for one in loads for case in one.cases):
        worker = going.get(case.id, case.worker_id)
        cases[worker if worker in here else None].append(case)
    then = [(one, replace(one, cases=cases[one.member_id])) for one in loads]
    return [(now, after) for now, after in then if {c.id for c in now.cases} != {c.id for c in after.cases}]


def reassignments(session: Session) -> Sequence[Reassignment]:
    """The newest ones that were done, newest first."""
    wanted = select(Reassignment).where(Reassignment.state != "prepared").order_by(Reassignment.id.desc())
    return session.execute(wanted.limit(NEWEST)).scalars().all()


def get_reassignment(session: Session, reassignment_id: UUID) -> Reassignment:
    """One of them. Raises NotFound."""
    wanted = select(Reassignment).where(Reassignment.id == reassignment_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def moves_of(session: Session, batch: Reassignment, *, back: bool = False, lock: bool = False) -> list[Move]:
    """Its cases, of clients the reader may know so far, in one order; with `back` those that were moved, on the way
    back. With `lock` nothing of it changes until the transaction ends."""
    wanted = (
        select(ReassignedCase, Case, Client)
        .join(Case, Case.id == ReassignedCase.case_id)
        .join(Client, Client.id == ReassignedCase.client_id)
        .where(ReassignedCase.reassignment_id == batch.id, reachable(Category.ASSESSMENT, Level.READ))
        .order_by(Case.id)
    )
    if back:
        wanted = wanted.where(ReassignedCase.outcome == "moved")
    if lock:
        wanted = wanted.with_for_update(of=(Case, Client), key_share=True)
    rows = session.execute(wanted, execution_options={"populate_existing": lock}).all()
    return _moves(session, [(item, case, client) for item, case, client in rows], back=back, lock=lock)


def _moves(
    session: Session, rows: Sequence[tuple[ReassignedCase, Case, Client]], *, back: bool, lock: bool
) -> list[Move]:
    clients = {client.id for _item, _case, client in rows}
    apart, inside = kept_apart(session, clients), let_in(session, clients)
    case_ids = [case.id for _item, case, _client in rows]
    promises, appointments, drafts = _following(session, case_ids, lock=lock)
    moves = []
    for item, case, client in rows:
        giver, taker = (item.to_id, item.from_id) if back else (item.from_id, item.to_id)
        why = hindrance(
            is_as_seen=case.version == item.seen_version + back and case.worker_id == giver,
            is_open=case.is_open,
            is_blocked=(client.id, taker) in apart,
            is_kept=client.restricted and client.worker_id != taker and (client.id, taker) not in inside,
        )
        theirs = [found.get((case.id, giver), []) for found in (promises, appointments, drafts)]
        moves.append(Move(item, case, client, giver, taker, why, *theirs))
    return moves


def _following(session: Session, case_ids: Collection[UUID], *, lock: bool) -> tuple[Rows, Rows, Rows]:
    """What is open in these cases, by case and whose it is: promises, appointments to come, and drafts."""
    ahead = and_(Appointment.state.in_(AHEAD), Appointment.starts_at > clock.now())
    promises, appointments, drafts = Rows(list), Rows(list), Rows(list)
    kinds: tuple[tuple[Any, Any, Any, Rows], ...] = (
        (Task, Task.owner_member_id, Task.state == "open", promises),
        (CheckIn, CheckIn.worker_id, CheckIn.state == "planned", promises),
        (Appointment, Appointment.worker_id, ahead, appointments),
        (Note, Note.author_id, Note.state == "draft", drafts),
    )
    for model, whose, is_open, found in kinds:
        wanted = select(model).where(model.case_id.in_(case_ids), is_open, whose.is_not(None))
        if lock and model is not Note:
            wanted = wanted.with_for_update(key_share=True)
        options = {"populate_existing": lock and model is not Note}
        for row in session.execute(wanted.order_by(model.id), execution_options=options).scalars():
            found[row.case_id, getattr(row, whose.key)].append(row)
    return promises, appointments, drafts
