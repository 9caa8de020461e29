"""Every way to read what cases need."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.needs.models import CaseNeeds


def needs_of(session: Session, case_id: UUID) -> CaseNeeds | None:
    """What somebody said that a case needs, if they did."""
    return session.execute(select(CaseNeeds).where(CaseNeeds.case_id == case_id)).scalar_one_or_none()
