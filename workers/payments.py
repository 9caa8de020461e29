"""Asks the payment provider what is so now, whatever its messages said and in whatever order they came."""

from uuid import UUID

from tenants import context, jobs
from tenants.billing import inbox, paying
from tenants.billing.actions import take_over
from tenants.database import transaction
from tenants.gate import Claimed


def ask_provider(claimed: Claimed) -> None:
    """Takes over what the provider shows of the agency. A message that comes meanwhile has its own job, so nothing is
    overlooked; run twice, it comes to the same."""
    messages = inbox.waiting(context.current().organisation_id)
    with transaction(read_only=True) as session:
        customer = paying.customer_ref(session)
    found = paying.learn(customer)
    with transaction() as session:
        for facts in found:
            take_over(session, facts)
        jobs.finish(session, claimed.id)
    inbox.done(messages)


def look_where_told() -> None:
    """Asks again where a message still waits."""
    _ask(inbox.agencies_waiting())


def ask_about_everyone() -> None:
    """Asks about every customer: a message may never have come."""
    _ask(inbox.agencies_paying())


def _ask(agencies: list[UUID]) -> None:
    for organisation_id in agencies:
        paying.ask_later(organisation_id)
