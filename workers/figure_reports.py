"""Draws one report of figures from its frozen values: it is issued once, or not at all."""

from uuid import UUID

from press.issuing import issue
from press.pdf import CannotDraw
from press.setting import Pictures
from records.documents.seals import seal_key
from records.figures.reports import file_report
from records.figures.reports_queries import get_report, pictures_for
from records.figures.reports_values import FunderReport
from tenants import audit, jobs
from tenants.database import transaction
from tenants.gate import Claimed


def draw_report(claimed: Claimed) -> None:
    """Makes the PDF of the job's report. Run twice it files one: the second finds it issued."""
    report_id = UUID(claimed.args["report"])
    with transaction() as session:
        report, _job = get_report(session, report_id)
        if report.file_id is not None:
            jobs.finish(session, claimed.id)
            return
        jobs.progress(session, claimed.id, 1, 3)
        values = FunderReport.from_plain(report.values)
        pictures, (_id, key) = Pictures(*pictures_for(session, report, values)), seal_key(session)
    try:
        drawn = issue(values, key, pictures)
    except CannotDraw as refusal:
        _failed(claimed, report_id, refusal.code)
        return
    with transaction() as session:
        report, _job = get_report(session, report_id)
        is_filed = file_report(session, report, values, drawn)
        if is_filed:
            jobs.finish(session, claimed.id)
    if not is_filed:
        _failed(claimed, report_id, "moved")


def _failed(claimed: Claimed, report_id: UUID, code: str) -> None:
    with transaction() as session:
        jobs.fail(session, claimed.id, code)
        audit.record(session, audit.Verb.FIGURE_REPORT_FAILED, report_id, reason=code)
