"""Deciding what becomes of files whose rule asks a person, and which of them still wait for an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from records.retention.briefs import briefs
from records.retention.facts import decided
from records.retention.left_alone import left_alone, verdict_about_person
from records.retention.schedule import Schedule, schedule_on
from records.retention.standing import Person, Standing, standings_of
from records.retention.traces import Decision
from records.retention.verdict import State, Verdict
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
    """What waits for a person: files and identities, the longest due first and at most so many of each; how many in
    all, and how many are decided and wait for a run."""

    waiting: list[Standing]
    people: list[Person]
    number: int
    decided: int


@dataclass(frozen=True, slots=True)
class _Due:
    about: UUID
    client_id: UUID
    due_on: date
    case_id: UUID | None


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
    verdict = get_standing(session, case.id).verdict
    expect_asked(verdict, basis_hash)
    decision = write_down(
        session,
        case,
        verdict,
        kind=kind,
        reason=reason,
        keep_through=keep_through,
        recipient=recipient,
        receipt=receipt,
    )
    settle(session, Notice.FILE_TO_REVIEW, about=case.id)
    audit.record(session, audit.Verb.FILE_DECIDED, case.id, client_id=case.client_id, kind=kind)
    return decision


def decide_about_person(session: Session, client: Client, *, basis_hash: str, **told: Any) -> Decision:
    """The same of what a person is known by, once their last case is gone."""
    hold(session, client)
    verdict = verdict_about_person(session, client.id, schedule_on(session, _today()), _today())
    expect_asked(verdict, basis_hash)
    decision = write_down(session, client, verdict, **told)
    settle(session, Notice.FILE_TO_REVIEW, about=client.id)
    audit.record(session, audit.Verb.FILE_DECIDED, client.id, client_id=client.id, kind=told["kind"])
    return decision


def write_down(
    session: Session,
    about: Case | Client,
    verdict: Verdict,
    *,
    kind: str,
    reason: str,
    keep_through: date | None = None,
    recipient: str = "",
    receipt: str = "",
) -> Decision:
    """One decision on the grounds of a verdict, about a case or about what a person is known by. Raises Refused for
    half of one."""
    _expect_whole(verdict, kind, reason, keep_through, (recipient, receipt))
    goes, case = kind == "transfer", about if isinstance(about, Case) else None
    decision = Decision(
        client_id=case.client_id if case else about.id,
        case_id=case.id if case else None,
        member_id=_me(),
        kind=kind,
        basis_hash=verdict.basis_hash,
        keep_through=keep_through if kind == "extend" else None,
        reason=reason.strip(),
        recipient=recipient.strip() if goes else None,
        receipt=receipt.strip() if goes else None,
    )
    session.add(decision)
    return decision


def expect_asked(verdict: Verdict, basis_hash: str) -> None:
    """Refuses a decision on other grounds than those that were read, and one that nobody asks for."""
    if basis_hash != verdict.basis_hash:
        raise Conflict("Something about this file changed while you were deciding. Look at it again.")
    if not asks_a_person(verdict):
        raise Refused("No decision is asked for this file now.")


def get_standing(session: Session, case_id: UUID) -> Standing:
    """Where a case in sight stands today."""
    (standing,) = standings_of(session, [case_id], schedule=schedule_on(session, _today()), as_of=_today())
    return standing


def asks_a_person(verdict: Verdict) -> bool:
    """Whether a person has to say what becomes of the file, or may say something else than before."""
    return verdict.eligible and verdict.action in BY_PERSON


def decisions_about(session: Session, case_id: UUID) -> Sequence[Decision]:
    """What was decided about a case, newest first."""
    wanted = select(Decision).where(Decision.case_id == case_id).order_by(Decision.id.desc())
    return session.execute(wanted).scalars().all()


def to_review(session: Session, *, limit: int = SHOWN) -> Queue:
    """The files in sight, and the identities without one, that are due and wait for a person, the longest due first."""
    schedule = schedule_on(session, _today())
    waiting, decided = _sorted_out(session, schedule)
    people, said = left_alone(session, schedule, _today())
    listed = {one.about: one for one in waiting[:limit]}
    standings = standings_of(session, list(listed), schedule=schedule, as_of=_today())
    standings.sort(key=lambda one: (listed[one.case.case_id].due_on, one.case.case_id))
    return Queue(standings, people[:limit], len(waiting) + len(people), decided + said)


def tell_of_reviews(session: Session, *, before: date | None) -> None:
    """Tells those who approve retention of files that wait for an answer for fourteen days, and again after thirty;
    `before` is the day of the last look. No answer is never taken for consent."""
    schedule = schedule_on(session, _today())
    waiting, _ = _sorted_out(session, schedule)
    people, _ = left_alone(session, schedule, _today())
    alone = [
        _Due(one.client_id, one.client_id, one.verdict.due_on, None) for one in people if one.verdict.due_on
    ]
    late = [one for one in (*waiting, *alone) if told_between(one.due_on, before, _today())]
    for member_id in approvers(session) if late else ():
        for one in late[:SHOWN]:
            where = {"client_id": one.client_id, "case_id": one.case_id, "about": one.about}
            tell(session, member_id=member_id, kind=Notice.FILE_TO_REVIEW, **where)


def approvers(session: Session) -> list[UUID]:
    """Those who approve retention here."""
    return [one.id for one in members(session) if may(one.roles, P.APPROVE_RETENTION)]


def _sorted_out(session: Session, schedule: Schedule) -> tuple[list[_Due], int]:
    """What waits for a person, longest due first; and how much of what did is decided on grounds that still hold."""
    if not any(rule.action in BY_PERSON for rules in schedule.versions for rule in rules):
        return [], 0
    due = [
        _Due(one.case_id, one.client_id, brief.due_on, one.case_id)
        for one in briefs(session, [schedule], as_of=_today())
        if (brief := one.verdicts[0]).state is State.DUE and brief.action in BY_PERSON and brief.due_on
    ]
    known = decided(session, true())
    answered = _answered(session, schedule, [one.about for one in due if one.about in known])
    waiting = [one for one in due if one.about not in answered]
    return sorted(waiting, key=lambda one: (one.due_on, one.about)), len(answered)


def _answered(session: Session, schedule: Schedule, case_ids: Collection[UUID]) -> set[UUID]:
    if not case_ids:
        return set()
    standings = standings_of(session, case_ids, schedule=schedule, as_of=_today())
    return {one.case.case_id for one in standings if not waits_for_person(one.verdict, one.case.decided)}


def _expect_whole(
    verdict: Verdict, kind: str, reason: str, keep_through: date | None, handed: tuple[str, str]
) -> None:
    if kind not in DECISIONS:
        raise Refused("Choose what becomes of the file.", field="kind")
    if not reason.strip():
        raise Refused("Say why, in a few words.", field="reason")
    if kind == "extend":
        expect_extension(keep_through, today=_today(), verdict=verdict)
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
