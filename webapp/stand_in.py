"""The pages of our own stand-in for a payment provider: no money moves, and nobody needs a key to try paying out."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, url_for

from templates.labels import choices, label
from templates.words import lazy as L_
from tenants.billing import trying
from tenants.billing.plans import PLANS
from tenants.billing.values import INTERVALS
from tenants.errors import Refused
from webapp.access import anyone
from webapp.forms import Choice, Form, Whole
from webapp.rendering import answer, done

pages = Blueprint("stand_in", __name__)


class PayForm(Form):
    """With which of the invented cards."""

    card = Choice(L_("Card"), missing=L_("Choose a card."), choices=choices("invented_card"), as_radio=True)


class PlanForm(Form):
    """Another plan, or other seats."""

    price = Choice(L_("Name of the plan"), missing=L_("Choose a plan."))
    seats = Whole(L_("Seats"), missing=L_("Enter how many seats."), low=1, high=500)


@pages.get("/stand-in/pay/<token>")
@anyone
def pay(token: str) -> Response:
    """What is bought, what it comes to with tax, and a choice of cards."""
    return _pay_page(token, PayForm(data={"card": "pays"}))


@pages.post("/stand-in/pay/<token>")
@anyone
def paid(token: str) -> Response:
    """Pays, or is declined and stays here."""
    form = PayForm()
    if not form.validate():
        return _pay_page(token, form, status=422)
    try:
        session = trying.pay(token, **form.values())
    except Refused as refusal:
        return _pay_page(token, form, status=form.accept(refusal))
    return make_response(redirect(session["success_url"], 303))


@pages.get("/stand-in/portal/<token>")
@anyone
def portal(token: str) -> Response:
    """What a customer has, and what can be done about it."""
    return _portal_page(token)


@pages.post("/stand-in/portal/<token>/card")
@anyone
def change_card(token: str) -> Response:
    """Another card, which pays what is open."""
    return _do(token, "card", "pay_form", PayForm())


@pages.post("/stand-in/portal/<token>/plan")
@anyone
def change_plan(token: str) -> Response:
    """Another plan or other seats."""
    return _do(token, "plan", "plan_form", PlanForm().offer(price=_prices()))


@pages.post("/stand-in/portal/<token>/cancel")
@anyone
def cancel(token: str) -> Response:
    """Ends with the period that is paid."""
    return _do(token, "cancel")


@pages.post("/stand-in/portal/<token>/resume")
@anyone
def resume(token: str) -> Response:
    """Goes on after all."""
    return _do(token, "resume")


@pages.post("/stand-in/portal/<token>/renew")
@anyone
def renew(token: str) -> Response:
    """Lets the next bill fall due now, as time would."""
    return _do(token, "renew")


def _pay_page(token: str, form: Form, status: int = 200) -> Response:
    return answer("stand_in/pay.html", form=form, token=token, status=status, **trying.look_at_page(token))


def _portal_page(token: str, status: int = 200, **forms: Form) -> Response:
    shown = trying.look_at_portal(token)
    start: dict[str, Any] = {}
    if shown["subscription"] is not None:
        item = shown["subscription"]["items"]["data"][0]
        start = {"price": item["price"]["lookup_key"], "seats": item["quantity"]}
    empty = {
        "pay_form": PayForm(formdata=None),
        "plan_form": PlanForm(formdata=None, data=start).offer(price=_prices()),
    }
    return answer("stand_in/portal.html", status=status, token=token, **shown | empty | forms)


def _do(token: str, what: str, name: str = "", form: Form | None = None) -> Response:
    if form is not None and not form.validate():
        return _portal_page(token, 422, **{name: form})
    trying.act(token, what, **(form.values() if form else {}))
    return done(url_for("stand_in.portal", token=token))


def _prices() -> list[tuple[str, object]]:
    return [
        (plan.lookup_key(interval), f"{label(code, 'plan')}, {label(interval, 'billing_interval').lower()}")
        for code, plan in PLANS.items()
        for interval in INTERVALS
    ]
