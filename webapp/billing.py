"""What the agency pays for: plan, seats, the next bill, and who answers for it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, url_for

from templates.filters import money
from templates.labels import choices, label
from templates.words import gettext as _
from templates.words import lazy as L_
from templates.words import ngettext
from tenants import clock, context
from tenants.billing import actions, paying, queries, rules
from tenants.billing.plans import PLANS, Plan
from tenants.billing.way import way
from tenants.errors import Conflict, Refused
from tenants.organisations import organisation
from tenants.permissions import P
from tenants.seats import seats
from webapp.access import fresh, member_can
from webapp.forms import Choice, Form, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("billing", __name__)


class OfferForm(Form):
    """Which plan to take, of those that hold the team; sent to where it is paid."""

    plan = Choice(L_("Plan and seats"), missing=L_("Choose a plan."), as_radio=True)
    interval = Choice(
        L_("How often you pay"),
        missing=L_("Choose how often."),
        choices=choices("billing_interval"),
        as_radio=True,
    )


class DetailsForm(Form):
    """Who answers for the bill, and what stands on it."""

    owner_id = Choice(
        L_("Who answers for the bill"),
        hint=L_("Told first when a payment fails. Nobody chosen: the administrator who came first."),
    )
    legal_name = Text(L_("Name on the bill"), limit=200, hint=L_("If it is not the name of the agency here."))
    tax_number = Text(
        L_("Your GST/HST or QST number"), limit=40, hint=L_("It stands on the bill beside the tax.")
    )
    exemption = Choice(
        L_("Exemption from tax"),
        missing=L_("Choose whether the agency is exempt."),
        choices=choices("tax_exemption"),
        as_radio=True,
    )
    exemption_number = Text(
        L_("Number that shows the exemption"),
        limit=40,
        hint=L_("For a registered charity, for example 12345 6789 RR0001."),
    )
    version = Version()


@pages.get("/billing")
@member_can(P.SEE_BILLING)
def show() -> Response:
    """The plan, the seats, the next bill, and what else could be chosen."""
    return answer(
        "billing/show.html",
        trial_ends_on=organisation(session()).trial_ends_on,
        seats=seats(session()),
        plans=PLANS.values(),
        offer=_offer(),
        changes=queries.changes(session()),
        details=queries.details(session()),
        owner=queries.owner(session()),
        way=way(),
        is_known_there=paying.customer_ref(session()) is not None,
        **_bill(),
    )


@pages.get("/billing/details")
@member_can(P.SET_BILLING)
def edit() -> Response:
    """What stands on the bill, to be changed."""
    found = queries.details(session())
    start = {"exemption": "none", "version": 0}
    return answer("billing/edit.html", form=_offered(DetailsForm(obj=found, data=None if found else start)))


@pages.post("/billing/details")
@member_can(P.SET_BILLING)
@fresh
def change() -> Response:
    """Keeps what stands on the bill."""
    form = _offered(DetailsForm())
    if not form.validate():
        return answer("billing/edit.html", form=form, status=422)
    try:
        actions.keep_details(session(), **form.values())
    except Refused as refusal:
        if isinstance(refusal, Conflict):
            form.catch_up(queries.details(session()))
        return answer("billing/edit.html", form=form, status=form.accept(refusal))
    return done(url_for("billing.show"), _("The change is kept."))


def _offer() -> Form:
    """The plans that hold the team, each with what it comes to; the smallest one is chosen already."""
    wanted = {plan: queries.wanted_seats(session(), plan) for plan in PLANS.values()}
    fit = [(plan, count) for plan, count in wanted.items() if plan.holds(count)]
    form = OfferForm(formdata=None, data={"plan": fit[0][0].code if fit else None, "interval": "month"})
    return form.offer(plan=[(plan.code, _said(plan, count)) for plan, count in fit])


def _said(plan: Plan, count: int) -> str:
    return ngettext(
        "%(plan)s: %(num)s seat, %(month)s a month or %(year)s a year",
        "%(plan)s: %(num)s seats, %(month)s a month or %(year)s a year",
        count,
        plan=label(plan.code, "plan"),
        month=money(Decimal(plan.bill("month", count)) / 100),
        year=money(Decimal(plan.bill("year", count)) / 100),
    )


def _offered(form: Form) -> Form:
    return form.offer(owner_id=[(one.id, one.name) for one in queries.payers(session())])


def _bill() -> dict[str, Any]:
    """The subscription and what it comes to."""
    found, now = queries.subscription(session()), context.current()
    facts, today = (found.facts if found else None), clock.today(now.timezone)
    overdue = rules.overdue_days(facts, today, now.timezone)
    shown: dict[str, Any] = {
        "subscription": found,
        "runs": rules.seats_bought(facts, today, now.timezone) is not None,
        "read_only_on": None if overdue is None else today + timedelta(days=rules.READ_ONLY - overdue),
    }
    if facts is not None:
        plan = PLANS[facts.plan]
        shown["price"] = Decimal(plan.price(facts.interval)) / 100
        shown["bill"] = Decimal(plan.bill(facts.interval, facts.seats)) / 100
    return shown
