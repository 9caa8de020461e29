"""What the tests of the wall may ask for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest
from sqlalchemy import make_url

from tenants.settings import settings
from tests.services import connect

Connect = Callable[..., psycopg.Connection]


@pytest.fixture
def as_login() -> Iterator[Connect]:
    """`as_login("app", token)`: a plain connection of one of the real logins, in a transaction that says so."""
    with ExitStack() as stack:

        def open_one(login: str, token: str | None) -> psycopg.Connection:
            now = settings()
            url = {"app": now.database_url, "retention": now.retention_database_url}[login]
            connection = stack.enter_context(connect(make_url(url)))
            stack.enter_context(in_context(connection, token))
            return connection

        yield open_one


@contextmanager
def in_context(connection: psycopg.Connection, token: str | None) -> Iterator[None]:
    """One transaction that is rolled back at the end."""
    with connection.transaction(force_rollback=True):
        if token is not None:
            connection.execute("SELECT set_config('app.ctx', %s, true)", (token,))
        yield
