"""What the payment provider says of a subscription, in our words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Interval = Literal["month", "year"]
INTERVALS: tuple[Interval, ...] = ("month", "year")


@dataclass(frozen=True, slots=True)
class Facts:
    """One subscription as the provider showed it at `seen_at`. `status` is the provider's own word; `past_due_since`
    is when the oldest unpaid bill fell due. Every moment is aware."""

    customer_ref: str
    subscription_ref: str
    plan: str
    interval: Interval
    status: str
    seats: int
    period_ends_at: datetime
    cancel_at: datetime | None
    past_due_since: datetime | None
    seen_at: datetime
    livemode: bool
