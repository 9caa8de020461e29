"""Every way to read partners and referrals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.referrals.models import Partner, Referral, ReferralStep
from records.referrals.rules import WAITING
from tenants import clock, context, gate
from tenants.errors import NotFound


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral with whom it is about and where it went."""

    referral: Referral
    partner: Partner
    client: Client
    is_late: bool


def partners(session: Session, *, ended: bool = False) -> Sequence[Partner]:
    """The agency's partners by name: those in use, or those that are not any more."""
    holds = Partner.ended_on.is_not(None) if ended else Partner.ended_on.is_(None)
    return session.execute(select(Partner).where(holds).order_by(Partner.name, Partner.id)).scalars().all()


def get_partner(session: Session, partner_id: UUID) -> Partner:
    """One partner. Raises NotFound."""
    found = session.execute(select(Partner).where(Partner.id == partner_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def referrals_of(session: Session, case_id: UUID) -> list[Sent]:
    """The referrals of a case, open ones first, newest first."""
    wanted = _sent().where(Referral.case_id == case_id)
    return _as_sent(session, wanted.order_by(Referral.state == "closed", Referral.id.desc()))


def get_referral(session: Session, case_id: UUID, referral_id: UUID) -> Sent:
    """One referral of a case. Raises NotFound."""
    found = _as_sent(session, _sent().where(Referral.id == referral_id, Referral.case_id == case_id))
    if not found:
        raise NotFound()
    return found[0]


def open_referrals(session: Session, *, late: bool = False, mine: bool = False) -> list[Sent]:
    """Referrals that are not closed, of clients whose permissions the reader may read; the longest without an answer
    first. `late` leaves those whose answer is overdue, `mine` those of the reader's own cases."""
    wanted = _open(late=late, mine=mine)
    return _as_sent(session, wanted.order_by(Referral.answer_by.asc().nulls_last(), Referral.id).limit(200))


def late_of_mine() -> Select[Referral, Partner, Client]:
    """Referrals of the reader's own cases without the answer that should be there, to be counted beside other lists."""
    return _open(late=True, mine=True)


def steps_of(session: Session, referral_id: UUID) -> Sequence[ReferralStep]:
    """What happened with a referral, oldest first."""
    wanted = select(ReferralStep).where(ReferralStep.referral_id == referral_id).order_by(ReferralStep.id)
    return session.execute(wanted).scalars().all()


def times_asked(session: Session, referral: Referral) -> int:
    """How often somebody asked again since it was sent last."""
    return session.execute(
        select(func.count()).where(
            ReferralStep.referral_id == referral.id,
            ReferralStep.state == "asked",
            ReferralStep.happened_on >= referral.sent_on,
        )
    ).scalar_one()


def find_answerable(token: str) -> tuple[UUID, UUID] | None:
    """The agency and the referral that a partner may answer by this link, while it holds."""
    row = gate.find_referral(token)
    return (row["organisation_id"], row["id"]) if row else None


def get_answerable(session: Session, referral_id: UUID) -> tuple[Referral, Partner]:
    """What a partner's link leads to: read without a member, inside the agency. Raises NotFound."""
    wanted = select(Referral, Partner).join(Partner, Partner.id == Referral.partner_id)
    row = session.execute(wanted.where(Referral.id == referral_id)).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def _open(*, late: bool, mine: bool) -> Select[Referral, Partner, Client]:
    wanted = _sent().where(Referral.state != "closed", reachable(Category.CONSENT, Level.READ))
    if late:
        wanted = wanted.where(Referral.state.in_(WAITING), Referral.answer_by < _today())
    if mine:
        wanted = wanted.where(Case.worker_id == context.current().member_id)
    return wanted


def _sent() -> Select[Referral, Partner, Client]:
    return (
        select(Referral, Partner, Client)
        .join(Partner, Partner.id == Referral.partner_id)
        .join(Client, Client.id == Referral.client_id)
        .join(Case, Case.id == Referral.case_id)
    )


def _as_sent(session: Session, wanted: Select[Referral, Partner, Client]) -> list[Sent]:
    today = _today()
    return [Sent(*row, is_late=row[0].is_late_on(today)) for row in session.execute(wanted)]


def _today() -> date:
    return clock.today(context.current().timezone)
