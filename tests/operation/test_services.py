"""The embedded services survive what people and machines do to them."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import make_url

from tenants.embedded import redis_client
from tests.operation import household
from tests.services import connect


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One folder for all that may follow each other in it: what one test leaves, the next one must cope with."""
    with household.folder() as made:
        yield made


def ask(addresses: dict[str, str], question: str) -> object:
    with connect(make_url(addresses["MIGRATION_DATABASE_URL"])) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def pid_of(var: Path, program: str) -> int:
    return next(
        pid for pid, words in household.of(var).items() if f"/{program}" in words and "northfile" in words
    )


def test_what_was_committed_is_there_after_a_second_start_and_nothing_runs_between(var: Path) -> None:
    with household.services(var) as (process, addresses):
        ask(addresses, "CREATE TABLE kept AS SELECT 7 AS seven")
        redis_client(addresses["REDIS_URL"]).set("kept", "7")
    assert process.returncode == 0
    assert household.of(var) == {}
    with household.services(var) as (_, addresses):
        assert ask(addresses, "SELECT seven FROM kept") == 7
        assert redis_client(addresses["REDIS_URL"]).get("kept") == b"7"


def test_the_database_is_durable_private_and_never_root(var: Path) -> None:
    with household.services(var) as (_, addresses):
        assert ask(addresses, "SHOW fsync") == ask(addresses, "SHOW data_checksums") == "on"
        assert ask(addresses, "SHOW listen_addresses") == ""
        assert ask(
            addresses, "SELECT datlocale || datlocprovider::text FROM pg_database WHERE datname = 'northfile'"
        ) == ("C.UTF-8b")
        assert {
            path.stat().st_mode & 0o777 for path in (var / "sockets", var / "postgres", var / "valkey")
        } == {0o700}
        assert int(household.of(var)[pid_of(var, "postgres")].split()[0]) != 0
        assert redis_client(addresses["REDIS_URL"]).config_get("maxmemory-policy") == {
            "maxmemory-policy": "noeviction"
        }


def test_two_folders_live_side_by_side(var: Path) -> None:
    with (
        household.folder("another") as other,
        household.services(var) as (_, first),
        household.services(other) as (_, second),
    ):
        ask(first, "CREATE TABLE mine ()")
        assert ask(second, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'") == 0


def test_a_second_start_from_the_same_folder_is_refused_in_one_sentence(var: Path) -> None:
    with household.services(var) as (process, addresses):
        second = household.command(*household.NORTHFILE, "services", var=var)
        words = second.communicate(timeout=60)[1]
        assert second.returncode == 1
        assert "already running" in words
        assert str(process.pid) in words
        assert len(words.splitlines()) == 1
        assert ask(addresses, "SELECT 1") == 1


@pytest.mark.parametrize("program", ["postgres", "valkey-server"])
def test_a_killed_server_comes_back_by_itself(var: Path, program: str) -> None:
    with household.services(var) as (_, addresses):
        ask(addresses, "CREATE TABLE IF NOT EXISTS mended ()")
        killed = pid_of(var, program)
        os.kill(killed, signal.SIGKILL)
        assert household.eventually(lambda: pid_of_or_none(var, program) not in {None, killed})
        assert household.eventually(lambda: answers(addresses))
        assert ask(addresses, "SELECT count(*) FROM pg_tables WHERE tablename = 'mended'") == 1


def pid_of_or_none(var: Path, program: str) -> int | None:
    try:
        return pid_of(var, program)
    except StopIteration:
        return None


def answers(addresses: dict[str, str]) -> bool:
    try:
        return ask(addresses, "SELECT 1") == 1 and redis_client(addresses["REDIS_URL"]).ping()
    except (psycopg.Error, redis.RedisError):
        return False


def test_after_everything_is_killed_at_once_the_next_start_just_works(var: Path) -> None:
    with household.services(var) as (process, addresses):
        ask(addresses, "CREATE TABLE survived ()")
        for pid in [process.pid, pid_of(var, "postgres"), pid_of(var, "valkey-server")]:
            os.kill(pid, signal.SIGKILL)
        process.wait(5)
    with household.services(var) as (_, addresses):
        assert ask(addresses, "SELECT count(*) FROM pg_tables WHERE tablename = 'survived'") == 1


def test_servers_that_a_killed_parent_left_stop_by_themselves(var: Path) -> None:
    with household.services(var) as (process, _):
        process.kill()
        process.wait(5)
        assert household.eventually(lambda: household.of(var) == {})


def test_a_number_in_a_stale_file_is_not_taken_for_a_server(var: Path) -> None:
    with household.services(var) as (_, _):
        pass
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var}/postgres\n1\n5432\n\n\n\n")
    with household.services(var) as (_, addresses):
        assert ask(addresses, "SELECT 1") == 1


def test_a_long_path_gets_its_sockets_elsewhere() -> None:
    with household.folder("a" * 100) as var, household.services(var) as (_, addresses):
        assert ask(addresses, "SELECT 1") == 1
        assert not (var / "sockets").exists()
        elsewhere = Path(addresses["REDIS_URL"].removeprefix("redis+socket://")).parent
        assert elsewhere.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(elsewhere)
