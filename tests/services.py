"""The database and broker under the tests: one PostgreSQL for the run, one migrated template in it, one clone of that
and one broker for each worker of the run. With addresses in the environment those are used instead."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from tenants import embedded
from tenants.errors import Refused
from tenants.place import place
from tenants.servers import Valkey
from tenants.settings import settings

ADDRESSES = ("DATABASE_URL", "GATE_DATABASE_URL", "RETENTION_DATABASE_URL", "MIGRATION_DATABASE_URL")
TEMPLATE = "northfile_template"
_VAR = "NORTHFILE_TEST_VAR"  # where this run keeps its embedded services; unset when they are somebody else's

# Every table but the two kinds that are not ours to empty. Written down in the template, so that a clone knows.
_TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'as_migrated') ORDER BY 1
"""
_CLEAN = """
DO $$
DECLARE
    kept record;
    rows bigint;
BEGIN
    SET LOCAL session_replication_role = replica;
    SET LOCAL lock_timeout = '10s';
    FOR kept IN SELECT name, copy, count FROM as_migrated.tables LOOP
        IF kept.count = 0 THEN
            EXECUTE format('SELECT 1 FROM %s LIMIT 1', kept.name) INTO rows;
            IF rows IS NOT NULL THEN
                EXECUTE format('DELETE FROM %s', kept.name);
            END IF;
        ELSE
            EXECUTE format('DELETE FROM %s t WHERE t::text NOT IN (SELECT c::text FROM %s c)', kept.name, kept.copy);
            EXECUTE format('INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT * FROM %2$s c WHERE c::text NOT IN'
                ' (SELECT t::text FROM %1$s t)', kept.name, kept.copy);
        END IF;
    END LOOP;
END $$
"""


class Run:
    """What the whole test run shares: made once, before its workers start."""

    def __init__(self) -> None:
        self._var: Path | None = None
        self._services: embedded.Services | None = None

    def start(self) -> None:
        """Starts the services, or takes those of the environment, and builds the template with the real migrations."""
        if not any(os.environ.get(name) for name in (*ADDRESSES, "REDIS_URL")):
            self._var = Path(tempfile.mkdtemp(prefix="northfile-tests-"))
            self._var.chmod(0o711)  # run by root, the database is somebody else's and must be able to pass
            self._services = embedded.Services(self._var, durable=False)
            self._services.start()
            os.environ.update(embedded.addresses(self._var))
            os.environ[_VAR] = str(self._var)
        missing = [name for name in (*ADDRESSES, "REDIS_URL") if not os.environ.get(name)]
        if missing:
            raise Refused(
                "The tests need all addresses or none; missing: %(names)s", names=", ".join(missing)
            )
        drop(TEMPLATE)
        create(TEMPLATE, "template0")
        point_at(TEMPLATE)
        done = subprocess.run(
            [sys.executable, "-m", "webapp.cli", "migrate"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Refused("The migrations failed:\n%(why)s", why=done.stderr)
        _write_down()

    def stop(self) -> None:
        """Leaves nothing behind."""
        if self._services is None:
            drop(TEMPLATE)
        else:
            self._services.stop()
        if self._var:
            shutil.rmtree(self._var, ignore_errors=True)


class Share:
    """What one worker of the run has to itself."""

    def __init__(self, worker: str) -> None:
        self.database = f"northfile_{worker}"
        drop(self.database)
        create(self.database, TEMPLATE)
        point_at(self.database)
        self._valkey = self._broker(worker)
        os.environ["NORTHFILE_VAR"] = tempfile.mkdtemp(prefix="northfile-var-")
        settings.cache_clear()
        self._connection = superuser(self.database)

    def _broker(self, worker: str) -> Valkey | None:
        if not os.environ.get(_VAR):
            return None
        var = Path(os.environ[_VAR]) / worker
        valkey = Valkey(place(var))
        valkey.start()
        valkey.wait()
        os.environ["REDIS_URL"] = embedded.addresses(var)["REDIS_URL"]
        return valkey

    def clean(self) -> None:
        """Brings every table back to what it held after the migrations, and empties the data folder, and the broker
        when it is ours."""
        self._connection.execute(_CLEAN)
        for left in Path(os.environ["NORTHFILE_VAR"]).iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        if self._valkey:
            embedded.redis_client(os.environ["REDIS_URL"]).flushall()

    def stop(self) -> None:
        """Leaves nothing behind."""
        self._connection.close()
        if self._valkey:
            self._valkey.stop()
        drop(self.database)
        shutil.rmtree(os.environ["NORTHFILE_VAR"], ignore_errors=True)


def point_at(database: str) -> None:
    """Turns the addresses of this process, and of those it starts, to one database."""
    for name in ADDRESSES:
        url = make_url(os.environ[name]).set(database=database)
        os.environ[name] = url.render_as_string(hide_password=False)


def superuser(database: str = "postgres") -> psycopg.Connection:
    """A connection that sees everything, for arranging and for looking behind the wall."""
    url = make_url(os.environ["MIGRATION_DATABASE_URL"]).set(database=database)
    return connect(url)


def connect(url: URL) -> psycopg.Connection:
    """A plain connection to where a URL of SQLAlchemy leads; libpq reads its `+` for a space differently."""
    words = url.translate_connect_args(username="user", database="dbname")
    return psycopg.connect(**words, **url.query, autocommit=True)


def create(database: str, template: str) -> None:
    """Makes a database from another one."""
    with superuser() as connection:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(statement.format(sql.Identifier(database), sql.Identifier(template)))


def drop(database: str) -> None:
    """Removes a database, whoever is still connected to it."""
    with superuser() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )


def _write_down() -> None:
    """Notes in the template which tables there are and what the migrations themselves put in."""
    with superuser(TEMPLATE) as connection:
        connection.execute("CREATE SCHEMA as_migrated")
        connection.execute("CREATE TABLE as_migrated.tables (name text, copy text, count bigint)")
        for number, (name,) in enumerate(connection.execute(_TABLES).fetchall()):
            copy = f"as_migrated.t{number}"
            count = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            if count:
                connection.execute(f"CREATE TABLE {copy} AS TABLE {name}")
            connection.execute("INSERT INTO as_migrated.tables VALUES (%s, %s, %s)", (name, copy, count))
