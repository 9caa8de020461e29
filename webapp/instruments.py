"""Instruments: what the agency asks with, a new version of one, and taking it out of use."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.assessments import actions, queries
from records.assessments.models import Instrument
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.assessment_forms import InstrumentForm, WholeInstrumentForm, form_with
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("instruments", __name__)


@pages.get("/instruments")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """Everything the agency asks with, what is out of use last."""
    return answer("instruments/index.html", instruments=queries.instruments(session()))


@pages.get("/instruments/new")
@member_can(P.SET_INSTRUMENTS)
def new() -> Response:
    """An empty instrument."""
    return _form_page(WholeInstrumentForm(data={"languages": ["en", "fr"], "repeats": True}))


@pages.post("/instruments")
@member_can(P.SET_INSTRUMENTS)
def create() -> Response:
    """Puts the instrument into use."""
    form = WholeInstrumentForm()
    if not form.validate():
        return _form_page(form, status=422)
    try:
        made = actions.write_instrument(session(), **form.about())
    except Refused as refusal:
        return _form_page(form, status=form.accept(refusal))
    return _to(made, _("The instrument can be used."))


@pages.get("/instruments/<uuid:instrument_id>")
@member_can(P.SEE_AGENCY)
def show(instrument_id: UUID) -> Response:
    """One version with what it asks, and the others beside it."""
    instrument = queries.get_instrument(session(), instrument_id)
    return answer(
        "instruments/show.html",
        instrument=instrument,
        versions=queries.versions_of(session(), instrument),
        members=names_of(session()),
    )


@pages.get("/instruments/<uuid:instrument_id>/versions/new")
@member_can(P.SET_INSTRUMENTS)
def new_version(instrument_id: UUID) -> Response:
    """This version, to be changed into the next."""
    instrument = queries.get_instrument(session(), instrument_id)
    return _form_page(form_with(instrument), instrument)


@pages.post("/instruments/<uuid:instrument_id>/versions")
@member_can(P.SET_INSTRUMENTS)
def create_version(instrument_id: UUID) -> Response:
    """Puts the next version into use; what was measured by this one stays so."""
    instrument, form = queries.get_instrument(session(), instrument_id), WholeInstrumentForm()
    if not form.validate():
        return _form_page(form, instrument, status=422)
    try:
        made = actions.write_version(session(), instrument, **form.about())
    except Refused as refusal:
        return _form_page(form, instrument, status=form.accept(refusal))
    return _to(made, _("The new version counts from now."))


@pages.post("/instruments/<uuid:instrument_id>/retirement")
@member_can(P.SET_INSTRUMENTS)
def retire(instrument_id: UUID) -> Response:
    """Takes it out of use; what was recorded with it stays."""
    actions.retire_instrument(session(), queries.get_instrument(session(), instrument_id))
    return done(url_for("instruments.index"), _("The instrument is out of use."))


def _to(instrument: Instrument, words: str) -> Response:
    return done(url_for("instruments.show", instrument_id=instrument.id), words)


def _form_page(form: InstrumentForm, instrument: Instrument | None = None, status: int = 200) -> Response:
    told: dict[str, Any] = {"form": form, "instrument": instrument}
    return answer("instruments/form.html", status=status, **told)
