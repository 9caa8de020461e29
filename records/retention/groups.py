"""Parts of a case file that may go before it: the evidence of employment, and the papers that came in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Table, delete, exists, or_, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.entries.models import Entry
from records.history.models import Version
from records.outcomes.models import Evidence, EvidenceRequest
from records.papers.models import Paper, PaperFile, PaperPreview
from records.retention.copies import read_every_model
from records.retention.facts import KnownCase, case_facts
from records.retention.schedule import Schedule
from records.retention.terms import RecordClass, Rule, Strength
from tenants import context
from tenants.database import Base
from tenants.files import StoredFile

GROUPS: Final = (RecordClass.EMPLOYMENT_EVIDENCE, RecordClass.DOCUMENT)


def group_facts(
    session: Session, record_class: RecordClass, case_ids: Collection[UUID] | None = None
) -> list[KnownCase]:
    """The closed cases, of these or of all in sight, that have such a part, with the facts of the part: those of its
    case, so that whatever changes the case voids an approval of it."""
    in_sight = Case.quarantined_at.is_(None)
    wanted = select(Case.id).where(Case.status == "closed", in_sight, _has_part(record_class))
    if case_ids is not None:
        wanted = wanted.where(Case.id.in_(case_ids))
    ids = session.execute(wanted.order_by(Case.id)).scalars().all()
    return [
        replace(known, facts=replace(known.facts, record_class=record_class))
        for known in case_facts(session, ids)
    ]


def for_part(schedule: Schedule, record_class: RecordClass) -> Schedule:
    """What a schedule says of a part: the lines written for it, and whatever binds the file it belongs to. What the
    agency chose for whole files, or for papers as such, never shortens the life of another part."""

    def of(rules: Iterable[Rule]) -> tuple[Rule, ...]:
        return tuple(
            one for one in rules if one.record_class is record_class or one.strength is Strength.MANDATORY
        )

    return Schedule(of(schedule.in_force), tuple(of(rules) for rules in schedule.pending))


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What went: how many rows of each table by case, and the files to erase after the commit."""

    rows: dict[UUID, Counter[str]]
    files: list[UUID]


def destroy_parts(session: Session, record_class: RecordClass, case_ids: Collection[UUID]) -> Destroyed:
    """Destroys the part of each of these cases, children first. The case, its checkpoints and what was decided about
    them stay, and so do papers that prove or explain something else."""
    papers = session.execute(select(Paper.id).where(_papers(record_class), Paper.case_id.in_(case_ids)))
    paper_ids = papers.scalars().all()
    of_papers = PaperFile.paper_id.in_(paper_ids)
    file_ids = session.execute(select(PaperFile.id).where(of_papers)).scalars().all()
    previews = PaperPreview.paper_file_id.in_(file_ids)
    drawn = session.execute(select(PaperPreview.file_id).where(previews)).scalars().all()
    stored = [*file_ids, *(one for one in drawn if one)]
    evidence: list[UUID] = []
    if record_class is RecordClass.EMPLOYMENT_EVIDENCE:
        evidence = list(session.execute(select(Evidence.id).where(Evidence.case_id.in_(case_ids))).scalars())
    steps: list[tuple[type[Base], ColumnElement[bool]]] = [
        (Version, Version.subject_id.in_([*evidence, *paper_ids])),
        (Evidence, Evidence.id.in_(evidence)),
        (PaperPreview, previews),
        (PaperFile, of_papers),
        (Paper, Paper.id.in_(paper_ids)),
        (Entry, Entry.id.in_(paper_ids)),
        (StoredFile, StoredFile.id.in_(stored)),
    ]
    if record_class is RecordClass.EMPLOYMENT_EVIDENCE:
        steps.insert(2, (EvidenceRequest, EvidenceRequest.case_id.in_(case_ids)))
    gone: dict[UUID, Counter[str]] = defaultdict(Counter)
    for model, theirs in steps:
        _delete(session, Base.metadata.tables[model.__tablename__], theirs, gone)
    return Destroyed(gone, stored)


def parts_left(session: Session, record_class: RecordClass, case_ids: Collection[UUID]) -> int:
    """How many of these cases still have such a part."""
    wanted = select(Case.id).where(Case.id.in_(case_ids), _has_part(record_class))
    return len(session.execute(wanted).all())


def _delete(
    session: Session, table: Table, theirs: ColumnElement[bool], gone: dict[UUID, Counter[str]]
) -> None:
    mine = table.c.organisation_id == context.current().organisation_id
    for (case_id,) in session.execute(delete(table).where(mine, theirs).returning(table.c.case_id)):
        gone[case_id][table.name] += 1


def _has_part(record_class: RecordClass) -> ColumnElement[bool]:
    papers = exists().where(Paper.case_id == Case.id, _papers(record_class)).correlate(Case)
    if record_class is RecordClass.DOCUMENT:
        return papers
    asked = exists().where(EvidenceRequest.case_id == Case.id)
    return or_(exists().where(Evidence.case_id == Case.id), asked)


def _papers(record_class: RecordClass) -> ColumnElement[bool]:
    """The papers of a part: what shows employment, or every other; but none that something else refers to, because
    that would lose what it rests on."""
    shown = exists().where(Evidence.paper_id == Paper.id, Evidence.case_id == Paper.case_id).correlate(Paper)
    elsewhere = [~exists().where(column == Paper.id).correlate(Paper) for column in _referring()]
    wanted = shown if record_class is RecordClass.EMPLOYMENT_EVIDENCE else ~shown
    for one in elsewhere:
        wanted &= one
    return wanted


def _referring() -> list[ColumnElement[UUID]]:
    """Every column that refers to a paper or to its entry from somewhere else."""
    read_every_model()
    theirs = {Paper.__tablename__, PaperFile.__tablename__}
    return [
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in (Paper.__tablename__, Entry.__tablename__)
        and key.parent.name not in ("id", "organisation_id")
        and table.name not in theirs
    ]
