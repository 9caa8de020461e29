"""Every way to read reports of figures."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from records.brands.queries import pictures_of
from records.figures.models import FigureReport
from records.figures.reports_values import FunderReport
from records.figures.rules import Period
from tenants.errors import NotFound
from tenants.jobs import JobRow
from tenants.members import get_member
from tenants.paging import PAGE_SIZE, Page, key_of, place

Asked = tuple[FigureReport, JobRow]


def page_of_reports(session: Session, *, after: str | None = None) -> Page[Asked]:
    """Every print of every edition with the job that draws it, newest first."""
    wanted = _asked().order_by(FigureReport.id.desc()).limit(PAGE_SIZE + 1)
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
    wanted = _asked().where(_is_of(period), FigureReport.state != "making")
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
    wanted = select(FigureReport).where(FigureReport.number == number, FigureReport.state != "making")
    newest_first = wanted.order_by(FigureReport.edition.desc(), FigureReport.id)
    return session.execute(newest_first).scalars().all()


def pictures_for(session: Session, report: FigureReport, values: FunderReport) -> tuple[str, str]:
    """The logo; and how the director signs by hand, when it was them who made the report."""
    member = get_member(session, report.requested_by)
    signer_id = member.id if member.name == values.signer_name else None
    return pictures_of(session, values.letterhead.brand, signer_id)


def _asked() -> Select[FigureReport, JobRow]:
    return select(FigureReport, JobRow).join(JobRow, JobRow.id == FigureReport.job_id)


def _is_of(period: Period) -> ColumnElement[bool]:
    return and_(
        FigureReport.since == period.since,
        FigureReport.until == period.until,
        FigureReport.program == period.program,
    )
