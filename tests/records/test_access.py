"""The one predicate in a real database: what SQL says of a client, the pure rule says too, in every standing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations, product
from uuid import UUID

import pytest
from sqlalchemy import select

from records.access.models import AccessBlock, AccessGrant
from records.access.rules import Category, Level, Relation, level
from records.clients.models import Client
from records.clients.queries import reachable, standing_of
from records.entries.actions import enter
from records.entries.models import Kind, Sensitivity
from records.entries.queries import timeline
from records.entries.rules import may_read
from tenants import clock
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound
from tenants.permissions import Role
from tests import factories
from tests.world import World

READER, OTHER = "reporter", "colleague"
EVERY_PART = list(product(Category, [way for way in Level if way is not Level.NONE]))
ROLE_SETS = [frozenset[str](), *(frozenset(held) for n in (1, 2) for held in combinations(map(str, Role), n))]
# How a client comes to be near, or not: the worker on the file, and the reader's grants with their ends in hours.
NEARNESS: dict[str, tuple[str | None, tuple[tuple[str, float], ...]]] = {
    "their worker": (READER, ()),
    "nobody's": (None, ()),
    "a colleague's": (OTHER, ()),
    "on the caseload": (OTHER, (("caseload", 0),)),
    "granted until tomorrow": (OTHER, (("granted", 24),)),
    "granted until a moment ago": (OTHER, (("granted", -0.01),)),
    "asked for": (OTHER, (("asked", 0),)),
}


@dataclass(frozen=True)
class Case:
    """One client of the test, with what lies between the reader and them as the test itself says."""

    told: str
    relation: Relation


def _grant(session: TenantSession, client: Client, member: UUID, kind: str, hours: float = 8) -> None:
    ends_at = None if kind in ("caseload", "asked") else clock.now() + timedelta(hours=hours)
    session.add(
        AccessGrant(client_id=client.id, member_id=member, kind=kind, reason="cover", ends_at=ends_at)
    )


def _block(
    session: TenantSession, client: Client, member: UUID, days: int | None, *, over: bool = False
) -> None:
    until = None if days is None else factories.today() + timedelta(days=days)
    ended_at = clock.now() if over else None
    session.add(
        AccessBlock(
            client_id=client.id, member_id=member, kind="friend", reason="kin", until=until, ended_at=ended_at
        )
    )


def _in_every_standing(session: TenantSession, members: dict[str, UUID]) -> Iterator[tuple[UUID, Case]]:
    reader = members[READER]
    for (told, (worker, grants)), opened, requested, restricted, blocked in product(
        NEARNESS.items(), *[(False, True)] * 4
    ):
        client = _a_client(session, members, worker, restricted=restricted)
        for kind, hours in [*grants, *[("opened", 8)] * opened, *[("request", 8)] * requested]:
            _grant(session, client, reader, kind, hours)
        if blocked:
            _block(session, client, reader, None)
        is_near = told in ("their worker", "on the caseload", "granted until tomorrow")
        is_near |= told == "nobody's" and not restricted
        yield client.id, Case(told, Relation(is_near, opened, requested, restricted, blocked))


def _at_the_edges(session: TenantSession, members: dict[str, UUID]) -> Iterator[tuple[UUID, Case]]:
    """What has ended, what ends today, and what is somebody else's."""
    reader, other = members[READER], members[OTHER]

    def edge(told: str, **facts: bool) -> tuple[Client, Case]:
        return _a_client(session, members, OTHER), Case(told, Relation(**facts))

    for told, days, blocked in (("ended yesterday", -1, False), ("today", 0, True), ("tomorrow", 1, True)):
        client, case = edge(f"blocked until {told}", blocked=blocked)
        _block(session, client, reader, days)
        yield client.id, case
    client, case = edge("a block that was lifted")
    _block(session, client, reader, None, over=True)
    yield client.id, case
    client, case = edge("a colleague is blocked and has every grant")
    _block(session, client, other, None)
    for kind in ("caseload", "granted", "opened", "request"):
        _grant(session, client, other, kind)
    yield client.id, case
    client, case = edge("every grant, all ended")
    for kind in ("caseload", "granted", "opened", "request"):
        _grant(session, client, reader, kind)
    session.flush()
    for grant in session.execute(select(AccessGrant).where(AccessGrant.client_id == client.id)).scalars():
        grant.end(clock.now())
    yield client.id, case


