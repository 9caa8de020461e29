"""Every way to read schemes, what is followed up by them, and what waits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select, tuple_
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.employment.models import Spell
from records.entries.models import Entry
from records.outcomes.models import (
    Checkpoint,
    CheckpointAttempt,
    Decision,
    Enrolment,
    Evidence,
    EvidenceRequest,
    Scheme,
)
from records.outcomes.rules import Done, rule_of_the_start, state, verdict
from records.outcomes.values import Job, Verdict
from records.tasks.models import ContactAttempt
from tenants import clock, context
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place


@dataclass(frozen=True, slots=True)
class Looked:
    """A checkpoint as it stands today: how far it is, and whether the work on file counts on its day."""

    checkpoint: Checkpoint
    enrolment: Enrolment
    scheme: Scheme
    client: Client
    case: Case
    state: str
    found: Verdict
    work: Sequence[Spell]


def followed(session: Session, case_id: UUID) -> list[list[Looked]]:
    """Every follow-up of a case, those that go on first, newest first, each as its checkpoints in their order."""
    wanted = _lines().where(Checkpoint.case_id == case_id)
    newest = wanted.order_by(Enrolment.ended_on.is_not(None), Enrolment.id.desc(), Checkpoint.place)
    return [list(of_one) for _id, of_one in groupby(_looked(session, newest), lambda one: one.enrolment.id)]


def get_checkpoint(session: Session, case_id: UUID, checkpoint_id: UUID) -> Looked:
    """One checkpoint of a case. Raises NotFound."""
    wanted = _lines().where(Checkpoint.id == checkpoint_id, Checkpoint.case_id == case_id)
    found = _looked(session, wanted)
    if not found:
        raise NotFound()
    return found[0]


def get_enrolment(session: Session, case_id: UUID, enrolment_id: UUID) -> Enrolment:
    """One follow-up of a case. Raises NotFound."""
    wanted = select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def is_followed(session: Session, case_id: UUID, scheme: Scheme) -> bool:
    """True while a case is followed up by any version of a scheme."""
    same = select(Scheme.id).where(Scheme.series_id == scheme.series_id)
    going_on = Enrolment.case_id == case_id, Enrolment.ended_on.is_(None), Enrolment.scheme_id.in_(same)
    return session.execute(select(exists().where(*going_on))).scalar_one()


def worklist(
    session: Session, wanted_state: str, *, mine: bool = False, after: str | None = None
) -> Page[Looked]:
    """Undecided checkpoints in a state, or those whose window has opened, of people whose work the reader may see, or
    of the reader’s own cases; what closes first comes first."""
    wanted = _waiting(wanted_state, mine=mine)
    key = key_of(after, date.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(Checkpoint.closes_on, Checkpoint.id) > tuple_(*key))
    in_order = wanted.order_by(Checkpoint.closes_on, Checkpoint.id).limit(PAGE_SIZE + 1)
    rows = _looked(session, in_order)
    last = rows[PAGE_SIZE - 1].checkpoint if len(rows) > PAGE_SIZE else None
    return Page(rows[:PAGE_SIZE], place(last.closes_on, last.id) if last else None)


def due_of_mine() -> Select[Checkpoint, Enrolment, Scheme, Client, Case, bool, bool, bool]:
    """Undecided checkpoints of the reader's own cases whose window has opened, to be counted beside other lists."""
    return _waiting("", mine=True)


def attempts_for(session: Session, case_id: UUID, checkpoint_id: UUID) -> Sequence[ContactAttempt]:
    """The attempts to reach the person for a checkpoint, newest first."""
    made = select(CheckpointAttempt.attempt_id).where(CheckpointAttempt.checkpoint_id == checkpoint_id)
    wanted = select(ContactAttempt).where(ContactAttempt.case_id == case_id, ContactAttempt.id.in_(made))
    return session.execute(wanted.order_by(ContactAttempt.id.desc())).scalars().all()


def evidence_for(session: Session, case_id: UUID, checkpoint_id: UUID) -> Sequence[Evidence]:
    """The evidence of a checkpoint, newest first; without what was filed in error."""
    of_it = Evidence.case_id == case_id, Evidence.checkpoint_id == checkpoint_id, Evidence.state == "kept"
    return session.execute(select(Evidence).where(*of_it).order_by(Evidence.id.desc())).scalars().all()


def get_evidence(session: Session, checkpoint: Checkpoint, evidence_id: UUID) -> Evidence:
    """One piece of a checkpoint's evidence that stands. Raises NotFound."""
    of_it = evidence_for(session, checkpoint.case_id, checkpoint.id)
    found = next((one for one in of_it if one.id == evidence_id), None)
    if found is None:
        raise NotFound()
    return found


