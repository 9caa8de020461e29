"""Finding a person by what one remembers: what fits best first, and a guess only when nothing fits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, func, literal, select, true
from sqlalchemy.orm import Session

from records.access.queries import READER
from records.clients.models import Client, ClientToken, FormerName
from records.clients.queries import NAMES, Listed, begins, listed, reached
from records.clients.rules import PART, alike, is_close, near, tokens
from tenants.audit import AuditEvent, Verb
from tenants.database import lines
from tenants.paging import PAGE_SIZE

_FOUR = 4  # shorter words are close to too many others
_LOOKS, _LAST = 50, 6  # how far back to look for the last people opened, and how many to show


@dataclass(slots=True)
class Found:
    """Who fits, best first. `is_guess`: nobody does, but these are spelt nearly so. `more`: others fit, too.
    `formerly`: the name by which somebody was found who is called otherwise now."""

    people: list[Listed]
    more: bool = False
    is_guess: bool = False
    formerly: dict[UUID, str] = field(default_factory=dict)


def find_people(session: Session, words: str) -> Found:
    """Those reached by exactly this phone or e-mail; or those called so word for word, then those whose names or number
    begin with each of the words, then those with the words inside a name; only if there are none, those who spell
    themselves nearly so. Whom the reader may not know of is left out, uncounted."""
    by_contact, typed = reached(session, words), sorted(tokens(words), key=lambda word: (len(word), word))
    if by_contact is not None:
        found = _first(session, [_in_order(by_contact)])
    else:
        found = _first(session, _one_word(typed[0]) if len(typed) == 1 else _words(typed))
        if not found.people and (meant := _meant(session, typed)) is not None:
            found = _first(session, [meant])
            found.is_guess = bool(found.people)
    found.formerly = _formerly(session, found.people, words)
    return found


def spelt_nearly(session: Session, word: str) -> list[str]:
    """The words that people here are called by and that differ from this one by a slip, nearest keys only. For search
    alone: a word says that somebody has it, so nobody is shown it but with a person they may know of."""
    keys = near(alike(word)) if len(word) >= _FOUR and word.isalpha() else ()
    return [token for (token,) in lines(session, _each_once(keys)) if is_close(word, token)]


def _each_once(keys: Collection[str]) -> Select[str]:
    """Every word with one of these keys, from one to the next along the index: thousands may have the same name."""

    def first(key: ColumnElement[str], *beyond: ColumnElement[bool]) -> ColumnElement[str]:
        found = select(func.min(ClientToken.token)).where(ClientToken.alike == key, *beyond)
        return found.scalar_subquery().label("token")

    key = func.unnest(literal(list(keys), ARRAY(Text))).column_valued("key")
    known = select(key, first(key)).cte("known", recursive=True)
    further = select(known.c.key, first(known.c.key, ClientToken.token > known.c.token))
    known = known.union_all(further.where(known.c.token.is_not(None)))
    return select(known.c.token).where(known.c.token.is_not(None))


def known_among(session: Session, client_ids: Collection[UUID]) -> dict[UUID, Listed]:
    """Those of these people whom the reader may know of."""
    found = lines(session, listed().where(Client.id.in_(client_ids))) if client_ids else ()
    return {row[0]: Listed(*row) for row in found}


def opened_last(session: Session) -> list[Listed]:
    """The people whose files the reader opened last, the latest first, as far as they may still know of them."""
    looks = (
        select(AuditEvent.client_id, AuditEvent.seq)
        .where(AuditEvent.member_id == READER, AuditEvent.verb == str(Verb.CLIENT_VIEWED))
        .order_by(AuditEvent.seq.desc())
        .limit(_LOOKS)
        .subquery()
    )
    last = (
        select(looks.c.client_id, func.max(looks.c.seq).label("seq")).group_by(looks.c.client_id).subquery()
    )
    wanted = listed().join(last, last.c.client_id == Client.id).order_by(last.c.seq.desc()).limit(_LAST)
    return [Listed(*row) for row in lines(session, wanted)]


Way = Select[*tuple[Any, ...]]


def _first(session: Session, ways: Sequence[Way]) -> Found:
    people: dict[UUID, Listed] = {}
    for way in ways:
        rows = [Listed(*row) for row in lines(session, way) if row[0] not in people]
        people |= {row.id: row for row in sorted(rows, key=lambda row: (row.sort_name, row.id))}
        if len(people) > PAGE_SIZE:
            break
    return Found(list(people.values())[:PAGE_SIZE], more=len(people) > PAGE_SIZE)


def _one_word(word: str) -> list[Way]:
    inside = [_along(_called(["part"], begins(word)))] if len(word) >= PART else []
    exactly = _along(_called(["name"], ClientToken.token == word))
    return [exactly, *(_along(_called([kind], begins(word))) for kind in NAMES), *inside]


def _words(typed: Sequence[str]) -> list[Way]:
    """Of several words the shortest is followed, which most people have."""
    ways = (
        [_called(NAMES, ClientToken.token == word) for word in typed],
        [_called(NAMES, begins(word)) for word in typed],
        [_called((*NAMES, "part") if len(word) >= PART else NAMES, begins(word)) for word in typed],
    )
    return [_along(*way) for way in ways if way]


def _meant(session: Session, typed: Sequence[str]) -> Way | None:
    wanted = [[word, *spelt_nearly(session, word)] for word in typed]
    if all(len(one) == 1 for one in wanted):
        return None
    return _along(*(_called(NAMES, ClientToken.token.in_(spellings)) for spellings in wanted))


def _called(kinds: Sequence[str], fits: ColumnElement[bool]) -> Select[UUID]:
    return select(ClientToken.client_id).where(ClientToken.kind.in_(kinds), fits).correlate(None)


def _along(first: Select[UUID], *besides: Select[UUID]) -> Way:
    """Who is in each of these, followed along the index of words until a page is full, so that a beginning that
    thousands share costs no more than one that few have. A client may stand there with several words. Each is looked
    up by itself (`OFFSET 0`), for the database expects the predicate to cost so much for each that it would rather ask
    it of everyone at once; and what must fit besides is read once, into a table of its own (`IS TRUE`)."""
    also = (ClientToken.client_id.in_(other).is_(True) for other in besides)
    person = listed().where(Client.id == ClientToken.client_id).offset(0).lateral()
    way = first.where(*also).with_only_columns(person).select_from(ClientToken).join(person, true())
    return way.order_by(ClientToken.kind, ClientToken.token, ClientToken.client_id).limit(4 * PAGE_SIZE)


def _in_order(way: ColumnElement[bool]) -> Way:
    return listed().where(way).order_by(Client.sort_name, Client.id).limit(PAGE_SIZE + 1)


def _formerly(session: Session, people: Sequence[Listed], words: str) -> dict[UUID, str]:
    ids = [person.id for person in people]
    rows = session.execute(
        select(FormerName).where(FormerName.client_id.in_(ids), FormerName.ended_on.is_(None))
    ).scalars()
    now = {one.id: tokens(one.preferred_name, one.legal_given, one.legal_family) for one in people}
    typed = tokens(words)
    return {
        row.client_id: row.name
        for row in rows
        if any(_fits(word, tokens(row.name)) and not _fits(word, now[row.client_id]) for word in typed)
    }


def _fits(word: str, name: set[str]) -> bool:
    return any(word in theirs or is_close(word, theirs) for theirs in name)
