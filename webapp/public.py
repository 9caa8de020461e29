"""What a stranger sees: what the product is, what it costs, why to trust it, and whether it works just now."""

from flask import Blueprint, Response

from tenants import clock
from tenants.billing.plans import PLANS, TRIAL_DAYS
from tenants.settings import VERSION
from webapp.access import anyone
from webapp.health import states
from webapp.rendering import answer

pages = Blueprint("public", __name__)


@pages.get("/pricing")
@anyone
def pricing() -> Response:
    """The three plans, and who is counted."""
    return answer("public/pricing.html", plans=list(PLANS.values()), days=TRIAL_DAYS)


@pages.get("/trust")
@anyone
def trust() -> Response:
    """What keeps records apart, sealed and provable, and how it is tested."""
    return answer("public/trust.html", version=VERSION)


@pages.get("/status")
@anyone
def status() -> Response:
    """Whether each part works at this moment."""
    return answer("public/status.html", states=states(), now=clock.now(), version=VERSION)


def landing() -> Response:
    """The front of the house, for somebody who is not signed in."""
    return answer("public/landing.html", days=TRIAL_DAYS, lowest=lowest_price())


def lowest_price() -> int:
    """What a practitioner costs a month, in cents, where it is least."""
    return min(plan.month for plan in PLANS.values())
