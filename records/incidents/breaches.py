"""Writing a breach into the register."""

from dataclasses import asdict

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.incidents.keeping import Finding, faults
from records.incidents.models import Breach, Incident
from records.incidents.register import find_breach
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def record_breach(session: Session, incident: Incident, finding: Finding, *, version: int) -> Breach:
    """Adds the line that counts from now on; what the register said before stays. `version` is the number of the line
    that the person saw, 0 when there was none."""
    hold(session, incident)
    incident.expect_submitted()
    me, before = context.current(), find_breach(session, incident.id)
    if version != (before.number if before else 0):
        raise Conflict("Somebody changed this while you were typing. Your words are below.")
    for field, words in faults(finding, occurred_on=incident.occurred_on, today=clock.today(me.timezone)):
        raise Refused(words, field=field)
    breach = Breach(
        incident_id=incident.id,
        client_id=incident.client_id,
        number=version + 1,
        recorded_by=me.member_id,
        **asdict(finding) | {"information": list(finding.information)},
    )
    try:
        with session.begin_nested():
            session.add(breach)
    except IntegrityError:
        # Its lines are out of sight and wait to be destroyed.
        raise Conflict("The register's lines about this incident are about to be destroyed.") from None
    audit.record(
        session,
        audit.Verb.BREACH_RECORDED,
        incident.id,
        client_id=incident.client_id,
        line=breach.number,
        decision=finding.decision,
    )
    return breach
