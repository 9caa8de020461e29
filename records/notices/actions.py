"""Telling somebody, and what becomes of it. What happened is in the audit trail by itself; that somebody was told of
it adds nothing there."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.notices.models import Digest, Notice
from records.notices.queries import mine
from records.notices.rules import Kind
from tenants import clock, context, mail
from tenants.database import new_id, transaction
from tenants.members import Member


def tell(
    session: Session,
    *,
    member_id: UUID,
    kind: Kind,
    client_id: UUID | None,
    case_id: UUID | None = None,
    about: UUID | None = None,
) -> None:
    """Tells a member that something waits for them: once while they have not read it, and never of what they did
    themselves. `about` is what the notice leads to; it goes with the case, or with the client where there is none."""
    if member_id == context.current().member_id:
        return
    session.flush()
    told = {
        "member_id": member_id,
        "kind": str(kind),
        "client_id": client_id,
        "case_id": case_id,
        "about": about,
    }
    session.execute(insert(Notice).values(**_new(), **told).on_conflict_do_nothing())


def settle(session: Session, kind: Kind, about: UUID) -> None:
    """It waits for nobody any more, because somebody has done it."""
    _read(session, Notice.kind == str(kind), Notice.about == about)


def read(session: Session, notice: Notice) -> None:
    """The reader has seen it."""
    _read(session, Notice.id == notice.id, mine())


def read_all(session: Session) -> None:
    """The reader has seen everything there is."""
    _read(session, mine())


def opened(ids: Collection[UUID]) -> int:
    """What leads to one of these is read once the page is opened; says how many they were. In a transaction of its
    own, because the page that is opened only reads."""
    if not ids:
        return 0
    with transaction() as session:
        return _read(session, mine(), Notice.about.in_(ids))


def write_to(session: Session, member: Member, day: date, *, language: str, counts: str, number: int) -> None:
    """Asks for the mail of the day, which counts and names nobody. Run twice, or at the same time, one leaves."""
    row = {"member_id": member.id, "day": day}
    first = insert(Digest).values(**_new(), **row).on_conflict_do_nothing().returning(Digest.id)
    if session.execute(first).scalar_one_or_none() is None:
        return
    told = {"agency": context.current().name, "counts": counts, "number": str(number)}
    mail.send(session, "digest", to=member.email, language=language, **told)


def _new() -> dict[str, object]:
    # A statement of its own: a mapped row cannot say what to do when there is one already.
    return {"organisation_id": context.current().organisation_id, "id": new_id(), "created_at": clock.now()}


def _read(session: Session, *which: ColumnElement[bool]) -> int:
    unread = update(Notice).where(*which, Notice.read_at.is_(None)).values(read_at=clock.now())
    found = session.execute(unread.returning(Notice.id).execution_options(synchronize_session=False))
    return len(found.all())
