"""The passwords that the migration gives to the logins."""

import base64
import hashlib
import hmac
import os
from urllib.parse import quote

import psycopg
import pytest
from sqlalchemy import NullPool, create_engine

from migrations import run


def fits(kept: str, password: str) -> bool:
    """Whether the verifier that the database keeps is of this password (RFC 5803)."""
    _, rounds, keys = kept.split("$")
    count, salt = rounds.split(":")
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(count))
    client = hmac.digest(salted, b"Client Key", "sha256")
    return base64.b64encode(hashlib.sha256(client).digest()).decode() == keys.split(":")[0]


@pytest.mark.parametrize("password", ["100%", "%s%(x)s%%", "it's 5%", "back\\slash"])
def test_any_sign_may_stand_in_a_password(superuser: psycopg.Connection, password: str) -> None:
    login = f"{superuser.info.dbname}_somebody"
    superuser.execute(f"CREATE ROLE {login} LOGIN")
    try:
        engine = create_engine(os.environ["MIGRATION_DATABASE_URL"], poolclass=NullPool)
        with engine.begin() as connection:
            run._password(connection, login, quote(password, safe=""))
        ((kept,),) = superuser.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", (login,)
        ).fetchall()
        assert fits(kept, password)
    finally:
        superuser.execute(f"DROP ROLE {login}")
