"""Every way to find files that may be of one person. Whom the reader may not know of is in none of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.clients.finding import spelt_nearly
from records.clients.models import Client, ClientToken, ContactPoint
from records.clients.queries import NAMES, reachable, visible
from records.clients.rules import contact_key, tokens
from records.doubles.models import DifferentPeople, Merge
from records.doubles.rules import POSSIBLE, WORTH_A_LOOK, Known, Likeness, compare, may_undo
from records.entries.models import Entry
from records.entries.queries import HIDDEN
from records.notes.models import Note
from records.retention.dates import day_of
from tenants import clock, context
from tenants.errors import NotFound
from tenants.sealing import keyring

MOST = 200  # candidates that are compared; the strongest signs are looked for first
SHOWN = 10
PAIRS = 50


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody on file who may be the one."""

    client: Client
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files that may be of one person."""

    one: Client
    other: Client
    likeness: Likeness


def matches_for(
    session: Session,
    *,
    legal_given: str = "",
    legal_family: str = "",
    birth_on: date | None = None,
    phone: str = "",
    email: str = "",
) -> list[Match]:
    """Who is on file and may be the person described, likeliest first."""
    known = Known(
        (legal_given,) if legal_given else (),
        legal_family,
        birth_on,
        _hashes(session, "phone", [phone]),
        _hashes(session, "email", [email]),
    )
    return _likely(session, known, [*tokens(legal_given, legal_family)], least=WORTH_A_LOOK)


def doubles_of(session: Session, client: Client) -> list[Match]:
    """Which other files may be of the same person, likeliest first; without those somebody told apart."""
    known = known_of(session, [client])[client.id]
    words = [*tokens(*known.given, known.family)]
    apart = told_apart(session, [client.id])
    found = _likely(session, known, words, least=POSSIBLE, besides={client.id})
    return [match for match in found if (client.id, other_hash(session, match.client.id)) not in apart]


def likely_pairs(session: Session) -> list[Pair]:
    """The likeliest pairs of the whole agency, as many as one page holds."""
    together = _together(session)
    clients = _clients(session, {one for pair in together for one in pair})
    known = known_of(session, clients.values())
    hashes = {one: other_hash(session, one) for one in clients}
    apart = told_apart(session, clients)
    found = [
        Pair(clients[one], clients[other], compare(known[one], known[other]))
        for one, other in sorted(together)
        if one in clients and other in clients and (one, hashes[other]) not in apart
    ]
    likely = [pair for pair in found if pair.likeness.score >= POSSIBLE]
    return sorted(likely, key=lambda pair: -pair.likeness.score)[:PAIRS]


def known_of(session: Session, clients: Iterable[Client]) -> dict[UUID, Known]:
    """What is compared of each of these clients."""
    listed = list(clients)
    reached: dict[UUID, dict[str, set[object]]] = {one.id: {"phone": set(), "email": set()} for one in listed}
    rows = session.execute(
        select(ContactPoint.client_id, ContactPoint.kind, ContactPoint.lookup).where(
            ContactPoint.client_id.in_(reached), ContactPoint.kind != "other"
        )
    )
    for client_id, kind, lookup in rows:
        reached[client_id][kind].add(bytes(lookup))
    return {
        one.id: Known(
            [name for name in (one.legal_given, one.preferred_name) if name and one.anonymity != "anonymous"],
            one.legal_family,
            one.birth_on,
            frozenset(reached[one.id]["phone"]),
            frozenset(reached[one.id]["email"]),
        )
        for one in listed
    }


def told_apart(session: Session, client_ids: Collection[UUID]) -> set[tuple[UUID, bytes]]:
    """Each of these clients with the hash of everyone who is known to be somebody else."""
    rows = session.execute(
        select(DifferentPeople.client_id, DifferentPeople.other).where(
            DifferentPeople.client_id.in_(client_ids)
        )
    )
    return {(client_id, bytes(other)) for client_id, other in rows}


def merges_of(session: Session, client_id: UUID) -> Sequence[Merge]:
    """The merges into this file, newest first, undone ones too."""
    wanted = select(Merge).where(Merge.client_id == client_id).order_by(Merge.id.desc())
    return session.execute(wanted).scalars().all()


def get_merge(session: Session, client_id: UUID, merge_id: UUID) -> Merge:
    """One merge into this file. Raises NotFound."""
    found = session.execute(
        select(Merge).where(Merge.id == merge_id, Merge.client_id == client_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def is_undoable(merge: Merge) -> bool:
    """Whether a merge still stands and is not too old to be undone."""
    zone = context.current().timezone
    return merge.merged_id is not None and may_undo(day_of(merge.created_at, zone), clock.today(zone))


def get_other(session: Session, client_id: UUID) -> Client:
    """The other file of a pair, for whoever may read in it. Raises NotFound."""
    found = session.execute(
        select(Client).where(Client.id == client_id, reachable(Category.IDENTITY, Level.READ))
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def signed_since(session: Session, merge: Merge) -> int:
    """How many notes were signed in either file since they became one."""
    wanted = select(func.count()).where(
        Note.client_id.in_([merge.client_id, merge.merged_id]), Note.signed_at > merge.created_at
    )
    return session.execute(wanted).scalar_one()


def contents_of(session: Session, client_id: UUID) -> dict[str, int]:
    """How many entries of each kind stand in a file."""
    rows = session.execute(
        select(Entry.kind, func.count())
        .where(Entry.client_id == client_id, Entry.state.not_in(HIDDEN))
        .group_by(Entry.kind)
        .order_by(Entry.kind)
    )
    return {row.kind: row[1] for row in rows}


def _likely(
    session: Session, known: Known, words: Sequence[str], *, least: int, besides: Collection[UUID] = ()
) -> list[Match]:
    ids: dict[UUID, None] = {}
    for wanted in _signs(session, known, words):
        ids |= dict.fromkeys(session.execute(wanted.limit(MOST)).scalars())
    clients = _clients(session, [one for one in ids if one not in besides][:MOST])
    theirs = known_of(session, clients.values())
    found = [Match(client, compare(known, theirs[client.id])) for client in clients.values()]
    likely = [match for match in found if match.likeness.score >= least]
    return sorted(likely, key=lambda match: (-match.likeness.score, match.client.sort_name))[:SHOWN]


def _signs(session: Session, known: Known, words: Sequence[str]) -> list[Select[UUID]]:
    """Where candidates may be, strongest sign first."""
    lookups = [*known.phones, *known.emails]
    signs = [select(ContactPoint.client_id).where(ContactPoint.lookup.in_(lookups))] if lookups else []
    if known.birth_on is not None:
        signs.append(select(Client.id).where(Client.birth_on == known.birth_on))
    called = [_called([word, *spelt_nearly(session, word)]) for word in words]
    both = select(Client.id)
    for one in called:
        both = both.where(Client.id.in_(one))
    return [*signs, *([both] if called else []), *called]


def _called(spellings: Sequence[str]) -> Select[UUID]:
    return select(ClientToken.client_id).where(ClientToken.kind.in_(NAMES), ClientToken.token.in_(spellings))


def _clients(session: Session, ids: Collection[UUID]) -> dict[UUID, Client]:
    """Those of these whom the reader may know of and whose file stands for itself."""
    wanted = select(Client).where(Client.id.in_(ids), visible(), Client.merged_into.is_(None))
    return {client.id: client for client in session.execute(wanted).scalars()}


def _together(session: Session) -> set[tuple[UUID, UUID]]:
    """Pairs with the same phone or e-mail, or with the same birth date and a like word in their names."""
    ids = func.array_agg(Client.id.distinct())
    by_contact = (
        select(ids)
        .join(ContactPoint, ContactPoint.client_id == Client.id)
        .where(visible(), Client.merged_into.is_(None), ContactPoint.kind != "other")
        .group_by(ContactPoint.lookup)
    )
    by_birth = (
        select(ids)
        .join(ClientToken, ClientToken.client_id == Client.id)
        .where(visible(), Client.birth_on.is_not(None), ClientToken.kind == "name", ClientToken.alike != "")
        .group_by(Client.birth_on, ClientToken.alike)
    )
    groups = [
        group
        for wanted in (by_contact, by_birth)
        for (group,) in session.execute(
            wanted.having(func.count(Client.id.distinct()).between(2, SHOWN)).limit(MOST)
        )
    ]
    return {(one, other) for group in groups for one, other in combinations(sorted(group), 2)}


def _hashes(session: Session, kind: str, values: Iterable[str]) -> frozenset[object]:
    ring = keyring(session)
    return frozenset(ring.lookup(kind, contact_key(kind, value)) for value in values if value)


def other_hash(session: Session, client_id: UUID) -> bytes:
    """How a file stands in the decisions about others."""
    return keyring(session).lookup("double", str(client_id))
