"""The only door to an organisation's rows: a session that needs a tenancy and stays with it for life."""

import os
import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, ClassVar, Literal
from uuid import UUID

import psycopg
from psycopg.pq import Escaping, ExecStatus
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    ForeignKeyConstraint,
    MetaData,
    Row,
    create_engine,
    event,
)
from sqlalchemy.exc import InterfaceError, InvalidRequestError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, ORMExecuteState, Session, mapped_column
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import DateTime, Uuid

from tenants import clock, context
from tenants.errors import Conflict, NoTenancy
from tenants.settings import settings

Login = Literal["app", "gate", "retention"]

# What a database that is starting, stopping or gone answers with, through SQLAlchemy or through the driver itself.
OUT_OF_REACH = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)


class Base(DeclarativeBase):
    """Every table the product knows."""

    metadata = MetaData()
    type_annotation_map: ClassVar = {datetime: DateTime(timezone=True), UUID: Uuid()}


def new_id() -> UUID:
    """A UUIDv7: unguessable in its last 74 bits, in order of making in its first 48. Never a secret."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=value & ~(0x3 << 62) | (0x2 << 62))


class TenantOwned:
    """A row of one organisation. The organisation comes from the tenancy in force; code never writes it."""

    organisation_id: Mapped[UUID] = mapped_column(
        primary_key=True, default=lambda: context.current().organisation_id
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", new_id())
        values.setdefault("organisation_id", context.current().organisation_id)
        super().__init__(**values)


class Versioned:
    """A row that two people may change at once: it counts its changes, and each says which one it was made on."""

    version: Mapped[int] = mapped_column(default=1)

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version."""
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")

    def tell(self, told: Mapping[str, Any]) -> None:
        """Takes new values by name; a text that says nothing is none."""
        for name, value in told.items():
            setattr(self, name, None if value == "" else value)


def within(column: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot cross the wall: PostgreSQL checks plain foreign keys without regard to row policies."""
    return ForeignKeyConstraint(
        ["organisation_id", column], [f"{table}.organisation_id", f"{table}.id"], ondelete="RESTRICT"
    )


_engines: dict[tuple[int, Login], Engine] = {}


def engine(login: Login = "app") -> Engine:
    """This process's connections for one database login; a forked child makes its own."""
    key = (os.getpid(), login)
    if key not in _engines:
        now = settings()
        url = {
            "app": now.database_url,
            "gate": now.gate_database_url,
            "retention": now.retention_database_url,
        }[login]
        options = {"isolation_level": "AUTOCOMMIT"} if login == "gate" else {}
        # A failed statement's values are a client's words: they must not reach a log.
        _engines[key] = create_engine(url, pool_size=5, max_overflow=5, hide_parameters=True, **options)
    return _engines[key]


def wait_for_the_database(seconds: float = 15) -> None:
    """Returns when the database answers; after a crash it may take some seconds to recover. Raises what it answered
    last when the time is over."""
    until = time.monotonic() + seconds
    while True:
        try:
            with engine("app").connect():
                return
        except OUT_OF_REACH:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def refuse_to_see_through_the_wall() -> None:
    """Ends the process when a login of ours is a superuser, may bypass row security, owns a table or may become
    another role: row security binds none of those, and nobody would notice until it mattered."""
    wait_for_the_database()
    for login in ("app", "gate", "retention"):
        with engine(login).connect() as connection:
            fault = connection.exec_driver_sql(
                "SELECT rolname FROM pg_roles r WHERE rolname = current_user AND (rolsuper OR rolbypassrls"
                " OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)"
                " OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid))"
            ).scalar()
        if fault:
            raise SystemExit(
                f"northfile: the database login {fault} could see through the wall between agencies;"
                " use the plain roles that `northfile migrate` makes"
            )


class TenantSession(Session):
    """A session bound to the tenancy in which it was opened; used under another, it refuses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(expire_on_commit=False, autoflush=True, **options)
        self.tenancy = context.current()
        self.read_only = False

    def mind_the_wall(self) -> None:
        """The identity map answers without asking the database, so row security cannot help here."""
        if context.current().organisation_id != self.tenancy.organisation_id:
            raise NoTenancy("this session belongs to another tenancy")

    def get(self, *key: Any, **options: Any) -> Any:
        """As in SQLAlchemy, but minding the wall: a row that is loaded already raises no event."""
        self.mind_the_wall()
        return super().get(*key, **options)


@event.listens_for(TenantSession, "after_begin")
def _tell_the_database(session: TenantSession, _transaction: object, connection: Connection) -> None:
    # For this transaction only: a session-level setting would reach the pool's next borrower. In the trip that begins
    # the transaction, which the driver would make by itself before its first statement; it sees that it has begun.
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, psycopg.Connection)
    token = Escaping(driver.pgconn).escape_literal(session.tenancy.token.encode())
    told = b"BEGIN; SELECT set_config('app.ctx', " + bytes(token) + b", true)"
    if session.read_only:
        told += b", set_config('transaction_read_only', 'on', true)"
    answer = driver.pgconn.exec_(told)
    if answer.status != ExecStatus.TUPLES_OK:
        if driver.broken:
            raise psycopg.OperationalError("the connection to the database is gone")
        raise psycopg.errors.error_from_result(answer)


@event.listens_for(TenantSession, "do_orm_execute")
def _same_tenancy(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, TenantSession)
    session.mind_the_wall()


@event.listens_for(TenantSession, "before_flush")
def _flush_in_the_same_tenancy(session: TenantSession, _context: object, _instances: object) -> None:
    session.mind_the_wall()


def lines(
    session: Session, statement: Executable, **ids: Collection[UUID]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a list of plain columns, past the mapper, which would cost a third of the question; minding the wall
    as the session does. A statement that is put together once (`tenants.bulk.IDS`) is told whose by name."""
    assert isinstance(session, TenantSession)
    session.mind_the_wall()
    session.flush()
    return session.connection().execute(statement, ids).all()


def call(function: str, *values: object) -> None:
    """Calls one database function in a transaction of its own, in the tenancy in force: told for whom and committed in
    one trip, where a session makes four. The function's name is ours, never from outside."""
    # The common table is read, and so the tenancy set, before the function runs.
    told = "WITH tenancy AS MATERIALIZED (SELECT set_config('app.ctx', %s, true)) SELECT "
    statement = f"{told}{function}({', '.join(['%s'] * len(values))}) FROM tenancy"
    with engine().execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        driver.execute(statement, (context.current().token, *values))


# What to do once a transaction is safely committed; `tenants.jobs` hangs its hints here.
after_commit: list[Callable[[Session], None]] = []


@contextmanager
def transaction(*, read_only: bool = False, login: Login = "app") -> Iterator[TenantSession]:
    """One session, one transaction, in the tenancy in force: commits when the block ends, rolls back when it raises.
    Reads end with COMMIT too, because ROLLBACK throws away the driver's prepared statements. A row that went out of
    sight between reading and writing (another took it away, or it was quarantined) is a Conflict."""
    with TenantSession(bind=engine(login)) as session:
        session.read_only = read_only
        try:
            yield session
            session.mind_the_wall()
            session.commit()
        except StaleDataError:
            raise Conflict("Load the page again to see what it is now.") from None
    for act in after_commit:
        act(session)


def hold(session: Session, row: Base) -> None:
    """Locks a row until the transaction ends and reads it anew, so that what is decided next is decided on what is
    there now. Raises Conflict when it was taken away meanwhile."""
    try:
        session.refresh(row, with_for_update={"key_share": True})
    except InvalidRequestError:
        raise Conflict("Load the page again to see what it is now.") from None
