"""How the agency looks on paper: settled in a form beside a sample of a letter, kept in numbered versions."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from press.cleaning import LOGO
from press.pdf import look as look_at
from press.setting import Pictures
from records.brands import actions, queries
from records.brands.models import Brand
from records.brands.rules import letterhead
from records.brands.values import Letterhead
from templates.refusals import said
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.brand_forms import LookForm
from webapp.brand_sample import sample
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("brands", __name__)


@pages.get("/letterhead")
@member_can(P.SET_BRAND)
def show() -> Response:
    """How documents look now, to be changed."""
    return _page(LookForm(data=_start()))


@pages.post("/letterhead")
@member_can(P.SET_BRAND)
def change() -> Response:
    """Keeps a new version; what was issued keeps its old look."""
    form = LookForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        kept = {"logo": form.sent(LOGO), "without_logo": form.without_logo.data, "version": form.version.data}
        actions.change_look(session(), form.look(), **kept)
    except Refused as refusal:
        return _page(form, status=form.accept(refusal))
    return done(url_for("brands.show"), _("Kept. Documents look like this from now on."))


@pages.post("/letterhead/sample")
@member_can(P.SET_BRAND)
def preview() -> Response:
    """A letter as it would look: a piece of the form, and the whole of it without a script. Keeps nothing."""
    form = LookForm()
    if not form.validate():
        return _page(form, status=422, refused=form.troubles[0][1])
    try:
        shown = _sample_of(form)
    except Refused as refusal:
        return _page(form, status=form.accept(refusal), refused=said(refusal.message, refusal.values))
    return _page(form, letter=shown)


@pages.get("/letterhead/versions/<uuid:brand_id>")
@member_can(P.SET_BRAND)
def version(brand_id: UUID) -> Response:
    """How documents of one version look."""
    brand = queries.get_brand(session(), brand_id)
    newest = queries.find_brand(session())
    head = letterhead(brand.look, context.current().language, number=brand.number)
    letter = _drawn(head, context.current().language, queries.logo_of(session(), brand))
    who = names_of(session()).get(brand.member_id, "")
    return answer(
        "brands/version.html",
        brand=brand,
        letter=letter,
        who=who,
        is_newest=newest is None or newest.id == brand_id,
    )


@pages.post("/letterhead/versions/<uuid:brand_id>/return")
@member_can(P.SET_BRAND)
def use_again(brand_id: UUID) -> Response:
    """An earlier look counts again, as a new version."""
    actions.use_again(session(), queries.get_brand(session(), brand_id))
    return done(url_for("brands.show"), _("Kept. Documents look like this from now on."))


def _start() -> dict[str, Any]:
    """The form as it stands: the version that counts, or the name the agency signed up with."""
    now, brand = context.current(), queries.find_brand(session())
    if brand is None:
        start: dict[str, Any] = {
            f"name_{now.language}": now.name,
            "colour": Letterhead("").colour,
            "paper": Letterhead("").paper,
            "version": 0,
        }
    else:
        start = {name: getattr(brand, name) for name in ("name_en", "name_fr", "contact", "footer_en")}
        start |= {"footer_fr": brand.footer_fr, "colour": brand.colour, "paper": brand.paper}
        start["version"] = brand.number
        start["address"] = "\n".join(brand.lines)
    return start | {"picked": start["colour"], "shown_colour": start["colour"], "language": now.language}


def _sample_of(form: LookForm) -> bytes:
    """The page that the form as it stands would make. Raises Refused."""
    sent = form.sent(LOGO)
    logo = queries.address_of(sent) if sent else queries.logo_of(session(), queries.find_brand(session()))
    head = letterhead(form.look(), form.language.data, number=form.version.data)
    return _drawn(head, form.language.data, "" if form.without_logo.data else logo)


def _drawn(head: Letterhead, language: Any, logo: str) -> bytes:
    now = context.current()
    values = sample(head, language, now=clock.now(), timezone=now.timezone)
    page, *_rest = look_at(values, Pictures(logo=logo), most=1).pictures
    return page


def _page(form: LookForm, *, status: int = 200, **shown: Any) -> Response:
    kept: list[Brand] = list(queries.brands(session()))
    return answer(
        "brands/show.html",
        fragment="brands/_sample.html",
        form=form,
        brands=kept,
        logo=queries.logo_of(session(), kept[0]) if kept else "",
        workers=names_of(session()),
        status=status,
        **shown,
    )
