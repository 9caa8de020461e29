"""One document for many people: which and from which cases, who exactly, a page that tells how far it is, the files."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from records.batches import actions, choosing, queries
from records.batches.choosing import Line, Wish
from records.batches.models import Batch
from records.batches.rules import KINDS, MOST
from records.caseloads.queries import takers
from templates.labels import choices
from templates.words import lazy as L_
from tenants import audit, context, files, jobs
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Form, Tick
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("batches", __name__)

ALL = "/documents/batches"
ONE = f"{ALL}/<uuid:batch_id>"


class WishForm(Form):
    """Which document, how it is handed over, and from which cases to choose; read from the address."""

    kind = Choice(
        L_("Document"),
        missing=L_("Choose a document."),
        choices=[pair for pair in choices("document_kind") if pair[0] in KINDS],
    )
    whose = Choice(L_("Whose cases"))
    program = Choice(L_("Program"))
    status = Choice(L_("State"), choices=[pair for pair in choices("case_status") if pair[0] != "closed"])
    for_envelopes = Tick(
        L_("For window envelopes"), hint=L_("The print file is sorted by postal code, then by name.")
    )
    double_sided = Tick(
        L_("Printed on both sides"),
        hint=L_("Each letter begins on a sheet of its own; blank pages are added."),
    )


class PeopleForm(Form):
    """For whom."""

    case_ids = Choices(L_("People"), missing=L_("Choose at least one person."))


@pages.get(ALL)
@member_can(P.MAKE_DOCUMENTS)
def index() -> Response:
    """The reader's own batches."""
    return answer("batches/index.html", batches=queries.batches(session()))


@pages.get(f"{ALL}/new")
@member_can(P.MAKE_DOCUMENTS)
def new() -> Response:
    """Which document, and from which cases to choose."""
    start = {} if request.args else {"whose": context.current().member_id}
    return answer("batches/new.html", form=_wished(**start))


@pages.get(f"{ALL}/selection")
@member_can(P.MAKE_DOCUMENTS)
def selection() -> Response:
    """Who gets it, and who is left out and why."""
    form = _wished()
    if not request.args:
        return done(url_for("batches.new"))
    if not form.validate():
        return answer("batches/new.html", form=form, status=422)
    lines = choosing.candidates(session(), _wish(form))
    fit = [str(line.case.id) for line in lines[:MOST] if not line.hindrance]
    return _selection_page(form, PeopleForm(formdata=None, data={"case_ids": fit}), lines)


@pages.post(ALL)
@member_can(P.MAKE_DOCUMENTS)
def create() -> Response:
    """Begins."""
    wished, form = _wished(), PeopleForm()
    if not wished.validate():
        return answer("batches/new.html", form=wished, status=422)
    wish, double = _wish(wished), wished.double_sided.data
    lines = choosing.candidates(session(), wish)
    if not _offered(form, lines).validate():
        return _selection_page(wished, form, lines, status=422)
    try:
        batch = actions.start_batch(session(), wish, double_sided=double, **form.values())
    except Refused as refusal:
        return _selection_page(wished, form, lines, status=form.accept(refusal))
    return done(_address(batch))


@pages.get(ONE)
@member_can(P.MAKE_DOCUMENTS)
def show(batch_id: UUID) -> Response:
    """How far it is; then what came of it."""
    batch = queries.get_batch(session(), batch_id)
    job = jobs.find_job(session(), batch.job_id) if batch.job_id else None
    is_working = batch.state == "making" and job is not None and job.state in ("waiting", "running")
    return answer(
        "batches/show.html",
        fragment="batches/_batch.html",
        batch=batch,
        counts=queries.counts_of(session(), batch),
        is_working=is_working,
        is_whole=batch.state != "ready" or queries.is_whole(session(), batch),
        people=[] if is_working else queries.items_of(session(), batch),
        fault=job.error if job is not None and not is_working else None,
    )


@pages.post(f"{ONE}/continuation")
@member_can(P.MAKE_DOCUMENTS)
def go_on(batch_id: UUID) -> Response:
    """Makes what is missing, and the files anew."""
    batch = queries.get_batch(session(), batch_id)
    actions.go_on(session(), batch)
    return done(_address(batch))


@pages.get(f"{ONE}/print")
@member_can(P.MAKE_DOCUMENTS)
def print_file(batch_id: UUID) -> Response:
    """One file to print from."""
    batch = queries.get_batch(session(), batch_id)
    return _download(batch, batch.print_id, "pdf", "print-only")


@pages.get(f"{ONE}/originals")
@member_can(P.MAKE_DOCUMENTS)
def originals(batch_id: UUID) -> Response:
    """The sealed originals side by side."""
    batch = queries.get_batch(session(), batch_id)
    return _download(batch, batch.separate_id, "zip", "originals")


def _download(batch: Batch, file_id: UUID | None, form: str, name: str) -> Response:
    """Only while everything in it is still open to whoever asks. Taking it is recorded."""
    batch.expect_ready()
    queries.expect_whole(session(), batch)
    assert file_id is not None
    response = make_response(files.read(session(), file_id))
    audit.viewed(audit.Verb.BATCH_TAKEN, batch.id, form=form)
    response.headers["Content-Type"] = f"application/{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _wished(**start: Any) -> WishForm:
    form = WishForm(formdata=request.args, data=start, meta={"csrf": False})
    form.offer(
        whose=[(one.id, one.name) for one in takers(session())],
        program=[(name, name) for name in choosing.programs(session())],
    )
    return form


def _wish(form: WishForm) -> Wish:
    return Wish(
        kind=form.kind.data,
        for_envelopes=form.for_envelopes.data,
        worker_id=form.whose.data,
        program=form.program.data or "",
        status=form.status.data or "",
    )


def _offered(form: PeopleForm, lines: list[Line]) -> Form:
    return form.offer(case_ids=[(line.case.id, line) for line in lines[:MOST]])


def _selection_page(wished: WishForm, form: PeopleForm, lines: list[Line], *, status: int = 200) -> Response:
    kept = {name: "yes" if value is True else value for name, value in wished.values().items() if value}
    told: dict[str, Any] = {"most": MOST, "is_cut": len(lines) > MOST, "workers": names_of(session())}
    form.offer(case_ids=[(line.case.id, line) for line in lines[:MOST] if not line.hindrance])
    left = [line for line in lines[:MOST] if line.hindrance]
    return answer("batches/selection.html", form=form, kept=kept, left=left, status=status, **told)


def _address(batch: Batch) -> str:
    return url_for("batches.show", batch_id=batch.id)
