"""The page of components at /ui: every piece in every state, for people who build pages. Development only."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Response, abort, g, request

from templates.filters import time_of_day
from templates.words import gettext as _
from templates.words import lazy as L_
from templates.words import speaking
from tenants import clock
from webapp import rendering
from webapp.access import anyone
from webapp.forms import (
    Choice,
    Choices,
    Day,
    Email,
    Form,
    LongText,
    Secret,
    Text,
    Tick,
    Upload,
    Version,
    Whole,
)

pages = Blueprint("ui", __name__, url_prefix="/ui")

PROVINCES = [("ON", "Ontario"), ("QC", "Québec"), ("NB", L_("New Brunswick"))]
KINDS = [("meeting", L_("Meeting")), ("phone", L_("Phone")), ("letter", L_("Letter"))]
LANGUAGES = [("en", L_("English")), ("fr", L_("French")), ("iu", "ᐃᓄᒃᑎᑐᑦ")]


class Sample(Form):
    """One field of every kind."""

    name = Text(L_("Preferred name"), missing=L_("Enter the name the person goes by."))
    email = Email(L_("E-mail"), hint=L_("Only if the person agreed to be written to."))
    password = Secret(L_("Password"), autocomplete="off")
    met_on = Day(
        L_("Date of the meeting"), missing=L_("Enter the date of the meeting, for example 2026-11-20.")
    )
    minutes = Whole(L_("Minutes"), low=1, high=600)
    province = Choice(L_("Province"), missing=L_("Choose the province."))
    kind = Choice(L_("How you met"), as_radio=True, missing=L_("Choose how you met."))
    languages = Choices(L_("Languages"), hint=L_("Tick every one the person is at ease in."))
    notes = LongText(L_("What happened"), hint=L_("Write what you saw and what was said, plainly."))
    paper = Upload(L_("Paper form"), accept=".pdf,image/*")
    agreed = Tick(L_("Sam can see this"), hint=L_("It appears in what the person receives."))
    version = Version()


class Draft(Form):
    """What the script saves by itself."""

    text = LongText(L_("Note"), rows=4)
    version = Version()


def _sample(**data: Any) -> Form:
    return Sample(data=data).offer(province=PROVINCES, kind=KINDS, languages=LANGUAGES)


@pages.context_processor
def _pretended() -> dict[str, Any]:
    """What a real page is given by the agency and the member."""
    g.slug = "northside"  # where the links of the shell lead
    return {
        "agency": SimpleNamespace(slug="northside", name="Northside Careers", timezone="America/Toronto"),
        "me": SimpleNamespace(name="Priya Nair", role=_("Practitioner"), language="en", identity="priya"),
        "may": lambda permission: True,
        "may_anywhere": lambda permission: True,
        "here": "people",
        "today": date(2026, 11, 20),
        "theme": request.args.get("theme", "system"),
    }


@pages.get("/")
@anyone
def show() -> Response:
    """Everything, in the language of `?language=` and the colours of `?theme=`."""
    with speaking(request.args.get("language")):
        wrong = Sample(formdata=request.args, meta={"csrf": False}, prefix="wrong-")
        wrong.offer(province=PROVINCES, kind=KINDS, languages=LANGUAGES).validate()
        form = _sample(met_on=date(2026, 11, 20), minutes=45, kind="phone", languages=["fr", "iu"], version=3)
        rendering.toast(_("The note was signed."))
        return rendering.answer(
            "ui/show.html", form=form, wrong=wrong, draft=Draft(data={"version": 1}), page=1
        )


@pages.get("/public")
@anyone
def public() -> Response:
    """The shell of pages before signing in."""
    with speaking(request.args.get("language")):
        return rendering.answer("ui/public.html", form=_sample())


@pages.post("/form")
@anyone
def send() -> Response:
    """Always the form again with what is wrong, as an invalid form comes back."""
    form = _sample()
    if form.validate():
        return rendering.done(request.path.replace("/form", "/"), _("The form was complete."))
    return rendering.answer("ui/form.html", fragment="ui/_form.html", status=422, form=form)


@pages.get("/form")
@anyone
def form() -> Response:
    """A form on a page of its own."""
    return rendering.answer("ui/form.html", fragment="ui/_form.html", form=_sample(version=1))


@pages.get("/rows")
@anyone
def rows() -> Response:
    """More of a list, then the end of it."""
    return rendering.answer("ui/rows.html", block="rows", page=request.args.get("page", 2, int))


@pages.post("/draft")
@anyone
def save() -> Response:
    """A save by the script; a text that begins with a status number gets that answer."""
    form = Draft()
    form.validate()
    first = (form.text.data or "")[:3]
    if first in ("401", "409", "422", "500"):
        abort(int(first))
    return rendering.saved(version=(form.version.data or 0) + 1, at=time_of_day(clock.now()))


@pages.get("/job")
@anyone
def job() -> Response:
    """Work that ends at the third look."""
    looked = request.args.get("looked", 0, int) + 1
    return rendering.answer("ui/job.html", fragment="ui/_job.html", looked=looked)


@pages.route("/fault/<int:status>", methods=["GET", "POST"])
@anyone
def fault(status: int) -> Response:
    """Any refusal, as a page, a fragment or JSON; 500 is a real exception."""
    if status == 500:
        raise RuntimeError("a fault made on purpose")
    abort(status)
