"""Every way to read questions and thanks: only ever those of whoever reads, whatever their roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.clients.queries import visible
from records.supervision.models import Exchange
from tenants import context
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

MOST_WAITING = 100


@dataclass(frozen=True, slots=True)
class Written:
    """One of the reader's questions or thanks, with whose file it speaks of, if of any."""

    exchange: Exchange
    client: Client | None


def waiting(session: Session, *, by_me: bool) -> list[Written]:
    """What waits for the reader, oldest first: what was written to them, or answers to what they wrote."""
    wanted = _mine(by_me=by_me).where(_waits()).order_by(Exchange.id).limit(MOST_WAITING)
    return _written(session, wanted)


def page_of_others(session: Session, *, by_me: bool, after: str | None = None) -> Page[Written]:
    """The reader's others, newest first."""
    wanted = _mine(by_me=by_me).where(~_waits()).order_by(Exchange.id.desc())
    if key := key_of(after, UUID):
        wanted = wanted.where(Exchange.id < key[0])
    rows = _written(session, wanted.limit(PAGE_SIZE + 1))
    shown = rows[:PAGE_SIZE]
    return Page(shown, place(shown[-1].exchange.id) if len(rows) > PAGE_SIZE else None)


def get_written(session: Session, exchange_id: UUID) -> Written:
    """One of the reader's. Raises NotFound, the same for one between two others."""
    found = _written(session, _of_the_two().where(Exchange.id == exchange_id))
    if not found:
        raise NotFound()
    return found[0]


def _of_the_two() -> Select[Exchange, Client]:
    """Between the reader and a colleague; without those about somebody whom the reader may not know of any more."""
    me = context.current().member_id
    wanted = select(Exchange, Client).outerjoin(Client, Client.id == Exchange.client_id)
    return wanted.where(
        or_(Exchange.asked_by == me, Exchange.asked_to == me), or_(Exchange.client_id.is_(None), visible())
    )


def _mine(*, by_me: bool) -> Select[Exchange, Client]:
    side = Exchange.asked_by if by_me else Exchange.asked_to
    return _of_the_two().where(side == context.current().member_id)


def _waits() -> ColumnElement[bool]:
    me = context.current().member_id
    return or_(
        and_(Exchange.asked_to == me, Exchange.state == "open"),
        and_(Exchange.asked_by == me, Exchange.state == "answered"),
    )


def _written(session: Session, wanted: Select[Exchange, Client]) -> list[Written]:
    rows: Sequence[tuple[Exchange, Client | None]] = [(row[0], row[1]) for row in session.execute(wanted)]
    return [Written(exchange, client) for exchange, client in rows]
