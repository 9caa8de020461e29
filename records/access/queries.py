"""The one predicate as SQL: built from the pure rule by asking it, so that page and database cannot disagree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    SQLColumnExpression,
    Uuid,
    and_,
    bindparam,
    false,
    func,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from records.access.looking import EARLY, LATE, Looks
from records.access.models import AccessBlock, AccessGrant
from records.access.rules import Category, Level, Relation, level
from tenants import clock, context
from tenants.audit import AuditEvent, Verb
from tenants.errors import NotFound

# Who reads, and when, is asked when a statement runs.
READER: ColumnElement[Any] = bindparam(
    "reader", callable_=lambda: context.current().member_id, type_=Uuid(), unique=False
)
_NOW: ColumnElement[Any] = bindparam("now", callable_=clock.now, type_=DateTime(timezone=True), unique=False)
_GRANT_RUNS = AccessGrant.ended_at.is_(None) & (AccessGrant.ends_at.is_(None) | (AccessGrant.ends_at > _NOW))
_BLOCK_RUNS = AccessBlock.ended_at.is_(None) & (
    AccessBlock.until.is_(None)
    | (AccessBlock.until >= bindparam("today", callable_=lambda: clock.today(context.current().timezone)))
)
_NEAR_KINDS = ("caseload", "granted")
# The order in which the facts are looked at, which makes the condition short: what closes a file to everyone first.
_FACTS = ("blocked", "restricted", "near", "opened", "requested", "placed")


def my_grants(*kinds: str) -> Select[UUID]:
    """The clients to whom the reader has a way in of one of these kinds."""
    return select(AccessGrant.client_id).where(
        AccessGrant.member_id == READER, AccessGrant.kind.in_(kinds), _GRANT_RUNS
    )


def my_blocks() -> Select[UUID]:
    """The clients the reader must not know of."""
    return select(AccessBlock.client_id).where(AccessBlock.member_id == READER, _BLOCK_RUNS)


def facts_of(
    client_id: SQLColumnExpression[UUID],
    worker_id: SQLColumnExpression[UUID | None],
    restricted: SQLColumnExpression[bool],
    for_placing: SQLColumnExpression[bool],
) -> dict[str, ColumnElement[bool]]:
    """What lies between the reader and a client, each fact as a condition on the client's columns."""
    return {
        "blocked": client_id.in_(my_blocks()),
        "restricted": restricted.is_(True),
        # A file that nobody works on is near to everyone whose role may take it on.
        "near": or_(
            # Said of every file, or what is neither true nor false would be neither in a list nor in its opposite.
            and_(worker_id.is_not(None), worker_id == READER),
            and_(worker_id.is_(None), not_(restricted)),
            client_id.in_(my_grants(*_NEAR_KINDS)),
        ),
        "opened": client_id.in_(my_grants("opened")),
        "requested": client_id.in_(my_grants("request")),
        "placed": for_placing.is_(True),
    }


def reaches(
    facts: Mapping[str, ColumnElement[bool]], category: Category, minimum: Level
) -> ColumnElement[bool]:
    """True for the clients in whose file the reader may go at least so far."""
    return _condition(_tree(context.current().roles, category, minimum), facts)


