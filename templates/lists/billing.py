"""What the codes of what an agency pays for are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "plan": {
        "solo": L_("On my own"),
        "team": L_("Team"),
        "agency": L_("Agency"),
    },
    "billing_interval": {"month": L_("Monthly"), "year": L_("Yearly")},
    "standing": {
        "trial": L_("Trial"),
        "active": L_("Paid"),
        "past_due": L_("A bill is not paid"),
        "read_only": L_("Reading only"),
        "closing": L_("Closed for changes"),
    },
    # The provider's own words.
    "subscription_status": {
        "active": L_("Paid"),
        "trialing": L_("Begins without a bill"),
        "past_due": L_("The payment failed"),
        "unpaid": L_("Not paid after several tries"),
        "paused": L_("Paused"),
        "incomplete": L_("First payment not finished"),
        "incomplete_expired": L_("First payment never finished"),
        "canceled": L_("Ended"),
    },
    "tax_exemption": {
        "none": L_("Not exempt"),
        "charity": L_("Registered charity"),
        "public_body": L_("Public body"),
    },
}
