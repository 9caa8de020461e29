"""Files that are due and wait for a person: the queue, and the page on which somebody decides about one."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.retention import reviewing
from records.retention.queries import clients_named, today
from records.retention.sentences import explain
from records.retention.ways import urgency
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, Hidden, LongText, Text
from webapp.rendering import answer, done
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("due_files", __name__)
FILE = "/people/<uuid:client_id>/cases/<uuid:case_id>/retention-decisions"


class DecisionForm(Form):
    """What becomes of the file, and why; on the grounds that were read."""

    kind = Choice(
        L_("What becomes of the file"),
        missing=L_("Choose what becomes of the file."),
        choices=choices("retention_decision"),
        as_radio=True,
    )
    reason = LongText(L_("Why"), missing=L_("Say why, in a few words."), rows=2)
    keep_through = Day(
        L_("Kept through"), hint=L_("Only when it is kept longer: at most two years from today.")
    )
    recipient = Text(L_("Handed over to"), hint=L_("Only when it was handed over."))
    receipt = Text(
        L_("Receipt code"), hint=L_("Only when it was handed over: the code that the receiver gave you.")
    )
    basis_hash = Hidden()


@pages.get("/retention/reviews")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """What waits for a person, the longest due first, and why."""
    queue = reviewing.to_review(session())
    clients = clients_named(session(), [one.case.client_id for one in queue.waiting])
    now = today()
    return answer(
        "due_files/index.html",
        queue=queue,
        clients=clients,
        today=now,
        urgency=lambda due_on: urgency(due_on, now),
        explained=lambda one: explain(one.verdict),
        say=say,
    )


@pages.get(FILE)
@member_can(P.APPROVE_RETENTION)
def show(client_id: UUID, case_id: UUID) -> Response:
    """One file: why it is due, what was decided before, and the decision to make."""
    get_case(session(), client_id, case_id)
    basis = reviewing.get_standing(session(), case_id).verdict.basis_hash
    return _page(case_id, DecisionForm(data={"basis_hash": basis}))


@pages.post(FILE)
@member_can(P.APPROVE_RETENTION)
def decide(client_id: UUID, case_id: UUID) -> Response:
    """Writes the decision down. Nothing is destroyed by it: a run and a second person come after."""
    case, form = get_case(session(), client_id, case_id), DecisionForm()
    if not form.validate():
        return _page(case_id, form, status=422)
    given = {name: value or "" for name, value in form.values().items() if name != "keep_through"}
    try:
        reviewing.decide(session(), case, keep_through=form.keep_through.data, **given)
    except Refused as refusal:
        status = form.accept(refusal)
        if status == 409:
            # Sending it again is then a decision on what is shown now.
            now = reviewing.get_standing(session(), case_id).verdict.basis_hash
            form.basis_hash.raw_data = [now]
        return _page(case_id, form, status=status)
    return done(url_for("due_files.index"), _("The decision is written down."))


def _page(case_id: UUID, form: DecisionForm, status: int = 200) -> Response:
    client = g.standing.client
    standing = reviewing.get_standing(session(), case_id)
    return answer(
        "due_files/show.html",
        client=client,
        case=get_case(session(), client.id, case_id),
        standing=standing,
        words=explain(standing.verdict),
        waits=reviewing.asks_a_person(standing),
        decisions=reviewing.decisions_about(session(), case_id),
        members=names_of(session()),
        form=form,
        say=say,
        status=status,
    )
