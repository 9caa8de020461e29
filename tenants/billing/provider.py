"""The payment provider, asked through its own client. Everything that leaves for it or comes from it passes here."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, cast

import stripe
import structlog
from requests import Session
from stripe import RequestsClient, StripeClient, WebhookSignature

from tenants import clock
from tenants.billing import way
from tenants.billing.plans import CURRENCY, Plan
from tenants.billing.shapes import facts_of
from tenants.billing.values import Facts, Interval
from tenants.errors import NotFound, Refused
from tenants.settings import settings

log = structlog.get_logger()

_SECONDS: Final = (3, 12)  # to reach it, and to hear its answer: a person is waiting
TOLERANCE: Final = 300  # seconds by which a message may be older or younger than it is here
_LANGUAGES: Final = {"en": "en", "fr": "fr-CA"}


def client() -> StripeClient:
    """The provider's client. Raises Refused where there is no provider."""
    if way.way() == "none":
        raise Refused("Payments are not set up on this installation. Ask whoever runs Northfile.")
    return _client(way.api_key(), settings().stripe_api_base)


@lru_cache(1)
def _client(key: str, base: str) -> StripeClient:
    direct = Session()
    direct.max_redirects = 0  # the key goes where the settings say, and nowhere else
    # One more try is safe: the client gives each question a key by which the provider knows it again.
    return StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        http_client=RequestsClient(timeout=_SECONDS, session=direct),
        max_network_retries=1,
    )


@contextmanager
def asking() -> Iterator[StripeClient]:
    """The client; what the provider refuses, or that it cannot be reached, is a Refused in our words."""
    try:
        yield client()
    except stripe.CardError:
        raise Refused("The card was declined. Nothing was paid; try another card.", field="card") from None
    except stripe.StripeError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise NotFound from None
        log.warning(
            "provider_refused", kind=type(error).__name__, code=error.code, request=error.request_id or ""
        )
        raise Refused(
            "The payment provider does not answer. Nothing was paid; try again in a few minutes."
        ) from None


@dataclass(frozen=True, slots=True)
class Payer:
    """Who is to stand on the bills of an agency."""

    organisation: str
    name: str
    province: str
    language: str
    tax_number: str
    exemption: str


def open_customer(payer: Payer, *, email: str) -> str:
    """The customer that an agency is at the provider. Asked twice within a day it is the same one."""
    with asking() as provider:
        made = provider.v1.customers.create(
            {
                "email": email,
                "address": {"country": "CA", "state": payer.province},
                "metadata": {"organisation": payer.organisation},
            },
            {"idempotency_key": f"customer-{payer.organisation}"},
        )
    return made.id


def describe(customer: str, payer: Payer) -> None:
    """Tells the provider what is to stand on the next bills. Whether an exemption holds, a person decides there."""
    number = [{"name": "GST/HST/QST", "value": payer.tax_number}] if payer.tax_number else []
    with asking() as provider:
        provider.v1.customers.update(
            customer,
            {
                "name": payer.name,
                "preferred_locales": [_LANGUAGES[payer.language]],
                "metadata": {"exemption": payer.exemption},
                "invoice_settings": cast("Any", {"custom_fields": number or ""}),
            },
        )


def check_out(
    customer: str, *, plan: Plan, interval: Interval, seats: int, language: str, back: str, paid: str
) -> str:
    """The address of a page where the agency pays. An older page that was left open is closed, so that nobody pays on
    both."""
    with asking() as provider:
        for left in provider.v1.checkout.sessions.list({"customer": customer, "status": "open"}).data:
            provider.v1.checkout.sessions.expire(left.id)
        session = provider.v1.checkout.sessions.create(
            {
                "mode": "subscription",
                "customer": customer,
                "line_items": [{"price": _price(provider, plan, interval), "quantity": seats}],
                "automatic_tax": {"enabled": True},
                "tax_id_collection": {"enabled": True},
                "billing_address_collection": "required",
                "customer_update": {"address": "auto", "name": "auto"},
                "locale": cast("Any", _LANGUAGES[language]),
                "success_url": paid,
                "cancel_url": back,
            }
        )
    assert session.url is not None
    return session.url


def _price(provider: StripeClient, plan: Plan, interval: Interval) -> str:
    """The price of a plan, by its name. One that costs something else by now gives its name to a new one, and who pays
    the old one goes on paying it."""
    key, cents = plan.lookup_key(interval), plan.price(interval)
    for price in provider.v1.prices.list({"lookup_keys": [key], "active": True}).data:
        if price.unit_amount == cents:
            return price.id
    made = provider.v1.prices.create(
        {
            "currency": CURRENCY,
            "unit_amount": cents,
            "tax_behavior": "exclusive",
            "recurring": {"interval": interval},
            "lookup_key": key,
            "transfer_lookup_key": True,
            "product_data": {"name": f"Northfile ({plan.code})"},
            "metadata": {"plan": plan.code, "interval": interval},
        },
        {"idempotency_key": f"price-{key}-{cents}"},
    )
    return made.id


def manage(customer: str, *, language: str, back: str) -> str:
    """The address of the page where the agency sees its bills and changes its card, plan, seats or tax number."""
    with asking() as provider:
        session = provider.v1.billing_portal.sessions.create(
            {"customer": customer, "locale": cast("Any", _LANGUAGES[language]), "return_url": back}
        )
    return session.url


def facts_about(customer: str) -> list[Facts]:
    """What the provider says now of every subscription of a customer, those that are over too."""
    seen_at = clock.now()  # before it is asked: what changes meanwhile is told once more
    with asking() as provider:
        found = provider.v1.subscriptions.list({"customer": customer, "status": "all", "limit": 100}).data
        unpaid = provider.v1.invoices.list({"customer": customer, "status": "open", "limit": 100}).data
    return facts_of([one.to_dict() for one in found], [one.to_dict() for one in unpaid], seen_at=seen_at)


def verified(body: bytes, signature: str | None) -> Mapping[str, Any] | None:
    """What the provider's message says, when it signed these very bytes lately; None otherwise."""
    try:
        WebhookSignature.verify_header(body, signature, way.signing_secret())
        sent = int(dict(part.split("=", 1) for part in str(signature).split(","))["t"])
        event = json.loads(body)
    except (stripe.SignatureVerificationError, ValueError, KeyError):
        return None
    is_lately = abs(clock.unmoved().timestamp() - sent) <= TOLERANCE
    return event if is_lately and isinstance(event, dict) and event.get("object") == "event" else None
