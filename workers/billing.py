"""Lets the standing of agencies follow the days: a trial ends, a bill has waited too long."""

from tenants import gate, jobs
from tenants.billing.actions import refresh
from tenants.billing.queries import standing_now
from tenants.context import acting_for
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.jobs import Job


def refresh_standing(claimed: Claimed) -> None:
    """Brings one agency's standing and seats to what they are today."""
    with transaction() as session:
        refresh(session)
        jobs.finish(session, claimed.id)


def refresh_everywhere() -> None:
    """Once an hour, because midnight comes at another hour in each province: asks for a look where the standing is not
    what the day says."""
    for agency in gate.organisations():
        tenancy = gate.tenancy_for(agency["id"])
        with acting_for(tenancy), transaction() as session:
            stands, _bought = standing_now(session)
            if tenancy.standing not in ("closing", stands):
                jobs.enqueue(session, Job.REFRESH_STANDING)
