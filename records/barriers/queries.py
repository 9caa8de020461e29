"""Every way to read screenings, barriers, strategies and risks; each as far as the reader may go."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.barriers.models import Barrier, Risk, Screening, Strategy
from records.barriers.rules import sensitivity_of
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import Standing, reachable
from tenants import clock, context
from tenants.errors import NotFound


def screenings_of(session: Session, case_id: UUID) -> Sequence[Screening]:
    """The screenings of a case; the newest, which counts, first."""
    wanted = select(Screening).where(Screening.case_id == case_id)
    newest = wanted.order_by(Screening.screened_on.desc(), Screening.id.desc())
    return session.execute(newest).scalars().all()


def barriers_of(session: Session, case_id: UUID, file: Standing) -> list[Barrier]:
    """The barriers of a case that the reader may know of, in the order agreed with the client."""
    wanted = select(Barrier).where(Barrier.case_id == case_id).order_by(Barrier.rank, Barrier.id)
    return [one for one in session.execute(wanted).scalars() if may_read(file, one.category)]


def get_barrier(session: Session, case_id: UUID, barrier_id: UUID, file: Standing) -> Barrier:
    """One barrier of a case. Raises NotFound, also for one the reader must not know of."""
    wanted = select(Barrier).where(Barrier.id == barrier_id, Barrier.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None or not may_read(file, found.category):
        raise NotFound()
    return found


def may_read(file: Standing, category: str) -> bool:
    """Whether the reader may know of barriers of this kind."""
    return file.level(Category.ASSESSMENT, sensitivity=sensitivity_of(category)) >= Level.READ


def strategies_of(session: Session, barriers: Sequence[Barrier]) -> dict[UUID, list[Strategy]]:
    """What is tried about each of these barriers, oldest first."""
    ids = [barrier.id for barrier in barriers]
    wanted = select(Strategy).where(Strategy.barrier_id.in_(ids)).order_by(Strategy.id)
    found: dict[UUID, list[Strategy]] = defaultdict(list)
    for strategy in session.execute(wanted).scalars():
        found[strategy.barrier_id].append(strategy)
    return found


def get_strategy(session: Session, case_id: UUID, strategy_id: UUID, file: Standing) -> Strategy:
    """One strategy of a case. Raises NotFound, also when its barrier is not the reader's to know of."""
    wanted = select(Strategy).where(Strategy.id == strategy_id, Strategy.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    get_barrier(session, case_id, found.barrier_id, file)
    return found


def risks_of(session: Session, case_id: UUID, file: Standing) -> Sequence[Risk]:
    """The risks of a case, open ones first, soonest to be looked at first; none for who may not read of them."""
    if not _may_read_risks(file):
        return []
    wanted = select(Risk).where(Risk.case_id == case_id)
    in_order = wanted.order_by(Risk.state.desc(), Risk.review_on.asc().nulls_last(), Risk.id)
    return session.execute(in_order).scalars().all()


def get_risk(session: Session, case_id: UUID, risk_id: UUID, file: Standing) -> Risk:
    """One risk of a case. Raises NotFound."""
    wanted = select(Risk).where(Risk.id == risk_id, Risk.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None or not _may_read_risks(file):
        raise NotFound()
    return found


def risks_to_review(session: Session) -> list[tuple[Risk, Client]]:
    """The reader's clients' risks that somebody was to look at again by today, longest waiting first."""
    mine = Case.worker_id == context.current().member_id
    rows = session.execute(
        select(Risk, Client)
        .join(Client, Client.id == Risk.client_id)
        .join(Case, Case.id == Risk.case_id)
        .where(mine, Case.status != "closed", Risk.state == "open", Risk.review_on <= _today())
        .where(reachable(Category.ASSESSMENT, Level.READ))
        .order_by(Risk.review_on, Risk.id)
    )
    return [(risk, client) for risk, client in rows]


def risks_overdue(case_ids: Collection[UUID]) -> Select[UUID]:
    """For a statement that counts: the case of each of its open risks that somebody was to look at again by today."""
    return select(Risk.case_id).where(
        Risk.case_id.in_(case_ids), Risk.state == "open", Risk.review_on <= _today()
    )


def _may_read_risks(file: Standing) -> bool:
    return file.level(Category.ASSESSMENT, sensitivity="sensitive") >= Level.READ


def _today() -> date:
    return clock.today(context.current().timezone)
