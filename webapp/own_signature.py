"""How a member signs by hand: a picture they give, look at and take back themselves, and nobody else."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from press.cleaning import SIGNATURE
from records.brands import actions, queries
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.brand_forms import ACCEPT, PictureForm
from webapp.forms import Upload
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("own_signature", __name__)


class SignatureForm(PictureForm):
    """A picture of the reader's own signature."""

    picture = Upload(
        L_("Picture of your signature"),
        missing=L_("Choose a picture."),
        accept=ACCEPT,
        megabytes=1,
        hint=L_("Dark ink on white paper, as PNG or JPEG, up to 1 MB."),
    )


@pages.get("/preferences/signature")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """The picture there is, and a form for another."""
    return _page(SignatureForm())


@pages.post("/preferences/signature")
@member_can(P.ANSWER_FOR_ONESELF)
def give() -> Response:
    """Keeps the picture in place of the one before."""
    form = SignatureForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        actions.give_signature(session(), form.sent(SIGNATURE) or b"")
    except Refused as refusal:
        return _page(form, status=form.accept(refusal))
    return done(url_for("own_signature.show"), _("Kept. Letters you sign carry it from now on."))


@pages.post("/preferences/signature/removal")
@member_can(P.ANSWER_FOR_ONESELF)
def take_back() -> Response:
    """Forgets the picture."""
    actions.take_back_signature(session())
    return done(url_for("own_signature.show"), _("The picture is gone. You sign by hand again."))


def _page(form: SignatureForm, status: int = 200) -> Response:
    me: UUID | None = context.current().member_id
    picture = queries.signature_of(session(), me) if me else ""
    return answer("brands/signature.html", form=form, picture=picture, status=status)
