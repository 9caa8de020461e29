"""Checks the chain of an agency's audit trail, which in a long life takes longer than a page may."""

from uuid import UUID

from records.trail.actions import finish_check
from records.trail.queries import get_check
from tenants import jobs
from tenants.database import transaction
from tenants.gate import Claimed


def check_audit(claimed: Claimed) -> None:
    """Looks at every link, once, and writes down what was found."""
    with transaction() as session:
        finish_check(session, get_check(session, UUID(claimed.args["check"])))
        jobs.finish(session, claimed.id)
