"""An agency at the payment provider: who it is there, the way to the pages where it pays, and what is known since."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from tenants import audit, context, gate, jobs
from tenants.billing import provider, queries, rules
from tenants.billing.plans import PLANS
from tenants.billing.provider import Payer
from tenants.billing.values import Facts, Interval
from tenants.billing.way import way
from tenants.context import acting_for
from tenants.database import Base, TenantOwned, new_id, transaction
from tenants.errors import Conflict, NotFound, Refused, Shut
from tenants.jobs import Job
from tenants.members import get_member
from tenants.organisations import organisation


class PaymentAccount(TenantOwned, Base):
    """The customer that an agency is at a payment provider; one for each provider, kept for good."""

    __tablename__ = "payment_accounts"

    provider: Mapped[str]
    customer_ref: Mapped[str]


def customer_ref(session: Session) -> str | None:
    """Who the agency is at the provider that is in use; None before it went there first."""
    return session.execute(
        select(PaymentAccount.customer_ref).where(PaymentAccount.provider == way())
    ).scalar_one_or_none()


def check_out(session: Session, *, plan: str, interval: Interval, back: str, paid: str) -> str:
    """The address of a page where the agency buys a plan for everybody who needs a seat. Raises Conflict where it has
    one already: that is changed, and not bought again."""
    chosen, found = PLANS[plan], queries.subscription(session)
    if found is not None and found.status in rules.PAID | rules.OVERDUE:
        raise Conflict("The agency has a plan already. Change it on the page of the payment provider.")
    seats = queries.wanted_seats(session, chosen)
    if not chosen.holds(seats):
        raise Refused("This plan is not for %(count)s practitioners.", count=seats)
    customer = _customer(session)
    url = provider.check_out(
        customer,
        plan=chosen,
        interval=interval,
        seats=seats,
        language=_language(),
        back=back,
        paid=paid,
    )
    audit.record(
        session, audit.Verb.CHECKOUT_OPENED, provider=way(), plan=plan, interval=interval, seats=seats
    )
    return url


def manage(session: Session, *, back: str) -> str:
    """The address of the page where the agency sees its bills and changes what it has. Raises NotFound before it has
    anything there."""
    if customer_ref(session) is None:
        raise NotFound
    url = provider.manage(_customer(session), language=_language(), back=back)
    audit.record(session, audit.Verb.PORTAL_OPENED, provider=way())
    return url


def learn(customer: str | None) -> list[Facts]:
    """What the provider says now of who the agency is there. Asked outside of a change: it may take seconds."""
    return provider.facts_about(customer) if customer else []


def ask_later(organisation_id: UUID) -> None:
    """Has a worker ask the provider what an agency has, unless one will anyway. A sealed agency is asked about once the
    seal is broken."""
    with suppress(Shut), acting_for(gate.tenancy_for(organisation_id)), transaction() as session:
        if not jobs.is_waiting(session, Job.ASK_PROVIDER):
            jobs.enqueue(session, Job.ASK_PROVIDER)


def _language() -> str:
    return context.current().person_language


def _customer(session: Session) -> str:
    """The customer, described as the agency is now; made when there is none. Of two at once one is kept."""
    here, said, me = organisation(session), queries.details(session), context.current()
    payer = Payer(
        organisation=str(here.id),
        name=(said.legal_name if said else "") or here.name,
        province=here.province,
        language=here.language,
        tax_number=said.tax_number if said else "",
        exemption=f"{said.exemption} {said.exemption_number}".strip() if said else "",
    )
    customer = customer_ref(session)
    if customer is None:
        assert me.member_id is not None
        customer = provider.open_customer(payer, email=get_member(session, me.member_id).email)
        _keep(session, customer)
    provider.describe(customer, payer)
    return customer


def _keep(session: Session, customer: str) -> None:
    row = {"id": new_id(), "provider": way(), "customer_ref": customer}
    session.execute(insert(PaymentAccount).values(row).on_conflict_do_nothing())
