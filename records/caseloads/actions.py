"""Saying what a case needs, what each factor weighs and who can carry how much; doubting a point, and answering."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from records.caseloads.models import CaseloadCapacity, CaseloadPoints, PointDoubt
from records.caseloads.rules import check_points
from records.caseloads.weighing import points_now, weighed_case
from records.cases.models import Case
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import Member


def set_points(session: Session, *, points: Mapping[str, int], why: str) -> None:
    """Settles what each factor weighs from now on, in quarters, and why; the tables before stay."""
    check_points(points)
    before = points_now(session)
    changed = sorted(code for code, quarters in points.items() if quarters != before[code])
    if not changed:
        raise Refused("These are the points already. Change one of them.")
    session.add(CaseloadPoints(points=dict(points), why=why, set_by=_me()))
    audit.record(session, audit.Verb.CASELOAD_POINTS_SET, factors=changed)


def set_capacity(session: Session, member: Member, *, points: int, percent: int) -> None:
    """Settles how many points a full week of a member can carry, and which part of one they work."""
    session.add(CaseloadCapacity(member_id=member.id, points=points, percent=percent, set_by=_me()))
    audit.record(session, audit.Verb.CAPACITY_SET, member.id, points=points, percent=percent)


def doubt_point(session: Session, case: Case, *, code: str, words: str) -> PointDoubt:
    """The worker of a case says why one of its points does not fit."""
    hold(session, case)
    if case.worker_id != _me():
        raise Refused("Only the worker of a case can say that a point does not fit.", field="words")
    found = weighed_case(session, case)
    if found is None or code not in {line.code for line in found.lines}:
        raise Conflict("This point does not count any more. Load the page again.")
    doubt = PointDoubt(client_id=case.client_id, case_id=case.id, code=code, member_id=_me(), words=words)
    session.add(doubt)
    audit.record(session, audit.Verb.POINT_DOUBTED, doubt.id, client_id=case.client_id, factor=code)
    return doubt


def answer_doubt(session: Session, doubt: PointDoubt, *, answer: str) -> None:
    """Whoever answers for caseloads says what follows from a doubt, once."""
    hold(session, doubt)
    doubt.expect_answerable_by(context.current().member_id)
    doubt.answer, doubt.answered_by, doubt.answered_at = answer, _me(), clock.now()
    audit.record(session, audit.Verb.POINT_DOUBT_ANSWERED, doubt.id, client_id=doubt.client_id)


def _me() -> UUID:
    member_id = context.current().member_id
    assert member_id is not None
    return member_id
