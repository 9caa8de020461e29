"""Runs: plan a list, approve exactly that list, watch it being carried out, read the certificate."""

import csv
from collections.abc import Iterable
from io import StringIO
from uuid import UUID

from flask import Blueprint, Response, make_response, url_for

from records.retention import planning
from records.retention import run_queries as queries
from templates.labels import label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, files
from tenants.errors import NotFound, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.forms import Form, Hidden, Whole
from webapp.rendering import answer, done
from webapp.run_gates import in_the_way
from webapp.transaction import session

pages = Blueprint("runs", __name__)

WORKING = ("approved", "destroying", "sweeping")


class PlanForm(Form):
    """What a list that is longer than usual needs: its length, typed, or a shorter list."""

    confirmed = Whole(L_("How many files does the list hold?"))
    limit = Whole(L_("Or list at most so many, the longest overdue first"), low=1, high=planning.LONGEST_LIST)


class ApprovalForm(Form):
    """The number of files, typed, and the list it is about."""

    count = Whole(L_("How many files does the list hold?"), missing=L_("Type how many files the list holds."))
    list_hash = Hidden()


@pages.get("/retention/runs")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """The newest runs."""
    return answer("runs/index.html", runs=queries.runs(session()), members=names_of(session()))


@pages.post("/retention/runs")
@member_can(P.SET_RETENTION)
def create() -> Response:
    """Plans a run: writes down what is due, and touches nothing else. A list that is longer than usual asks back."""
    form = PlanForm()
    if not form.validate():
        return answer("runs/plan.html", form=form, status=422)
    limit = form.limit.data or planning.LONGEST_LIST
    try:
        run = planning.plan_run(session(), limit=limit, confirmed=form.confirmed.data)
    except Refused as refusal:
        return answer("runs/plan.html", status=form.accept(refusal), form=form)
    return done(url_for("runs.show", run_id=run.id), _("The list is frozen. A second person can approve it."))


@pages.get("/retention/runs/<uuid:run_id>")
@member_can(P.SEE_RETENTION)
def show(run_id: UUID) -> Response:
    """A run: its list, who approved it, how far it is."""
    run = queries.get_run(session(), run_id)
    return _page(run_id, ApprovalForm(data={"list_hash": run.list_hash}))


@pages.post("/retention/runs/<uuid:run_id>/approval")
@member_can(P.APPROVE_RETENTION)
@fresh
def approve(run_id: UUID) -> Response:
    """Approves this very list."""
    form = ApprovalForm()
    if not form.validate():
        return _page(run_id, form, status=422)
    run = queries.get_run(session(), run_id)
    try:
        planning.approve_run(session(), run, list_hash=form.list_hash.data or "", count=form.count.data)
    except Refused as refusal:
        return _page(run_id, form, status=form.accept(refusal))
    return done(url_for("runs.show", run_id=run_id), _("The run is approved. The files are hidden now."))


@pages.post("/retention/runs/<uuid:run_id>/cancellation")
@member_can(P.APPROVE_RETENTION)
def cancel(run_id: UUID) -> Response:
    """Takes the run back before destruction begins."""
    planning.cancel_run(session(), queries.get_run(session(), run_id))
    return done(url_for("runs.show", run_id=run_id), _("The run is cancelled. Hidden files come back."))


@pages.get("/retention/runs/<uuid:run_id>/list")
@member_can(P.SEE_RETENTION)
def as_file(run_id: UUID) -> Response:
    """The list as a spreadsheet, to go through before it is approved: numbers and days, and no name."""
    run = queries.get_run(session(), run_id)
    rows = [
        (_number_of(line), line.item.record_class, line.item.due_on, line.item.action, line.item.state)
        for line in queries.items_of(session(), run_id)
    ]
    audit.viewed(audit.Verb.RUN_LIST_TAKEN, run.id, count=len(rows))
    return download(_as_csv(rows), "text/csv; charset=utf-8", f"run-{run.number}.csv")


@pages.get("/retention/runs/<uuid:run_id>/certificate.json")
@member_can(P.SEE_RETENTION)
def certificate(run_id: UUID) -> Response:
    """The signed certificate, byte for byte."""
    found = queries.get_certificate_of(session(), run_id)
    audit.viewed(audit.Verb.CERTIFICATE_VIEWED, found.id)
    return download(found.body, "application/json", f"certificate-{found.number}.json")


@pages.get("/retention/runs/<uuid:run_id>/certificate.pdf")
@member_can(P.SEE_RETENTION)
def certificate_pdf(run_id: UUID) -> Response:
    """The certificate as a document."""
    found = queries.get_certificate_of(session(), run_id)
    if found.file_id is None:
        raise NotFound()
    pdf = files.read(session(), found.file_id)
    audit.viewed(audit.Verb.CERTIFICATE_VIEWED, found.id)
    return download(pdf, "application/pdf", f"certificate-{found.number}.pdf", how="inline")


def _page(run_id: UUID, form: ApprovalForm, status: int = 200) -> Response:
    run = queries.get_run(session(), run_id)
    certificate = queries.find_certificate_of(session(), run_id)
    return answer(
        "runs/show.html",
        fragment="runs/_run.html",
        run=run,
        items=queries.items_of(session(), run_id),
        progress=queries.outcomes_of(session(), run_id),
        approvals=queries.approvals_of(session(), run_id),
        certificate=certificate,
        public_key=queries.public_key_of(session(), certificate).public_bytes_raw().hex()
        if certificate
        else "",
        members=names_of(session()),
        is_working=run.state in WORKING,
        **in_the_way(run),
        form=form,
        status=status,
    )


def _number_of(line: queries.Listed) -> str:
    return line.number or (line.client.file_number if line.client else "")


def _as_csv(rows: Iterable[tuple[object, ...]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow((_("Number"), _("Record"), _("Due on"), _("Then"), _("State")))
    for number, record, due_on, action, state in rows:
        said = (
            label(record, "record_class"),
            due_on,
            label(action, "retention_action"),
            label(state, "item_state"),
        )
        writer.writerow((number, *said))
    # The mark at the front tells spreadsheets that the letters are UTF-8.
    return text.getvalue().encode("utf-8-sig")


def download(data: bytes, kind: str, name: str, how: str = "attachment") -> Response:
    """A file to keep, which runs nothing where it is opened."""
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
