"""Every way to read about clients; who may not know of one does not meet them, not even as a count."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, any_, false, func, intersect, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from records.access.queries import facts_of, reaches, relation_of
from records.access.rules import Category, Level, Relation, level
from records.clients.models import Client, ClientToken, ContactPoint, FormerName
from records.clients.rules import SHORT_PHONE, contact_key, digits, tokens
from tenants import context
from tenants.bulk import IDS
from tenants.database import lines
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place
from tenants.sealing import keyring

# The kinds of words a person is called by, or was, or is filed under elsewhere.
NAMES = ("name", "former", "number")


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
    made_up: bool


_LINE = (
    Client.id,
    Client.file_number,
    Client.preferred_name,
    Client.legal_given,
    Client.legal_family,
    Client.status,
    Client.worker_id,
    Client.sort_name,
    Client.made_up,
)


# What lies between the reader and a client, in terms of the client's columns.
FACTS = facts_of(Client.id, Client.worker_id, Client.restricted, Client.for_placing)
_WITH_FACTS = select(Client, *FACTS.values())


def reachable(category: Category, minimum: Level) -> ColumnElement[bool]:
    """In whose files the reader may go at least so far in a part; for every list that joins clients."""
    return _reachable(context.current().roles, category, minimum)


@cache
def _reachable(_roles: frozenset[str], category: Category, minimum: Level) -> ColumnElement[bool]:
    # Built once for the roles in force: it costs a tenth of a list, and nearly every page asks.
    return reaches(FACTS, category, minimum)


def visible() -> ColumnElement[bool]:
    """Which clients the reader may know of at all; the one predicate of list, search, count and file."""
    return reachable(Category.IDENTITY, Level.SEARCH)


@dataclass(frozen=True, slots=True)
class Standing:
    """One client as one reader stands to them."""

    client: Client
    relation: Relation

    def level(self, category: Category, *, sensitivity: str = "case", own_entry: bool = False) -> Level:
        """How far the reader may go in this part of the file."""
        roles = context.current().roles
        return level(roles, self.relation, category, sensitivity=sensitivity, own_entry=own_entry)


def standing_of(session: Session, client_id: UUID) -> Standing:
    """One client, with how far the reader may go. Raises NotFound, the same for another agency's, for one the reader
    must not know of and for a made-up one."""
    row = session.execute(_WITH_FACTS.where(Client.id == client_id)).one_or_none()
    if row is None:
        raise NotFound()
    found = Standing(row[0], relation_of(row[1:]))
    if found.level(Category.IDENTITY) < Level.SEARCH:
        raise NotFound()
    return found


def get_client(session: Session, client_id: UUID) -> Client:
    """One client. Raises NotFound, the same for another agency's, for one the reader must not know of and for a
    made-up one."""
    return standing_of(session, client_id).client


def page_of_clients(session: Session, *, words: str = "", after: str | None = None) -> Page[Listed]:
    """The people by name, or those whose names or number begin with each of the words, or whose phone or e-mail is
    exactly this. A merged file stands with the one it was merged into."""
    wanted = _by_name(context.current().roles)
    if words.strip():
        wanted = wanted.where(fits(session, words))
    key = key_of(after, UUID)
    if key is not None:
        wanted = wanted.where(
            tuple_(Client.sort_name, Client.id) > tuple_(_sort_name_of(session, key[0]), key[0])
        )
    rows = lines(session, wanted)
    people = [Listed(*row) for row in rows[:PAGE_SIZE]]
    return Page(people, place(people[-1].id) if len(rows) > PAGE_SIZE else None)


def listed() -> Select[*tuple[Any, ...]]:
    """The lines of the list of people, for whoever reads; to be narrowed and put in order."""
    return select(*_LINE).where(visible(), Client.merged_into.is_(None))


@cache
def _by_name(_roles: frozenset[str]) -> Select[*tuple[Any, ...]]:
    return listed().order_by(Client.sort_name, Client.id).limit(PAGE_SIZE + 1)


def _sort_name_of(session: Session, client_id: UUID) -> str:
    # A link holds the id alone: a name has no place in an address, not even in disguise.
    return session.execute(select(Client.sort_name).where(Client.id == client_id)).scalar_one_or_none() or ""


def fits(session: Session, words: str) -> ColumnElement[bool]:
    """Who is reached by exactly this e-mail or phone, when it is one; else whose names begin with each of the words."""
    by_contact = reached(session, words)
    return named(words) if by_contact is None else by_contact


def named(words: str) -> ColumnElement[bool]:
    """Whose names or number begin with each of the words."""
    called = select(ClientToken.client_id).where(ClientToken.kind.in_(NAMES))
    return those(*(called.where(begins(word)) for word in sorted(tokens(words))))


def begins(word: str) -> ColumnElement[bool]:
    """Which words begin so: a range of the index, leakproof under row security (decision 14), and still a range in a
    plan that is kept for any word, which `^@` is not."""
    return ClientToken.token.between(word, word + "\U0010ffff")


def those(*ids: Select[UUID]) -> ColumnElement[bool]:
    """Who is in each of these lists of ids. They are worked out first, as one array, so that each is looked up by key:
    to walk past everyone and ask the predicate of each costs a hundred times as much where few fit."""
    if not ids:
        return false()
    found = (intersect(*ids) if len(ids) > 1 else ids[0]).subquery()
    return Client.id == any_(func.array(select(found.c.client_id).scalar_subquery()))


def reached(session: Session, words: str) -> ColumnElement[bool] | None:
    """Who is reached by exactly this e-mail or phone, which may lack the area code; None when it is neither."""
    kind = "email" if "@" in words else "phone" if len(digits(words)) >= SHORT_PHONE else None
    if kind is None:
        return None
    lookup = keyring(session).lookup(kind, contact_key(kind, words))
    is_short = kind == "phone" and len(digits(words)) == SHORT_PHONE
    column = ContactPoint.lookup_short if is_short else ContactPoint.lookup
    owner = aliased(Client)
    return those(
        select(func.coalesce(owner.merged_into, owner.id).label("client_id"))
        .join(ContactPoint, ContactPoint.client_id == owner.id)
        .where(column == lookup)
    )


def files_of(session: Session, client_id: UUID) -> list[Standing]:
    """The files merged into this one, as the reader stands to each, oldest first; without those the reader must not
    know of."""
    rows = session.execute(_WITH_FACTS.where(Client.merged_into == client_id, visible()).order_by(Client.id))
    return [Standing(row[0], relation_of(row[1:])) for row in rows]


def files_together(session: Session, client_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Every file of the same person, for each of these files, itself among them; merged files go and stay together."""
    asked = set(client_ids)
    rows = lines(session, _together(), ids=asked) if asked else ()
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for keeper, client_id in rows:
        found[keeper].append(client_id)
    return {client_id: found[keeper] for keeper, client_id in rows if client_id in asked}