def _a_client(
    session: TenantSession, members: dict[str, UUID], worker: str | None, *, restricted: bool = False
) -> Client:
    client = factories.a_client(session)
    client.worker_id, client.restricted = members[worker] if worker else None, restricted
    session.flush()
    return client


@pytest.fixture
def cases(world: World) -> dict[UUID, Case]:
    """Clients in every standing to the reader; the other agency has one that is as near as can be."""
    with world.second.acting() as session:
        near = _a_client(session, world.second.members, READER)
        _grant(session, near, world.second.members[READER], "granted")
    with world.first.acting("practitioner") as session:
        made = _in_every_standing(session, world.first.members), _at_the_edges(session, world.first.members)
        return {client_id: case for some in made for client_id, case in some}


@contextmanager
def reading(world: World, roles: frozenset[str]) -> Iterator[TenantSession]:
    """A look as the reader, with these roles."""
    tenancy = replace(world.first.tenancy(READER), roles=roles)
    with acting_for(tenancy), transaction(read_only=True) as session:
        yield session


def test_the_database_reaches_just_whom_the_rule_says(world: World, cases: dict[UUID, Case]) -> None:
    assert len({case.relation for case in cases.values()}) == 32
    faults = []
    for roles in ROLE_SETS:
        with reading(world, roles) as session:
            asked = select(Client.id, *(reachable(part, way) for part, way in EVERY_PART))
            found = {row[0]: row[1:] for row in session.execute(asked)}
        assert found.keys() - cases.keys() == {  # of the first agency, and nobody of the second
            world.first.ids["client_id"]
        }
        faults += [
            (sorted(roles), case.told, case.relation, str(part), way.name, reached)
            for client_id, case in cases.items()
            for (part, way), reached in zip(EVERY_PART, found[client_id], strict=True)
            if reached is not (level(roles, case.relation, part) >= way)
        ]
    assert faults == []


def test_a_list_holds_just_those(world: World, cases: dict[UUID, Case]) -> None:
    """A condition may be neither true nor false; a list then leaves the client out."""
    for roles in (frozenset({str(role)}) for role in Role):
        with reading(world, roles) as session:
            for part in Category:
                listed = select(Client.id).where(reachable(part, Level.READ), Client.id.in_(cases))
                expected = {
                    one for one, case in cases.items() if level(roles, case.relation, part) >= Level.READ
                }
                assert set(session.execute(listed).scalars()) == expected, (roles, part)


@pytest.mark.parametrize("role", Role)
def test_who_opens_one_file_stands_as_the_list_says(
    world: World, cases: dict[UUID, Case], role: Role
) -> None:
    with reading(world, frozenset({str(role)})) as session:
        for client_id, case in cases.items():
            if level({role}, case.relation, Category.IDENTITY) < Level.SEARCH:
                with pytest.raises(NotFound):
                    standing_of(session, client_id)
            else:
                assert standing_of(session, client_id).relation == case.relation, case.told


def test_the_timeline_holds_just_what_may_be_read(world: World) -> None:
    """Every kind of entry in every sensitivity, the reader's own and a colleague's, in every standing."""
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        entered = [
            enter(
                session,
                kind,
                client_id=client.id,
                case_id=None,
                occurred_on=factories.today(),
                sensitivity=mark,
            )
            for kind, mark in product(Kind, Sensitivity)
        ]
        marks = {entry.id: (Kind(entry.kind), Sensitivity(entry.sensitivity)) for entry in entered}
        client_id = client.id
    ways = [
        Relation(),
        Relation(near=True),
        Relation(opened=True),
        Relation(requested=True),
        Relation(restricted=True),
    ]
    ways += [Relation(near=True, restricted=True), Relation(near=True, blocked=True)]
    for who, role, relation in product(("practitioner", "colleague"), Role, ways):
        tenancy = replace(world.first.tenancy(who), roles=frozenset({str(role)}))
        with acting_for(tenancy), transaction(read_only=True) as session:
            assert _everything(session, client_id, relation) == {
                entry_id
                for entry_id, (kind, mark) in marks.items()
                if may_read(
                    tenancy.roles, relation, kind, mark, is_author=who == "practitioner", state="final"
                )
            }


def _everything(session: TenantSession, client_id: UUID, relation: Relation) -> set[UUID]:
    found, after, more = set[UUID](), None, True
    while more:
        page = timeline(session, client_id, relation, after=after)
        found |= {line.id for line in page.rows}
        after, more = page.after, page.after is not None
    return found
