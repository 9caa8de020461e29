"""Saying what a case needs."""

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.history.actions import keep
from records.needs.models import CaseNeeds
from records.needs.queries import needs_of
from tenants import audit, context
from tenants.database import hold


def set_needs(
    session: Session, case: Case, *, support: str, contact: str, way: str, version: int = 0
) -> CaseNeeds:
    """Says how much support an open case needs, how often to be in touch and where; what was said before is kept.
    `version` is 0 for whoever saw that nothing was said yet."""
    hold(session, case)
    case.expect_open()
    told = {"support": support, "contact": contact, "way": way, "set_by": context.current().member_id}
    needs = needs_of(session, case.id)
    if needs is None:
        needs = CaseNeeds(client_id=case.client_id, case_id=case.id, **told)
        session.add(needs)
    else:
        hold(session, needs)
        needs.expect(version)
        keep(session, needs)
        for name, value in told.items():
            setattr(needs, name, value)
    codes = {"support": support, "contact": contact, "way": way}
    audit.record(session, audit.Verb.NEEDS_SET, case.id, client_id=case.client_id, **codes)
    return needs
