"""Holds: keep files from destruction, look at what is held, look again in time, release by two people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.figures.queries import programs
from records.requests import queries as requests
from records.retention import hold_queries, hold_reviews, holding, queries
from records.retention.referring import Answer, Placed
from records.retention.terms import HoldKind
from templates.labels import label
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form
from webapp.hold_forms import HoldForm, LookForm, ReleaseForm, WideHoldForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("holds", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/holds"


@pages.get("/retention/holds")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """The holds in force, the next to look at again first, and those released."""
    return answer(
        "holds/index.html",
        holds=queries.holds(session()),
        released=queries.holds(session(), in_force=False),
        matters=hold_queries.open_matters_number(session()),
        members=names_of(session()),
        today=queries.today(),
    )


@pages.get("/retention/holds/new")
@member_can(P.PLACE_HOLDS)
def new_wide() -> Response:
    """An empty hold over files by what they are."""
    return _wide(WideHoldForm(data={"kind": "funder_audit", "reach": "described"}))


@pages.post("/retention/holds")
@member_can(P.PLACE_HOLDS)
def create_wide() -> Response:
    """Places it; from the commit on it covers files that are opened or closed later, too."""
    form = WideHoldForm()
    form.offer(program=_programs())
    if not form.validate():
        return _wide(form, status=422)
    told = form.told() | {"kind": HoldKind(form.kind.data)}
    try:
        if form.reach.data == "everything":
            hold = holding.hold_everything(session(), **told)
        else:
            hold = holding.hold_described(session(), form.description(), **told)
    except Refused as refusal:
        return _wide(form, status=form.accept(refusal))
    return done(url_for("holds.show", hold_id=hold.id), _("The hold is in force."))


@pages.get(f"{CASE}/new")
@member_can(P.PLACE_HOLDS)
def new(client_id: UUID, case_id: UUID) -> Response:
    """An empty hold for one case."""
    get_case(session(), client_id, case_id)
    return _form(HoldForm(data={"kind": "funder_audit"}), case_id)


@pages.post(CASE)
@member_can(P.PLACE_HOLDS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Places the hold; says plainly when the purge was first."""
    get_case(session(), client_id, case_id)
    return _place(lambda told: holding.place_hold(session(), [case_id], **told), case_id)


@pages.get("/people/<uuid:client_id>/holds/new")
@member_can(P.PLACE_HOLDS)
def new_person(client_id: UUID) -> Response:
    """An empty hold for everything about a person."""
    assert client_id == g.standing.client.id
    return _form(HoldForm(data={"kind": "litigation"}))


@pages.post("/people/<uuid:client_id>/holds")
@member_can(P.PLACE_HOLDS)
def create_person(client_id: UUID) -> Response:
    """Places it over every case there is and every case to come."""
    return _place(lambda told: holding.hold_person(session(), client_id, **told))


@pages.get("/retention/holds/<uuid:hold_id>")
@member_can(P.SEE_RETENTION)
def show(hold_id: UUID) -> Response:
    """One hold and what it keeps."""
    return _page(hold_id)


@pages.post("/retention/holds/<uuid:hold_id>/reviews")
@member_can(P.PLACE_HOLDS)
def look_again(hold_id: UUID) -> Response:
    """Somebody looked at it, and it goes on."""
    form = LookForm()
    if not form.validate():
        return _page(hold_id, form, status=422)
    hold = queries.get_hold(session(), hold_id)
    try:
        hold_reviews.review_hold(session(), hold, reason=form.why.data, review_on=form.review_on.data)
    except Refused as refusal:
        return _page(hold_id, form, status=form.accept(refusal))
    return done(url_for("holds.show", hold_id=hold_id), _("The hold goes on."))


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


def _programs() -> list[tuple[str, str]]:
    return [(name, name) for name in sorted(programs(session()))]


def _wide(form: WideHoldForm, status: int = 200) -> Response:
    form.offer(program=_programs())
    return answer("holds/wide.html", form=form, status=status)


def _form(form: HoldForm, case_id: UUID | None = None, status: int = 200) -> Response:
    client = g.standing.client
    case = get_case(session(), client.id, case_id) if case_id else None
    return answer("holds/new.html", client=client, case=case, form=form, status=status)


def _place(place: Any, case_id: UUID | None = None) -> Response:
    form = HoldForm()
    if not form.validate():
        return _form(form, case_id, status=422)
    try:
        placed = place(form.values() | {"kind": HoldKind(form.kind.data)})
    except Refused as refusal:
        return _form(form, case_id, status=form.accept(refusal))
    if placed.hold is None:
        return done(url_for("certificates.index"), _("This file was destroyed already."))
    return done(url_for("holds.show", hold_id=placed.hold.id), _answers(placed))


def _answers(placed: Placed) -> str:
    """What became of each case, counted: never only that it was done."""
    given = list(placed.answers.values())
    counts = [(one, given.count(one)) for one in Answer if one in given]
    said = "; ".join(
        _("%(answer)s: %(count)s", answer=label(one, "hold_answer"), count=n) for one, n in counts
    )
    return _("The hold is in force. %(answers)s", answers=said)


def _page(hold_id: UUID, form: Form | None = None, status: int = 200) -> Response:
    hold = queries.get_hold(session(), hold_id)
    return answer(
        "holds/show.html",
        hold=hold,
        kept=hold_queries.kept_by(session(), hold),
        reviews=hold_reviews.reviews_of(session(), hold_id),
        serves=requests.find_served(session(), hold_id),
        members=names_of(session()),
        look=form if isinstance(form, LookForm) else LookForm(formdata=None),
        form=form if isinstance(form, ReleaseForm) else ReleaseForm(formdata=None),
        today=queries.today(),
        status=status,
    )
