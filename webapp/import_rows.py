"""The rows of an import, one by one, and the acts on all of them: correct, leave out, decide, start, take back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.imports import actions, queries
from records.imports.columns import FIELDS
from records.imports.matching import faces_of
from records.imports.models import Import
from templates.labels import label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("import_rows", __name__)


class RowForm(Form):
    """The words of one row; a field for each matched column is added where the file is known."""


class DecisionForm(Form):
    """What to do with a row that looks like somebody who is there. The people are offered by the route."""

    decision = Choice(L_("What to do"), missing=L_("Choose what to do with this row."), as_radio=True)


class StateForm(Form):
    """Which rows to leave out together."""

    state = Choice(missing=L_("Choose which rows."), choices=[("faulty", ""), ("doubtful", "")])


def _row_form(import_: Import, **options: Any) -> RowForm:
    fields = {
        name: (LongText if name in ("text", "goal") else Text)(label(name, "import_field"), limit=20_000)
        for name in FIELDS[import_.kind]
        if name in import_.mapping
    }
    form: RowForm = type("RowForm", (RowForm,), fields)(**options)
    return form


@pages.get("/imports/<uuid:import_id>/rows/<uuid:import_row_id>")
@member_can(P.IMPORT_CLIENTS)
def edit(import_id: UUID, import_row_id: UUID) -> Response:
    """One row, to be corrected."""
    found = queries.get_import(session(), import_id)
    row = queries.get_import_row(session(), import_id, import_row_id)
    words = {name: row.cells[place] for name, place in found.mapping.items() if name != "numbers"}
    return answer("imports/row.html", import_=found, row=row, form=_row_form(found, data=words))


@pages.post("/imports/<uuid:import_id>/rows/<uuid:import_row_id>")
@member_can(P.IMPORT_CLIENTS)
def change(import_id: UUID, import_row_id: UUID) -> Response:
    """Keeps the corrected words and checks the row anew."""
    found = queries.get_import(session(), import_id)
    row, form = queries.get_import_row(session(), import_id, import_row_id), _row_form(found)
    if not form.validate():
        return answer("imports/row.html", import_=found, row=row, form=form, status=422)
    words = {name: value or "" for name, value in form.values().items()}
    actions.change_row(session(), found, row, words=words)
    if row.state == "faulty":
        return done(url_for("import_rows.edit", import_id=import_id, import_row_id=import_row_id))
    return done(
        url_for("imports.rows", import_id=import_id), _("Row %(number)s is in order.", number=row.number)
    )


@pages.post("/imports/<uuid:import_id>/rows/<uuid:import_row_id>/leaving-out")
@member_can(P.IMPORT_CLIENTS)
def leave_out(import_id: UUID, import_row_id: UUID) -> Response:
    """Leaves one row out."""
    found = queries.get_import(session(), import_id)
    actions.leave_out(session(), found, queries.get_import_row(session(), import_id, import_row_id))
    return done(url_for("imports.rows", import_id=import_id), _("The row stays out."))


@pages.post("/imports/<uuid:import_id>/rows/<uuid:import_row_id>/taking-in")
@member_can(P.IMPORT_CLIENTS)
def take_in(import_id: UUID, import_row_id: UUID) -> Response:
    """Takes one row in again."""
    found = queries.get_import(session(), import_id)
    actions.take_in(session(), found, queries.get_import_row(session(), import_id, import_row_id))
    return done(url_for("imports.rows", import_id=import_id), _("The row is taken in again."))


@pages.post("/imports/<uuid:import_id>/rows/leaving-out")
@member_can(P.IMPORT_CLIENTS)
def leave_out_all(import_id: UUID) -> Response:
    """Leaves all rows of one sort out."""
    found, form = queries.get_import(session(), import_id), StateForm()
    if not form.validate():
        raise Refused("Choose which rows.")
    actions.leave_out_all(session(), found, state=form.state.data)
    return done(url_for("imports.show", import_id=import_id), _("These rows stay out."))


@pages.get("/imports/<uuid:import_id>/look-alikes")
@member_can(P.IMPORT_CLIENTS)
def look_alikes(import_id: UUID) -> Response:
    """The rows that look like somebody who is there, with those they look like."""
    found = queries.get_import(session(), import_id)
    page = queries.page_of_rows(session(), found, "doubtful", after=request.args.get("after"))
    faces = faces_of(session(), page.rows)
    return answer("imports/look-alikes.html", import_=found, page=page, faces=faces)


@pages.post("/imports/<uuid:import_id>/rows/<uuid:import_row_id>/decision")
@member_can(P.IMPORT_CLIENTS)
def decide(import_id: UUID, import_row_id: UUID) -> Response:
    """Leaves the row out, opens a new file, or adds the case to the file that is there."""
    found = queries.get_import(session(), import_id)
    row, form = queries.get_import_row(session(), import_id, import_row_id), DecisionForm()
    here = [str(client_id) for client_id in faces_of(session(), [row])]
    form.offer(decision=[(code, "") for code in ("left_out", "new", *here)])
    if not form.validate():
        raise Refused("Choose what to do with this row.")
    _decided(found, row, form.decision.data)
    return done(url_for("import_rows.look_alikes", import_id=import_id))


def _decided(import_: Import, row: Any, decision: str) -> None:
    if decision == "left_out":
        actions.leave_out(session(), import_, row)
    else:
        client_id = None if decision == "new" else UUID(decision)
        said = "existing" if client_id else "new"
        actions.decide(session(), import_, row, decision=said, client_id=client_id)


@pages.post("/imports/<uuid:import_id>/start")
@member_can(P.IMPORT_CLIENTS)
def start(import_id: UUID) -> Response:
    """Step 5: brings the rows in."""
    actions.start(session(), queries.get_import(session(), import_id))
    return done(url_for("imports.show", import_id=import_id))


@pages.post("/imports/<uuid:import_id>/going-on")
@member_can(P.IMPORT_CLIENTS)
def go_on(import_id: UUID) -> Response:
    """Goes on with an import whose work broke off."""
    actions.go_on(session(), queries.get_import(session(), import_id))
    return done(url_for("imports.show", import_id=import_id))


@pages.post("/imports/<uuid:import_id>/cancellation")
@member_can(P.IMPORT_CLIENTS)
def cancel(import_id: UUID) -> Response:
    """Gives the import up."""
    actions.cancel(session(), queries.get_import(session(), import_id))
    return done(url_for("imports.index"), _("The import is given up, and its rows are forgotten."))


@pages.post("/imports/<uuid:import_id>/undo")
@member_can(P.IMPORT_CLIENTS)
def undo(import_id: UUID) -> Response:
    """Takes the whole import back."""
    actions.undo(session(), queries.get_import(session(), import_id))
    return done(url_for("imports.show", import_id=import_id))
