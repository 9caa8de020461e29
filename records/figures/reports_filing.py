"""What becomes of a report of figures once it is drawn: kept to be signed, issued, withdrawn."""

from sqlalchemy.orm import Session

from records.documents.issuing import register, replace_issued, withdraw_issued
from records.documents.values import IssuedBytes
from records.figures.models import FigureReport
from records.figures.reports import expect_in_force, take_turn
from records.figures.reports_queries import find_draft, prints_of
from records.figures.reports_values import FunderReport
from tenants import audit, clock, context, files
from tenants.database import hold


def keep_draft(session: Session, report: FigureReport, *, pdf: bytes, pages: int) -> None:
    """Keeps what is to be read and signed; it is in no register, and nobody outside can check it."""
    hold(session, report)
    if report.state == "making":
        stored = files.store(session, pdf, owner_id=report.id, client_id=None)
        session.flush()
        report.file_id, report.pages, report.state = stored.id, pages, "draft"


def file_report(session: Session, report: FigureReport, values: FunderReport, issued: IssuedBytes) -> bool:
    """Keeps the sealed file and its line in the register, and ends the editions before it: one transaction, so that a
    report is issued once or not at all. False when its edition ended while it was drawn: then nothing is kept."""
    take_turn(session)
    hold(session, report)
    if report.state != "making":
        return True
    others = prints_of(session, report.number)
    if any(one.edition > report.edition or _has_ended(one, report.edition) for one in others):
        return False
    stored = files.store(session, issued.pdf, owner_id=report.id, client_id=None)
    session.flush()
    report.file_id, report.pages = stored.id, issued.pages
    report.state, report.issued_at = "issued", clock.now()
    register(session, report.id, values, issued)
    for one in others:
        if one.edition < report.edition and one.state == "issued":
            one.state = "replaced"
            replace_issued(session, one.id)
    if draft := find_draft(session, report):
        draft.state = "signed"
    audit.record(
        session, audit.Verb.FIGURE_REPORT_ISSUED, report.id, edition=report.edition, pages=issued.pages
    )
    return True


def withdraw_report(session: Session, report: FigureReport, *, why: str) -> None:
    """Says that an edition holds no longer, in every print of it; whoever checks one is told."""
    take_turn(session)
    expect_in_force(session, report)
    for one in prints_of(session, report.number):
        if one.edition == report.edition:
            one.state, one.withdrawn_at = "withdrawn", clock.now()
            one.withdrawn_by, one.withdrawn_why = context.current().member_id, why
            withdraw_issued(session, one.id)
    audit.record(session, audit.Verb.FIGURE_REPORT_WITHDRAWN, report.id, edition=report.edition)


def _has_ended(other: FigureReport, edition: int) -> bool:
    return other.edition == edition and other.state != "issued"
