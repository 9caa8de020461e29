"""Rows of what an agency pays for; all of them go with the agency."""

from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.billing.values import Facts, Interval
from tenants.database import Base, TenantOwned, Versioned, within


class Subscription(TenantOwned, Base):
    """One subscription as the payment provider showed it last. An agency that came back has several; which of them
    counts, `rules.current` says."""

    __tablename__ = "subscriptions"

    customer_ref: Mapped[str]
    subscription_ref: Mapped[str]
    plan: Mapped[str]
    interval: Mapped[str]
    status: Mapped[str]
    seats: Mapped[int]
    cancel_at: Mapped[datetime | None]
    period_ends_at: Mapped[datetime]
    past_due_since: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    livemode: Mapped[bool]

    @property
    def facts(self) -> Facts:
        """What the provider said."""
        return Facts(
            customer_ref=self.customer_ref,
            subscription_ref=self.subscription_ref,
            plan=self.plan,
            interval=cast("Interval", self.interval),
            status=self.status,
            seats=self.seats,
            period_ends_at=self.period_ends_at,
            cancel_at=self.cancel_at,
            past_due_since=self.past_due_since,
            seen_at=self.seen_at,
            livemode=self.livemode,
        )


class SubscriptionChange(TenantOwned, Base):
    """What a subscription became, and how the agency stood then. Appended, never changed."""

    __tablename__ = "subscription_changes"
    __table_args__ = (within("subscription_id", "subscriptions"),)

    subscription_id: Mapped[UUID]
    plan: Mapped[str]
    interval: Mapped[str]
    status: Mapped[str]
    seats: Mapped[int]
    cancel_at: Mapped[datetime | None]
    standing: Mapped[str]


class BillingDetails(TenantOwned, Versioned, Base):
    """Who answers for the bill and what stands on it; one row an agency, once somebody has said so."""

    __tablename__ = "billing_details"
    __table_args__ = (within("owner_id", "members"),)

    owner_id: Mapped[UUID | None]
    legal_name: Mapped[str] = mapped_column(default="")
    tax_number: Mapped[str] = mapped_column(default="")
    exemption: Mapped[str] = mapped_column(default="none")
    exemption_number: Mapped[str] = mapped_column(default="")
