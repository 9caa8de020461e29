"""Authorities: what the rules rest on, who read it there, and when somebody should look again."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import actions, queries
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.rule_forms import AuthorityForm, CheckForm
from webapp.transaction import session

pages = Blueprint("authorities", __name__)
# Laws and agreements change without telling anybody: once a year somebody reads them again.
LOOK_AGAIN_AFTER = timedelta(days=365)


@pages.get("/retention/authorities")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """Every authority, who checked it and when; those not read for a year first say so."""
    return _page()


@pages.get("/retention/authorities/new")
@member_can(P.SET_RETENTION)
def new() -> Response:
    """An empty form for an authority."""
    return answer("retention/authority.html", form=AuthorityForm())


@pages.post("/retention/authorities")
@member_can(P.SET_RETENTION)
def create() -> Response:
    """Writes an authority down."""
    form = AuthorityForm()
    if not form.validate():
        return answer("retention/authority.html", form=form, status=422)
    try:
        actions.add_authority(session(), **form.values())
    except Refused as refusal:
        return answer("retention/authority.html", form=form, status=form.accept(refusal))
    return done(url_for("authorities.index"), _("The authority is written down."))


@pages.get("/retention/authorities/<uuid:authority_id>/check")
@member_can(P.SET_RETENTION)
def checking(authority_id: UUID) -> Response:
    """That somebody read it again, to be recorded."""
    return _check(authority_id, CheckForm(data={"verified_on": queries.today()}))


@pages.post("/retention/authorities/<uuid:authority_id>/check")
@member_can(P.SET_RETENTION)
def check(authority_id: UUID) -> Response:
    """Records that somebody read it again."""
    form = CheckForm()
    if not form.validate():
        return _check(authority_id, form, status=422)
    try:
        authority = queries.get_authority(session(), authority_id)
        actions.check_authority(session(), authority, verified_on=form.verified_on.data)
    except Refused as refusal:
        return _check(authority_id, form, status=form.accept(refusal))
    return done(url_for("authorities.index"), _("It is recorded that you read it."))


def _page() -> Response:
    return answer(
        "retention/authorities.html",
        authorities=queries.authorities(session()),
        members=names_of(session()),
        stale_before=queries.today() - LOOK_AGAIN_AFTER,
    )


def _check(authority_id: UUID, form: CheckForm, status: int = 200) -> Response:
    authority = queries.get_authority(session(), authority_id)
    return answer("retention/check.html", authority=authority, form=form, status=status)
