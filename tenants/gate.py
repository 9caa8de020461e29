"""The gate: what may be asked of the database before it is known for whom. Functions only, no table."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from tenants import clock
from tenants.context import PLATFORM, Tenancy
from tenants.database import engine
from tenants.errors import NotFound, Refused, Shut

JOB_SECONDS = 900
COMMAND_SECONDS = 3600
# What the database answers when it is asked to act for a sealed agency.
_SEALED = "NF503"
# And when somebody joins an agency that has no seat for them.
_FULL = "NF402"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """A person who signs in; may belong to several agencies."""

    id: UUID
    email: str
    name: str
    language: str
    is_fresh: bool  # proved themselves within ten minutes


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job this worker holds until its lease ends, and the tenancy of the job's own row to do it in."""

    id: UUID
    kind: str
    args: Mapping[str, str]
    attempts: int
    tenancy: Tenancy


def ask(call: str, *values: object) -> list[Row]:
    """What a function of the gate answers. Raises Shut when it would act for a sealed agency, Refused when it would let
    somebody in for whom there is no seat."""
    with engine("gate").connect() as connection:
        driver = connection.connection.dbapi_connection
        assert driver is not None
        cursor = driver.cursor(row_factory=dict_row)
        marks = ", ".join(["%s"] * len(values))
        try:
            return list(cursor.execute(f"SELECT * FROM gate.{call}({marks})", values).fetchall())
        except psycopg.DatabaseError as error:
            if error.sqlstate == _SEALED:
                raise Shut from None
            if error.sqlstate == _FULL:
                raise Refused(
                    "The agency has no free seat just now. Ask the person who invited you."
                ) from None
            raise


def _row(call: str, *values: object) -> Row | None:
    rows = ask(call, *values)
    return rows[0] if rows else None


def new_token() -> str:
    """256 random bits for a link or a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def _tenancy(row: Row) -> Tenancy:
    told = {one.name: row[one.name] for one in fields(Tenancy) if one.name in row}
    told |= {"person_name": row["person_name"] or "", "roles": frozenset(row["roles"] or ())}
    return Tenancy(**told)


def resume(token: str, slug: str) -> tuple[Identity | None, Tenancy | None]:
    """Who holds this session, and their tenancy in the agency called `slug` when they belong to it. Read at each
    request, so that an ended session, membership or agency is refused at once, and a last day ends at midnight."""
    row = _row("resume", hash_of(token), slug, clock.now())
    if row is None:
        return None, None
    told = (row[name] for name in ("identity_id", "email", "identity_name", "identity_language", "is_fresh"))
    identity = Identity(*told)
    return identity, _tenancy(row) if row["organisation_id"] else None


def find_login(email: str) -> tuple[UUID, str] | None:
    """The identity and password hash of an address, exactly as kept."""
    row = _row("find_login", email)
    return (row["id"], row["password_hash"]) if row else None


def open_session(identity_id: UUID, *, agent: str = "") -> str:
    """Begins a session and returns its token, once; the database keeps only a hash."""
    token = new_token()
    ask("open_session", identity_id, hash_of(token), agent)
    return token


def close_session(token: str) -> None:
    """Ends the session; its cookie is worth nothing from now on."""
    ask("close_session", hash_of(token))


def agencies_of(identity_id: UUID) -> list[Row]:
    """The agencies a person belongs to, by name: slug, name, member_id, organisation_id."""
    return ask("agencies_of", identity_id, clock.now())


def agencies_left(identity_id: UUID) -> list[Row]:
    """The agencies a person belonged to until they left or their last day passed, in the same form."""
    return ask("agencies_left", identity_id, clock.now())


def set_language(identity_id: UUID, language: str) -> None:
    """Remembers in which language a person works."""
    ask("set_language", identity_id, language)


def tenancy_for(
    organisation_id: UUID, member_id: UUID | None = None, *, seconds: int = JOB_SECONDS
) -> Tenancy:
    """A tenancy for work outside a request: a job, a command, the demo. At most an hour long. Raises NotFound."""
    row = _row("tenancy", organisation_id, member_id, seconds, clock.now())
    if row is None:
        raise NotFound()
    return _tenancy(row)


def platform() -> Tenancy:
    """The product's own tenancy, for mail and jobs that belong to no agency yet."""
    return tenancy_for(PLATFORM)


