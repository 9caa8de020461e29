"""Bringing people, cases and notes in from a spreadsheet: file, columns, rows to correct, look-alikes, totals, undo."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, request, url_for

from records.imports import actions, queries
from records.imports.columns import FIELDS
from records.imports.models import UNDO_DAYS, Import
from records.imports.sheets import written
from templates.labels import choices, label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, jobs
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, Text, Upload
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("imports", __name__)
_ACCEPT = ".csv,.tsv,.txt,.xlsx"


class FileForm(Form):
    """Which file, and what is in it."""

    kind = Choice(
        L_("What is in the file?"), missing=L_("Choose what is in the file."), choices=choices("import_kind"),
        as_radio=True,
    )  # fmt: skip
    file = Upload(
        L_("Spreadsheet file"), missing=L_("Choose a file."), accept=_ACCEPT,
        hint=L_("CSV or Excel (.xlsx), up to 10 MB and 20,000 rows. The first row holds the headings."),
    )  # fmt: skip
    sheet = Text(L_("Sheet"), limit=100, hint=L_("For Excel: the name of the sheet, if it is not the first."))


class ColumnsForm(Form):
    """What each column of one file means; a field for each column is added where the file is known."""

    numbers = Choice(
        L_("Dates of numbers only, like 03/04/1990"),
        choices=choices("day_order"), hint=L_("Left open, we look whether the file tells by itself."),
    )  # fmt: skip

    def columns(self) -> dict[int, str]:
        """The field that was chosen for each column, by the place of the column."""
        return {
            int(name.removeprefix("column_")): value or ""
            for name, value in self.values().items()
            if name.startswith("column_")
        }


def _columns_form(import_: Import, **options: Any) -> ColumnsForm:
    offered = [(name, label(name, "import_field")) for name in FIELDS[import_.kind]]
    fields = {
        f"column_{place}": Choice(heading or _("Column %(number)s", number=place + 1), choices=offered)
        for place, heading in enumerate(import_.headings or [])
    }
    form: ColumnsForm = type("ColumnsForm", (ColumnsForm,), fields)(**options)
    return form


@pages.get("/imports")
@member_can(P.IMPORT_CLIENTS)
def index() -> Response:
    """The reader's own imports."""
    return answer("imports/index.html", imports=queries.my_imports(session()))


@pages.get("/imports/new")
@member_can(P.IMPORT_CLIENTS)
def new() -> Response:
    """Step 1: which file."""
    return answer("imports/new.html", form=FileForm(data={"kind": "people"}))


@pages.post("/imports")
@member_can(P.IMPORT_CLIENTS)
def create() -> Response:
    """Takes the file, to be read."""
    form = FileForm()
    if not form.validate():
        return answer("imports/new.html", form=form, status=422)
    try:
        file, values = form.file.data, {"kind": form.kind.data, "sheet": form.sheet.data or ""}
        with file.stream:
            found = actions.begin_import(session(), data=file.read(), name=file.filename, **values)
    except Refused as refusal:
        return answer("imports/new.html", form=form, status=form.accept(refusal))
    return done(url_for("imports.show", import_id=found.id))


@pages.get("/imports/<uuid:import_id>")
@member_can(P.IMPORT_CLIENTS)
def show(import_id: UUID) -> Response:
    """Step 4, the totals; then how far it is, what came of it, and undo."""
    found = queries.get_import(session(), import_id)
    job = jobs.find_job(session(), found.job_id) if found.job_id else None
    return answer(
        "imports/show.html",
        fragment="imports/_import.html",
        import_=found,
        counts=queries.counts_of(session(), found),
        has_failed=found.is_working and job is not None and job.state == "failed",
        refusal=_(found.refusal[0], **found.refusal[1]) if found.refusal else "",
        may_undo=found.may_be_undone(clock.now()),
        undo_until=found.finished_at + UNDO_DAYS if found.finished_at else None,
    )


@pages.get("/imports/<uuid:import_id>/columns")
@member_can(P.IMPORT_CLIENTS)
def columns(import_id: UUID) -> Response:
    """Step 2: which column is which field, as far as it can be guessed."""
    found = queries.get_import(session(), import_id)
    found.expect("uploaded", "checked")
    start = {f"column_{place}": name for name, place in found.mapping.items()}
    form = _columns_form(found, data=start | {"numbers": found.mapping.get("numbers") or None})
    return answer(
        "imports/columns.html", import_=found, form=form, samples=queries.samples_of(session(), found)
    )


@pages.post("/imports/<uuid:import_id>/columns")
@member_can(P.IMPORT_CLIENTS)
def match(import_id: UUID) -> Response:
    """Keeps what the columns mean, and has every row checked."""
    found = queries.get_import(session(), import_id)
    form, samples = _columns_form(found), queries.samples_of(session(), found)
    if not form.validate():
        return answer("imports/columns.html", import_=found, form=form, samples=samples, status=422)
    try:
        actions.match_columns(session(), found, columns=form.columns(), numbers=form.numbers.data or "")
    except Refused as refusal:
        status = form.accept(refusal)
        return answer("imports/columns.html", import_=found, form=form, samples=samples, status=status)
    return done(url_for("imports.show", import_id=import_id))


@pages.get("/imports/<uuid:import_id>/rows")
@member_can(P.IMPORT_CLIENTS)
def rows(import_id: UUID) -> Response:
    """Step 3: the rows with something wrong, and those left out or in the way of an undo."""
    found, after = queries.get_import(session(), import_id), request.args.get("after")
    page = queries.page_of_rows(session(), found, "faulty", "left_out", "touched", after=after)
    return answer("imports/rows.html", block="rows", import_=found, page=page)


@pages.get("/imports/<uuid:import_id>/rows/file")
@member_can(P.IMPORT_CLIENTS)
def faulty(import_id: UUID) -> Response:
    """The rows with something wrong, as a CSV file with the reasons: to be corrected there and brought in anew."""
    found = queries.get_import(session(), import_id)
    if found.forgotten_at is not None:
        raise NotFound()
    headings = [*found.headings, _("What is wrong")]
    lines = ([*row.cells, "; ".join(_wrong(row.problems))] for row in queries.faulty_rows(session(), found))
    response = make_response(written(headings, lines))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    return response


def _wrong(problems: list[list[str]]) -> list[str]:
    return [
        _("%(what)s: %(told)s", what=label(name, "import_field"), told=label(code, "import_problem"))
        for name, code in problems
    ]
