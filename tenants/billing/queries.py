"""What an agency pays for, how it stands by that, and what its team needs."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants import clock, context
from tenants.billing import rules
from tenants.billing.models import BillingDetails, Subscription, SubscriptionChange
from tenants.billing.plans import Plan
from tenants.billing.rules import Banner, Standing
from tenants.members import Member, members
from tenants.organisations import organisation
from tenants.permissions import P, Role, may
from tenants.seats import seats

SHOWN = 12  # of what a subscription was before


def subscription(session: Session) -> Subscription | None:
    """The subscription that counts, whatever became of it; None before the first."""
    by_ref = {row.subscription_ref: row for row in session.execute(select(Subscription)).scalars()}
    found = rules.current(row.facts for row in by_ref.values())
    return by_ref[found.subscription_ref] if found else None


def find_subscription(session: Session, subscription_ref: str) -> Subscription | None:
    """One subscription by the provider's name for it."""
    wanted = select(Subscription).where(Subscription.subscription_ref == subscription_ref)
    return session.execute(wanted).scalar_one_or_none()


def changes(session: Session) -> list[SubscriptionChange]:
    """What the subscriptions became, newest first."""
    wanted = select(SubscriptionChange).order_by(SubscriptionChange.id.desc()).limit(SHOWN)
    return list(session.execute(wanted).scalars())


def details(session: Session) -> BillingDetails | None:
    """Who answers for the bill and what stands on it, once somebody has said so."""
    return session.execute(select(BillingDetails)).scalar_one_or_none()


def payers(session: Session) -> list[Member]:
    """Who may answer for the bill."""
    return [one for one in members(session) if may(one.roles, P.SET_BILLING)]


def owner(session: Session) -> Member | None:
    """Who answers for the bill: whoever is named for it and may still pay; else the administrator who came first."""
    said, able = details(session), payers(session)
    named = [one for one in able if said is not None and one.id == said.owner_id]
    administrators = [one for one in able if Role.ADMINISTRATOR in one.roles]
    return min(named or administrators, key=lambda one: one.created_at, default=None)


def standing_now(session: Session) -> tuple[Standing, int | None]:
    """How the agency stands today by what it pays, and how many seats that gives it."""
    here, found = organisation(session), subscription(session)
    facts, today = (found.facts if found else None), clock.today(here.timezone)
    return (
        rules.standing(here.trial_ends_on, facts, today, here.timezone),
        rules.seats_bought(facts, today, here.timezone),
    )


def wanted_seats(session: Session, plan: Plan) -> int:
    """How many seats an agency must buy to take a plan now: for everybody who needs one or is promised one."""
    now = seats(session)
    return max(plan.least, now.used + now.promised)


@dataclass(frozen=True, slots=True)
class Told:
    """What stands above a page, and the day it speaks of: when a trial ends, or nothing can be changed any more."""

    banner: Banner
    on: date


def told(session: Session) -> Told | None:
    """What whoever looks at a page has to know of the bill, if anything. Asks nothing where everything is in order, nor
    on a trial."""
    me = context.current()
    pays, today = may(me.roles, P.SET_BILLING, me.standing), clock.today(me.timezone)
    if me.standing == "trial":
        ends_on = me.trial_ends_on if pays else None
        left, overdue = (ends_on - today).days if ends_on else None, None
    elif me.standing in ("past_due", "read_only"):
        found = subscription(session)
        left, overdue = None, rules.overdue_days(found.facts if found else None, today, me.timezone)
    else:
        return None
    which = rules.banner(me.standing, overdue, left, is_owner=_is_owner(session, overdue), pays=pays)
    days = left if overdue is None else rules.READ_ONLY - overdue
    return Told(which, today + timedelta(days=days or 0)) if which else None


def _is_owner(session: Session, overdue: int | None) -> bool:
    found = owner(session) if overdue is not None else None
    return found is not None and found.id == context.current().member_id
