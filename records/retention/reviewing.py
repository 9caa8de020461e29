"""Deciding what becomes of files whose rule asks a person, and which of them still wait for an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from records.retention.briefs import briefs
from records.retention.facts import decided
from records.retention.schedule import Schedule, schedule_on
from records.retention.standing import Standing, standings_of
from records.retention.traces import Decision
from records.retention.verdict import State
from records.retention.ways import (
    BY_PERSON,
    DECISIONS,
    expect_extension,
    told_between,
    waits_for_person,
)
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import members
from tenants.permissions import P, may

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a person: the longest due first and at most so many, how many in all, and how many are decided
    and wait for a run."""

    waiting: list[Standing]
    number: int
    decided: int


@dataclass(frozen=True, slots=True)
class _Due:
    case_id: UUID
    client_id: UUID
    due_on: date


def decide(
    session: Session,
    case: Case,
    *,
    kind: str,
    reason: str,
    basis_hash: str,
    keep_through: date | None = None,
    recipient: str = "",
    receipt: str = "",
) -> Decision:
    """Writes down what becomes of a file whose period is over, on the grounds that were read. A file is handed over
    first, by hand, and the receiver's code typed; only then may a run take it."""
    hold(session, case)
    standing = _asked_about(session, case.id, basis_hash)
    _expect_whole(standing, kind, reason, keep_through, (recipient, receipt))
    goes = kind == "transfer"
    decision = Decision(
        client_id=case.client_id,
        case_id=case.id,
        member_id=_me(),
        kind=kind,
        basis_hash=basis_hash,
        keep_through=keep_through if kind == "extend" else None,
        reason=reason.strip(),
        recipient=recipient.strip() if goes else None,
        receipt=receipt.strip() if goes else None,
    )
    session.add(decision)
    settle(session, Notice.FILE_TO_REVIEW, about=case.id)
    audit.record(session, audit.Verb.FILE_DECIDED, case.id, client_id=case.client_id, kind=kind)
    return decision


def _asked_about(session: Session, case_id: UUID, basis_hash: str) -> Standing:
    standing = get_standing(session, case_id)
    if basis_hash != standing.verdict.basis_hash:
        raise Conflict("Something about this file changed while you were deciding. Look at it again.")
    if not asks_a_person(standing):
        raise Refused("No decision is asked for this file now.")
    return standing


def get_standing(session: Session, case_id: UUID) -> Standing:
    """Where a case in sight stands today."""
    (standing,) = standings_of(session, [case_id], schedule=schedule_on(session, _today()), as_of=_today())
    return standing


def asks_a_person(standing: Standing) -> bool:
    """Whether a person has to say what becomes of the file, or may say something else than before."""
    return standing.verdict.eligible and standing.verdict.action in BY_PERSON


def decisions_about(session: Session, case_id: UUID) -> Sequence[Decision]:
    """What was decided about a case, newest first."""
    wanted = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc())
    return session.execute(wanted).scalars().all()


def to_review(session: Session, *, limit: int = SHOWN) -> Queue:
    """The files in sight that are due and wait for a person, the longest due first."""
    schedule = schedule_on(session, _today())
    waiting, decided = _sorted_out(session, schedule)
    listed = {one.case_id: one for one in waiting[:limit]}
    standings = standings_of(session, list(listed), schedule=schedule, as_of=_today())
    standings.sort(key=lambda one: (listed[one.case.case_id].due_on, one.case.case_id))
    return Queue(standings, len(waiting), decided)


def tell_of_reviews(session: Session, *, before: date | None) -> None:
    """Tells those who approve retention of files that wait for an answer for fourteen days, and again after thirty;
    `before` is the day of the last look. No answer is never taken for consent."""
    waiting, _ = _sorted_out(session, schedule_on(session, _today()))
    late = [one for one in waiting if told_between(one.due_on, before, _today())]
    for member_id in approvers(session) if late else ():
        for one in late[:SHOWN]:
            where = {"client_id": one.client_id, "case_id": one.case_id, "about": one.case_id}
            tell(session, member_id=member_id, kind=Notice.FILE_TO_REVIEW, **where)


def approvers(session: Session) -> list[UUID]:
    """Those who approve retention here."""
    return [one.id for one in members(session) if may(one.roles, P.APPROVE_RETENTION)]


def _sorted_out(session: Session, schedule: Schedule) -> tuple[list[_Due], int]:
    """What waits for a person, longest due first; and how much of what did is decided on grounds that still hold."""
    if not any(rule.action in BY_PERSON for rules in schedule.versions for rule in rules):
        return [], 0
    due = [
        _Due(one.case_id, one.client_id, brief.due_on)
        for one in briefs(session, [schedule], as_of=_today())
        if (brief := one.verdicts[0]).state is State.DUE and brief.action in BY_PERSON and brief.due_on
    ]
    known = decided(session, true())
    answered = _answered(session, schedule, [one.case_id for one in due if one.case_id in known])
    waiting = [one for one in due if one.case_id not in answered]
    return sorted(waiting, key=lambda one: (one.due_on, one.case_id)), len(answered)


def _answered(session: Session, schedule: Schedule, case_ids: Collection[UUID]) -> set[UUID]:
    if not case_ids:
        return set()
    standings = standings_of(session, case_ids, schedule=schedule, as_of=_today())
    return {one.case.case_id for one in standings if not waits_for_person(one.verdict, one.case.decided)}


def _expect_whole(
    standing: Standing, kind: str, reason: str, keep_through: date | None, handed: tuple[str, str]
) -> None:
    if kind not in DECISIONS:
        raise Refused("Choose what becomes of the file.", field="kind")
    if not reason.strip():
        raise Refused("Say why, in a few words.", field="reason")
    if kind == "extend":
        expect_extension(keep_through, today=_today(), verdict=standing.verdict)
    if kind == "transfer" and not handed[0].strip():
        raise Refused("Enter who received the file.", field="recipient")
    if kind == "transfer" and not handed[1].strip():
        raise Refused("Type the receipt code that the receiver gave you.", field="receipt")


def _today() -> date:
    return clock.today(context.current().timezone)


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
