"""Brings a database to the head: the four roles first, then every step not yet taken, as the owner."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, NullPool, create_engine, text

LOGINS = ("northfile_gate", "northfile_app", "northfile_retention")
# Any two migrations of one database wait for each other.
_LOCK = 6_240_117
_TIMES = ("statement_timeout = '20s'", "lock_timeout = '10s'", "idle_in_transaction_session_timeout = '60s'")
_LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_open(oid, integer)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
)


def upgrade(migration_url: str, login_urls: dict[str, str]) -> None:
    """Makes the roles with the passwords of `login_urls` (role → URL) and takes every missing step. Safe to repeat
    and to run twice at once."""
    engine = create_engine(migration_url, poolclass=NullPool)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as guard:
        guard.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        _roles(guard, login_urls)
        with engine.connect() as connection:
            connection.exec_driver_sql("SET ROLE northfile_owner")
            connection.exec_driver_sql("SET lock_timeout = '5s'")
            connection.commit()
            command.upgrade(_config(connection), "head")
            # So that the product can say whether it stands on the schema it was written for.
            connection.exec_driver_sql("GRANT SELECT ON alembic_version TO northfile_app")
            connection.commit()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _roles(connection: Connection, login_urls: dict[str, str]) -> None:
    present = set(connection.execute(text("SELECT rolname FROM pg_roles")).scalars())
    if "northfile_owner" not in present:
        connection.exec_driver_sql("CREATE ROLE northfile_owner NOLOGIN NOBYPASSRLS NOSUPERUSER")
    for login in LOGINS:
        if login not in present:
            connection.exec_driver_sql(f"CREATE ROLE {login} LOGIN NOINHERIT NOBYPASSRLS NOSUPERUSER")
        _password(connection, login, urlsplit(login_urls.get(login, "")).password)
    if not connection.execute(text("SELECT pg_has_role(current_user, 'northfile_owner', 'SET')")).scalar():
        connection.exec_driver_sql("GRANT northfile_owner TO CURRENT_USER")
    database = connection.execute(text("SELECT quote_ident(current_database())")).scalar_one()
    for statement in (
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {', '.join(LOGINS)}",
        f"GRANT CREATE, CONNECT ON DATABASE {database} TO northfile_owner",
        "ALTER SCHEMA public OWNER TO northfile_owner",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO northfile_app, northfile_retention",
        "ALTER DEFAULT PRIVILEGES FOR ROLE northfile_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ):
        connection.exec_driver_sql(statement)
    _limits(connection)


def _password(connection: Connection, login: str, in_url: str | None) -> None:
    if in_url:
        # The driver reads a percent sign as a place for a value, and a doubled one as itself.
        quoted = unquote(in_url).replace("'", "''").replace("%", "%%")
        connection.exec_driver_sql(f"ALTER ROLE {login} PASSWORD '{quoted}'")


def _limits(connection: Connection) -> None:
    """Nothing a page asks for may hang (the purge sets its own, shorter times); and no login makes large objects, which
    know no row security."""
    for login in ("northfile_app", "northfile_gate"):
        for setting in _TIMES:
            connection.exec_driver_sql(f"ALTER ROLE {login} SET {setting}")
    if connection.execute(text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")).scalar():
        for function in _LARGE_OBJECTS:
            connection.exec_driver_sql(f"REVOKE EXECUTE ON FUNCTION pg_catalog.{function} FROM PUBLIC")
