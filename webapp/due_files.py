"""Files and identities that are due: the queue of those that wait for a person, and the page to decide about one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.retention import reviewing
from records.retention.left_alone import decisions_about_person, verdict_about_person
from records.retention.queries import clients_named, today
from records.retention.schedule import schedule_on
from records.retention.sentences import explain
from records.retention.verdict import Verdict
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
PERSON = "/people/<uuid:client_id>/retention-decisions"


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
    ids = [one.case.client_id for one in queue.waiting] + [one.client_id for one in queue.people]
    clients = clients_named(session(), ids)
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
    return _page(case_id, DecisionForm(data={"basis_hash": _verdict(case_id).basis_hash}))


@pages.post(FILE)
@member_can(P.APPROVE_RETENTION)
def decide(client_id: UUID, case_id: UUID) -> Response:
    """Writes the decision down. Nothing is destroyed by it: a run and a second person come after."""
    return _decided(case_id, reviewing.decide, get_case(session(), client_id, case_id))


@pages.get(PERSON)
@member_can(P.APPROVE_RETENTION)
def show_person(client_id: UUID) -> Response:
    """The same for what a person is known by, whose last case is gone."""
    assert client_id == g.standing.client.id
    return _page(None, DecisionForm(data={"basis_hash": _verdict(None).basis_hash}))


@pages.post(PERSON)
@member_can(P.APPROVE_RETENTION)
def decide_person(client_id: UUID) -> Response:
    """Writes that decision down."""
    return _decided(None, reviewing.decide_about_person, g.standing.client)


def _decided(case_id: UUID | None, decide: Any, about: Any) -> Response:
    form = DecisionForm()
    if not form.validate():
        return _page(case_id, form, status=422)
    given = {name: value or "" for name, value in form.values().items() if name != "keep_through"}
    try:
        decide(session(), about, keep_through=form.keep_through.data, **given)
    except Refused as refusal:
        status = form.accept(refusal)
        if status == 409:
            # Sending it again is then a decision on what is shown now.
            form.basis_hash.raw_data = [_verdict(case_id).basis_hash]
        return _page(case_id, form, status=status)
    return done(url_for("due_files.index"), _("The decision is written down."))


def _verdict(case_id: UUID | None) -> Verdict:
    """Where the file stands today, or what its person is known by."""
    if case_id is None:
        return verdict_about_person(session(), g.standing.client.id, schedule_on(session(), today()), today())
    return reviewing.get_standing(session(), case_id).verdict


def _page(case_id: UUID | None, form: DecisionForm, status: int = 200) -> Response:
    client, verdict = g.standing.client, _verdict(case_id)
    decisions = (
        decisions_about_person(session(), client.id)
        if case_id is None
        else reviewing.decisions_about(session(), case_id)
    )
    return answer(
        "due_files/show.html",
        client=client,
        case=get_case(session(), client.id, case_id) if case_id else None,
        verdict=verdict,
        words=explain(verdict),
        waits=reviewing.asks_a_person(verdict),
        decisions=decisions,
        members=names_of(session()),
        form=form,
        say=say,
        status=status,
    )
