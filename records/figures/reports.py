"""Every way to change reports of figures: made for a period, printed again, filed once drawn, withdrawn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, cast

from sqlalchemy.orm import Session

from records.brands.queries import letterhead_of
from records.clients.actions import next_number
from records.documents.issuing import register, replace_issued, stamped, withdraw_issued
from records.documents.values import IssuedBytes
from records.figures.models import FigureReport
from records.figures.queries import figures
from records.figures.reports_queries import find_in_hand, find_last, prints_of
from records.figures.reports_rules import compose
from records.figures.reports_values import FunderReport
from records.figures.rules import Figures, Period
from tenants import audit, clock, context, files, jobs
from tenants.database import hold
from tenants.errors import Conflict, Refused

_SERIES = "figure_report"


def make_report(
    session: Session,
    period: Period,
    *,
    language: str,
    size: str,
    targets: Mapping[str, int | None],
    changed: str = "",
    **signer: str,
) -> FigureReport:
    """Counts a period and freezes what may be told of it; a worker draws it. Where the period has a report already,
    this is its next edition, and says what is different."""
    _take_turn(session)
    last, counted = _last_of(session, period, changed=changed), _counted(session, period)
    values = compose(
        counted,
        targets=targets,
        before=FunderReport.from_plain(last.values) if last else None,
        changed=changed if last else "",
        **_about(period),
        **_print(session, language, size),
        **signer,
    )
    number = last.number if last else f"FR-{next_number(session, _SERIES)}"
    return _asked(session, period, stamped(values, number=number, edition=last.edition + 1 if last else 1))


def print_again(
    session: Session, report: FigureReport, *, language: str, size: str, **words: Any
) -> FigureReport:
    """The same edition with the same figures, in another language or size of print; one that is there or being made is
    returned. `words` are what people wrote, in the other language."""
    _take_turn(session)
    _expect_in_force(session, report)
    period = Period(report.since, report.until, report.program)
    like = {"edition": report.edition, "language": language, "size": size}
    alike = (
        one
        for one in prints_of(session, report.number)
        if all(getattr(one, name) == like[name] for name in like)
    )
    found = next(alike, None) or find_in_hand(session, period, **like)
    if found is not None:
        return found
    frozen = FunderReport.from_plain(report.values)
    values = replace(frozen, issued_on=_today(), **_print(session, language, size), **words)
    return _asked(session, period, stamped(values, number=report.number, edition=report.edition))


def file_report(session: Session, report: FigureReport, values: FunderReport, issued: IssuedBytes) -> bool:
    """Keeps the sealed file and its line in the register, and ends the editions before it: one transaction, so that a
    report is issued once or not at all. False when its edition ended while it was drawn: then nothing is kept."""
    _take_turn(session)
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
    audit.record(
        session, audit.Verb.FIGURE_REPORT_ISSUED, report.id, edition=report.edition, pages=issued.pages
    )
    return True


def _last_of(session: Session, period: Period, *, changed: str) -> FigureReport | None:
    """The version that the next one follows, if there is any."""
    if find_in_hand(session, period) is not None:
        raise Refused("A report of this period is being made. Wait until it is there.", field="until")
    last = find_last(session, period)
    if last is not None and not changed:
        raise Refused(
            "Report %(number)s tells of this period. Say what is different in the new version.",
            field="changed",
            number=last.number,
        )
    return last


def _has_ended(other: FigureReport, edition: int) -> bool:
    return other.edition == edition and other.state != "issued"


def withdraw_report(session: Session, report: FigureReport, *, why: str) -> None:
    """Says that an edition holds no longer, in every print of it; whoever checks one is told."""
    _take_turn(session)
    _expect_in_force(session, report)
    for one in prints_of(session, report.number):
        if one.edition == report.edition:
            one.state, one.withdrawn_at = "withdrawn", clock.now()
            one.withdrawn_by, one.withdrawn_why = context.current().member_id, why
            withdraw_issued(session, one.id)
    audit.record(session, audit.Verb.FIGURE_REPORT_WITHDRAWN, report.id, edition=report.edition)


def _take_turn(session: Session) -> None:
    """Those who make, file and withdraw reports wait for each other: what is decided is decided on what is there."""
    next_number(session, _SERIES, many=0)


def _expect_in_force(session: Session, report: FigureReport) -> None:
    hold(session, report)
    if report.state != "issued":
        raise Conflict("This report has moved on. Load the page again.")


def _counted(session: Session, period: Period) -> Figures:
    period.expect_in_order()
    if period.until > _today():
        raise Refused("A report tells of days that are over. Choose today or an earlier day.", field="until")
    counted = figures(session, period)
    if not counted.tables:
        raise Refused(
            "Files of that time were destroyed: only a whole quarter, a fiscal year or all time can be told.",
            field="until",
        )
    return counted


def _about(period: Period) -> dict[str, Any]:
    """Which days are told, and when they were counted."""
    return {
        "period_from": period.since,
        "period_to": period.until,
        "program": period.program,
        "counted_at": clock.now(),
        "issued_on": _today(),
        "timezone": context.current().timezone,
    }


def _print(session: Session, language: str, size: str) -> dict[str, Any]:
    return {
        "language": cast("Literal['en', 'fr']", language),
        "size": cast("Literal['regular', 'large']", size),
        "letterhead": letterhead_of(session, language),
    }


def _asked(session: Session, period: Period, values: FunderReport) -> FigureReport:
    me = context.current().member_id
    assert me is not None
    report = FigureReport(
        number=values.number,
        edition=values.version,
        since=period.since,
        until=period.until,
        program=period.program,
        language=values.language,
        size=values.size,
        requested_by=me,
        values=values.to_plain(),
    )
    report.job_id = jobs.enqueue(session, jobs.Job.DRAW_REPORT, report=report.id)
    session.add(report)
    audit.record(session, audit.Verb.FIGURE_REPORT_ASKED, report.id, edition=report.edition)
    return report


def _today() -> date:
    return clock.today(context.current().timezone)
