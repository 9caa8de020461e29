"""What a funder is told: a report of figures that was signed for the agency, and its next version."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.drawing import press
from records.demo.shapes import Deed
from records.documents.seals import seal_key
from records.figures.models import FigureReport
from records.figures.reports import make_report, sign_report
from records.figures.reports_filing import file_report, keep_draft
from records.figures.reports_queries import fingerprint_of
from records.figures.reports_values import FunderReport
from records.figures.rules import Period
from tenants import jobs

Days = tuple[int, int]  # the first and the last of a period, days ago


def told(ago: int, by: str, days: Days, *, signed: int, signer: str, **targets: int) -> tuple[Deed, Deed]:
    """The figures of some days are counted and drawn; on a day after that somebody signs them for the agency."""
    draft = partial(_draft, days=days, targets=targets)
    return Deed(ago, "", draft, by), Deed(signed, "", _issue, signer)


def told_anew(ago: int, by: str, days: Days, changed: str, **targets: int) -> Deed:
    """The next version is asked for; drawn when the product runs, it waits to be signed."""
    return Deed(ago, "", partial(_count, days=days, targets=targets, changed=changed), by)


def _count(
    session: Session, numbers: Numbers, *, days: Days, targets: dict[str, int], changed: str = ""
) -> None:
    since, until = (numbers.day(ago) for ago in days)
    wish = {"language": "en", "size": "regular", "changed": changed}
    make_report(session, Period(since, until), targets=targets, **wish)
    session.flush()


def _draft(session: Session, numbers: Numbers, *, days: Days, targets: dict[str, int]) -> None:
    _count(session, numbers, days=days, targets=targets)
    report = session.execute(select(FigureReport).where(FigureReport.state == "making")).scalar_one()
    pdf, pages = press().draw(FunderReport.from_plain(report.values))
    keep_draft(session, report, pdf=pdf, pages=pages)
    jobs.finish(session, report.job_id)


def _issue(session: Session, _numbers: Numbers) -> None:
    draft = session.execute(select(FigureReport).where(FigureReport.state == "draft")).scalar_one()
    report = sign_report(session, draft, seen=fingerprint_of(session, draft))
    session.flush()
    values, (_seal_id, key) = FunderReport.from_plain(report.values), seal_key(session)
    file_report(session, report, values, press().issue(values, key))
    jobs.finish(session, report.job_id)
