"""Reading what was done together in a stretch of work: kinds, days and results; never the text of a note."""

from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.documents.facts_proofs import Attended, Given, Together
from records.documents.letters import Outcome
from records.documents.proofs import Job
from records.documents.words import WITH_THE_CLIENT
from records.employment.queries import spells_of
from records.entries.models import Entry, Kind
from records.notes.models import Note
from records.particulars.models import ParticularRow
from records.plans.models import Goal, Intervention
from records.workshops.models import Registration, Workshop
from records.workshops.rules import CAME
from tenants import context

# What is marked beyond the usual is told by nobody but those who may read it, and not on paper.
USUAL = ("basic", "case")


def together_in(session: Session, case: Case, language: Literal["en", "fr"]) -> Together:
    """Everything that was done together in a case."""
    return Together(
        program=case.program,
        ended_on=case.closed_on,
        services=sorted(_services(session, case.id), key=lambda one: (one.on, one.code)),
        sessions=_sessions(session, case.id, language),
        results=_results(session, case.id),
        jobs=[Job(one.title, one.employer_name, one.starts_on) for one in spells_of(session, case.id)],
    )


def has_taken_part(session: Session, case_id: UUID) -> bool:
    """Whether a signed note tells of time with the person, or they came to a group session."""
    met = exists().where(Note.case_id == case_id, Note.state == "signed", Note.kind.in_(WITH_THE_CLIENT))
    came = exists().where(Registration.case_id == case_id, Registration.state.in_(CAME))
    return bool(session.execute(select(or_(met, came))).scalar_one())


def _services(session: Session, case_id: UUID) -> list[Given]:
    """Services that were given, and what was begun from the plan; a service given as part of that counts once."""
    rows = session.execute(
        select(ParticularRow)
        .join(Entry, Entry.id == ParticularRow.id)
        .where(
            ParticularRow.case_id == case_id,
            ParticularRow.kind == Kind.SERVICE,
            ParticularRow.state == "current",
            Entry.sensitivity.in_(USUAL),
        )
    ).scalars()
    given = list(rows)
    parts = {(one.words.get("intervention") or {}).get("id") for one in given}
    begun = select(Intervention).where(Intervention.case_id == case_id, Intervention.started_on.is_not(None))
    return [Given(one.codes["type"], one.since) for one in given] + [
        Given(one.type, one.started_on)
        for one in session.execute(begun).scalars()
        if one.started_on is not None and str(one.id) not in parts
    ]


def _sessions(session: Session, case_id: UUID, language: str) -> list[Attended]:
    """The group sessions the person came to, oldest first."""
    rows = session.execute(
        select(Registration, Workshop, Note.id)
        .join(Workshop, Workshop.id == Registration.workshop_id)
        .outerjoin(Note, (Note.id == Registration.note_id) & (Note.state == "signed"))
        .where(Registration.case_id == case_id, Registration.state.in_(CAME))
        .order_by(Workshop.starts_at, Workshop.id)
    )
    here = ZoneInfo(context.current().timezone)
    return [
        Attended(
            title=workshop.title_in(language),
            kind=workshop.kind,
            kind_words=workshop.kind_words,
            on=workshop.starts_at.astimezone(here).date(),
            minutes=workshop.minutes if registration.minutes is None else registration.minutes,
            is_written=note_id is not None,
        )
        for registration, workshop, note_id in rows
    ]


def _results(session: Session, case_id: UUID) -> list[Outcome]:
    """Each goal that was agreed, in the person's own words where they gave them, and where it stands."""
    agreed = select(Goal).where(Goal.case_id == case_id, Goal.state != "proposed")
    goals = session.execute(agreed.order_by(Goal.priority, Goal.id)).scalars()
    return [Outcome(one.own_words or one.wording, one.state) for one in goals]
