"""Every way to read reports of figures."""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from records.brands.queries import pictures_of
from records.documents.models import HANDED_OVER
from records.figures.models import FigureReport
from records.figures.reports_values import FunderReport
from records.figures.rules import Period
from tenants import files
from tenants.errors import NotFound
from tenants.jobs import JobRow
from tenants.paging import PAGE_SIZE, Page, key_of, place

Asked = tuple[FigureReport, JobRow]


def page_of_reports(session: Session, *, after: str | None = None) -> Page[Asked]:
    """Every print of every edition with the job that draws it, newest first; of the drafts those that wait."""
    waits = FigureReport.state.not_in(("signed", "dropped"))
    wanted = _asked().where(waits).order_by(FigureReport.id.desc()).limit(PAGE_SIZE + 1)
    if key := key_of(after, UUID):
        wanted = wanted.where(FigureReport.id < key[0])
    rows = [(report, job) for report, job in session.execute(wanted)]
    shown = rows[:PAGE_SIZE]
    return Page(shown, place(shown[-1][0].id) if len(rows) > PAGE_SIZE else None)


def get_report(session: Session, report_id: UUID) -> Asked:
    """One print with the job that draws it. Raises NotFound."""
    found = session.execute(_asked().where(FigureReport.id == report_id)).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def find_last(session: Session, period: Period) -> FigureReport | None:
    """The newest edition that was handed over of the report of this period, in the language it was first made in."""
    wanted = _asked().where(_is_of(period), FigureReport.state.in_(HANDED_OVER))
    newest = wanted.order_by(FigureReport.edition.desc(), FigureReport.id).limit(1)
    return session.execute(newest).scalars().first()


def find_in_hand(session: Session, period: Period, **like: object) -> FigureReport | None:
    """A print of this period, like this, that a worker has in hand or will have."""
    wanted = (
        _asked()
        .filter_by(**like)
        .where(_is_of(period), FigureReport.state == "making", JobRow.state.in_(("waiting", "running")))
    )
    return session.execute(wanted.limit(1)).scalars().first()


def prints_of(session: Session, number: str) -> Sequence[FigureReport]:
    """Every print of a report that was handed over, in all editions, newest edition first."""
    wanted = select(FigureReport).where(FigureReport.number == number, FigureReport.state.in_(HANDED_OVER))
    newest_first = wanted.order_by(FigureReport.edition.desc(), FigureReport.id)
    return session.execute(newest_first).scalars().all()


def drafts_of(session: Session, period: Period) -> Sequence[FigureReport]:
    """What waits to be signed of the report of this period: one, or none."""
    wanted = select(FigureReport).where(_is_of(period), FigureReport.state == "draft")
    return session.execute(wanted).scalars().all()


def find_draft(session: Session, report: FigureReport) -> FigureReport | None:
    """What was read before this edition was signed, or waits to be."""
    alike = FigureReport.number == report.number, FigureReport.edition == report.edition
    wanted = select(FigureReport).where(*alike, FigureReport.state.in_(("draft", "signed")))
    return session.execute(wanted.limit(1)).scalar_one_or_none()


def fingerprint_of(session: Session, report: FigureReport) -> str:
    """Of the file as it is kept. Raises NotFound where there is none yet."""
    if report.file_id is None:
        raise NotFound()
    return sha256(files.read(session, report.file_id)).hexdigest()


def pictures_for(session: Session, report: FigureReport, values: FunderReport) -> tuple[str, str]:
    """The logo; and how who signed for the agency signs by hand."""
    return pictures_of(session, values.letterhead.brand, report.signed_by)


def _asked() -> Select[FigureReport, JobRow]:
    return select(FigureReport, JobRow).join(JobRow, JobRow.id == FigureReport.job_id)


def _is_of(period: Period) -> ColumnElement[bool]:
    return and_(
        FigureReport.since == period.since,
        FigureReport.until == period.until,
        FigureReport.program == period.program,
    )
