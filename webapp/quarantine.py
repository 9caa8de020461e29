"""Quarantine: what is hidden now, until when, and asking for one file back."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import planning
from records.retention import run_queries as queries
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("quarantine", __name__)
ITEM = "/retention/runs/<uuid:run_id>/items/<uuid:item_id>/restoration"


class RestoreForm(Form):
    """Why the file comes back."""

    reason = LongText(L_("Why the file comes back"), missing=L_("Say why the file comes back."), rows=2)


@pages.get("/retention/quarantine")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """Everything hidden now, by run."""
    return answer("quarantine/index.html", runs=queries.hidden_by_run(session()), members=names_of(session()))


@pages.get(ITEM)
@member_can(P.APPROVE_RETENTION)
def ask(run_id: UUID, item_id: UUID) -> Response:
    """One hidden file, and the question why it comes back."""
    return _page(run_id, item_id, RestoreForm())


@pages.post(ITEM)
@member_can(P.APPROVE_RETENTION)
def restore(run_id: UUID, item_id: UUID) -> Response:
    """Asks for the file back; the reason is kept with it."""
    form = RestoreForm()
    if not form.validate():
        return _page(run_id, item_id, form, status=422)
    item = queries.get_item(session(), run_id, item_id)
    try:
        planning.ask_restore(session(), item, reason=form.reason.data)
    except Refused as refusal:
        return _page(run_id, item_id, form, status=form.accept(refusal))
    return done(url_for("quarantine.index"), _("The file comes back into sight in a moment."))


def _page(run_id: UUID, item_id: UUID, form: RestoreForm, status: int = 200) -> Response:
    run, item = queries.get_run(session(), run_id), queries.get_item(session(), run_id, item_id)
    line = queries.line_of(session(), item)
    return answer("quarantine/restore.html", run=run, line=line, form=form, status=status)
