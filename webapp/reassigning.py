"""Giving cases to other workers: from which to choose, which, a look before it is done, and what came of it; each on a
page of its own."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.caseloads import batches, queries, reassigning
from records.caseloads.models import Reassignment
from templates.words import gettext as _
from tenants import clock
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.caseload_forms import FilterForm, SelectionForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("reassigning", __name__)

ALL = "/caseloads/reassignments"
ONE = f"{ALL}/<uuid:reassignment_id>"
NOBODY = "nobody"


@pages.get(f"{ALL}/new")
@member_can(P.SET_CASELOADS)
def new() -> Response:
    """From which cases to choose."""
    form = _narrowed(queries.caseloads(session()))
    return answer("caseloads/filter.html", form=form)


@pages.get(f"{ALL}/selection")
@member_can(P.SET_CASELOADS)
def selection() -> Response:
    """Which cases, and to whom."""
    return _selection_page(None)


@pages.post(ALL)
@member_can(P.SET_CASELOADS)
def create() -> Response:
    """Keeps the choice, to be looked at before it is done."""
    loads = queries.caseloads(session())
    form = _offered(SelectionForm(), loads)
    if not form.validate():
        return _selection_page(form, status=422)
    try:
        batch = reassigning.prepare(session(), **form.values())
    except Refused as refusal:
        return _selection_page(form, status=form.accept(refusal))
    return done(_address(batch))


@pages.get(ONE)
@member_can(P.SET_CASELOADS)
def show(reassignment_id: UUID) -> Response:
    """What would move; once it is done, what came of it."""
    batch = batches.get_reassignment(session(), reassignment_id)
    moves = batches.moves_of(session(), batch)
    loads = queries.caseloads(session()) if batch.state == "prepared" else []
    return answer(
        "caseloads/confirm.html" if batch.state == "prepared" else "caseloads/done.html",
        batch=batch,
        moves=moves,
        shifts=batches.shifts(loads, moves),
        may_undo=batch.may_undo(clock.now()),
        workers=names_of(session()),
    )


@pages.post(f"{ONE}/completion")
@member_can(P.SET_CASELOADS)
def complete(reassignment_id: UUID) -> Response:
    """Does it."""
    batch = batches.get_reassignment(session(), reassignment_id)
    reassigning.complete(session(), batch)
    return done(_address(batch), _("It is done. Below is what came of each case."))


@pages.post(f"{ONE}/undoing")
@member_can(P.SET_CASELOADS)
def undo(reassignment_id: UUID) -> Response:
    """Puts back what nobody changed since."""
    batch = batches.get_reassignment(session(), reassignment_id)
    reassigning.undo(session(), batch)
    return done(_address(batch), _("It is undone. Below is what came of each case."))


def _narrowed(loads: list[queries.Caseload]) -> FilterForm:
    """The form of the address, each field with what there is; what is left empty means everything."""
    form = FilterForm(formdata=request.args, meta={"csrf": False})
    form.offer(
        whose=[(str(one.member_id or NOBODY), one.name or _("Without a worker")) for one in loads],
        program=[(name, name) for name in queries.programs_of(loads)],
    )
    form.validate()
    return form


def _offered(form: SelectionForm, loads: list[queries.Caseload]) -> SelectionForm:
    wanted = {name: value for name, value in _narrowed(loads).values().items() if value}
    cases = queries.fitting(loads, **wanted)[: reassigning.MOST]
    form.offer(
        case_ids=[(case.id, case) for case in cases],
        to_ids=[
            (one.member_id, one)
            for one in loads
            if one.member_id is not None and str(one.member_id) != wanted.get("whose")
        ],
    )
    return form


def _selection_page(form: SelectionForm | None, *, status: int = 200) -> Response:
    loads = queries.caseloads(session())
    form = form or _offered(SelectionForm(formdata=None), loads)
    told: dict[str, Any] = {"most": reassigning.MOST, "workers": names_of(session())}
    wanted = _narrowed(loads)
    kept = {name: value for name, value in wanted.values().items() if value}
    return answer("caseloads/selection.html", form=form, kept=kept, status=status, **told)


def _address(batch: Reassignment) -> str:
    return url_for("reassigning.show", reassignment_id=batch.id)
