"""All that one reader may read of a file, gathered for paper."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.assessments.models import AssessmentRun, Instrument
from records.assessments.queries import runs_of
from records.barriers.models import Barrier, Risk, Screening, Strategy
from records.barriers.queries import barriers_of, risks_of, screenings_of, strategies_of
from records.cases.models import Case
from records.cases.queries import cases_of
from records.clients.models import Client, ContactPoint, FormerName
from records.clients.queries import Standing, contact_points, former_names
from records.consents.queries import Held, held_by
from records.disclosures.models import Disclosure
from records.disclosures.queries import disclosures_of
from records.documents.models import Document
from records.documents.queries import documents_of
from records.entries.queries import open_entries
from records.notes.models import Note, NoteAddendum
from records.notes.queries import signed_notes
from records.papers.models import Paper
from records.papers.queries import papers_of
from records.particulars.models import ParticularRow
from records.particulars.queries import particulars_of
from records.plans.courses import Course
from records.plans.queries import courses_of
from records.tasks.models import ContactAttempt, Task
from records.tasks.queries import attempts_of, tasks_of_case
from tenants import clock, context


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between the client and work, what is watched, who does what, and who tried to reach them."""

    screenings: Sequence[Screening]
    barriers: Sequence[tuple[Barrier, Sequence[Strategy]]]
    risks: Sequence[Risk]
    tasks: Sequence[Task]
    attempts: Sequence[ContactAttempt]


@dataclass(frozen=True, slots=True)
class CasePrinted:
    """One case with its goals, its signed notes, oldest first, each with what was added to it, its assessments, newest
    first, its documents, and what is between its client and work."""

    case: Case
    courses: Sequence[Course]
    notes: Sequence[tuple[Note, Sequence[NoteAddendum]]]
    assessments: Sequence[tuple[AssessmentRun, Instrument]]
    documents: Sequence[Document]
    between: Between


@dataclass(frozen=True, slots=True)
class Printed:
    """One file, part by part. A part the reader may not read is empty, like one that holds nothing."""

    client: Client
    former: Sequence[FormerName]
    contacts: Sequence[ContactPoint]
    particulars: Sequence[ParticularRow]
    consents: Sequence[Held]
    disclosures: Sequence[Disclosure]
    cases: Sequence[CasePrinted]
    papers: Sequence[Paper]


def printed(session: Session, file: Standing) -> Printed:
    """The file as the reader may read it; neither drafts nor what was entered in error."""
    client, shown = file.client, open_entries(session, file.client.id, file.relation)
    cases = cases_of(session, client.id) if _reads(file, Category.CASE) else []
    today = clock.today(context.current().timezone)
    papers = papers_of(session, file, cases={case.id for case in cases})
    return Printed(
        client=client,
        former=former_names(session, client.id),
        contacts=contact_points(session, client.id),
        particulars=[row for row in particulars_of(session, file) if row.id in shown],
        consents=[one for one in held_by(session, client.id, today) if one.consent.id in shown],
        disclosures=[one for one in disclosures_of(session, client.id) if one.id in shown],
        cases=[_case(session, case, shown, file) for case in cases],
        papers=[paper for paper, _file in papers if paper.id in shown],
    )


def _case(session: Session, case: Case, shown: Collection[UUID], file: Standing) -> CasePrinted:
    notes = [note for note in signed_notes(session, case.id) if note.id in shown]
    added: dict[UUID, list[NoteAddendum]] = {note.id: [] for note in notes}
    wanted = select(NoteAddendum).where(NoteAddendum.note_id.in_(added)).order_by(NoteAddendum.id)
    for addendum in session.execute(wanted).scalars():
        added[addendum.note_id].append(addendum)
    documents = [one for one in documents_of(session, case.id) if one.id in shown]
    runs = [(run, of) for run, of in runs_of(session, case.client_id) if run.id in shown]
    asked = [(run, of) for run, of in runs if run.case_id == case.id]
    told = [(note, added[note.id]) for note in notes]
    between = _between(session, case, shown, file)
    return CasePrinted(case, _courses(session, case, shown), told, asked, documents, between)


def _between(session: Session, case: Case, shown: Collection[UUID], file: Standing) -> Between:
    barriers = [one for one in barriers_of(session, case.id, file) if one.id in shown]
    tried = strategies_of(session, barriers)
    return Between(
        screenings=[one for one in screenings_of(session, case.id) if one.id in shown],
        barriers=[(one, tried[one.id]) for one in barriers],
        risks=[one for one in risks_of(session, case.id, file) if one.id in shown],
        tasks=tasks_of_case(session, case.id) if _reads(file, Category.NOTES) else [],
        attempts=[made for made, _author in attempts_of(session, case.id) if made.id in shown],
    )


def _courses(session: Session, case: Case, shown: Collection[UUID]) -> list[Course]:
    return [
        Course(
            course.goal,
            [one for one in course.objectives if one.id in shown],
            [one for one in course.interventions if one.id in shown],
            [one for one in course.ratings if one.id in shown],
            [one for one in course.barriers if one.id in shown],
        )
        for course in courses_of(session, case.id)
        if course.goal.id in shown
    ]


def _reads(file: Standing, part: Category) -> bool:
    return file.level(part) >= Level.READ
