"""Reports of figures for a funder: made for a period, watched, opened, printed again, withdrawn."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from records.figures import reports, reports_filing, reports_queries
from records.figures.models import FigureReport
from records.figures.queries import programs
from records.figures.reports_rules import TARGETED
from records.figures.reports_values import FunderReport
from records.figures.rules import Period
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, context, files
from tenants.errors import NotFound, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.figures import PeriodForm, asked, period_of
from webapp.forms import Choice, Form, LongText, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("figure_reports", __name__)


class PrintForm(Form):
    """In which language and size of print, and what somebody wrote in that language."""

    language = Choice(
        L_("Language"), missing=L_("Choose a language."), choices=choices("language"), as_radio=True
    )
    size = Choice(L_("Print"), missing=L_("Choose a size."), choices=choices("document_size"), as_radio=True)
    changed = LongText(
        L_("What is different from the version before"),
        limit=1000,
        rows=3,
        hint=L_("The funder reads it. Name nobody."),
    )

    def told(self) -> dict[str, Any]:
        """The keywords of the action."""
        return {"language": self.language.data, "size": self.size.data, "changed": self.changed.data or ""}


class ReportForm(PrintForm, PeriodForm):
    """For which days, and what was aimed at."""

    served = Whole(L_("People served"))
    opened = Whole(L_("Cases opened"))
    closed = Whole(L_("Cases closed"))
    services = Whole(L_("Services"))
    notes = Whole(L_("Notes signed"))
    requests = Whole(L_("Requests about a file answered"))

    def told(self) -> dict[str, Any]:
        """The keywords of the action, without the period."""
        targets = {name: self[name].data for name in TARGETED}
        return super().told() | {"targets": targets}


class WithdrawalForm(Form):
    """Why a report holds no longer."""

    why = LongText(L_("Why it holds no longer"), missing=L_("Write why."), limit=1000, rows=2)


@pages.get("/figures/reports")
@member_can(P.SEE_FIGURES)
def index() -> Response:
    """Every report there is, newest first."""
    found = reports_queries.page_of_reports(session(), after=request.args.get("after"))
    return answer("figure_reports/index.html", block="rows", page=found)


@pages.get("/figures/reports/new")
@member_can(P.ISSUE_FIGURES)
def new() -> Response:
    """Which report to make; what the edition before said of targets stands there already."""
    asked_for = asked()
    period = period_of(asked_for)
    last = reports_queries.find_last(session(), period) if period else None
    known = FunderReport.from_plain(last.values) if last else None
    start = {"since": asked_for.since.data, "until": asked_for.until.data, "program": asked_for.program.data}
    return _asking(ReportForm(formdata=None, data=start | _start(known)), last=last)


@pages.post("/figures/reports")
@member_can(P.ISSUE_FIGURES)
def create() -> Response:
    """Freezes the figures and asks for the report."""
    form = _offered(ReportForm())
    if not form.validate():
        return _asking(form, 422)
    period = Period(form.since.data, form.until.data, form.program.data or "")
    try:
        report = reports.make_report(session(), period, **form.told())
    except Refused as refusal:
        status = form.accept(refusal)
        return _asking(form, status, reports_queries.find_last(session(), period))
    return done(url_for("figure_reports.show", report_id=report.id))


@pages.get("/figures/reports/<uuid:report_id>")
@member_can(P.SEE_FIGURES)
def show(report_id: UUID) -> Response:
    """The report, or how far it is."""
    return _page(report_id)


@pages.get("/figures/reports/<uuid:report_id>/file")
@member_can(P.SEE_FIGURES)
def file(report_id: UUID) -> Response:
    """The sealed PDF. Opening it is recorded."""
    report, _job = reports_queries.get_report(session(), report_id)
    if report.file_id is None:
        raise NotFound()
    pdf = files.read(session(), report.file_id)
    audit.viewed(audit.Verb.FIGURE_REPORT_OPENED, report_id)
    response = make_response(pdf)
    response.headers["Content-Type"] = "application/pdf"
    name = f"{report.number}-{report.edition}-{report.language}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


@pages.post("/figures/reports/<uuid:report_id>/prints")
@member_can(P.ISSUE_FIGURES)
def print_again(report_id: UUID) -> Response:
    """The same edition in another language or size of print."""
    report, _job = reports_queries.get_report(session(), report_id)
    form = PrintForm()
    if not form.validate():
        return _page(report_id, 422, printing=form)
    try:
        another = reports.print_again(session(), report, **form.told())
    except Refused as refusal:
        return _page(report_id, form.accept(refusal), printing=form)
    return done(url_for("figure_reports.show", report_id=another.id))


@pages.post("/figures/reports/<uuid:report_id>/withdrawal")
@member_can(P.ISSUE_FIGURES)
def withdraw(report_id: UUID) -> Response:
    """Says that it holds no longer."""
    report, _job = reports_queries.get_report(session(), report_id)
    form = WithdrawalForm()
    if not form.validate():
        return _page(report_id, 422, withdrawing=form)
    reports_filing.withdraw_report(session(), report, why=form.why.data)
    return done(url_for("figure_reports.show", report_id=report_id), _("The report is withdrawn."))


def _start(known: FunderReport | None) -> dict[str, Any]:
    """What stands in an empty form: what the edition before said, or who is asking."""
    if known is None:
        return {"language": context.current().language, "size": "regular"}
    targets = {one.name: one.target for one in known.figures if one.name in TARGETED}
    return {"language": known.language, "size": known.size} | targets


def _offered(form: ReportForm) -> ReportForm:
    form.offer(program=[(name, name) for name in programs(session())])
    return form


def _asking(form: ReportForm, status: int = 200, last: FigureReport | None = None) -> Response:
    aims = [form[name] for name in TARGETED]
    return answer("figure_reports/new.html", form=_offered(form), aims=aims, last=last, status=status)


def _page(report_id: UUID, status: int = 200, **sent: Form) -> Response:
    report, job = reports_queries.get_report(session(), report_id)
    values = FunderReport.from_plain(report.values)
    start = {"language": report.language, "size": report.size, "changed": values.changed}
    forms: dict[str, Form] = {
        "printing": PrintForm(formdata=None, data=start),
        "withdrawing": WithdrawalForm(formdata=None),
    }
    return answer(
        "figure_reports/show.html",
        fragment="figure_reports/_report.html",
        report=report,
        job=job,
        values=values,
        prints=reports_queries.prints_of(session(), report.number),
        draft=reports_queries.find_draft(session(), report),
        names=names_of(session()),
        status=status,
        **forms | sent,
    )
