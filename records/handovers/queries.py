"""Every way to read handovers."""

import hmac
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.handovers.models import Handover
from records.handovers.rules import LIVING, Pack, flat
from records.plans.rules import seal_of
from tenants import context
from tenants.errors import NotFound
from tenants.sealing import keyring

# Of those that were answered, so many of the newest.
SHOWN = 50


class Mine(NamedTuple):
    """A handover that concerns the reader, with whose case it is."""

    handover: Handover
    client: Client
    case: Case


def handovers_of(session: Session, case_id: UUID) -> Sequence[Handover]:
    """Every handover of a case, newest first."""
    wanted = select(Handover).where(Handover.case_id == case_id)
    return session.execute(wanted.order_by(Handover.id.desc())).scalars().all()


def get_handover(session: Session, case_id: UUID, handover_id: UUID) -> Handover:
    """One handover of a case. Raises NotFound."""
    wanted = select(Handover).where(Handover.id == handover_id, Handover.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_living(session: Session, case_id: UUID) -> Handover | None:
    """The handover by which a case is on its way to somebody."""
    wanted = select(Handover).where(Handover.case_id == case_id, Handover.state.in_(LIVING))
    return session.execute(wanted).scalar_one_or_none()


def my_handovers(session: Session) -> list[Mine]:
    """What was offered to the reader, what they hand on, and what they took over lately, newest first."""
    me = context.current().member_id
    mine = or_(
        and_(Handover.to_id == me, Handover.state.in_(("offered", "accepted"))),
        and_(Handover.from_id == me, Handover.state.in_(LIVING)),
    )
    rows = session.execute(
        select(Handover, Client, Case)
        .join(Case, Case.id == Handover.case_id)
        .join(Client, Client.id == Handover.client_id)
        .where(mine, reachable(Category.NOTES, Level.READ))
        .order_by(Handover.id.desc())
        .limit(SHOWN)
    )
    return [Mine(*row) for row in rows]


def offered_to_me() -> Select[Handover]:
    """What was offered to the reader and waits for their answer, to be counted beside other lists."""
    offered = Handover.to_id == context.current().member_id, Handover.state == "offered"
    wanted = select(Handover).join(Client, Client.id == Handover.client_id)
    return wanted.where(*offered, reachable(Category.NOTES, Level.READ))


def seen_of(session: Session, handover: Handover, pack: Pack) -> str:
    """A mark by which is known whether what was read is still what is accepted."""
    told = [flat(pack), handover.matters, handover.ahead]
    return seal_of(keyring(session).proof(handover.client_id), told).hex()


def is_as_read(session: Session, handover: Handover) -> bool:
    """True when what was frozen is what was read."""
    sealed = seal_of(keyring(session).proof(handover.client_id), handover.read())
    return handover.hash is not None and hmac.compare_digest(sealed, handover.hash)
