"""Support by leave: letting somebody of the operator look for a day, and seeing what they opened."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.retention.queries import clients_named
from records.trail.queries import Narrowed, page_of_events
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, support
from tenants.audit import Verb
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from tenants.settings import settings
from webapp.access import fresh, member_can
from webapp.forms import Choice, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("support", __name__)


class LeaveForm(Form):
    """Who may look, and why."""

    email = Choice(L_("Who may look"), missing=L_("Choose who may look."), as_radio=True)
    reason = LongText(
        L_("Why"),
        missing=L_("Write down why; one sentence is enough."),
        hint=L_("Name no person you serve."),
        limit=500,
        rows=2,
    )


@pages.get("/security/support")
@member_can(P.SEE_SECURITY)
def index() -> Response:
    """Who may look now, and who might before."""
    return _page(_offered())


@pages.post("/security/support")
@member_can(P.ADMIT_SUPPORT)
@fresh
def allow() -> Response:
    """Lets them in for a day."""
    form = _offered()
    if not form.validate():
        return _page(form, status=422)
    try:
        support.allow_support(session(), **form.values())
    except Refused as refusal:
        return _page(form, status=form.accept(refusal))
    return done(url_for("support.index"), _("Support may look for 24 hours."))


@pages.get("/security/support/<uuid:support_grant_id>")
@member_can(P.SEE_SECURITY)
def show(support_grant_id: UUID) -> Response:
    """Every page that was opened under one leave."""
    grant = support.get_support_grant(session(), support_grant_id)
    opened = Narrowed(
        grant.member_id, [Verb.SUPPORT_LOOKED], grant.created_at, grant.ended_at or grant.ends_at
    )
    page = page_of_events(session(), opened, after=request.args.get("after"))
    return answer(
        "support/show.html",
        block="rows",
        grant=grant,
        page=page,
        clients=clients_named(session(), [event.client_id for event in page.rows if event.client_id]),
        names=names_of(session()),
        now=clock.now(),
    )


@pages.post("/security/support/<uuid:support_grant_id>/ending")
@member_can(P.ADMIT_SUPPORT)
def end(support_grant_id: UUID) -> Response:
    """Nobody looks any more, from the next click."""
    support.end_support(session(), support.get_support_grant(session(), support_grant_id))
    return done(url_for("support.index"), _("Support may look no more."))


def _offered() -> LeaveForm:
    form, people = LeaveForm(), settings().support_people
    form.offer(email=[(address, f"{name} ({address})") for address, name in people.items()])
    return form


def _page(form: LeaveForm, status: int = 200) -> Response:
    return answer(
        "support/index.html",
        form=form,
        grants=support.support_grants(session()),
        names=names_of(session()),
        now=clock.now(),
        status=status,
    )
