"""What the payment provider tells us: written down as it comes, worked afterwards by asking what is so now."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tenants import gate
from tenants.billing import paying, provider
from tenants.billing.way import way

# Longer than any name the provider gives.
_LONGEST = 255


def receive(body: bytes, signature: str | None) -> bool:
    """Writes one message down, once however often it comes, and has a worker look into it. False when the provider
    has not signed it, or lately, or when it is no message."""
    event = provider.verified(body, signature)
    kept = event and _kept(event)
    if not kept:
        return False
    [taken] = gate.ask("take_payment_event", *kept)
    for row in gate.ask("find_payer", way(), kept[2]) if taken["take_payment_event"] else ():
        paying.ask_later(row["organisation_id"])
    return True


def _kept(event: Mapping[str, Any]) -> tuple[str, str, str, str, datetime] | None:
    """Names alone: which message, of what kind, about which customer, from when. What it says is asked for anew."""
    try:
        about = event["data"]["object"]
        customer = about["id"] if about["object"] == "customer" else about.get("customer") or ""
        at = datetime.fromtimestamp(event["created"], UTC)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError):
        return None
    names = (event.get("id"), event.get("type"), customer)
    if not all(isinstance(name, str) and "\0" not in name and len(name) <= _LONGEST for name in names):
        return None
    return (str(names[0]), way(), str(customer), str(names[1]), at)


def waiting(organisation_id: UUID) -> list[str]:
    """The messages about an agency that nobody has looked into yet."""
    return [row["ref"] for row in gate.ask("waiting_payment_events", organisation_id)]


def done(messages: list[str]) -> None:
    """They were looked into."""
    gate.ask("work_payment_events", messages)


def agencies_waiting() -> list[UUID]:
    """Agencies about which there are messages that wait for a minute or longer: their job was lost, or gave up."""
    return [row["organisation_id"] for row in gate.ask("agencies_with_payment_events")]


def agencies_paying() -> list[UUID]:
    """Every agency that is a customer of the provider in use."""
    return [row["organisation_id"] for row in gate.ask("payers", way())]
