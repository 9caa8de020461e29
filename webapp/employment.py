"""The work that people find: written down, corrected, ended; and for whom job development may speak."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.employers.queries import open_orders, usable_employers
from records.employment import actions, queries
from records.employment.models import Spell
from records.employment.rules import Content
from records.history.queries import steps_of
from records.occupations.queries import occupations
from templates import words
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.employment_forms import EndingForm, PlacingForm, SpellChangeForm, SpellErrorForm, SpellForm
from webapp.forms import Form
from webapp.occupation_choice import dollars, with_occupations
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("employment", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/employment"
ONE = f"{CASE}/<uuid:spell_id>"


@pages.get("/job-development")
@member_can(P.SEE_EMPLOYMENT)
def placed() -> Response:
    """Whom job development may speak for, and the main job of each."""
    page = queries.placed(session(), after=request.args.get("after"))
    return answer("employment/placed.html", block="rows", page=page)


@pages.get(CASE)
@member_can(P.SEE_EMPLOYMENT)
def index(client_id: UUID, case_id: UUID) -> Response:
    """The jobs of a case, those that go on first."""
    case = get_case(session(), client_id, case_id)
    today = clock.today(context.current().timezone)
    found = queries.spells_of(session(), case_id)
    return answer("employment/index.html", client=g.standing.client, case=case, spells=found, today=today)


@pages.post(f"{CASE}/placing")
@member_can(P.WRITE_EMPLOYMENT)
def set_placing(client_id: UUID, case_id: UUID) -> Response:
    """Opens the person's contacts and work to job development, or closes them again."""
    form, case = PlacingForm(), get_case(session(), client_id, case_id)
    actions.set_placing(session(), g.standing.client, **form.values())
    told = (
        _("Job development sees them now.")
        if form.is_open.data
        else _("Job development does not see them now.")
    )
    return done(url_for("employment.index", client_id=client_id, case_id=case.id), told)


@pages.get(f"{CASE}/new")
@member_can(P.WRITE_EMPLOYMENT)
def new(client_id: UUID, case_id: UUID) -> Response:
    """An empty job; the first one is the main one unless said otherwise."""
    case = get_case(session(), client_id, case_id)
    is_first = queries.open_primary(session(), case_id) is None
    return _new_page(case, _offered(SpellForm(data={"is_primary": is_first})))