def organisations() -> list[Row]:
    """Every open agency that is not sealed: id, slug, timezone. For work that visits each in turn."""
    shut = {row["organisation_id"] for row in ask("sealed")}
    return [row for row in ask("organisations") if row["id"] not in shut]


def retention_watch(evaluated: datetime, erased: datetime) -> dict[str, int]:
    """How many agencies were not looked at since a moment, and how many have something to erase since another."""
    row = _row("retention_watch", evaluated, erased)
    assert row is not None
    return dict(row)


def find_signup(token: str) -> Row | None:
    """What was asked for with this sign-up link (email, agency_name, province, language), while it holds."""
    return _row("find_signup", hash_of(token), clock.now())


def find_invitation(token: str) -> Row | None:
    """The invitation behind this link (email, name, agency_name, language, has_identity), while it holds."""
    return _row("find_invitation", hash_of(token), clock.now())


def find_referral(token: str) -> Row | None:
    """The referral that a partner may answer by this link (organisation_id, id), while it holds."""
    return _row("find_referral", hash_of(token), clock.now().date())


def find_evidence_request(token: str) -> Row | None:
    """What an employer may answer by this link (organisation_id, id), while it holds."""
    return _row("find_evidence_request", hash_of(token), clock.now().date())


def find_feed(token: str) -> Row | None:
    """Whose calendar this secret link shows (organisation_id, member_id), while link and membership hold."""
    return _row("find_feed", hash_of(token), clock.now())


def departures() -> list[Row]:
    """Every agency that is closing, or whose end has begun and is not told yet (id, begun)."""
    return ask("departures")


def find_departed(token: str) -> Row | None:
    """The certificate behind the link of a last letter (name, language, certificate, public, fetch_until), while it
    holds."""
    return _row("find_departed", hash_of(token), clock.now().date())


def ensure_identity(identity_id: UUID, *, email: str, name: str, language: str, password_hash: str) -> UUID:
    """Makes an identity for the address unless there is one; returns the one there is. Never changes its password."""
    row = _row("ensure_identity", identity_id, email, name, language, password_hash, clock.now())
    assert row is not None
    found = row["ensure_identity"]
    assert isinstance(found, UUID)
    return found


def accept_signup(token: str, **new: object) -> str | None:
    """Makes the agency of a sign-up link, once; returns its slug, or None when the link no longer holds."""
    order = ("organisation", "slug", "timezone", "key", "wrapped", "member", "identity", "name", "roles")
    row = _row("accept_signup", hash_of(token), *(new[name] for name in order), clock.now())
    return row["accept_signup"] if row else None


def accept_invitation(token: str, *, member: UUID, identity: UUID, name: str) -> Row | None:
    """Redeems an invitation for the identity whose address it was sent to, once: slug, organisation_id, member_id."""
    return _row("accept_invitation", hash_of(token), member, identity, name, clock.now())


def claim_job(job_id: UUID, lease: int) -> Claimed | None:
    """Takes a job for `lease` seconds, or None when another has it, it is done, or its time has not come."""
    row = _row("claim_job", job_id, lease, clock.now())
    if row is None:
        return None
    tenancy = tenancy_for(row["organisation_id"], None)
    return Claimed(job_id, row["kind"], row["args"], row["attempts"], tenancy)


def retry_job(claimed: Claimed, error: str, *, attempts: int, seconds: int) -> None:
    """Puts a job that raised back in the queue for later, or fails it for good after `attempts` tries; does nothing
    when another worker has it meanwhile."""
    ask("retry_job", claimed.id, claimed.attempts, error, attempts, clock.later(seconds))


def clear_leftovers() -> dict[str, int]:
    """Deletes what work, messages and signing in left behind long ago, everywhere; how many rows of what. The periods
    stand in the database, where no caller can shorten them (decision 33)."""
    for left in ("forget_links", "forget_tries", "forget_payment_events"):
        ask(left)
    return {row["what"]: row["gone"] for row in ask("clear_leftovers")}


def due_jobs(*, attempts: int, limit: int = 500) -> list[Row]:
    """Jobs whose hint was lost or whose worker died (id, kind); each is named once in five seconds."""
    return ask("due_jobs", clock.now(), attempts, limit)
