"""One agency tries to reach another's rows, in every table there is, as each login and with every kind of token."""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from tenants import gate
from tests.isolation.conftest import Connect
from tests.isolation.wall import NONE_OF_AN_AGENCY, Wall, insert
from tests.world import World

LOGINS = ("app", "retention")
# Refused by right or by fence; a trigger may come first and refuse louder.
REFUSED = (errors.InsufficientPrivilege, errors.CheckViolation)


@pytest.fixture(params=LOGINS)
def login(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def refused(connection: psycopg.Connection, query: str, *values: object) -> bool:
    """Whether the statement raised, or touched nothing."""
    try:
        with connection.transaction():
            return connection.execute(query, values).rowcount == 0
    except errors.InsufficientPrivilege:  # a trigger would mean that a row was found
        return True


def test_every_table_has_a_row_of_both_agencies(wall: Wall, world: World) -> None:
    empty = [table for table in wall.tables if not all(wall.rows(table, agency) for agency in world.both)]
    assert empty == list(NONE_OF_AN_AGENCY)


def test_each_sees_all_of_its_own_and_nothing_else(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    for mine, theirs in ((world.first, world.second), (world.second, world.first)):
        connection = as_login(login, mine.tenancy().token)
        for table in wall.tables:
            seen = [row for (row,) in connection.execute(f"SELECT {wall.key(table)}::text FROM {table}")]
            assert set(seen) <= {str(mine.organisation_id)}, table
            assert len(seen) == len(wall.rows(table, mine)), table
            asked = f"SELECT count(*) FROM {table} WHERE {wall.key(table)} = %s"
            assert connection.execute(asked, (theirs.organisation_id,)).fetchone() == (0,), table


def test_nothing_of_another_agency_can_be_changed_or_deleted(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    before = wall.everything()
    connection = as_login(login, world.first.tenancy().token)
    for table in wall.tables:
        theirs = world.second.organisation_id
        for column, *_ in wall.columns(table):
            change = f"UPDATE {table} SET {column} = {column} WHERE {wall.key(table)} = %s"
            assert refused(connection, change, theirs), f"{table}.{column}"
        assert refused(connection, f"DELETE FROM {table} WHERE {wall.key(table)} = %s", theirs), table
    assert wall.everything() == before


def test_no_row_can_be_put_into_another_agency(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    connection = as_login(login, world.first.tenancy().token)
    for table in wall.tables:
        for theirs in wall.rows(table, world.second)[:3]:
            with pytest.raises(REFUSED), connection.transaction():
                insert(connection, table, theirs | ({"id": str(uuid4())} if "id" in theirs else {}))


def test_no_row_can_be_moved_into_another_agency(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    connection = as_login(login, world.first.tenancy().token)
    for table in wall.tables:
        for mine in wall.rows(table, world.first):
            key = {name: mine[name] for name in ("organisation_id", "id", "seq") if name in mine}
            where = " AND ".join(f"{name} = %s" for name in key)
            with pytest.raises(REFUSED), connection.transaction():
                connection.execute(
                    f"UPDATE {table} SET {wall.key(table)} = %s WHERE {where}",
                    (world.second.organisation_id, *key.values()),
                )


def wrong_tokens(world: World) -> dict[str, str | None]:
    """Everything a token may be but a token that holds."""
    good = world.first.tenancy().token
    organisation, member, expiry, key, proof = good.split(".")
    other = str(world.second.organisation_id)
    expired = gate.tenancy_for(world.first.organisation_id, world.first.members["owner"], seconds=-1).token
    return {
        "none": None,
        "empty": "",
        "bare": str(world.second.organisation_id),
        "another's organisation": f"{other}.{member}.{expiry}.{key}.{proof}",
        "no member": f"{organisation}..{expiry}.{key}.{proof}",
        "longer": f"{organisation}.{member}.{int(expiry) + 1}.{key}.{proof}",
        "expired": expired,
        "a made-up proof": f"{organisation}.{member}.{expiry}.{key}.{'0' * 64}",
        "no proof": f"{organisation}.{member}.{expiry}.{key}.",
        "a capital proof": f"{organisation}.{member}.{expiry}.{key}.{proof.upper()}",
        "a key there is not": f"{organisation}.{member}.{expiry}.2.{proof}",
        "a key that is no number": f"{organisation}.{member}.{expiry}.x.{proof}",
        "a number too large": f"{organisation}.{member}.{'9' * 40}.{key}.{proof}",
        "six parts": good + ".x",
        "words": "'; DROP TABLE clients; --",
        "dots": "....",
    }


def test_without_a_token_that_holds_there_is_nothing(
    wall: Wall, world: World, as_login: Connect, login: str, subtests: pytest.Subtests
) -> None:
    everything = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in wall.tables)
    for name, token in wrong_tokens(world).items():
        with subtests.test(name):
            connection = as_login(login, token)
            assert {count for _, count in connection.execute(everything)} == {0}


def test_without_a_token_nothing_can_be_written(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    before = wall.everything()
    for token in (None, "", wrong_tokens(world)["another's organisation"]):
        connection = as_login(login, token)
        for table in wall.tables:
            for row in wall.rows(table, world.first)[:1]:
                with pytest.raises(REFUSED), connection.transaction():
                    insert(connection, table, row | ({"id": str(uuid4())} if "id" in row else {}))
            assert refused(connection, f"UPDATE {table} SET {wall.key(table)} = {wall.key(table)}"), table
            assert refused(connection, f"DELETE FROM {table}"), table
        with pytest.raises(errors.RaiseException, match="no tenancy"), connection.transaction():
            connection.execute("SELECT audit_append(now(), 'signed_in', NULL, NULL, '{}')")
    assert wall.everything() == before


def test_a_reference_to_anothers_row_fails_like_one_to_nothing(
    wall: Wall, world: World, as_login: Connect, login: str
) -> None:
    """PostgreSQL checks references without regard to row security: only the organisation in the key stops them."""
    connection = as_login(login, world.first.tenancy().token)
    tried = 0
    for table in wall.tables:
        if not wall.may(f"northfile_{login}", table, "INSERT"):
            continue
        for reference in wall.references(table):
            row = wall.rows(table, world.first)[0]
            theirs = wall.rows(reference.target, world.second)[0]["id"]
            with wall.without(table, row):
                told = [
                    _why(connection, table, row | {reference.column: target})
                    for target in (theirs, str(uuid4()))
                ]
            assert told[0] == told[1], (table, reference)
            # A check between columns may come first; where none does, it must be this reference that refuses.
            if told[0][0] == errors.ForeignKeyViolation.sqlstate:
                assert told[0][1] == reference.constraint
                tried += 1
    assert tried > {"app": 20, "retention": 5}[login]


def _why(connection: psycopg.Connection, table: str, row: dict[str, Any]) -> tuple[str | None, ...]:
    """What the failure tells: its kind, the constraint when it was one, its words."""
    try:
        with connection.transaction():
            insert(connection, table, row)
    except (errors.ForeignKeyViolation, errors.CheckViolation) as error:
        return error.sqlstate, error.diag.constraint_name, error.diag.message_primary
    raise AssertionError(f"{table} took a reference to {json.dumps(row)}")
