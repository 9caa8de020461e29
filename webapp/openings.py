"""The gate of a file: whose it is, and what would open it to this reader."""

from uuid import UUID

from flask import Blueprint, Response, abort, g, request, url_for

from records.access import actions
from records.access.rules import NEEDS, Category, Level
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form, Hidden, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("openings", __name__)


class ReasonForm(Form):
    """Why the file must be opened, in words that the client may read one day."""

    reason = LongText(
        L_("Why you need to open it"),
        missing=L_("Write down why; one sentence is enough."),
        limit=500,
        rows=2,
        hint=L_("This is kept with the file. The client may ask to see it."),
    )
    to = Hidden("", limit=300)
    what = Hidden("", limit=40)


@pages.get("/people/<uuid:client_id>/opening")
@member_can(P.SEE_AGENCY)
def gate(client_id: UUID) -> Response:
    """Whose the file is, and the form that opens it or asks for it."""
    start = {name: request.args.get(name, "") for name in ("to", "what")}
    return _gate(client_id, ReasonForm(data=start))


@pages.post("/people/<uuid:client_id>/opening")
@member_can(P.OPEN_WITH_REASON)
def enter(client_id: UUID) -> Response:
    """Opens what is gated, for the working day, with the reason."""
    form = ReasonForm()
    if not form.validate():
        return _gate(client_id, form, status=422)
    if _found(form) is not Level.REASON:
        abort(403)
    actions.open_with_reason(session(), client_id, reason=form.reason.data)
    return done(_inside(client_id, form.to.data or ""), _("Opened for today. The reason is kept."))


@pages.post("/people/<uuid:client_id>/opening/request")
@member_can(P.ASK_FOR_ACCESS)
def ask(client_id: UUID) -> Response:
    """Asks those who decide to open the file."""
    form = ReasonForm()
    if not form.validate():
        return _gate(client_id, form, status=422)
    actions.ask_for_access(session(), client_id, reason=form.reason.data)
    return done(url_for("clients.index"), _("Your supervisor can see what you asked."))


def _gate(client_id: UUID, form: ReasonForm, status: int = 200) -> Response:
    return answer(
        "openings/gate.html",
        client=g.standing.client,
        form=form,
        gated=_found(form) is Level.REASON,
        workers=names_of(session()),
        status=status,
    )


def _found(form: ReasonForm) -> Level:
    """How far the reader may go in the part they came for."""
    wanted = form.what.data or ""
    category = NEEDS[P(wanted)][0] if wanted in {str(need) for need in NEEDS} else Category.IDENTITY
    found: Level = g.standing.level(category)
    return found


def _inside(client_id: UUID, path: str) -> str:
    """Back to where they came from, when it lies in this very file."""
    file = url_for("clients.show", client_id=client_id)
    return path if path == file or path.startswith(f"{file}/") else file
