"""Having the trail checked, and taking a signed copy of it."""

from datetime import date

from sqlalchemy.orm import Session

from records.documents.keys import SealKey
from records.documents.seals import seal_key
from records.trail.models import AuditCheck
from records.trail.queries import bounds, checks, first_replaced, hash_before, newest_event
from records.trail.rules import head_line
from tenants import audit, clock, context, jobs
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import names_of


def ask_check(session: Session) -> AuditCheck:
    """Has a worker look at every link of the chain; one at a time."""
    me = context.current().member_id
    assert me is not None
    if any(check.finished_at is None and state in ("waiting", "running") for check, state in checks(session)):
        raise Conflict("The trail is being checked already.")
    check = AuditCheck(asked_by=me)
    check.job_id = jobs.enqueue(session, jobs.Job.CHECK_AUDIT, check=check.id)
    session.add(check)
    audit.record(session, audit.Verb.AUDIT_CHECK_ASKED, check.id)
    return check


def finish_check(session: Session, check: AuditCheck) -> None:
    """Looks at every link, and whether the trail still holds what earlier checks saw. Done again, nothing changes."""
    hold(session, check)
    if check.finished_at is not None:
        return
    end = newest_event(session)
    found = [one for one in (audit.first_broken(session), first_replaced(session)) if one is not None]
    check.upto, check.head = end
    check.first_broken, check.finished_at = min(found, default=None), clock.now()
    audit.record(session, audit.Verb.AUDIT_CHECKED, check.id, upto=check.upto, broken=check.first_broken)


def take_copy(session: Session, *, since: date, until: date) -> tuple[bytes, range, SealKey]:
    """What is needed to write a signed copy of some days: its first line, the numbers of its events, the key of the
    agency's seal. That it was taken is an event of its own."""
    found = bounds(session, since, until)
    if found is None:
        raise Refused("Nothing happened in these days.", field="until")
    me, (first, last) = context.current(), found
    head = head_line(
        organisation=me.organisation_id,
        agency=me.name,
        first=first,
        last=last,
        previous=hash_before(session, first).hex(),
        taken_at=clock.now().isoformat(),
        taken_by=me.member_id,
        members={str(member_id): name for member_id, name in names_of(session).items()},
    )
    _id, key = seal_key(session)
    audit.record(session, audit.Verb.AUDIT_COPIED, me.organisation_id, first=first, last=last)
    return head, range(first, last + 1), key
