"""Following a case up by a scheme: trying to reach somebody, filing and verifying evidence, deciding."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.assessments.queries import is_paper_of
from records.cases.models import Case
from records.employment.models import Spell
from records.entries.actions import enter
from records.entries.models import Entry, Kind
from records.history.actions import keep
from records.outcomes.models import (
    Checkpoint,
    CheckpointAttempt,
    Decision,
    Enrolment,
    Evidence,
    Scheme,
)
from records.outcomes.queries import Looked, decisions_for, evidence_for, is_followed
from records.outcomes.rules import FAR, Proof, around, check_decision, missing_checks, window_of
from records.outcomes.scheme_queries import versions_of
from records.outcomes.schemes import put
from records.tasks.contacts import attempt
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def follow_up(session: Session, case: Case, scheme: Scheme, spell: Spell) -> Enrolment:
    """Begins to look, from the first day of this job on; the days to look at are there at once."""
    hold(session, case)
    if spell.starts_on > _today() + FAR:
        raise Refused("This work begins in more than a year. Follow it up when it is near.", field="spell_id")
    newest = versions_of(session, scheme)[0]
    newest.expect_in_use()
    if is_followed(session, case.id, newest):
        raise Conflict("This case is followed up by this scheme already. End that follow-up first.")
    put(session, newest)
    of_it: dict[str, Any] = {"client_id": case.client_id, "case_id": case.id}
    enrolment = Enrolment(scheme_id=newest.id, spell_id=spell.id, starts_on=spell.starts_on, **of_it)
    session.add(enrolment)
    session.flush()
    for place, point in enumerate(newest.places):
        window = window_of(spell.starts_on, point)
        days = {"opens_on": window.opens_on, "due_on": window.due_on, "closes_on": window.closes_on}
        session.add(
            Checkpoint(enrolment_id=enrolment.id, place=place, first_due_on=window.due_on, **days, **of_it)
        )
    audit.record(session, audit.Verb.FOLLOW_UP_BEGUN, enrolment.id, client_id=case.client_id, case=case.id)
    return enrolment


def end_follow_up(session: Session, enrolment: Enrolment, *, reason: str) -> None:
    """Looks no further, and why; what was decided stays."""
    hold(session, enrolment)
    enrolment.expect_going_on()
    keep(session, enrolment, reason=reason)
    enrolment.ended_on = _today()
    audit.record(session, audit.Verb.FOLLOW_UP_ENDED, enrolment.id, client_id=enrolment.client_id)


def move_checkpoint(session: Session, looked: Looked, *, due_on: date, reason: str, version: int) -> None:
    """Looks on another day, and why; the days before stay in its history. The window moves along."""
    checkpoint = to_work_on(session, looked, version)
    if due_on == checkpoint.due_on:
        raise Refused("It has this day already. Choose another one.", field="due_on")
    if due_on < looked.enrolment.starts_on:
        raise Refused("A checkpoint cannot lie before the first day of the work.", field="due_on")
    if due_on > checkpoint.first_due_on + FAR:
        raise Refused("A checkpoint moves by a year at most.", field="due_on")
    keep(session, checkpoint, reason=reason)
    window = around(due_on, looked.scheme.places[checkpoint.place])
    checkpoint.opens_on, checkpoint.due_on, checkpoint.closes_on = window.opens_on, due_on, window.closes_on
    audit.record(session, audit.Verb.CHECKPOINT_MOVED, checkpoint.id, client_id=checkpoint.client_id)


def try_to_reach(session: Session, looked: Looked, *, channel: str, outcome: str) -> None:
    """Takes down that somebody tried to reach the person for a checkpoint, and what came of it."""
    checkpoint = to_work_on(session, looked)
    made = attempt(session, looked.case, channel=channel, outcome=outcome)
    of_it = {"client_id": checkpoint.client_id, "case_id": checkpoint.case_id}
    session.add(CheckpointAttempt(checkpoint_id=checkpoint.id, attempt_id=made.id, **of_it))


def file_evidence(
    session: Session,
    looked: Looked,
    *,
    kind: str,
    checks: Sequence[str],
    paper_id: UUID | None = None,
    request_id: UUID | None = None,
    **days: date,
) -> Evidence:
    """Takes down what shows the work and what it shows; by nobody, it is what the employer answered. `days` are
    covers_on, the day it speaks for, and came_on, when it was received."""
    checkpoint = to_work_on(session, looked)
    _check_filed(session, checkpoint.client_id, paper_id, days)
    is_accepted = kind in looked.scheme.accepted_at(checkpoint.place)
    one = Evidence(
        client_id=checkpoint.client_id,
        case_id=checkpoint.case_id,
        checkpoint_id=checkpoint.id,
        request_id=request_id,
        kind=kind,
        checks=list(checks),
        is_whole=is_accepted and not missing_checks(kind, checks),
        paper_id=paper_id,
        author_id=context.current().member_id,
        **days,
    )
    session.add(one)
    session.flush()
    audit.record(session, audit.Verb.EVIDENCE_FILED, one.id, client_id=one.client_id, kind=kind)
    return one


def _check_filed(session: Session, client_id: UUID, paper_id: UUID | None, days: dict[str, date]) -> None:
    for field, day in days.items():
        if day > _today():
            raise Refused("This day cannot be in the future.", field=field)
    if paper_id is not None and not is_paper_of(session, client_id, paper_id):
        raise Refused("Choose a paper of this person.", field="paper_id")


def verify_evidence(session: Session, looked: Looked, evidence: Evidence, *, alone: str = "") -> None:
    """A member has looked: it shows what it should. Who filed it themselves says why nobody else looked."""
    to_work_on(session, looked)
    hold(session, evidence)
    me = context.current().member_id
    if evidence.verified_by is not None:
        raise Conflict("This evidence is verified already.")
    if not evidence.is_whole:
        raise Refused("This evidence is not good enough for the scheme, or does not show what it should.")
    if evidence.author_id == me and not alone.strip():
        raise Refused("You filed it yourself: say why nobody else looks at it.", field="alone")
    evidence.verified_by, evidence.verified_at, evidence.alone = me, clock.now(), alone.strip() or None
    audit.record(session, audit.Verb.EVIDENCE_VERIFIED, evidence.id, client_id=evidence.client_id)


def mark_evidence_in_error(session: Session, looked: Looked, evidence: Evidence, *, reason: str) -> None:
    """It should never have been there; it is kept out of sight, with the reason."""
    to_work_on(session, looked)
    hold(session, evidence)
    keep(session, evidence, reason=reason)
    evidence.state = "in_error"
    audit.record(session, audit.Verb.EVIDENCE_IN_ERROR, evidence.id, client_id=evidence.client_id)


def decide(session: Session, looked: Looked, *, outcome: str, words: str = "", version: int) -> Decision:
    """Says for good how a checkpoint ended, with what the work on file says today."""
    checkpoint = to_work_on(session, looked, version)
    of_it: dict[str, Any] = {"client_id": checkpoint.client_id, "case_id": checkpoint.case_id}
    proofs = [
        Proof(one.came_on, one.covers_on)
        for one in evidence_for(session, checkpoint.case_id, checkpoint.id)
        if one.verified_by is not None
    ]
    check_decision(outcome, checkpoint.window, looked.found, proofs, words=words, today=_today())
    entry = enter(session, Kind.CHECKPOINT, **of_it)
    found = {"answer": looked.found.answer, "reason": looked.found.reason, "hours": str(looked.found.hours)}
    about = {"outcome": outcome, "found": found, "words": words.strip() or None}
    decision = Decision(id=entry.id, checkpoint_id=checkpoint.id, **about, **of_it)
    session.add(decision)
    keep(session, checkpoint)
    checkpoint.decision = outcome
    audit.record(
        session, audit.Verb.CHECKPOINT_DECIDED, decision.id, client_id=checkpoint.client_id, outcome=outcome
    )
    return decision


def take_back(session: Session, looked: Looked, *, reason: str, version: int) -> None:
    """The decision was wrong: the checkpoint is open again, and the decision stays on file with its mark."""
    checkpoint = looked.checkpoint
    hold(session, checkpoint)
    checkpoint.expect(version)
    if checkpoint.decision is None:
        raise Conflict("This checkpoint is not decided yet.")
    newest = decisions_for(session, checkpoint.case_id, checkpoint.id)[0][0]
    keep(session, checkpoint, reason=reason)
    checkpoint.decision = None
    session.execute(update(Entry).where(Entry.id == newest.id).values(state="in_error"))
    audit.record(session, audit.Verb.CHECKPOINT_TAKEN_BACK, newest.id, client_id=checkpoint.client_id)


def to_work_on(session: Session, looked: Looked, version: int | None = None) -> Checkpoint:
    """The checkpoint, held, when it is still to be decided and as it was when somebody looked."""
    hold(session, looked.checkpoint)
    if version is not None:
        looked.checkpoint.expect(version)
    looked.enrolment.expect_going_on()
    looked.checkpoint.expect_undecided()
    return looked.checkpoint


def _today() -> date:
    return clock.today(context.current().timezone)