@pages.post(CASE)
@member_can(P.WRITE_EMPLOYMENT)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Writes it down."""
    case, form = get_case(session(), client_id, case_id), _offered(SpellForm())
    if not form.validate():
        return _new_page(case, form, status=422)
    try:
        made = actions.record_spell(session(), g.standing.client, case, form.content())
    except Refused as refusal:
        return _new_page(case, form, status=form.accept(refusal))
    return done(_at(made), _("The work is written down."))


@pages.get(ONE)
@member_can(P.SEE_EMPLOYMENT)
def show(client_id: UUID, case_id: UUID, spell_id: UUID) -> Response:
    """One job, what was said of it before, and how it ended."""
    case = get_case(session(), client_id, case_id)
    return _page(case, queries.get_spell(session(), case_id, spell_id))


@pages.get(f"{ONE}/edit")
@member_can(P.WRITE_EMPLOYMENT)
def edit(client_id: UUID, case_id: UUID, spell_id: UUID) -> Response:
    """The job, to be corrected."""
    case, spell = get_case(session(), client_id, case_id), queries.get_spell(session(), case_id, spell_id)
    told = {one.name: getattr(spell, one.name) for one in fields(Content)} | {"version": spell.version}
    told |= {"wage": dollars(spell.wage_cents)} | ({"employer_name": None} if spell.employer_id else {})
    return _editor(case, spell, _offered(SpellChangeForm(data=told), spell))


@pages.post(ONE)
@member_can(P.WRITE_EMPLOYMENT)
def change(client_id: UUID, case_id: UUID, spell_id: UUID) -> Response:
    """Keeps the corrected job; what it said before stays in its history."""
    case, spell = get_case(session(), client_id, case_id), queries.get_spell(session(), case_id, spell_id)
    form = _offered(SpellChangeForm(), spell)
    if not form.validate():
        return _editor(case, spell, form, status=422)
    try:
        actions.change_spell(session(), case, spell, form.content(), version=form.version.data or 0)
    except Refused as refusal:
        form.catch_up(spell)
        return _editor(case, spell, form, status=form.accept(refusal))
    return done(_at(spell), _("The work is corrected."))


@pages.post(f"{ONE}/ending")
@member_can(P.WRITE_EMPLOYMENT)
def end(client_id: UUID, case_id: UUID, spell_id: UUID) -> Response:
    """Ends it, with what happens now."""
    case, spell = get_case(session(), client_id, case_id), queries.get_spell(session(), case_id, spell_id)
    form = EndingForm()
    if not form.validate():
        return _page(case, spell, ending=form, status=422)
    try:
        actions.end_spell(session(), case, spell, form.ending(), version=form.version.data or 0)
    except Refused as refusal:
        form.catch_up(spell)
        return _page(case, spell, ending=form, status=form.accept(refusal))
    return done(_at(spell), _("The end is written down."))


@pages.post(f"{ONE}/error")
@member_can(P.WRITE_EMPLOYMENT)
def mark_in_error(client_id: UUID, case_id: UUID, spell_id: UUID) -> Response:
    """Takes a job that was never there out of use."""
    case, spell = get_case(session(), client_id, case_id), queries.get_spell(session(), case_id, spell_id)
    form = SpellErrorForm()
    if not form.validate():
        return _page(case, spell, error=form, status=422)
    told = {"reason": form.reason.data, "version": form.error_version.data or 0}
    try:
        actions.mark_in_error(session(), spell, **told)
    except Refused as refusal:
        return _page(case, spell, error=form, status=form.accept(refusal))
    there = url_for("employment.index", client_id=client_id, case_id=case_id)
    return done(there, _("It is marked as entered in error, and stays on file."))


def _page(case: Case, spell: Spell, *, status: int = 200, **given: Form) -> Response:
    forms: dict[str, Form] = {
        "ending": EndingForm(formdata=None, data={"version": spell.version}),
        "error": SpellErrorForm(formdata=None, data={"error_version": spell.version}),
    }
    shown: dict[str, Any] = {
        "occupation": occupations()[spell.noc_code].title(words.language()),
        "losses": queries.losses_of(session(), spell),
        "past": steps_of(session(), spell),
        "workers": names_of(session()),
        "today": clock.today(context.current().timezone),
    }
    client = g.standing.client
    return answer(
        "employment/show.html", status=status, client=client, case=case, spell=spell, **shown, **forms | given
    )


def _new_page(case: Case, form: SpellForm, status: int = 200) -> Response:
    return answer("employment/new.html", client=g.standing.client, case=case, form=form, status=status)


def _editor(case: Case, spell: Spell, form: SpellChangeForm, status: int = 200) -> Response:
    shown: dict[str, Any] = {"client": g.standing.client, "case": case, "spell": spell}
    return answer("employment/edit.html", status=status, form=form, **shown)


def _offered(form: SpellForm, spell: Spell | None = None) -> Any:
    """The form with its lists; what a job already has stays offered when it is offered to nobody else."""
    orders = [(one.order.id, f"{one.order.title} – {one.employer.name}") for one in open_orders(session())]
    employers = [(one.id, one.name) for one in usable_employers(session())]
    if spell and spell.employer_id and spell.employer_id not in dict(employers):
        employers.append((spell.employer_id, spell.employer_name))
    if spell and spell.job_order_id and spell.job_order_id not in dict(orders):
        orders.append((spell.job_order_id, f"{spell.title} – {spell.employer_name}"))
    form.offer(job_order_id=orders, employer_id=employers)
    return with_occupations(form)


def _at(spell: Spell) -> str:
    return url_for("employment.show", client_id=spell.client_id, case_id=spell.case_id, spell_id=spell.id)
