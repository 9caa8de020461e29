"""The references of a hold to the cases it names, and the true answer for each of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import cast
from uuid import UUID

from sqlalchemy import any_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.retention.models import HoldCase, HoldRow
from records.retention.states import ensure_state, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import RunItem, StubRow
from tenants.bulk import listed
from tenants.database import lines
from tenants.errors import NotFound


class Answer(StrEnum):
    """What became of a case that somebody wanted held; never just "done"."""

    PROTECTED = "protected"
    PROTECTED_WAS_QUARANTINED = "protected_was_quarantined"
    ALREADY_DESTROYED = "already_destroyed"


@dataclass(frozen=True, slots=True)
class Placed:
    """The answer for each case; `hold` is None when every one of them was gone already."""

    hold: HoldRow | None
    answers: dict[UUID, Answer]
    destroyed_on: dict[UUID, date]


def referred(session: Session, hold: HoldRow, case_ids: Collection[UUID], *, is_of_people: bool) -> Placed:
    """Makes the references of a hold in the order of ids and says what became of each case."""
    gone: dict[UUID, date] = {}
    for case_id in sorted(case_ids):
        client_id = _client_of(session, case_id)
        if client_id is None or not _hold_case(session, hold, case_id, client_id):
            gone[case_id] = _destroyed_on(session, case_id)
    kept = set(case_ids) - set(gone)
    # Asked only now: the references just made keep a quarantine from coming between.
    hidden = _quarantined(session, kept)
    answers = dict.fromkeys(gone, Answer.ALREADY_DESTROYED) | dict.fromkeys(kept, Answer.PROTECTED)
    answers |= dict.fromkeys(hidden, Answer.PROTECTED_WAS_QUARANTINED)
    return Placed(hold if kept or is_of_people else None, answers, gone)


def _hold_case(session: Session, hold: HoldRow, case_id: UUID, client_id: UUID) -> bool:
    """Whether the reference could be made. It locks the case, so that a purge either waits for it or has already
    won; and it needs no sight of the case, so that what is hidden can be held too."""
    try:
        with session.begin_nested():
            session.add(HoldCase(hold_id=hold.id, case_id=case_id, client_id=client_id))
    except IntegrityError as error:
        if getattr(error.orig, "sqlstate", "") != "23503":
            raise
        return False
    return True


def _client_of(session: Session, case_id: UUID) -> UUID | None:
    """The client of a case in sight or in quarantine. Only clients the database knows: the reference checks it."""
    seen = lines(session, select(Case.client_id).where(Case.id == case_id))
    if seen:
        return cast("UUID", seen[0][0])
    hidden = select(RunItem.client_id).where(
        RunItem.record_id == case_id, RunItem.client_id.in_(select(Client.id))
    )
    return session.execute(hidden.order_by(RunItem.id.desc()).limit(1)).scalar_one_or_none()


def _quarantined(session: Session, case_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the cases, known to exist, that are out of sight."""
    wanted = list(case_ids)
    seen = lines(session, select(Case.id).where(Case.id == any_(listed(wanted))))
    return set(wanted) - {row[0] for row in seen}


def _destroyed_on(session: Session, case_id: UUID) -> date:
    """When a case was destroyed, by the reference its id gives. Raises NotFound when there never was one."""
    reference = reference_of(ensure_state(session), RecordClass.CASE_FILE, case_id)
    found = session.execute(
        select(StubRow.destroyed_on).where(StubRow.reference == reference)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found
