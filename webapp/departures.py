"""An agency leaves: asked for, approved, closed, taken back; what stands in the way, in plain words."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.departures import actions, queries
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.forms import Choice, Email, Form, LongText, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("departures", __name__)
LANGUAGES = [("en", L_("English")), ("fr", L_("French"))]


class AskForm(Form):
    """That the agency leaves, and who else is told."""

    reason = LongText(
        L_("Why the agency leaves"), missing=L_("Say why the agency leaves."), limit=2000, rows=3
    )
    second_contact = Email(
        L_("A second address"),
        missing=L_("Give the address of somebody else who should know, for example of the board."),
        hint=L_("Somebody outside the administrators, who is written to as well."),
    )
    second_language = Choice(
        L_("Language of the second address"),
        missing=L_("Choose a language."),
        choices=LANGUAGES,
        as_radio=True,
    )


class HoldForm(Form):
    """What becomes of what a hold keeps."""

    answer = Choice(
        L_("What becomes of it"),
        missing=L_("Choose what becomes of it."),
        choices=choices("departure_hold"),
        as_radio=True,
    )
    words = LongText(
        L_("In writing"),
        missing=L_("Write what becomes of the records that this hold keeps."),
        limit=2000,
        rows=3,
        hint=L_("For example to whom the records were handed over, or who said that they need not be kept."),
    )


class CloseForm(Form):
    """The agency's name, typed: nobody closes an agency by a slip."""

    name = Text(L_("The name of the agency"), missing=L_("Type the name of the agency as it stands above."))
    version = Version()


class StepForm(Form):
    """A step on what was seen."""

    version = Version()


class ReceiptForm(Form):
    """The code inside the archive."""

    code = Text(L_("The code of receipt"), missing=L_("Type the code that stands in the archive."), limit=40)


@pages.get("/departure")
@member_can(P.SEE_DEPARTURE)
def show() -> Response:
    """How far it is, and what comes next."""
    return _page()


@pages.post("/departure")
@member_can(P.LEAVE_AGENCY)
@fresh
def ask() -> Response:
    """The first of two people."""
    form = AskForm()
    if not form.validate():
        return _page(ask=form, status=422)
    try:
        actions.ask_departure(session(), **form.values())
    except Refused as refusal:
        return _page(ask=form, status=form.accept(refusal))
    return done(url_for("departures.show"), _("It is asked for. A second person has to agree."))


@pages.post("/departure/approval")
@member_can(P.LEAVE_AGENCY)
@fresh
def approve() -> Response:
    """The second person agrees."""
    version = StepForm().version.data or 0
    actions.approve_departure(session(), queries.get_departure(session()), version=version)
    return done(url_for("departures.show"), _("It is approved. Nothing has changed yet."))


@pages.get("/departure/holds/<uuid:hold_id>")
@member_can(P.SEE_DEPARTURE)
def hold(hold_id: UUID) -> Response:
    """One hold in force, to say what becomes of what it keeps."""
    found = queries.get_held(session(), queries.get_departure(session()), hold_id).hold
    return answer("departures/hold.html", hold=found, form=HoldForm())


@pages.post("/departure/holds/<uuid:hold_id>")
@member_can(P.LEAVE_AGENCY)
def answer_hold(hold_id: UUID) -> Response:
    """A word in writing about one hold."""
    form, departure = HoldForm(), queries.get_departure(session())
    found = queries.get_held(session(), departure, hold_id).hold
    if not form.validate():
        return answer("departures/hold.html", hold=found, form=form, status=422)
    try:
        actions.answer_hold(session(), departure, hold_id, **form.values())
    except Refused as refusal:
        return answer("departures/hold.html", hold=found, form=form, status=form.accept(refusal))
    return done(url_for("departures.show"), _("It is written down."))


@pages.post("/departure/closing")
@member_can(P.LEAVE_AGENCY)
@fresh
def close() -> Response:
    """Closes the agency for changes; ninety days begin."""
    form = CloseForm()
    if not form.validate():
        return _page(close=form, status=422)
    try:
        actions.close(session(), queries.get_departure(session()), **form.values())
    except Refused as refusal:
        return _page(close=form, status=form.accept(refusal))
    return done(url_for("departures.show"), _("The agency is closed for changes. You can still come back."))


@pages.post("/departure/receipt")
@member_can(P.LEAVE_AGENCY)
def take_receipt() -> Response:
    """Somebody has the archive and could open it."""
    form = ReceiptForm()
    if not form.validate():
        return _page(receipt=form, status=422)
    try:
        actions.take_receipt(session(), queries.get_departure(session()), **form.values())
    except Refused as refusal:
        return _page(receipt=form, status=form.accept(refusal))
    return done(url_for("departures.show"), _("Thank you. The archive is in your hands."))


@pages.post("/departure/return")
@member_can(P.LEAVE_AGENCY)
def take_back() -> Response:
    """The agency stays."""
    version = StepForm().version.data or 0
    actions.take_back(session(), queries.get_departure(session()), version=version)
    return done(url_for("departures.show"), _("The agency stays. Everything is as it was."))


def _page(status: int = 200, **forms: Form) -> Response:
    departure = queries.find_departure(session())
    today = clock.today(context.current().timezone)
    empty = {"ask": AskForm, "close": CloseForm, "receipt": ReceiptForm}
    # What was typed into one form must not stand in another.
    shown: dict[str, Any] = {
        f"{name}_form": forms.get(name) or form(formdata=None) for name, form in empty.items()
    }
    if departure is not None:
        if "close" not in forms:
            shown["close_form"].version.data = departure.version
        shown["held"] = queries.held_in_sight(session(), departure)
        shown["others"] = len(queries.held(session(), departure)) - len(shown["held"])
        shown["in_the_way"] = queries.in_the_way(session(), departure, today)
    shown |= {"departure": departure, "members": names_of(session())}
    return answer("departures/show.html", status=status, **shown)
