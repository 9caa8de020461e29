"""The ways to the payment provider and back, and the door through which it tells us what happened there."""

from flask import Blueprint, Response, make_response, request, url_for

from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.billing import inbox, paying
from tenants.billing.actions import take_over
from tenants.billing.plans import PLANS
from tenants.billing.values import INTERVALS
from tenants.database import transaction
from tenants.errors import Refused
from tenants.permissions import P
from tenants.settings import settings
from webapp.access import anyone, fresh, member_can
from webapp.forms import Choice, Form
from webapp.rendering import done
from webapp.transaction import session

pages = Blueprint("payments", __name__)
public = Blueprint("payment_messages", __name__)

# The provider's longest message is a tenth of this.
LONGEST = 512 * 1024


class CheckoutForm(Form):
    """Which plan, and how often it is billed."""

    plan = Choice(missing=L_("Choose a plan."), choices=[(code, code) for code in PLANS])
    interval = Choice(missing=L_("Choose how often."), choices=[(one, one) for one in INTERVALS])


@pages.post("/billing/checkout")
@member_can(P.SET_BILLING)
@fresh
def checkout() -> Response:
    """To the page where the plan is paid."""
    form = CheckoutForm()
    if not form.validate():
        raise Refused("Choose one of the plans.")
    back, paid = _whole("billing.show"), _whole("payments.returned")
    return done(paying.check_out(session(), **form.values(), back=back, paid=paid))


@pages.post("/billing/portal")
@member_can(P.SET_BILLING)
@fresh
def portal() -> Response:
    """To the page where bills are, and where card, plan and seats are changed."""
    return done(paying.manage(session(), back=_whole("payments.returned")))


@pages.get("/billing/returned")
@member_can(P.SEE_BILLING)
def returned() -> Response:
    """Back from the provider, which is asked at once: its message may take a while. Nothing is believed that stands in
    the address."""
    try:
        found = paying.learn(paying.customer_ref(session()))
    except Refused:
        return done(url_for("billing.show"), _("What you changed will stand here in a few minutes."))
    with transaction() as own:
        for facts in found:
            take_over(own, facts)
    return done(url_for("billing.show"), _("This is what the payment provider says now."))


def _whole(endpoint: str) -> str:
    """With the address of the settings, and not the one that a browser says it asked."""
    return f"{settings().address}{url_for(endpoint)}"


@public.post("/stripe/webhook")
@anyone
def webhook() -> Response:
    """Takes a message of the provider, signed over its very bytes. It is written down before it is answered."""
    request.max_content_length = LONGEST
    is_taken = inbox.receive(request.get_data(cache=False), request.headers.get("Stripe-Signature"))
    return make_response("", 200 if is_taken else 400)
