"""Putting employers on the list, whom to ask there, how they stand, and the jobs they have to fill."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from records.employers.models import Employer, EmployerContact, EmployerStanding, JobOrder
from records.employers.rules import check_standing, found_by
from records.occupations.queries import expect_code
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def add_employer(session: Session, **told: Any) -> Employer:
    """Puts somebody who hires on the agency's list."""
    employer = Employer(**told)
    _settle(employer)
    session.add(employer)
    session.flush()
    audit.record(session, audit.Verb.EMPLOYER_ADDED, employer.id)
    return employer


def change_employer(session: Session, employer: Employer, *, version: int, **told: Any) -> None:
    """Says it better, unless somebody else did meanwhile."""
    hold(session, employer)
    employer.expect(version)
    for name, value in told.items():
        setattr(employer, name, value)
    _settle(employer)
    employer.version += 1
    audit.record(session, audit.Verb.EMPLOYER_CHANGED, employer.id)


def set_standing(session: Session, employer: Employer, *, standing: str, reason: str | None) -> None:
    """Says how the employer stands from today on, and why; how it stood before is kept."""
    hold(session, employer)
    check_standing(employer.standing, standing, reason or "")
    employer.standing = standing
    me = context.current().member_id
    session.add(EmployerStanding(employer_id=employer.id, standing=standing, reason=reason, member_id=me))
    audit.record(session, audit.Verb.EMPLOYER_STANDING_SET, employer.id, standing=standing)


def add_contact(session: Session, employer: Employer, **told: Any) -> EmployerContact:
    """Puts down whom to ask there."""
    contact = EmployerContact(employer_id=employer.id, **told)
    session.add(contact)
    session.flush()
    audit.record(session, audit.Verb.EMPLOYER_CONTACT_ADDED, contact.id)
    return contact


def end_contact(session: Session, contact: EmployerContact) -> None:
    """Takes somebody off, and forgets who it was: an outsider whom nobody needs to reach any more."""
    hold(session, contact)
    contact.expect_current()
    for name in EmployerContact.TOLD:
        setattr(contact, name, None)
    contact.ended_on = _today()
    audit.record(session, audit.Verb.EMPLOYER_CONTACT_ENDED, contact.id)


def open_order(session: Session, employer: Employer, **told: Any) -> JobOrder:
    """Writes down a job that an employer wants to fill."""
    employer.expect_usable()
    _check(told)
    order = JobOrder(employer_id=employer.id, **told)
    session.add(order)
    session.flush()
    audit.record(session, audit.Verb.JOB_ORDER_OPENED, order.id)
    return order


def change_order(session: Session, order: JobOrder, *, version: int, **told: Any) -> None:
    """Says better what is wanted, while the order is open."""
    hold(session, order)
    order.expect(version)
    order.expect_open()
    _check(told)
    for name, value in told.items():
        setattr(order, name, value)
    order.version += 1
    audit.record(session, audit.Verb.JOB_ORDER_CHANGED, order.id)


def close_order(session: Session, order: JobOrder, *, close_reason: str) -> None:
    """It is filled or gone."""
    hold(session, order)
    order.expect_open()
    order.closed_on, order.close_reason = _today(), close_reason
    order.version += 1
    audit.record(session, audit.Verb.JOB_ORDER_CLOSED, order.id, reason=close_reason)


def _settle(employer: Employer) -> None:
    employer.found_by = found_by(employer.name, employer.legal_name, employer.industry, employer.sites)


def _check(told: dict[str, Any]) -> None:
    expect_code(told["noc_code"])
    if told["opened_on"] > _today():
        raise Refused("Enter the day it was opened; it cannot be in the future.", field="opened_on")


def _today() -> date:
    return clock.today(context.current().timezone)
