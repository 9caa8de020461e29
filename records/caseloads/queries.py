"""Every way to read caseloads: who carries what, what somebody said of a case and its points."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.caseloads.models import CaseloadCapacity, PointDoubt
from records.caseloads.rules import FULL_POINTS, FULL_TIME, Hands, full, load
from records.caseloads.weighing import Weighed, weighed
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from tenants.errors import NotFound
from tenants.members import Member, members
from tenants.permissions import P, may


@dataclass(frozen=True)
class Caseload:
    """What one member carries, beside what a full caseload of theirs would be. `member_id` is None for the cases of
    those who do not belong any more."""

    member_id: UUID | None
    name: str
    cases: Sequence[Weighed]
    points: int = FULL_POINTS
    percent: int = FULL_TIME
    last_day: date | None = None

    @property
    def people(self) -> int:
        """How many people these cases are of; without those who wait for a place."""
        return len({case.client_id for case in self.cases if case.lines})

    @cached_property
    def quarters(self) -> int:
        """What all of them weigh."""
        return sum(case.quarters for case in self.cases)

    @property
    def full_quarters(self) -> int:
        """What a full caseload of theirs would weigh, to the next quarter."""
        return round(full(self.points, self.percent) / 100)

    @property
    def load(self) -> int:
        """How full their hands are, in per cent."""
        return load(self.quarters, full(self.points, self.percent))


def caseloads(session: Session) -> list[Caseload]:
    """Who carries what, by name and never by how much; first of all the cases without a worker, if there are any.
    Whoever works on cases is there, with or without some."""
    here, cases = takers(session), weighed(session)
    capacities = capacities_of(session)
    ids = {member.id for member in here}
    found = [_caseload(member, cases, capacities) for member in here]
    left = [case for case in cases if case.worker_id not in ids and case.status != "closed"]
    return [Caseload(None, "", left), *found] if left else found


def caseload_of(session: Session, member: Member) -> Caseload:
    """What one member carries."""
    cases = weighed(session, Case.worker_id == member.id)
    return _caseload(member, cases, capacities_of(session))


def takers(session: Session) -> list[Member]:
    """Who belongs and may work on cases, by name."""
    return [member for member in members(session) if may(member.roles, P.WRITE_CASES)]


def capacities_of(session: Session) -> dict[UUID, CaseloadCapacity]:
    """What was settled last of the capacity of each member."""
    settled = session.execute(select(CaseloadCapacity).order_by(CaseloadCapacity.id)).scalars()
    return {row.member_id: row for row in settled}


def fitting(
    loads: Iterable[Caseload], *, whose: str = "", program: str = "", status: str = "", support: str = ""
) -> list[Weighed]:
    """The open cases of these caseloads that fit; `whose` is the id of a member, or "nobody" for those without one."""
    return [
        case
        for one in loads
        if whose in ("", str(one.member_id or "nobody"))
        for case in one.cases
        if case.status != "closed"
        and program in ("", case.program)
        and status in ("", case.status)
        and support in ("", case.support)
    ]


def programs_of(loads: Iterable[Caseload]) -> list[str]:
    """The programs these cases are in."""
    return sorted({case.program for one in loads for case in one.cases} - {""})


def hands_of(loads: Iterable[Caseload], member_ids: Collection[UUID]) -> list[Hands]:
    """These members as they may take over cases."""
    return [
        Hands(one.member_id, one.quarters, full(one.points, one.percent))
        for one in loads
        if one.member_id is not None and one.member_id in member_ids
    ]


def doubts_of(session: Session, case_ids: Collection[UUID]) -> Sequence[PointDoubt]:
    """What was doubted about the points of these cases, newest first."""
    wanted = select(PointDoubt).where(PointDoubt.case_id.in_(case_ids)).order_by(PointDoubt.id.desc())
    return session.execute(wanted).scalars().all()


def open_doubts(session: Session) -> list[tuple[PointDoubt, Client]]:
    """What waits for an answer, of clients the reader may know so far, oldest first."""
    wanted = select(PointDoubt, Client).join(Client, Client.id == PointDoubt.client_id)
    unanswered = PointDoubt.answered_at.is_(None), reachable(Category.ASSESSMENT, Level.READ)
    rows = session.execute(wanted.where(*unanswered).order_by(PointDoubt.id))
    return [(doubt, client) for doubt, client in rows]


def get_doubt(session: Session, case_id: UUID, doubt_id: UUID) -> PointDoubt:
    """One doubt about the points of a case. Raises NotFound."""
    wanted = select(PointDoubt).where(PointDoubt.id == doubt_id, PointDoubt.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def _caseload(
    member: Member, cases: Sequence[Weighed], capacities: Mapping[UUID, CaseloadCapacity]
) -> Caseload:
    mine, settled = [case for case in cases if case.worker_id == member.id], capacities.get(member.id)
    capacity = (settled.points, settled.percent) if settled else (FULL_POINTS, FULL_TIME)
    return Caseload(member.id, member.name, mine, *capacity, member.last_day)
