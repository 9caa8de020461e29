"""Taking over what the provider shows, and letting the agency's standing follow; who answers for the bill."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants import audit, context, gate
from tenants.billing.models import BillingDetails, Subscription, SubscriptionChange
from tenants.billing.queries import details, find_subscription, payers, standing_now
from tenants.billing.rules import Standing, newer
from tenants.billing.values import Facts
from tenants.database import hold
from tenants.errors import Refused
from tenants.organisations import Organisation, organisation


def take_over(session: Session, facts: Facts) -> Standing:
    """Keeps what the provider shows of a subscription unless something newer is known, and lets the agency's standing
    and seats follow at once; returns how it stands. Told twice, or in any order, it comes to the same."""
    here = _held(session)
    row = find_subscription(session, facts.subscription_ref)
    known = row.facts if row else None
    if newer(known, facts) == known:
        return refresh(session)
    if row is None:
        row = Subscription(**asdict(facts))
        session.add(row)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    session.flush()
    stands = _follow(session, here)
    if known is None or replace(known, seen_at=facts.seen_at) != facts:
        _write_down(session, row, stands)
    return stands


def refresh(session: Session) -> Standing:
    """Lets the standing and the seats follow what is known, because a day has passed."""
    return _follow(session, _held(session))


def move_trial(session: Session, ends_on: date | None) -> Standing:
    """Whoever runs the product gives an agency until another day, or without an end, to try everything."""
    me = context.current().organisation_id
    gate.ask("set_trial", me, ends_on)  # before anything is locked here
    stands = refresh(session)
    audit.record(session, audit.Verb.TRIAL_MOVED, me, ends_on=ends_on)
    return stands


def keep_details(
    session: Session,
    *,
    owner_id: UUID | None,
    legal_name: str | None,
    tax_number: str | None,
    exemption: str,
    exemption_number: str | None,
    version: int,
) -> BillingDetails:
    """Who answers for the bill, and what stands on it. `version` is 0 while nobody has said so."""
    _held(session)
    row = details(session) or _new_details(session)
    row.expect(version)
    if owner_id is not None and owner_id not in {one.id for one in payers(session)}:
        raise Refused("Choose somebody who may pay.", field="owner_id")
    if exemption != "none" and not exemption_number:
        raise Refused("Enter the number that shows the exemption.", field="exemption_number")
    row.owner_id, row.exemption, row.version = owner_id, exemption, row.version + 1
    row.legal_name, row.tax_number = legal_name or "", tax_number or ""
    row.exemption_number = (exemption_number or "") if exemption != "none" else ""
    audit.record(session, audit.Verb.BILLING_DETAILS_CHANGED, row.id, owner=owner_id, exemption=exemption)
    return row


def _new_details(session: Session) -> BillingDetails:
    row = BillingDetails(version=0)
    session.add(row)
    return row


def _held(session: Session) -> Organisation:
    """The agency, locked: what is paid for is decided by one at a time."""
    here = organisation(session)
    hold(session, here)
    return here


def _follow(session: Session, here: Organisation) -> Standing:
    stands, bought = standing_now(session)
    if (here.standing, here.seats) != (stands, bought):
        before = here.standing
        session.execute(select(func.billing_stand(stands, bought)))
        hold(session, here)
        if here.standing != before:
            audit.record(session, audit.Verb.STANDING_CHANGED, here.id, before=before, standing=here.standing)
    return stands


def _write_down(session: Session, row: Subscription, stands: Standing) -> None:
    said: dict[str, Any] = {
        "plan": row.plan,
        "interval": row.interval,
        "status": row.status,
        "seats": row.seats,
    }
    session.add(SubscriptionChange(subscription_id=row.id, cancel_at=row.cancel_at, standing=stands, **said))
    audit.record(session, audit.Verb.SUBSCRIPTION_CHANGED, row.id, standing=stands, **said)