@cache
def _together() -> Select[UUID, UUID]:
    """Each of these files, and those merged with it, behind the one that stays."""
    file = aliased(Client)
    stays = select(func.coalesce(Client.merged_into, Client.id)).where(Client.id == any_(IDS))
    kept = any_(func.array(stays.scalar_subquery()))
    wanted = select(func.coalesce(file.merged_into, file.id), file.id)
    return wanted.where(or_(file.id == kept, file.merged_into == kept)).order_by(file.id)


def names_merged_into(session: Session, client_id: UUID) -> list[str]:
    """All that the files merged into this one are called, numbers too."""
    merged = session.execute(select(Client).where(Client.merged_into == client_id)).scalars().all()
    numbers = session.execute(
        select(ClientToken.token).where(
            ClientToken.client_id.in_([one.id for one in merged]), ClientToken.kind == "number"
        )
    ).scalars()
    former = [one.name for file in merged for one in former_names(session, file.id)]
    return [*(name for file in merged for name in file.names if name), *former, *numbers]


def former_names(session: Session, client_id: UUID) -> Sequence[FormerName]:
    """The names a client had before that may still be shown, oldest first."""
    wanted = select(FormerName).where(FormerName.client_id == client_id, FormerName.ended_on.is_(None))
    return session.execute(wanted.order_by(FormerName.id)).scalars().all()


def get_former_name(session: Session, client_id: UUID, name_id: UUID) -> FormerName:
    """One of the client's former names. Raises NotFound."""
    wanted = select(FormerName).where(FormerName.id == name_id, FormerName.client_id == client_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_contact_point(session: Session, client_id: UUID, point_id: UUID) -> ContactPoint:
    """One of the ways to reach a client. Raises NotFound."""
    wanted = select(ContactPoint).where(ContactPoint.id == point_id, ContactPoint.client_id == client_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def contact_points(session: Session, client_id: UUID, *, ended: bool = False) -> Sequence[ContactPoint]:
    """The ways to reach a client that still hold, preferred first; or those that have ended."""
    holds = ContactPoint.ended_on.is_not(None) if ended else ContactPoint.ended_on.is_(None)
    wanted = select(ContactPoint).where(ContactPoint.client_id == client_id, holds)
    return session.execute(wanted.order_by(ContactPoint.preferred.desc(), ContactPoint.id)).scalars().all()
