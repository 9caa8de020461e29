"""Every way to read employers, the people to ask there, and the jobs they have to fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from records.employers.models import Employer, EmployerContact, EmployerStanding, JobOrder
from records.employers.rules import searched
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What one list or one choice shows at most; more is found by its name.
MOST = 500


@dataclass(frozen=True, slots=True)
class Ordered:
    """A job order with whose it is."""

    order: JobOrder
    employer: Employer


def page_of_employers(
    session: Session, *, words: str = "", standing: str = "", after: str | None = None
) -> Page[Employer]:
    """The employers by name: those whose names or work hold each of the words, or who stand so."""
    wanted = select(Employer).order_by(Employer.found_by, Employer.id).limit(PAGE_SIZE + 1)
    for word in searched(words):
        wanted = wanted.where(Employer.found_by.contains(word, autoescape=True))
    if standing:
        wanted = wanted.where(Employer.standing == standing)
    if (key := key_of(after, str, UUID)) is not None:
        wanted = wanted.where(tuple_(Employer.found_by, Employer.id) > tuple_(*key))
    rows = session.execute(wanted).scalars().all()
    shown = rows[:PAGE_SIZE]
    return Page(shown, place(shown[-1].found_by, shown[-1].id) if len(rows) > PAGE_SIZE else None)


def usable_employers(session: Session) -> Sequence[Employer]:
    """By name, whom somebody may be sent to."""
    wanted = (
        select(Employer).where(Employer.standing != "do_not_use").order_by(Employer.found_by, Employer.id)
    )
    return session.execute(wanted.limit(MOST)).scalars().all()


def get_employer(session: Session, employer_id: UUID) -> Employer:
    """One employer. Raises NotFound."""
    found = session.execute(select(Employer).where(Employer.id == employer_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def contacts_of(session: Session, employer_ids: Sequence[UUID]) -> dict[UUID, list[EmployerContact]]:
    """Whom to ask at each of these employers, in the order in which they were written down."""
    current = EmployerContact.employer_id.in_(employer_ids), EmployerContact.ended_on.is_(None)
    found: dict[UUID, list[EmployerContact]] = {}
    wanted = select(EmployerContact).where(*current).order_by(EmployerContact.id)
    for contact in session.execute(wanted).scalars():
        found.setdefault(contact.employer_id, []).append(contact)
    return found


def get_contact(session: Session, employer_id: UUID, contact_id: UUID) -> EmployerContact:
    """One of the people to ask at an employer. Raises NotFound."""
    wanted = select(EmployerContact).where(
        EmployerContact.id == contact_id, EmployerContact.employer_id == employer_id
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def standings_of(session: Session, employer_id: UUID) -> Sequence[EmployerStanding]:
    """How an employer stood and why, newest first."""
    wanted = select(EmployerStanding).where(EmployerStanding.employer_id == employer_id)
    return session.execute(wanted.order_by(EmployerStanding.id.desc())).scalars().all()


def open_orders(session: Session) -> list[Ordered]:
    """The jobs to fill at employers somebody may be sent to, newest first."""
    wanted = _ordered().where(JobOrder.closed_on.is_(None), Employer.standing != "do_not_use")
    return _as_ordered(session, wanted.order_by(JobOrder.opened_on.desc(), JobOrder.id.desc()).limit(MOST))


def orders_of(session: Session, employer_id: UUID) -> list[Ordered]:
    """The job orders of an employer, open ones first, newest first."""
    wanted = _ordered().where(JobOrder.employer_id == employer_id)
    in_order = wanted.order_by(JobOrder.closed_on.is_not(None), JobOrder.id.desc())
    return _as_ordered(session, in_order.limit(MOST))


def get_job_order(session: Session, job_order_id: UUID) -> Ordered:
    """One job order. Raises NotFound."""
    found = _as_ordered(session, _ordered().where(JobOrder.id == job_order_id))
    if not found:
        raise NotFound()
    return found[0]


def _ordered() -> Select[JobOrder, Employer]:
    return select(JobOrder, Employer).join(Employer, Employer.id == JobOrder.employer_id)


def _as_ordered(session: Session, wanted: Select[JobOrder, Employer]) -> list[Ordered]:
    return [Ordered(*row) for row in session.execute(wanted)]
