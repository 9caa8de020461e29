"""Handing a case on: what the next worker needs, offered to one colleague, and the way it is told to the person."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.handovers import actions, queries
from records.handovers.models import Handover
from records.handovers.packing import pack_now
from records.handovers.rules import EVENTS, POINTS, becomes, open_to, revived
from records.particulars.kinds import KINDS
from templates.words import gettext as _
from tenants import audit, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.declared import facts_in
from webapp.forms import Form
from webapp.handover_forms import AcceptForm, BeginForm, DeclineForm, OfferForm, PointForm, WordsForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("handovers", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/handover"
ONE = f"{CASE}/<uuid:handover_id>"


@pages.get("/handovers")
@member_can(P.SEE_NOTES)
def index() -> Response:
    """What was offered to the reader, what they hand on, and what they took over."""
    return answer(
        "handovers/index.html",
        found=queries.my_handovers(session()),
        workers=names_of(session()),
        points=POINTS,
    )


@pages.get(CASE)
@member_can(P.SEE_NOTES)
def of_case(client_id: UUID, case_id: UUID) -> Response:
    """The handovers of a case, and how to begin one."""
    return _begin(get_case(session(), client_id, case_id), BeginForm())


@pages.post(CASE)
@member_can(P.WRITE_CASES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Begins a handover."""
    case, form = get_case(session(), client_id, case_id), BeginForm()
    if not form.validate():
        return _begin(case, form, status=422)
    try:
        handover = actions.begin_handover(session(), case, **form.values())
    except Refused as refusal:
        return _begin(case, form, status=form.accept(refusal))
    return _went(handover, _("The handover is begun. Add your own words."))


@pages.get(ONE)
@member_can(P.SEE_NOTES)
def show(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """The pack: as the record is now, or as it was when it was accepted. Looking is recorded."""
    case, handover = _find(client_id, case_id, handover_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(case, handover)


@pages.post(f"{ONE}/words")
@member_can(P.WRITE_CASES)
def write(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """Keeps the worker's own words."""
    case, handover = _find(client_id, case_id, handover_id)
    form = WordsForm()
    if not form.validate():
        return _page(case, handover, form, status=422)
    try:
        actions.write_handover(session(), handover, **form.values())
    except Refused as refusal:
        form.catch_up(handover)
        return _page(case, handover, form, status=form.accept(refusal))
    return _went(handover, _("Your words are saved."))


@pages.post(f"{ONE}/offer")
@member_can(P.WRITE_CASES)
def offer(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """Offers it to a colleague."""
    case, handover = _find(client_id, case_id, handover_id)
    form = _takers(OfferForm(), case)
    if not form.validate():
        return _page(case, handover, form, status=422)
    reason = _("Handover of case %(number)s", number=case.number)
    try:
        actions.offer_handover(session(), handover, **form.values(), reason=reason)
    except Refused as refusal:
        form.catch_up(handover)
        return _page(case, handover, form, status=form.accept(refusal))
    return _went(handover, _("The handover is offered. Your colleague is told."))


@pages.post(f"{ONE}/acceptance")
@member_can(P.WRITE_NOTES)
def accept(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """Takes the case, and keeps what was read."""
    case, handover = _find(client_id, case_id, handover_id)
    form = AcceptForm()
    if not form.validate():
        return _page(case, handover, form, status=422)
    try:
        actions.accept_handover(session(), handover, g.standing, seen=form.seen.data or "")
    except Refused as refusal:
        return _page(case, handover, form, status=form.accept(refusal))
    return _went(handover, _("You have accepted. What you read is kept as it is."))


@pages.post(f"{ONE}/declining")
@member_can(P.WRITE_NOTES)
def decline(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """Says no, and why; the file may be closed to the reader after that."""
    case, handover = _find(client_id, case_id, handover_id)
    form = DeclineForm()
    if not form.validate():
        return _page(case, handover, form, status=422)
    actions.decline_handover(session(), handover, **form.values())
    return done(url_for("handovers.index"), _("You have declined. Your colleague sees why."))


@pages.post(f"{ONE}/withdrawal")
@member_can(P.WRITE_CASES)
def withdraw(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """The case stays where it is."""
    _case, handover = _find(client_id, case_id, handover_id)
    actions.withdraw_handover(session(), handover)
    to = url_for("handovers.of_case", client_id=client_id, case_id=case_id)
    return done(to, _("The handover is taken back."))


@pages.post(f"{ONE}/points")
@member_can(P.WRITE_CASES)
def mark(client_id: UUID, case_id: UUID, handover_id: UUID) -> Response:
    """Ticks off what makes it warm for the person."""
    case, handover = _find(client_id, case_id, handover_id)
    form = PointForm()
    if not form.validate():
        return _page(case, handover, form, status=422)
    is_done = form.is_done.data == "yes"
    actions.mark_point(session(), handover, point=form.point.data, is_done=is_done)
    return _went(handover, _("It is marked."))


def _find(client_id: UUID, case_id: UUID, handover_id: UUID) -> tuple[Case, Handover]:
    case = get_case(session(), client_id, case_id)
    return case, queries.get_handover(session(), case.id, handover_id)


def _begin(case: Case, form: BeginForm, status: int = 200) -> Response:
    found, workers = queries.handovers_of(session(), case.id), names_of(session())
    told: dict[str, Any] = {"found": found, "workers": workers, "living": any(one.is_living for one in found)}
    return answer(
        "handovers/of_case.html", client=g.standing.client, case=case, form=form, status=status, **told
    )


def _takers(form: OfferForm, case: Case) -> OfferForm:
    """Those who do casework here, but for the worker of the case."""
    here = [one for one in members(session()) if may(one.roles, P.WRITE_NOTES) and one.id != case.worker_id]
    form.offer(member_id=[(one.id, one.name) for one in here])
    return form


def _page(case: Case, handover: Handover, form: Form | None = None, status: int = 200) -> Response:
    is_frozen = handover.content is not None
    file, me = g.standing, context.current().member_id
    pack = open_to(revived(handover.content), file.level) if is_frozen else pack_now(session(), case, file)
    start = {"matters": handover.matters, "ahead": handover.ahead, "version": handover.version}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=start)
        for kind in (WordsForm, OfferForm, AcceptForm, DeclineForm)
    }
    _takers(forms["OfferForm"], case)
    forms["AcceptForm"].shows(queries.seen_of(session(), handover, pack))
    told: dict[str, Any] = {"handover": handover, "pack": pack, "points": POINTS}
    told |= {"follows": [event for event in EVENTS if becomes(handover.state, event)]}
    told |= {"ways": [(one["kind"], facts_in(KINDS[one["kind"]], one["values"])) for one in pack["ways"]]}
    told |= {"is_mine": handover.to_id == me, "forms": forms, "workers": _names()}
    told |= {"is_as_read": is_frozen and queries.is_as_read(session(), handover)}
    return answer("handovers/show.html", client=file.client, case=case, status=status, **told)


def _names() -> dict[str, str]:
    """By ids as a pack keeps them."""
    return {str(member_id): name for member_id, name in names_of(session()).items()}


def _went(handover: Handover, words: str) -> Response:
    where: dict[str, Any] = {
        "client_id": handover.client_id,
        "case_id": handover.case_id,
        "handover_id": handover.id,
    }
    return done(url_for("handovers.show", **where), words)
