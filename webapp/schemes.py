"""Schemes: when the agency looks whether work lasted and what counts."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.outcomes import scheme_queries, schemes
from records.outcomes.models import Scheme
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.outcome_forms import SchemeForm, WholeSchemeForm, form_with
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("schemes", __name__)


@pages.get("/outcomes/schemes")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """Every scheme, what is out of use last."""
    return answer("outcomes/schemes.html", schemes=scheme_queries.schemes(session()))


@pages.get("/outcomes/schemes/new")
@member_can(P.SET_SCHEMES)
def new() -> Response:
    """An empty scheme."""
    start = {"unit": "months", "start_days": 30, "hours": 20, "combined": True, "new_employer": True}
    return _form_page(WholeSchemeForm(data=start))


@pages.post("/outcomes/schemes")
@member_can(P.SET_SCHEMES)
def create() -> Response:
    """Puts the scheme into use."""
    form = WholeSchemeForm()
    if not form.validate():
        return _form_page(form, status=422)
    try:
        made = schemes.write_scheme(session(), **form.about())
    except Refused as refusal:
        return _form_page(form, status=form.accept(refusal))
    return _to(made, _("The scheme can be used."))


@pages.get("/outcomes/schemes/<uuid:scheme_id>")
@member_can(P.SEE_AGENCY)
def show(scheme_id: UUID) -> Response:
    """One version with its days and what counts, and the others beside it."""
    scheme = scheme_queries.get_scheme(session(), scheme_id)
    return answer(
        "outcomes/scheme.html",
        scheme=scheme,
        versions=scheme_queries.versions_of(session(), scheme),
        members=names_of(session()),
    )


@pages.get("/outcomes/schemes/<uuid:scheme_id>/versions/new")
@member_can(P.SET_SCHEMES)
def new_version(scheme_id: UUID) -> Response:
    """This version, to be changed into the next."""
    scheme = scheme_queries.get_scheme(session(), scheme_id)
    return _form_page(form_with(scheme), scheme)


@pages.post("/outcomes/schemes/<uuid:scheme_id>/versions")
@member_can(P.SET_SCHEMES)
def create_version(scheme_id: UUID) -> Response:
    """Puts the next version into use; what is followed up by this one stays so."""
    scheme, form = scheme_queries.get_scheme(session(), scheme_id), WholeSchemeForm()
    if not form.validate():
        return _form_page(form, scheme, status=422)
    try:
        made = schemes.write_version(session(), scheme, **form.about())
    except Refused as refusal:
        return _form_page(form, scheme, status=form.accept(refusal))
    return _to(made, _("The new version counts from now."))


@pages.post("/outcomes/schemes/<uuid:scheme_id>/retirement")
@member_can(P.SET_SCHEMES)
def retire(scheme_id: UUID) -> Response:
    """Takes it out of use; who is followed up by it goes on."""
    schemes.retire_scheme(session(), scheme_queries.get_scheme(session(), scheme_id))
    return done(url_for("schemes.index"), _("The scheme is out of use."))


def _to(scheme: Scheme, words: str) -> Response:
    return done(url_for("schemes.show", scheme_id=scheme.id), words)


def _form_page(form: SchemeForm, scheme: Scheme | None = None, status: int = 200) -> Response:
    told: dict[str, Any] = {"form": form, "scheme": scheme}
    return answer("outcomes/scheme_form.html", status=status, **told)
