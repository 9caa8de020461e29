"""The team: who belongs, in which roles, and who is invited."""

from flask import Blueprint, Response, url_for

from templates import words
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import members
from tenants.errors import Refused
from tenants.permissions import P, Role
from webapp.access import member_can
from webapp.forms import Choice, Choices, Email, Form, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("team", __name__)


class InvitationForm(Form):
    """Whom to invite, as what."""

    email = Email(L_("E-mail"), missing=L_("Enter their e-mail address."))
    name = Text(L_("Name"), missing=L_("Enter their name."), limit=120)
    roles = Choices(L_("Roles"), missing=L_("Choose at least one role."), choices=choices("role"))
    language = Choice(
        L_("Language of the invitation"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )


@pages.get("/team")
@member_can(P.SEE_MEMBERS)
def index() -> Response:
    """Everyone who belongs, and open invitations."""
    return answer(
        "team/index.html",
        members=members.members(session()),
        invitations=members.open_invitations(session()),
    )


@pages.get("/team/invitations/new")
@member_can(P.INVITE_MEMBERS)
def new() -> Response:
    """An empty invitation."""
    return answer("team/new.html", form=InvitationForm(data={"language": words.language()}))


@pages.post("/team/invitations")
@member_can(P.INVITE_MEMBERS)
def create() -> Response:
    """Sends an invitation."""
    form = InvitationForm()
    if not form.validate():
        return answer("team/new.html", form=form, status=422)
    given = form.values()
    roles = [Role(role) for role in given.pop("roles")]
    try:
        members.invite(session(), roles=roles, **given)
    except Refused as refusal:
        return answer("team/new.html", form=form, status=form.accept(refusal))
    return done(url_for("team.index"), _("The invitation is on its way."))
