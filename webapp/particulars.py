"""Details of a file: every kind of particular through the same few pages, each drawn from its declaration."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, url_for

from records.access.rules import Category, Level
from records.cases.queries import cases_of
from records.entries.queries import source_of
from records.history.queries import steps_of
from records.particulars import actions, queries
from records.particulars.asking import dropped, question_of
from records.particulars.declaring import Particular
from records.particulars.kinds import DETAILS, KINDS, TOGETHER
from records.particulars.models import ParticularRow
from records.requests.corrections import disagreements_about
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp import keying
from webapp.access import member_can
from webapp.asking import narrowed, reasons_for
from webapp.chosen_rows import chosen_before, offer_rows, with_rows
from webapp.declared import facts_of, form_of, labels_of, steps_in_words, title_of
from webapp.forms import Day, Form, Text
from webapp.linked import filled, linked
from webapp.reasons import because
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("particulars", __name__)


class EndForm(Form):
    """The last day of something that is over."""

    on = Day(L_("Last day"), missing=L_("Enter the last day."))


class InErrorForm(Form):
    """Why a record should never have been there."""

    reason = Text(L_("What was wrong"), missing=L_("Write what was wrong."), limit=300)


@pages.get("/people/<uuid:client_id>/details")
@member_can(P.SEE_CLIENTS)
def index(client_id: UUID) -> Response:
    """Every kind of detail, with what is current first."""
    return _listed(DETAILS)


@pages.get("/people/<uuid:client_id>/together")
@member_can(P.SEE_CASES)
def together(client_id: UUID) -> Response:
    """What the person and the worker agreed, what stands between them and what helps."""
    return _listed(TOGETHER)


def _listed(kinds: Mapping[str, Particular]) -> Response:
    rows, standing = queries.particulars_of(session(), g.standing), g.standing
    unasked = queries.not_asked(session())
    open_kinds = [kind for kind in kinds.values() if queries.reach_of(standing, kind) >= Level.READ]
    return answer(
        "particulars/index.html",
        client=standing.client,
        shown=[(kind, [row for row in rows if row.kind == kind.name]) for kind in open_kinds],
        writes={kind.name for kind in open_kinds if queries.reach_of(standing, kind) >= Level.WRITE}
        - dropped(unasked),
        unasked={row.id for row in rows if row.state == "current" and question_of(row) in unasked},
        linked=linked(Category.IDENTITY, partial(filled, kinds=kinds)),
        is_together=kinds is TOGETHER,
        facts_of=facts_of,
        title_of=title_of,
    )


@pages.get("/people/<uuid:client_id>/details/new/<kind>")
@member_can(P.WRITE_CLIENTS)
def new(client_id: UUID, kind: str) -> Response:
    """An empty form of one kind."""
    declared, paper = _still_added(kind), keying.told()
    return _form_page(declared, _form(declared, data={"since": paper.get("paper_on", _today())} | paper))


@pages.post("/people/<uuid:client_id>/details/new/<kind>")
@member_can(P.WRITE_CLIENTS)
def create(client_id: UUID, kind: str) -> Response:
    """Puts it into the file."""
    declared = _still_added(kind)
    form = _form(declared)
    if not form.validate():
        return _form_page(declared, form, status=422)
    values = form.values()
    placed = {name: values.pop(name) for name in ("since", "case_id") if name in values}
    paper = keying.taken(values)
    try:
        values = with_rows(form, declared, values, placed.get("case_id"))
        row = actions.add_particular(session(), g.standing.client, declared, values=values, **placed)
        keying.keep_source(client_id, row.id, paper)
    except Refused as refusal:
        return _form_page(declared, form, status=form.accept(refusal))
    return done(url_for("particulars.index", client_id=client_id), _("It is in the file."))


@pages.get("/people/<uuid:client_id>/details/<uuid:particular_id>")
@member_can(P.SEE_CLIENTS)
def show(client_id: UUID, particular_id: UUID) -> Response:
    """One detail with everything it ever said. Looking is recorded."""
    row = queries.get_particular(session(), g.standing, particular_id)
    audit.viewed(audit.Verb.PARTICULAR_VIEWED, row.id, client_id=client_id, kind=row.kind)
    return _page(row)


@pages.get("/people/<uuid:client_id>/details/<uuid:particular_id>/edit")
@member_can(P.WRITE_CLIENTS)
def edit(client_id: UUID, particular_id: UUID) -> Response:
    """What it says now, to be changed."""
    row, kind = _to_write(particular_id)
    now = row.values(kind) | {"since": row.since, "version": row.version} | chosen_before(kind, row)
    now |= because(client_id, "reason_for_change")
    return _form_page(kind, offer_rows(form_of(kind.name, changes=True)(data=now), kind, row), row=row)


@pages.post("/people/<uuid:client_id>/details/<uuid:particular_id>")
@member_can(P.WRITE_CLIENTS)
def change(client_id: UUID, particular_id: UUID) -> Response:
    """Keeps the change, and what was said before."""
    row, kind = _to_write(particular_id)
    form = offer_rows(form_of(kind.name, changes=True)(), kind, row)
    if not form.validate():
        return _form_page(kind, form, row=row, status=422)
    values = form.values()
    how = {"reason": values.pop("reason_for_change") or "", "since": values.pop("since")}
    try:
        values = with_rows(form, kind, values, row.case_id)
        actions.change_particular(session(), row, kind, version=values.pop("version"), values=values, **how)
    except Refused as refusal:
        return _form_page(kind, form, row=row, status=_caught_up(form, row, refusal))
    there = url_for("particulars.show", client_id=client_id, particular_id=row.id)
    return done(there, _("The change is kept."))


@pages.post("/people/<uuid:client_id>/details/<uuid:particular_id>/end")
@member_can(P.WRITE_CLIENTS)
def end(client_id: UUID, particular_id: UUID) -> Response:
    """Says that it is over."""
    (row, _kind), form = _to_write(particular_id), EndForm()
    if not form.validate():
        return _page(row, ending=form, status=422)
    try:
        actions.end_particular(session(), row, on=form.on.data)
    except Refused as refusal:
        return _page(row, ending=form, status=form.accept(refusal))
    return done(url_for("particulars.index", client_id=client_id), _("It is kept as ended."))


@pages.post("/people/<uuid:client_id>/details/<uuid:particular_id>/error")
@member_can(P.WRITE_CLIENTS)
def mark_in_error(client_id: UUID, particular_id: UUID) -> Response:
    """Takes it out of the normal view."""
    (row, _kind), form = _to_write(particular_id), InErrorForm()
    if not form.validate():
        return _page(row, wrong=form, status=422)
    try:
        actions.mark_in_error(session(), row, reason=form.reason.data)
    except Refused as refusal:
        return _page(row, wrong=form, status=form.accept(refusal))
    return done(url_for("particulars.index", client_id=client_id), _("It is marked as entered in error."))


def _today() -> Any:
    return clock.today(context.current().timezone)


def _declared(name: str) -> Particular:
    """The kind named in the address, when the reader may write such records here."""
    kind = KINDS.get(name)
    if kind is None or queries.reach_of(g.standing, kind) < Level.WRITE:
        abort(404)
    return kind


def _still_added(name: str) -> Particular:
    """The kind named in the address, when there are new ones of it."""
    kind = _declared(name)
    if kind.closed:
        abort(404)
    return kind


def _to_write(particular_id: UUID) -> tuple[ParticularRow, Particular]:
    row = queries.get_particular(session(), g.standing, particular_id)
    return row, _declared(row.kind)


def _form(kind: Particular, **start: Any) -> Form:
    form = offer_rows(narrowed(form_of(kind.name, changes=False)(**start), kind), kind)
    if kind.in_case:
        cases = cases_of(session(), g.standing.client.id)
        form.offer(case_id=[(case.id, case.number) for case in cases if case.is_open])
    return form


def _caught_up(form: Form, row: ParticularRow, refusal: Refused) -> int:
    status = form.accept(refusal)
    form["version"].raw_data = [str(row.version)]
    return status


def _form_page(
    kind: Particular, form: Form, *, row: ParticularRow | None = None, status: int = 200
) -> Response:
    return answer(
        "particulars/form.html",
        client=g.standing.client,
        kind=kind,
        reasons=reasons_for(kind),
        form=form,
        row=row,
        status=status,
    )


def _page(
    row: ParticularRow, *, ending: EndForm | None = None, wrong: InErrorForm | None = None, status: int = 200
) -> Response:
    kind = KINDS[row.kind]
    return answer(
        "particulars/show.html",
        client=g.standing.client,
        row=row,
        kind=kind,
        facts=facts_of(kind, row),
        steps=steps_in_words(kind, steps_of(session(), row)),
        labels=labels_of(kind),
        source=source_of(session(), row.id),
        workers=names_of(session()),
        disagreements=disagreements_about(session(), row.client_id, row.id),
        writes=queries.reach_of(g.standing, kind) >= Level.WRITE,
        ending=ending or EndForm(data={"on": _today()}),
        wrong=wrong or InErrorForm(),
        status=status,
    )
