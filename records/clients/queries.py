"""Every way to read about clients; restricted ones appear only to their own worker, not even as a count."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Select, Uuid, bindparam, or_, select, tuple_
from sqlalchemy.orm import Session

from records.clients.models import Client, ClientToken, ContactPoint
from records.clients.rules import contact_key, digits, tokens
from tenants import context
from tenants.database import lines
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place
from tenants.permissions import Role
from tenants.sealing import keyring


class Listed(NamedTuple):
    """One line of the list of people."""

    id: UUID
    file_number: str
    preferred_name: str
    legal_given: str
    legal_family: str
    status: str
    worker_id: UUID | None
    sort_name: str


_LINE = (
    Client.id,
    Client.file_number,
    Client.preferred_name,
    Client.legal_given,
    Client.legal_family,
    Client.status,
    Client.worker_id,
    Client.sort_name,
)


# Built once; who reads is asked when a statement runs.
_VISIBLE = or_(
    Client.restricted.is_(False),
    Client.worker_id == bindparam("reader", callable_=lambda: context.current().member_id, type_=Uuid()),
    bindparam(
        "sees_restricted", callable_=lambda: Role.SUPERVISOR in context.current().roles, type_=Boolean()
    ),
)
_PAGE = select(*_LINE).where(_VISIBLE).order_by(Client.sort_name, Client.id).limit(PAGE_SIZE + 1)


def visible() -> ColumnElement[bool]:
    """Which clients the reader may know of at all; the one predicate of list, search, count and file."""
    return _VISIBLE


def get_client(session: Session, client_id: UUID) -> Client:
    """One client. Raises NotFound, the same for another agency's, a restricted and a made-up one."""
    found = session.execute(select(Client).where(Client.id == client_id, visible())).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def page_of_clients(session: Session, *, words: str = "", after: str | None = None) -> Page[Listed]:
    """The people by name, or those whose names or number begin with each of the words, or whose phone or e-mail is
    exactly this."""
    wanted = _PAGE
    if words.strip():
        wanted = wanted.where(_matching(session, words))
    key = key_of(after, UUID)
    if key is not None:
        wanted = wanted.where(
            tuple_(Client.sort_name, Client.id) > tuple_(_sort_name_of(session, key[0]), key[0])
        )
    rows = lines(session, wanted)
    people = [Listed(*row) for row in rows[:PAGE_SIZE]]
    return Page(people, place(people[-1].id) if len(rows) > PAGE_SIZE else None)


def _sort_name_of(session: Session, client_id: UUID) -> str:
    # A link holds the id alone: a name has no place in an address, not even in disguise.
    return session.execute(select(Client.sort_name).where(Client.id == client_id)).scalar_one_or_none() or ""


def _matching(session: Session, words: str) -> ColumnElement[bool]:
    by_name = [Client.id.in_(_with_token(token)) for token in tokens(words)] or [Client.id.is_(None)]
    named: ColumnElement[bool] = by_name[0]
    for condition in by_name[1:]:
        named = named & condition
    kind = "email" if "@" in words else "phone" if len(digits(words)) >= 7 else None
    if kind is None:
        return named
    lookup = keyring(session).lookup(kind, contact_key(kind, words))
    return or_(named, Client.id.in_(select(ContactPoint.client_id).where(ContactPoint.lookup == lookup)))


def _with_token(token: str) -> Select[UUID]:
    # `^@` (starts with) is leakproof, so the index works under row security; ILIKE would not (decision 14).
    return select(ClientToken.client_id).where(ClientToken.token.op("^@")(token))


def contact_points(session: Session, client_id: UUID) -> Sequence[ContactPoint]:
    """The ways to reach a client that still hold, preferred first."""
    return (
        session.execute(
            select(ContactPoint)
            .where(ContactPoint.client_id == client_id, ContactPoint.ended_on.is_(None))
            .order_by(ContactPoint.preferred.desc(), ContactPoint.id)
        )
        .scalars()
        .all()
    )