def decisions_for(session: Session, case_id: UUID, checkpoint_id: UUID) -> list[tuple[Decision, Entry]]:
    """What was decided about a checkpoint, newest first, each with who and when and whether it was taken back."""
    wanted = select(Decision, Entry).join(Entry, Entry.id == Decision.id)
    of_it = Decision.case_id == case_id, Decision.checkpoint_id == checkpoint_id
    return [(row[0], row[1]) for row in session.execute(wanted.where(*of_it).order_by(Decision.id.desc()))]


def requests_for(session: Session, case_id: UUID, checkpoint_id: UUID) -> Sequence[EvidenceRequest]:
    """How the employer was asked by a link for a checkpoint, newest first."""
    of_it = EvidenceRequest.case_id == case_id, EvidenceRequest.checkpoint_id == checkpoint_id
    wanted = select(EvidenceRequest).where(*of_it).order_by(EvidenceRequest.id.desc())
    return session.execute(wanted).scalars().all()


def as_jobs(spells: Sequence[Spell]) -> list[Job]:
    """Work on file, as far as counting goes."""
    return [
        Job(
            id=one.id,
            employer=str(one.employer_id or one.employer_name.casefold().strip()),
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            hours=one.hours_week,
            wage_cents=one.wage_cents,
            own_business=one.kind == "self_employed",
            subsidised_from=one.subsidised_from,
            subsidised_to=one.subsidised_to,
        )
        for one in spells
    ]


_OF_IT = CheckpointAttempt.checkpoint_id == Checkpoint.id
_TRIED = exists().where(_OF_IT)
_REACHED = exists().where(
    _OF_IT, ContactAttempt.id == CheckpointAttempt.attempt_id, ContactAttempt.outcome == "reached"
)
_SHOWN = exists().where(
    Evidence.checkpoint_id == Checkpoint.id,
    Evidence.state == "kept",
    Evidence.is_whole,
    Evidence.covers_on.between(Checkpoint.opens_on, Checkpoint.closes_on),
)


def _is(wanted: str, today: date) -> ColumnElement[bool]:
    """The same as `rules.state` says of what is undecided, for a list."""
    open_now = and_(Checkpoint.opens_on <= today, Checkpoint.closes_on >= today, ~_SHOWN)
    return {
        "evidence_in": and_(Checkpoint.opens_on <= today, _SHOWN),
        "over": and_(Checkpoint.closes_on < today, ~_SHOWN),
        "scheduled": Checkpoint.opens_on > today,
        "evidence_needed": and_(open_now, _REACHED),
        "contacting": and_(open_now, _TRIED, ~_REACHED),
        "window_open": and_(open_now, ~_TRIED),
    }[wanted]


def _waiting(
    wanted_state: str, *, mine: bool
) -> Select[Checkpoint, Enrolment, Scheme, Client, Case, bool, bool, bool]:
    today = _today()
    due = _is(wanted_state, today) if wanted_state else ~_is("scheduled", today)
    going_on = Enrolment.ended_on.is_(None), Checkpoint.decision.is_(None)
    wanted = _lines().where(*going_on, due, reachable(Category.EMPLOYMENT, Level.READ))
    return wanted.where(Case.worker_id == context.current().member_id) if mine else wanted


def _lines() -> Select[Checkpoint, Enrolment, Scheme, Client, Case, bool, bool, bool]:
    return (
        select(Checkpoint, Enrolment, Scheme, Client, Case, _TRIED, _REACHED, _SHOWN)
        .join(Enrolment, Enrolment.id == Checkpoint.enrolment_id)
        .join(Scheme, Scheme.id == Enrolment.scheme_id)
        .join(Client, Client.id == Checkpoint.client_id)
        .join(Case, Case.id == Checkpoint.case_id)
    )


def _looked(
    session: Session, wanted: Select[Checkpoint, Enrolment, Scheme, Client, Case, bool, bool, bool]
) -> list[Looked]:
    rows, today = session.execute(wanted).all(), _today()
    work = _work_of(session, {row[4].id for row in rows})
    found = []
    for checkpoint, enrolment, scheme, client, case, tried, reached, shown in rows:
        spells = work[case.id]
        rule = scheme.rule if checkpoint.place else rule_of_the_start(scheme.rule)
        told = verdict(rule, as_jobs(spells), on=checkpoint.due_on, entered_on=case.opened_on)
        how_far = state(checkpoint.decision, checkpoint.window, Done(tried, reached, shown), today)
        found.append(Looked(checkpoint, enrolment, scheme, client, case, how_far, told, spells))
    return found


def _work_of(session: Session, case_ids: set[UUID]) -> dict[UUID, list[Spell]]:
    found: dict[UUID, list[Spell]] = defaultdict(list)
    wanted = select(Spell).where(Spell.case_id.in_(case_ids), Spell.state == "final")
    for spell in session.execute(wanted.order_by(Spell.starts_on, Spell.id)).scalars():
        found[spell.case_id].append(spell)
    return found


def _today() -> date:
    return clock.today(context.current().timezone)
