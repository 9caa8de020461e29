"""Whether the process lives, and whether it is ready."""

import psycopg
import pytest
import redis
from sqlalchemy.exc import OperationalError

from tenants import gate, schema
from tests.web.conftest import Person


def test_alive_and_ready(nobody: Person) -> None:
    assert nobody.look("/healthz").response.json == {"status": "alive"}
    assert nobody.look("/readyz").response.json == {"status": "ready", "database": "ready", "broker": "ready"}


def test_without_a_database_it_lives_and_is_not_ready(
    nobody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("SELECT", {}, psycopg.OperationalError("host=secret-host password=hunter2"))

    monkeypatch.setattr(gate, "organisations", gone)
    nobody.look("/healthz")
    page = nobody.look("/readyz", 503)
    assert (
        page.response.json["status"] == "not ready" and page.response.json["database"] == "OperationalError"
    )
    assert "hunter2" not in page.body and "secret-host" not in page.body


def test_on_an_older_schema_it_is_not_ready_and_without_one_says_why(
    nobody: Person, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((at_head,),) = superuser.execute("SELECT version_num FROM alembic_version").fetchall()
    assert at_head == schema.head()
    monkeypatch.setattr(schema, "head", lambda: "9999")
    assert nobody.look("/readyz", 503).response.json["database"] == "schema is behind"
    superuser.execute("ALTER TABLE alembic_version RENAME TO away")
    try:
        assert nobody.look("/readyz", 503).response.json["database"] == "ProgrammingError"
    finally:
        superuser.execute("ALTER TABLE away RENAME TO alembic_version")


def test_without_a_broker_it_is_not_ready(nobody: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_self: object) -> None:
        raise redis.ConnectionError("secret-host")

    monkeypatch.setattr(redis.Redis, "ping", gone)
    page = nobody.look("/readyz", 503)
    assert page.response.json["broker"] == "ConnectionError" and "secret-host" not in page.body


def test_it_says_so_to_anyone_and_changes_nothing(nobody: Person) -> None:
    for path in ("/healthz", "/readyz"):
        assert nobody.visitor.post(path).status_code in (401, 405)
        assert "Set-Cookie" not in nobody.look(path).response.headers