def is_closed(facts: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    """True for the clients who are kept from the reader, whatever their role, by a block or a restriction; for what is
    about a client and stands outside of the file."""
    kept = or_(facts["blocked"], facts["restricted"])
    return and_(kept, not_(reaches(facts, Category.IDENTITY, Level.SEARCH)))


def relation_of(row: Sequence[bool]) -> Relation:
    """The facts as `facts_of` gave them, in its order, for the rule."""
    return Relation(**dict(zip(_FACTS, map(bool, row), strict=True)))


# Either an answer, or a fact to look at with what follows when it holds and when it does not.
Tree = bool | tuple[str, Any, Any]


@cache
def _tree(roles: frozenset[str], category: Category, minimum: Level) -> Tree:
    assert {field.name for field in fields(Relation)} == set(_FACTS)

    def grow(relation: Relation, left: tuple[str, ...]) -> Tree:
        if not left:
            return level(roles, relation, category) >= minimum
        holds, fails = (grow(replace(relation, **{left[0]: held}), left[1:]) for held in (True, False))
        return holds if holds == fails else (left[0], holds, fails)

    return grow(Relation(), _FACTS)


def _condition(tree: Tree, facts: Mapping[str, ColumnElement[bool]]) -> ColumnElement[bool]:
    if isinstance(tree, bool):
        return true() if tree else false()
    name, holds, fails = tree
    so, otherwise = _condition(holds, facts), _condition(fails, facts)
    if holds is True:
        return or_(facts[name], otherwise)
    if fails is True:
        return or_(not_(facts[name]), so)
    return or_(and_(facts[name], so), and_(not_(facts[name]), otherwise))


def grants_of(session: Session, client_id: UUID) -> Sequence[AccessGrant]:
    """Every way into a file that was ever given, newest first."""
    return (
        session.execute(
            select(AccessGrant).where(AccessGrant.client_id == client_id).order_by(AccessGrant.id.desc())
        )
        .scalars()
        .all()
    )


def blocks_of(session: Session, client_id: UUID) -> Sequence[AccessBlock]:
    """Every block that was ever set on a file, newest first."""
    return (
        session.execute(
            select(AccessBlock).where(AccessBlock.client_id == client_id).order_by(AccessBlock.id.desc())
        )
        .scalars()
        .all()
    )


def kept_apart(session: Session, client_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Which member must not know of which of these clients."""
    rows = select(AccessBlock.client_id, AccessBlock.member_id).where(
        AccessBlock.client_id.in_(client_ids), _BLOCK_RUNS
    )
    return {(row.client_id, row.member_id) for row in session.execute(rows)}


def let_in(session: Session, client_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """To which member which of these files is opened by their work or by a grant."""
    rows = select(AccessGrant.client_id, AccessGrant.member_id).where(
        AccessGrant.client_id.in_(client_ids), AccessGrant.kind.in_(_NEAR_KINDS), _GRANT_RUNS
    )
    return {(row.client_id, row.member_id) for row in session.execute(rows)}


def get_grant(session: Session, client_id: UUID, grant_id: UUID) -> AccessGrant:
    """One way into the client's file. Raises NotFound."""
    found = session.execute(
        select(AccessGrant).where(AccessGrant.id == grant_id, AccessGrant.client_id == client_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_block(session: Session, client_id: UUID, block_id: UUID) -> AccessBlock:
    """One block of the client's file. Raises NotFound."""
    found = session.execute(
        select(AccessBlock).where(AccessBlock.id == block_id, AccessBlock.client_id == client_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def given_ways(session: Session) -> dict[UUID, int]:
    """How many files are open to each member because somebody gave them access, now."""
    now = clock.now()
    runs = (AccessGrant.ended_at.is_(None), AccessGrant.kind == "granted", AccessGrant.ends_at > now)
    rows = session.execute(
        select(AccessGrant.member_id, func.count()).where(*runs).group_by(AccessGrant.member_id)
    )
    return {row[0]: row[1] for row in rows}


def looks_since(session: Session, since: date) -> list[Looks]:
    """How many files each member opened on each day since then, by the agency's clock."""
    local = func.timezone(context.current().timezone, AuditEvent.at)
    hour = func.extract("hour", local)
    files = func.count(AuditEvent.client_id.distinct())
    rows = session.execute(
        select(
            AuditEvent.member_id,
            func.date(local),
            files,
            files.filter((hour < EARLY) | (hour >= LATE)),
        )
        .where(
            AuditEvent.verb == str(Verb.CLIENT_VIEWED),
            AuditEvent.member_id.is_not(None),
            func.date(local) >= since,
        )
        .group_by(AuditEvent.member_id, func.date(local))
    )
    return [Looks(*row) for row in rows]


def openings_since(session: Session, since: date) -> Sequence[AccessGrant]:
    """What was opened with a reason since then, newest first."""
    return (
        session.execute(
            select(AccessGrant)
            .where(AccessGrant.kind == "opened", func.date(AccessGrant.created_at) >= since)
            .order_by(AccessGrant.id.desc())
        )
        .scalars()
        .all()
    )
