"""How somebody likes to work: the keys of the keyboard, and the mail of the day."""

from flask import Blueprint, Response, url_for

from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import context
from tenants.members import Member, get_member, prefer
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, Tick
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("preferences", __name__)


class PreferencesForm(Form):
    """What may be chosen."""

    keys = Tick(
        L_("Single keys do something"),
        hint=L_(
            "For example / to search and ? for the list. Take the tick away if you speak to your computer."
        ),
    )
    digest = Choice(
        L_("A mail that counts what is new, at half past seven"),
        missing=L_("Choose how often we write to you."),
        choices=choices("digest"),
        as_radio=True,
        hint=L_("It names nobody. It leaves only when something waits that you have not read."),
    )


@pages.get("/preferences")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """What the reader has chosen."""
    return answer("preferences/show.html", form=PreferencesForm(obj=_me()))


@pages.post("/preferences")
@member_can(P.ANSWER_FOR_ONESELF)
def change() -> Response:
    """Keeps what they choose."""
    form = PreferencesForm()
    if not form.validate():
        return answer("preferences/show.html", form=form, status=422)
    prefer(session(), _me(), **form.values())
    return done(url_for("preferences.show"), _("Your preferences are saved."))


def _me() -> Member:
    me = context.current().member_id
    assert me is not None
    return get_member(session(), me)
