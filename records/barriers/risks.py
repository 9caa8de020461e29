"""Risks: written down, looked at again, closed."""

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from records.barriers.models import Risk
from records.barriers.rules import RiskContent
from records.cases.models import Case
from records.entries.actions import enter
from records.entries.models import Kind, Sensitivity
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def add_risk(session: Session, case: Case, content: RiskContent) -> Risk:
    """Writes down a danger and the day to look at it again."""
    case.expect_open()
    _expect_to_come(content.review_on)
    entry = enter(
        session, Kind.RISK, client_id=case.client_id, case_id=case.id, sensitivity=Sensitivity.SENSITIVE
    )
    risk = Risk(id=entry.id, client_id=case.client_id, case_id=case.id, **asdict(content))
    session.add(risk)
    codes = {"kind": content.kind, "level": content.level}
    audit.record(session, audit.Verb.RISK_ADDED, risk.id, client_id=case.client_id, **codes)
    return risk


def review_risk(session: Session, risk: Risk, content: RiskContent, *, version: int, reason: str) -> None:
    """Looks at it again: tells it as it is now, and when to look next."""
    hold(session, risk)
    risk.expect(version)
    risk.expect_open()
    _expect_to_come(content.review_on)
    keep(session, risk, reason=reason)
    for name, value in asdict(content).items():
        setattr(risk, name, value)
    codes = {"kind": content.kind, "level": content.level}
    audit.record(session, audit.Verb.RISK_REVIEWED, risk.id, client_id=risk.client_id, **codes)


def close_risk(session: Session, risk: Risk, *, reason: str) -> None:
    """The danger is over, and why; it stays on file."""
    hold(session, risk)
    risk.expect_open()
    keep(session, risk, reason=reason)
    risk.state, risk.review_on, risk.close_reason = "closed", None, reason
    audit.record(session, audit.Verb.RISK_CLOSED, risk.id, client_id=risk.client_id)


def _expect_to_come(review_on: date) -> None:
    if review_on <= clock.today(context.current().timezone):
        raise Refused("Choose a day to come to look at it again.", field="review_on")
