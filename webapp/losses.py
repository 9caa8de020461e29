"""A member who has lost every second step of signing in: two administrators let them in again."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import factors, losses, members
from tenants.context import current
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.forms import Choice, Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("losses", __name__)

HERE = "/team/<uuid:member_id>/lost-second-step"


class LossForm(Form):
    """How somebody made sure who it is that asks."""

    checked = Choice(
        L_("How do you know that it is this person who asks?"),
        missing=L_("Say how you made sure."),
        choices=choices("loss_checked"),
        as_radio=True,
    )


@pages.get(HERE)
@member_can(P.CHANGE_MEMBERS)
def show(member_id: UUID) -> Response:
    """How far it is, and what comes next."""
    return _page(member_id, LossForm(formdata=None))


@pages.post(HERE)
@member_can(P.CHANGE_MEMBERS)
@fresh
def begin(member_id: UUID) -> Response:
    """The first administrator says so."""
    form = LossForm()
    if not form.validate():
        return _page(member_id, form, status=422)
    losses.begin_loss(session(), members.get_colleague(session(), member_id), **form.values())
    return done(url_for("losses.show", member_id=member_id), _("It is written down, and the person is told."))


@pages.post(f"{HERE}/agreement")
@member_can(P.CHANGE_MEMBERS)
@fresh
def confirm(member_id: UUID) -> Response:
    """The second administrator agrees."""
    losses.confirm_loss(session(), members.get_colleague(session(), member_id))
    return done(url_for("losses.show", member_id=member_id), _("You agreed. In a day they can sign in."))


@pages.post(f"{HERE}/stopping")
@member_can(P.CHANGE_MEMBERS)
def stop(member_id: UUID) -> Response:
    """Nothing comes of it."""
    losses.stop_loss(session(), members.get_colleague(session(), member_id))
    return done(url_for("losses.show", member_id=member_id), _("It is stopped."))


def _page(member_id: UUID, form: LossForm, *, status: int = 200) -> Response:
    member = members.get_colleague(session(), member_id)
    return answer(
        "second_steps/lost.html",
        member=member,
        has_second=factors.holder(member.identity_id).factors.has_second,
        loss=losses.open_loss(session(), member_id),
        names=members.names_of(session()),
        mine=current().member_id,
        form=form,
        status=status,
    )
