"""What the agency asks of those who sign in, and what it asked before."""

from flask import Blueprint, Response, url_for

from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import sign_in_rules
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from tenants.sign_in_rules import LONGEST_REST, SHORTEST_REST
from webapp.access import member_can
from webapp.forms import Choice, Form, Version, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("sign_in_rules", __name__)


class RulesForm(Form):
    """What may be asked."""

    idle_minutes = Whole(
        L_("Minutes without a touch until somebody is signed out"),
        missing=L_("Enter how many minutes."),
        low=SHORTEST_REST,
        high=LONGEST_REST,
        hint=L_(
            "From 10 to 120. The screen says so two minutes before. In several agencies, the shortest counts."
        ),
    )
    second_required = Choice(
        L_("Who needs a second step to sign in"),
        missing=L_("Choose who needs a second step."),
        choices=choices("second_required"),
        as_radio=True,
        hint=L_("A code of an app or a passkey, besides the password. Whoever has none yet gets seven days."),
    )
    version = Version()


@pages.get("/security/rules")
@member_can(P.SET_SIGN_IN)
def show() -> Response:
    """The rules that hold."""
    return _shown(RulesForm(obj=sign_in_rules.rules(session())))


@pages.post("/security/rules")
@member_can(P.SET_SIGN_IN)
def change() -> Response:
    """Sets them anew, for open sessions, too."""
    form = RulesForm()
    if not form.validate():
        return _shown(form, status=422)
    try:
        sign_in_rules.set_rules(session(), **form.values())
    except Refused as refusal:
        status = form.accept(refusal)
        form.catch_up(sign_in_rules.rules(session()))
        return _shown(form, status=status)
    return done(url_for("sign_in_rules.show"), _("The rules of signing in are set."))


def _shown(form: RulesForm, status: int = 200) -> Response:
    versions = sign_in_rules.versions(session())
    return answer(
        "team/sign_in_rules.html", form=form, versions=versions, names=names_of(session()), status=status
    )
