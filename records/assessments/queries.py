"""Every way to read instruments and their runs. A run of a case in quarantine is nowhere, like the case."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.assessments.models import AssessmentRun, Instrument
from records.assessments.rules import Line, Taken, compared, low_scales
from records.assessments.values import Scale
from records.assessments.wordings import STARTERS
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.papers.models import Paper
from tenants import clock, context
from tenants.errors import NotFound


@dataclass(frozen=True, slots=True)
class Series:
    """The counted runs of one instrument with one person, oldest first, and how their answers compare."""

    newest: Instrument
    runs: Sequence[tuple[AssessmentRun, Instrument]]
    lines: Sequence[Line]


def instruments(session: Session) -> list[Instrument]:
    """The newest version of everything the agency asks with or did, those in use first, by name. Ours are there from
    the first day; their rows are written when somebody uses them."""
    newest: dict[UUID, Instrument] = {_starter_id(code): _starter(code) for code in STARTERS}
    for row in session.execute(select(Instrument).order_by(Instrument.number)).scalars():
        newest[row.series_id] = row
    language = context.current().language
    return sorted(newest.values(), key=lambda one: (one.retired_on is not None, one.name_in(language)))


def get_instrument(session: Session, instrument_id: UUID) -> Instrument:
    """One version of an instrument. Raises NotFound."""
    found = session.execute(select(Instrument).where(Instrument.id == instrument_id)).scalar_one_or_none()
    if found is None:
        ours = (code for code in STARTERS if _starter_id(code) == instrument_id)
        found = next((_starter(code) for code in ours), None)
    if found is None:
        raise NotFound()
    return found


def versions_of(session: Session, instrument: Instrument) -> list[Instrument]:
    """Every version of the same instrument, newest first."""
    wanted = select(Instrument).where(Instrument.series_id == instrument.series_id)
    rows = session.execute(wanted.order_by(Instrument.number.desc())).scalars().all()
    return list(rows) or [instrument]


def runs_of(session: Session, client_id: UUID) -> list[tuple[AssessmentRun, Instrument]]:
    """Every run with a person, also those entered in error, newest first, each with the version it was measured by."""
    wanted = _runs().where(AssessmentRun.client_id == client_id)
    rows = session.execute(wanted.order_by(AssessmentRun.done_on.desc(), AssessmentRun.id.desc()))
    return [(row[0], row[1]) for row in rows]


def series_of(runs: Sequence[tuple[AssessmentRun, Instrument]]) -> list[Series]:
    """What was found so far, the instrument asked last first: what counts of these runs, which stand newest first."""
    by_series: dict[UUID, list[tuple[AssessmentRun, Instrument]]] = defaultdict(list)
    for run, instrument in runs:
        if run.state == "recorded":
            by_series[instrument.series_id].insert(0, (run, instrument))
    return [
        Series(rows[-1][1], rows, compared([Taken(run.done_on, run.scores, of.measures) for run, of in rows]))
        for rows in by_series.values()
    ]


def get_run(session: Session, client_id: UUID, assessment_id: UUID) -> tuple[AssessmentRun, Instrument]:
    """One run with the client, and the version it was measured by. Raises NotFound."""
    wanted = _runs().where(AssessmentRun.id == assessment_id, AssessmentRun.client_id == client_id)
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def low_answers(run: AssessmentRun, instrument: Instrument) -> list[Scale]:
    """Which ratings of the work together were low; none where the instrument rates something else."""
    return low_scales(instrument.measures, run.scores) if run.is_low else []


def runs_in(session: Session, case_id: UUID, series_id: UUID) -> Sequence[UUID]:
    """The counted runs of an instrument in one case."""
    wanted = (
        select(AssessmentRun.id)
        .join(Instrument, Instrument.id == AssessmentRun.instrument_id)
        .where(
            AssessmentRun.case_id == case_id,
            Instrument.series_id == series_id,
            AssessmentRun.state == "recorded",
        )
    )
    return session.execute(wanted).scalars().all()


def is_paper_of(session: Session, client_id: UUID, paper_id: UUID) -> bool:
    """True for a paper of this person."""
    wanted = select(Paper.id).where(Paper.id == paper_id, Paper.client_id == client_id)
    return session.execute(wanted).scalar_one_or_none() is not None


def due_runs(session: Session) -> list[tuple[AssessmentRun, Client]]:
    """The newest run of each instrument in each case at work whose time to be repeated has come, of people whose
    assessments the reader writes: the longest due first."""
    wanted = _waiting().where(_is_due(), Case.status == "active")
    rows = session.execute(wanted.order_by(AssessmentRun.next_due, AssessmentRun.id))
    return [(row[0], row[1]) for row in rows]


def low_runs(session: Session) -> list[tuple[AssessmentRun, Client]]:
    """The low ratings nobody has answered yet, of people whose assessments the reader writes: the oldest first."""
    wanted = _waiting().where(_is_low())
    rows = session.execute(wanted.order_by(AssessmentRun.done_on, AssessmentRun.id))
    return [(row[0], row[1]) for row in rows]


def due_in(case_ids: Collection[UUID]) -> Select[UUID]:
    """For a statement that counts: the case of each of its runs whose time to be repeated has come."""
    here = AssessmentRun.case_id.in_(case_ids)
    return select(AssessmentRun.case_id).where(here, _is_due(here))


def low_in(case_ids: Collection[UUID]) -> Select[UUID]:
    """For a statement that counts: the case of each of its low ratings that nobody has answered."""
    return select(AssessmentRun.case_id).where(AssessmentRun.case_id.in_(case_ids), _is_low())


def _is_due(*among: ColumnElement[bool]) -> ColumnElement[bool]:
    each = (AssessmentRun.case_id, Instrument.series_id)
    newest_first = (AssessmentRun.done_on.desc(), AssessmentRun.id.desc())
    placed = (
        select(
            AssessmentRun.id, func.row_number().over(partition_by=each, order_by=newest_first).label("place")
        )
        .join(Instrument, Instrument.id == AssessmentRun.instrument_id)
        .where(AssessmentRun.state == "recorded", Instrument.series_id.not_in(_retired()), *among)
        .subquery()
    )
    newest = AssessmentRun.id.in_(select(placed.c.id).where(placed.c.place == 1))
    return and_(newest, AssessmentRun.next_due <= clock.today(context.current().timezone))


def _is_low() -> ColumnElement[bool]:
    return and_(AssessmentRun.is_low, AssessmentRun.state == "recorded", AssessmentRun.repaired_at.is_(None))


def _runs() -> Select[AssessmentRun, Instrument]:
    return (
        select(AssessmentRun, Instrument)
        .join(Instrument, Instrument.id == AssessmentRun.instrument_id)
        .join(Case, Case.id == AssessmentRun.case_id)
    )


def _waiting() -> Select[AssessmentRun, Client]:
    return (
        select(AssessmentRun, Client)
        .join(Client, Client.id == AssessmentRun.client_id)
        .join(Case, Case.id == AssessmentRun.case_id)
        .where(reachable(Category.ASSESSMENT, Level.WRITE))
    )


def _retired() -> Select[UUID]:
    return select(Instrument.series_id).where(Instrument.retired_on.is_not(None))


def _starter_id(code: str) -> UUID:
    return uuid5(context.current().organisation_id, code)


def _starter(code: str) -> Instrument:
    starter_id = _starter_id(code)
    return Instrument(id=starter_id, series_id=starter_id, number=1, **STARTERS[code])
