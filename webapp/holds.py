"""Holds: keep a case from destruction, look at what is held, release by two people."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.requests import queries as requests
from records.retention import holding, queries
from records.retention.terms import HoldKind
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("holds", __name__)


class HoldForm(Form):
    """In which matter, and why."""

    kind = Choice(L_("Kind of hold"), missing=L_("Choose the kind of hold."), choices=choices("hold_kind"))
    basis = Text(L_("In which matter"), missing=L_("Enter the matter, for example a reference number."))
    reason = LongText(L_("Why"), missing=L_("Say why the file must be kept."), rows=2)
    review_on = Day(L_("Look at it again on"), hint=L_("Empty: in 180 days."))


class ReleaseForm(Form):
    """Why it is over."""

    reason = LongText(L_("Why the hold is over"), missing=L_("Enter why the hold is over."), rows=2)


@pages.get("/retention/holds")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """The holds in force, the next to look at again first, and those released."""
    return answer(
        "holds/index.html",
        holds=queries.holds(session()),
        released=queries.holds(session(), in_force=False),
        members=names_of(session()),
    )


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/holds/new")
@member_can(P.PLACE_HOLDS)
def new(client_id: UUID, case_id: UUID) -> Response:
    """An empty hold for one case."""
    client, case = g.standing.client, get_case(session(), client_id, case_id)
    return answer("holds/new.html", client=client, case=case, form=HoldForm(data={"kind": "funder_audit"}))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/holds")
@member_can(P.PLACE_HOLDS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Places the hold; says plainly when the purge was first."""
    client, case, form = g.standing.client, get_case(session(), client_id, case_id), HoldForm()
    if not form.validate():
        return answer("holds/new.html", client=client, case=case, form=form, status=422)
    given = form.values()
    try:
        placed = holding.place_hold(session(), [case_id], kind=HoldKind(given.pop("kind")), **given)
    except Refused as refusal:
        return answer("holds/new.html", client=client, case=case, form=form, status=form.accept(refusal))
    if placed.hold is None:
        return done(url_for("retention.index"), _("This file was destroyed already."))
    return done(url_for("holds.show", hold_id=placed.hold.id), _("The file is held."))


@pages.get("/retention/holds/<uuid:hold_id>")
@member_can(P.SEE_RETENTION)
def show(hold_id: UUID) -> Response:
    """One hold and what it keeps."""
    return _page(hold_id, ReleaseForm())


@pages.post("/retention/holds/<uuid:hold_id>/release-request")
@member_can(P.PLACE_HOLDS)
def ask(hold_id: UUID) -> Response:
    """The first of two people says why it is over."""
    form = ReleaseForm()
    if not form.validate():
        return _page(hold_id, form, status=422)
    requests.expect_free(session(), hold_id)
    holding.ask_release(session(), queries.get_hold(session(), hold_id), reason=form.reason.data)
    return done(url_for("holds.show", hold_id=hold_id), _("A second person can release the hold now."))


@pages.post("/retention/holds/<uuid:hold_id>/release")
@member_can(P.APPROVE_RETENTION)
def release(hold_id: UUID) -> Response:
    """The second person releases."""
    requests.expect_free(session(), hold_id)
    holding.release_hold(session(), queries.get_hold(session(), hold_id))
    return done(url_for("holds.index"), _("The hold is released."))


def _page(hold_id: UUID, form: ReleaseForm, status: int = 200) -> Response:
    hold = queries.get_hold(session(), hold_id)
    return answer(
        "holds/show.html",
        hold=hold,
        cases=queries.cases_of_hold(session(), hold_id),
        members=names_of(session()),
        form=form,
        status=status,
    )
