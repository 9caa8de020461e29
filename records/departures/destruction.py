"""The end of an agency, in the order in which nothing of it can come back: keys, rows, files; then the certificate."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from graphlib import TopologicalSorter
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import DateTime, LargeBinary, String, column, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from records.departures.actions import addressees
from records.departures.certificate import STORES, DepartureCertificate, sign
from records.departures.models import Departure, HoldAnswer
from records.departures.queries import in_the_way
from records.retention.certificates import ensure_signing_key
from records.retention.proof import certificate_hash
from records.retention.run_queries import last_certificate
from tenants import audit, clock, context, gate, jobs, journal
from tenants.audit import AuditEvent
from tenants.backup_parts import horizon
from tenants.sealing import open_sealed, seal
from tenants.settings import VERSION, settings
from tenants.storage import storage

ROWS: Final = 1000
# Not as the models say: what no module of this process has read would stay behind.
_TABLES: Final = text(
    "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind IN ('r', 'p') AND"
    " c.relnamespace = 'public'::regnamespace AND a.attname = 'organisation_id' AND NOT a.attisdropped ORDER BY 1"
)
_REFERENCES: Final = text(
    "SELECT c.relname, p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p"
    " ON p.oid = k.confrelid WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace"
    " AND k.conrelid <> k.confrelid"
)
# Also what was written this minute is theirs.
_ALL: Final = timedelta(days=1)
_MOMENTS: Final = ("created_at", "approved_at", "closed_at", "receipt_at")
_STORY: Final = (
    column("begun_at", DateTime(timezone=True)),
    column("counts", JSONB),
    column("destroyed", JSONB),
    column("kept", LargeBinary),
    column("finished_at", DateTime(timezone=True)),
    column("hash", String),
)


@dataclass(frozen=True, slots=True)
class Story:
    """How far a destruction is, as the one row that stays of the agency says."""

    begun_at: datetime
    counts: dict[str, int]
    destroyed: dict[str, int]
    kept: bytes | None
    finished_at: datetime | None
    hash: str | None


def ask_end(session: Session, organisation_id: UUID) -> None:
    """Asks, in the product's own name, for the end of an agency; once, however often it is asked for."""
    mine = jobs.JobRow.args["organisation"].astext == str(organisation_id)
    waiting = jobs.JobRow.state.in_(("waiting", "running"))
    wanted = select(jobs.JobRow.id).where(jobs.JobRow.kind == str(jobs.Job.DESTROY_AGENCY), waiting, mine)
    if session.execute(wanted).first() is None:
        jobs.enqueue(session, jobs.Job.DESTROY_AGENCY, organisation=organisation_id)


def find_story(session: Session) -> Story | None:
    """The story of a destruction that has begun, or None."""
    told = func.departure_story().table_valued(*_STORY)
    row = session.execute(select(told)).one_or_none()
    return None if row is None else Story(*row)


def begin(session: Session, departure: Departure) -> bool:
    """Makes every key of the agency useless and closes it for everybody; keeps apart, sealed by the root key, what the
    end still needs. False when something stands in the way. The database looks for itself, and raises."""
    if in_the_way(session, departure, clock.today(context.current().timezone)):
        return False
    journal.expect_ready(context.current().organisation_id)
    key, token = ensure_signing_key(session), gate.new_token()
    kept = json.dumps(_kept(session, departure, private=key.private, token=token)).encode()
    audit.record(session, audit.Verb.DEPARTURE_BEGUN, departure.id)
    call = func.departure_begin(seal(settings().root_key, kept, _bound()), gate.hash_of(token), key.public)
    session.execute(select(call))
    return True


def write_down(organisation_id: UUID) -> None:
    """Puts the end of the agency into the journal, once, before its first row goes."""
    lines = journal.read(organisation_id, journal.Kind.DEPARTED)
    if not any(one.kind is journal.Kind.DEPARTED for one in lines):
        journal.append(organisation_id, journal.Kind.DEPARTED)


def tables(session: Session) -> list[str]:
    """Every table of an agency as the database knows them, children before parents."""
    order = TopologicalSorter[str]()
    for table in session.execute(_TABLES).scalars():
        order.add(table)
    for child, parent in session.execute(_REFERENCES):
        order.add(parent, child)
    return [table for table in order.static_order() if table != "organisations"]


def destroy_rows(session: Session, table: str) -> int:
    """Deletes the next rows of a table and counts them where the count outlives them; returns how many they were."""
    return int(session.execute(select(func.departure_rows(table, ROWS))).scalar_one())


def erase_all() -> Iterator[str]:
    """Erases every file below the agency's own prefix, one at a time; each may be the last that a worker lives to
    see."""
    for name in list(storage().older(f"{context.current().organisation_id}/", clock.now() + _ALL)):
        storage().remove(name)
        yield name


def finish(session: Session, story: Story) -> None:
    """Signs what was done. The database refuses while a row is left, or one more was counted than destroyed; files are
    looked for here. Raises OSError while one is left."""
    assert story.kept is not None
    if next(erase_all(), None) is not None:
        raise OSError("a file of an agency that left came back")
    kept = _opened(story.kept)
    certificate = _certificate(kept, story)
    signed = sign(certificate, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept["private"])))
    session.execute(select(func.departure_finish(signed, certificate_hash(signed))))


def letters(story: Story) -> list[tuple[str, str, dict[str, str]]]:
    """The last letters: to whom, in which language, with which words."""
    assert story.kept is not None
    kept = _opened(story.kept)
    words = {"agency": kept["agency"], "token": kept["token"], "hash": str(story.hash)}
    return [(address, language, words) for address, language in kept["addressees"]]


def forget(session: Session) -> None:
    """The letters have left: addresses, link and key are gone for good."""
    session.execute(select(func.departure_forget()))


def _kept(session: Session, departure: Departure, *, private: str, token: str) -> dict[str, Any]:
    answered = select(func.count()).where(HoldAnswer.departure_id == departure.id)
    last = last_certificate(session)
    head = select(AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    audited = session.execute(head).scalar_one_or_none()
    return {
        "private": private,
        "token": token,
        "agency": context.current().name,
        "addressees": addressees(session, departure),
        "holds": session.execute(answered).scalar_one(),
        "last": last.hash if last else None,
        "head": audited.hex() if audited else None,
        **{name: getattr(departure, name).isoformat() for name in _MOMENTS},
    }


def _certificate(kept: dict[str, Any], story: Story) -> DepartureCertificate:
    asked, approved, closed, receipt = (datetime.fromisoformat(kept[name]) for name in _MOMENTS)
    return DepartureCertificate(
        organisation_id=str(context.current().organisation_id),
        agency=kept["agency"],
        asked_at=asked,
        approved_at=approved,
        closed_at=closed,
        receipt_at=receipt,
        holds_answered=kept["holds"],
        begun_at=story.begun_at,
        finished_at=clock.now(),
        destroyed=story.destroyed,
        last_certificate=kept["last"],
        audit_head=kept["head"],
        stores=STORES,
        backup_horizon=horizon(clock.today("UTC")).isoformat(),
        software_version=VERSION,
    )


def _opened(kept: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(open_sealed(settings().root_key, kept, _bound()))
    return found


def _bound() -> bytes:
    return b"departure|" + context.current().organisation_id.bytes
