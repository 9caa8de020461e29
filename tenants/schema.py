"""Which schema the database has, and which one this code was written for."""

from functools import cache
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from tenants.database import engine

_STEPS: Final = Path(__file__).parents[1] / "migrations" / "versions"

# Whatever a database answers that is away, empty or behind.
FAULTS: Final = (SQLAlchemyError, psycopg.Error)


@cache
def head() -> str:
    """The newest step that came with this code; each file's name begins with its number."""
    return max(path.name.partition("_")[0] for path in _STEPS.glob("[0-9]*.py"))


def version() -> str:
    """The step at which the database stands. Raises one of FAULTS when there is nothing to read."""
    with engine("app").connect() as connection:
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
