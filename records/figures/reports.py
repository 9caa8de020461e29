"""Asking for reports of figures: made for a period, signed for the agency, printed again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy.orm import Session

from records.brands.queries import letterhead_of
from records.clients.actions import next_number
from records.documents.issuing import stamped
from records.documents.signed import Signed
from records.figures.models import FigureReport
from records.figures.queries import figures
from records.figures.reports_queries import (
    drafts_of,
    find_in_hand,
    find_last,
    fingerprint_of,
    prints_of,
)
from records.figures.reports_rules import compose
from records.figures.reports_values import FunderReport
from records.figures.rules import Figures, Period
from records.signatures.actions import who_acts
from records.signatures.rules import expect_seen
from tenants import audit, clock, context, jobs
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import get_member
from tenants.titles import title_in

_SERIES = "figure_report"


def make_report(
    session: Session,
    period: Period,
    *,
    language: str,
    size: str,
    targets: Mapping[str, int | None],
    changed: str = "",
) -> FigureReport:
    """Counts a period and freezes what may be told of it, as a draft to be signed; a worker draws it. Where the period
    has a report already, this is its next edition, and says what is different. A draft that waited is set aside."""
    take_turn(session)
    last, counted = _last_of(session, period, changed=changed), _counted(session, period)
    values = compose(
        counted,
        targets=targets,
        before=FunderReport.from_plain(last.values) if last else None,
        changed=changed if last else "",
        mark="draft",
        **_about(period),
        **_print(session, language, size),
    )
    waiting = drafts_of(session, period)
    for one in waiting:
        one.state = "dropped"
    known = last or next(iter(waiting), None)
    number = known.number if known else f"FR-{next_number(session, _SERIES)}"
    values = replace(values, number=number, version=last.edition + 1 if last else 1)
    return _asked(session, period, values)


def sign_report(session: Session, report: FigureReport, *, seen: str) -> FigureReport:
    """The signature of who acts, for the agency and from their own account, under the draft they have read (`seen` is
    its fingerprint); the door has asked for their password again. With it the report is issued: a worker draws it, with
    a page that tells who signed."""
    take_turn(session)
    hold(session, report)
    period = _period_of(report)
    if report.state != "draft" or find_in_hand(session, period, edition=report.edition):
        raise Conflict("This report has moved on. Load the page again.")
    expect_seen(seen, fingerprint_of(session, report))
    me, frozen = get_member(session, who_acts()), FunderReport.from_plain(report.values)
    by = {"role": "director", "name": me.name, "how": "account", "known_by": "account"}
    signed = Signed(**cast("Any", by), on=_today(), at=clock.now(), sha256=seen)
    signer: dict[str, Any] = {"signer_name": me.name, "signer_title": title_in(me, frozen.language)}
    values = replace(frozen, issued_on=_today(), signatures=(signed,), **signer)
    values = stamped(values, number=report.number, edition=report.edition)
    audit.record(session, audit.Verb.FIGURE_REPORT_SIGNED, report.id, edition=report.edition)
    return _asked(session, period, values, signed_by=me.id)


def print_again(
    session: Session, report: FigureReport, *, language: str, size: str, changed: str = ""
) -> FigureReport:
    """The same edition with the same figures and signature, in another language or size of print; one that is there or
    being made is returned. `changed` is what was different, in the other language."""
    take_turn(session)
    expect_in_force(session, report)
    if report.signed_by is None:
        raise Refused(
            "Nobody has signed this version. Make a new version, and have it signed.", field="language"
        )
    period = _period_of(report)
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
    title = title_in(get_member(session, report.signed_by), language)
    words = _print(session, language, size) | {"signer_title": title, "changed": changed}
    values = replace(frozen, issued_on=_today(), **words)
    values = stamped(values, number=report.number, edition=report.edition)
    return _asked(session, period, values, signed_by=report.signed_by)


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


def _period_of(report: FigureReport) -> Period:
    return Period(report.since, report.until, report.program)


def take_turn(session: Session) -> None:
    """Those who make, file and withdraw reports wait for each other: what is decided is decided on what is there."""
    next_number(session, _SERIES, many=0)


def expect_in_force(session: Session, report: FigureReport) -> None:
    """Refuses what was not issued, or holds no longer."""
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


def _asked(
    session: Session, period: Period, values: FunderReport, *, signed_by: UUID | None = None
) -> FigureReport:
    report = FigureReport(
        number=values.number,
        edition=values.version,
        since=period.since,
        until=period.until,
        program=period.program,
        language=values.language,
        size=values.size,
        requested_by=who_acts(),
        signed_by=signed_by,
        values=values.to_plain(),
    )
    report.job_id = jobs.enqueue(session, jobs.Job.DRAW_REPORT, report=report.id)
    session.add(report)
    audit.record(session, audit.Verb.FIGURE_REPORT_ASKED, report.id, edition=report.edition)
    return report


def _today() -> date:
    return clock.today(context.current().timezone)
