"""The three plans, as data. Each holds everything the product does; they differ in how many practitioners they are for
and in what each of them costs (decision 43)."""

from dataclasses import dataclass

from tenants.billing.values import Interval

CURRENCY = "cad"
TRIAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """What one practitioner costs in an agency of `least` to `most`, in cents before tax."""

    code: str
    least: int
    most: int
    month: int
    year: int

    def price(self, interval: Interval) -> int:
        """Cents for one practitioner and one interval."""
        return self.year if interval == "year" else self.month

    def bill(self, interval: Interval, seats: int) -> int:
        """Cents before tax that fall due each interval."""
        return self.price(interval) * seats

    def holds(self, seats: int) -> bool:
        """Whether an agency of so many practitioners may take it."""
        return self.least <= seats <= self.most

    def lookup_key(self, interval: Interval) -> str:
        """What the price is called at the provider."""
        return f"northfile_{self.code}_{interval}"


# In the order of a price list. What an agency has bought keeps its name here for as long as anybody pays for it.
PLANS: dict[str, Plan] = {
    plan.code: plan
    for plan in (
        Plan("solo", least=1, most=1, month=3900, year=39000),
        Plan("team", least=2, most=15, month=3500, year=35000),
        Plan("agency", least=16, most=500, month=3300, year=33000),
    )
}


def plan_of(lookup_key: str) -> tuple[Plan, Interval] | None:
    """The plan and interval of a price at the provider, or None for a price that is not ours."""
    for plan in PLANS.values():
        for interval in ("month", "year"):
            if plan.lookup_key(interval) == lookup_key:
                return plan, interval
    return None
