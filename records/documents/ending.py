"""What a document tells of effort and of the end of the work: only what the person was told or has said themselves."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.consents.queries import held_by
from records.documents.facts import Ending
from records.documents.letters import Outcome, Partner
from records.documents.rules import can_help
from records.documents.values import Advance, Recognized
from records.entries.models import Entry, Kind
from records.particulars.models import ParticularRow
from records.plans.courses import Course
from records.plans.queries import courses_of
from records.referrals.queries import referrals_of
from tenants import clock, context

MOST_RECOGNIZED = 8


def recognized_in(session: Session, case_id: UUID) -> list[Recognized]:
    """Effort and progress in a case, oldest first: only of what the person was told, and that is no more closed than
    the case itself."""
    rows = session.execute(
        select(ParticularRow)
        .join(Entry, Entry.id == ParticularRow.id)
        .where(
            ParticularRow.case_id == case_id,
            ParticularRow.kind == Kind.RECOGNITION,
            ParticularRow.state == "current",
            ParticularRow.codes["told"].as_boolean(),
            Entry.sensitivity.in_(("basic", "case")),
        )
        .order_by(ParticularRow.since.desc(), ParticularRow.id.desc())
        .limit(MOST_RECOGNIZED)
    ).scalars()
    found = [Recognized(row.since, row.words["what"], row.words.get("own_words") or "") for row in rows]
    return found[::-1]


def advances_of(courses: Iterable[Course]) -> list[Advance]:
    """How far each goal is that was agreed and not given up."""
    return [
        Advance(course.words, course.done, course.total)
        for course in courses
        if course.total and course.goal.state not in ("proposed", "changed", "not_pursued")
    ]


def ending_of(session: Session, case: Case, *, kept_through: date | None) -> Ending:
    """How a closed case ended, as far as the person may read it."""
    assert case.exit_reason is not None
    assert case.closed_on is not None
    goals = [course.goal for course in courses_of(session, case.id)]
    return Ending(
        exit_reason=case.exit_reason,
        closed_on=case.closed_on,
        outcomes=[
            Outcome(one.own_words or one.wording, one.state) for one in goals if one.state != "proposed"
        ],
        helpers=_helpers(session, case.id),
        follow_up=_follow_up(session, case),
        kept_through=kept_through,
    )


def _helpers(session: Session, case_id: UUID) -> list[Partner]:
    """The partners the person has met or waits for, each once."""
    told = [
        Partner(one.partner.name, one.partner.phone or one.partner.email or "")
        for one in referrals_of(session, case_id)
        if can_help(one.referral.state, one.referral.outcome) and one.partner.ended_on is None
    ]
    return list(dict.fromkeys(told))


def _follow_up(session: Session, case: Case) -> str:
    today = clock.today(context.current().timezone)
    asked = [one for one in held_by(session, case.client_id, today) if one.consent.kind == "follow_up"]
    if any(one.is_in_force for one in asked):
        return "agreed"
    is_decided = any(one.state in ("refused", "withdrawn", "expired") for one in asked)
    return "declined" if is_decided else "undecided"
