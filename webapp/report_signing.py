"""Signing a report of figures for the agency, from one's own account: before that it is a draft, and no report."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from press.setting import Pictures, on_screen
from records.figures import reports, reports_queries
from records.figures.models import FigureReport
from records.figures.reports_values import FunderReport
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.signature_forms import AccountForm
from webapp.signing_here import expect_me
from webapp.transaction import session

pages = Blueprint("report_signing", __name__)
HERE = "/figures/reports/<uuid:report_id>/signature"


@pages.get(HERE)
@member_can(P.SIGN_FOR_AGENCY)
def show(report_id: UUID) -> Response:
    """The draft to be read and signed."""
    report, _job = reports_queries.get_report(session(), report_id)
    if report.state != "draft":
        return _back(report)
    return _page(report, AccountForm(data={"seen": reports_queries.fingerprint_of(session(), report)}))


@pages.post(HERE)
@member_can(P.SIGN_FOR_AGENCY)
def sign(report_id: UUID) -> Response:
    """Keeps the signature, and has the report issued."""
    report, _job = reports_queries.get_report(session(), report_id)
    form = AccountForm()
    if not form.validate():
        return _page(report, form, status=422)
    try:
        expect_me(form.password.data or "")
        issued = reports.sign_report(session(), report, seen=form.seen.data or "")
    except Refused as refusal:
        return _page(report, form, status=form.accept(refusal))
    return _back(issued, _("Signed. The report is being issued."))


def _back(report: FigureReport, words: str = "") -> Response:
    return done(url_for("figure_reports.show", report_id=report.id), words)


def _page(report: FigureReport, form: AccountForm, status: int = 200) -> Response:
    values = FunderReport.from_plain(report.values)
    pictures = Pictures(*reports_queries.pictures_for(session(), report, values))
    page = on_screen(values, pictures).under_a_heading()
    return answer("figure_reports/sign.html", report=report, page=page, form=form, status=status)
