"""Placing a hold, and releasing it by two people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.second_person import second_person
from records.retention.states import ensure_state, reference_of
from records.retention.terms import HoldKind, RecordClass
from records.retention.traces import RunItem, StubRow
from tenants import audit, clock, context, jobs
from tenants.errors import NotFound, Refused

REVIEW_AFTER = timedelta(days=180)


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


def place_hold(
    session: Session,
    case_ids: Collection[UUID],
    *,
    kind: HoldKind,
    basis: str,
    reason: str,
    review_on: date | None = None,
    client_ids: Collection[UUID] = (),
) -> Placed:
    """Keeps these cases from destruction, from the commit on, and all of these people: what they are known by, and the
    cases that are opened later. `basis` says in which matter (a file number, a request), `reason` why. Waits for a
    purge that has a case in hand, and then says truthfully which of the two came first. A case in quarantine stays
    hidden; ask for it back separately. Raises NotFound for what never was a case here."""
    hold = _new_hold(kind, "cases", basis=basis, reason=reason, review_on=review_on)
    if not case_ids and not client_ids:
        raise Refused("Choose at least one case.", field="cases")
    outer = session.begin_nested()
    session.add(hold)
    session.flush()
    session.add_all(HoldClient(hold_id=hold.id, client_id=one) for one in sorted(client_ids))
    placed = _referred(session, hold, case_ids, is_of_people=bool(client_ids))
    if placed.hold is None:
        outer.rollback()
        return placed
    outer.commit()
    kept = sorted(set(placed.answers) - set(placed.destroyed_on))
    audit.record(
        session, audit.Verb.HOLD_PLACED, hold.id, kind=kind, cases=kept, gone=len(placed.destroyed_on)
    )
    return placed


def hold_everything(
    session: Session, *, kind: HoldKind, basis: str, reason: str, review_on: date | None = None
) -> HoldRow:
    """Keeps every case of the agency, those of the future included. Waits until the batch in hand is over."""
    ensure_state(session, lock=True)
    hold = _new_hold(kind, "everything", basis=basis, reason=reason, review_on=review_on)
    session.add(hold)
    audit.record(session, audit.Verb.HOLD_PLACED, hold.id, kind=kind, scope="everything")
    return hold


def ask_release(session: Session, hold: HoldRow, *, reason: str) -> None:
    """The first of two people says why a hold is over."""
    hold.expect_in_force()
    if not reason.strip():
        raise Refused("Enter why the hold is over.", field="reason")
    hold.release_asked_by, hold.release_asked_at = _me(), clock.now()
    hold.release_reason = reason.strip()
    audit.record(session, audit.Verb.HOLD_RELEASE_ASKED, hold.id)


def release_hold(session: Session, hold: HoldRow) -> None:
    """The second person releases. What the hold had kept in quarantine comes back into sight: it can only go again
    through a new plan, a new approval and a new waiting time."""
    hold.expect_in_force()
    if hold.release_asked_at is None:
        raise Refused("First somebody has to say why the hold is over.")
    member, hold.alone = second_person(
        session, not_these={hold.release_asked_by}, since=hold.release_asked_at
    )
    hold.released_by, hold.released_at = member, clock.now()
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, hold=hold.id)
    audit.record(session, audit.Verb.HOLD_RELEASED, hold.id, alone=hold.alone)


def end_hold(session: Session, hold: HoldRow, *, reason: str) -> None:
    """Ends a hold that was placed by itself, when its matter is over by itself: nobody decides anything, so it needs
    no second person. What it had kept in quarantine comes back into sight."""
    hold.expect_in_force()
    hold.release_asked_by = hold.released_by = _me()
    hold.release_asked_at = hold.released_at = clock.now()
    hold.release_reason, hold.alone = reason, True
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, hold=hold.id)
    audit.record(session, audit.Verb.HOLD_RELEASED, hold.id, alone=True)


def _new_hold(kind: HoldKind, scope: str, *, basis: str, reason: str, review_on: date | None) -> HoldRow:
    today = clock.today(context.current().timezone)
    if not basis.strip() or not reason.strip():
        raise Refused("Enter in which matter the hold is placed, and why.", field="reason")
    if review_on is not None and review_on <= today:
        raise Refused("Choose a later day to look at this hold again.", field="review_on")
    return HoldRow(
        kind=str(HoldKind(kind)),
        scope=scope,
        basis=basis.strip(),
        reason=reason.strip(),
        placed_by=_me(),
        placed_on=today,
        review_on=review_on or today + REVIEW_AFTER,
    )


def _referred(session: Session, hold: HoldRow, case_ids: Collection[UUID], *, is_of_people: bool) -> Placed:
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
    seen = session.execute(select(Case.client_id).where(Case.id == case_id)).scalar_one_or_none()
    if seen is not None:
        return seen
    hidden = select(RunItem.client_id).where(
        RunItem.record_id == case_id, RunItem.client_id.in_(select(Client.id))
    )
    return session.execute(hidden.order_by(RunItem.id.desc()).limit(1)).scalar_one_or_none()


def _quarantined(session: Session, case_ids: Iterable[UUID]) -> set[UUID]:
    """Those of the cases, known to exist, that are out of sight."""
    wanted = list(case_ids)
    seen = set(session.execute(select(Case.id).where(Case.id.in_(wanted))).scalars())
    return set(wanted) - seen


def _destroyed_on(session: Session, case_id: UUID) -> date:
    """When a case was destroyed, by the reference its id gives. Raises NotFound when there never was one."""
    reference = reference_of(ensure_state(session), RecordClass.CASE_FILE, case_id)
    found = session.execute(
        select(StubRow.destroyed_on).where(StubRow.reference == reference)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
