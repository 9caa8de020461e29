"""Which payment provider is in use, as the settings say: Stripe, Stripe for testing, a stand-in of our own, or none."""

import hashlib
from typing import Literal

from tenants.settings import settings

Way = Literal["stripe", "stripe_test", "stand_in", "none"]


def way() -> Way:
    """With a key it is Stripe; without one the stand-in, where one is running."""
    now = settings()
    if now.stripe_key:
        return "stripe_test" if "_test_" in now.stripe_key else "stripe"
    return "stand_in" if now.stripe_api_base else "none"


def api_key() -> str:
    """What shows the provider who asks."""
    return settings().stripe_key or f"sk_test_{_ours('key')}"


def signing_secret() -> str:
    """What the provider signs its messages with."""
    return settings().stripe_webhook_secret or f"whsec_{_ours('messages')}"


def _ours(what: str) -> str:
    """Known to every process of this installation and to nobody else, so that the stand-in needs no setting."""
    return hashlib.sha256(f"stand-in|{what}|".encode() + settings().root_key).hexdigest()
