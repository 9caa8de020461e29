"""Draws one report of figures from its frozen values: as a draft to be signed, or issued once or not at all."""

from uuid import UUID

from press.issuing import issue
from press.pdf import CannotDraw, Drawn, draw
from press.setting import Pictures
from records.documents.seals import seal_key
from records.documents.values import IssuedBytes
from records.figures.reports_filing import file_report, keep_draft
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
        if values.mark == "draft":
            _keep(claimed, report_id, draw(values, pictures))
        else:
            _issue(claimed, report_id, values, issue(values, key, pictures))
    except CannotDraw as refusal:
        _failed(claimed, report_id, refusal.code)


def _keep(claimed: Claimed, report_id: UUID, drawn: Drawn) -> None:
    """What cannot be issued is not given to anybody to sign."""
    if drawn.missing_glyphs:
        raise CannotDraw("glyphs")
    with transaction() as session:
        keep_draft(session, get_report(session, report_id)[0], pdf=drawn.pdf, pages=drawn.pages)
        jobs.finish(session, claimed.id)


def _issue(claimed: Claimed, report_id: UUID, values: FunderReport, drawn: IssuedBytes) -> None:
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
