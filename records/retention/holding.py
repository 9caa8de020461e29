"""Placing a hold, and releasing it by two people."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.queries import files_together
from records.retention.journaling import journal_hold, journal_release
from records.retention.models import HoldClient, HoldRow
from records.retention.referring import Placed, referred
from records.retention.second_person import second_person
from records.retention.states import ensure_state
from records.retention.terms import HoldKind, RecordClass
from records.retention.traces import HIDDEN, RunItem
from tenants import audit, clock, context, jobs
from tenants.errors import Refused

REVIEW_AFTER = timedelta(days=180)
# What a person may place. The others begin and end with a matter that is open in the product.
BY_HAND = tuple(
    HoldKind(one)
    for one in ("funder_audit", "litigation", "complaint", "financial_dispute", "agency_decision")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a hold is about, by what it is and not by name: cases, of which what is left out says nothing; or every
    record of a class that goes by a rule of its own."""

    record_class: RecordClass | None = None
    program: str | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    closed_from: date | None = None
    closed_until: date | None = None

    def expect_some(self) -> None:
        """Refuses a description of everything, and one that nothing can be."""
        if not any(asdict(self).values()):
            raise Refused("Say which files: a program, or between which days.", field="program")
        for name, first, last in (
            ("opened_until", self.opened_from, self.opened_until),
            ("closed_until", self.closed_from, self.closed_until),
        ):
            if first is not None and last is not None and last < first:
                raise Refused("Enter a day that is not before the first one.", field=name)


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
    scope = "people" if client_ids else "cases"
    hold = _new_hold(kind, scope, basis=basis, reason=reason, review_on=review_on)
    if not case_ids and not client_ids:
        raise Refused("Choose at least one case.", field="cases")
    outer = session.begin_nested()
    session.add(hold)
    session.flush()
    session.add_all(HoldClient(hold_id=hold.id, client_id=one) for one in sorted(client_ids))
    placed = referred(session, hold, case_ids, is_of_people=bool(client_ids))
    if placed.hold is None:
        outer.rollback()
        return placed
    outer.commit()
    journal_hold(session, hold)
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
    journal_hold(session, hold)
    audit.record(session, audit.Verb.HOLD_PLACED, hold.id, kind=kind, scope="everything")
    return hold


def hold_described(
    session: Session,
    described: Description,
    *,
    kind: HoldKind,
    basis: str,
    reason: str,
    review_on: date | None = None,
) -> HoldRow:
    """Keeps everything that is as described, what comes later included: whether a record is, is asked anew each time
    something would happen to it. Waits until the batch in hand is over."""
    described.expect_some()
    ensure_state(session, lock=True)
    hold = _new_hold(kind, "selector", basis=basis, reason=reason, review_on=review_on)
    for name, value in asdict(described).items():
        setattr(hold, name, value or None)
    session.add(hold)
    journal_hold(session, hold)
    audit.record(session, audit.Verb.HOLD_PLACED, hold.id, kind=kind, scope="selector")
    return hold


def hold_person(session: Session, client_id: UUID, **told: Any) -> Placed:
    """Keeps everything about a person: what they are known by, every case in whichever of their merged files, those out
    of sight and those still to be opened included."""
    files = files_together(session, [client_id])[client_id]
    cases = set(session.execute(select(Case.id).where(Case.client_id.in_(files))).scalars())
    hidden = select(RunItem.record_id).where(
        RunItem.client_id.in_(files), RunItem.state.in_(HIDDEN), RunItem.record_class == "case_file"
    )
    cases |= {one for one in session.execute(hidden).scalars() if one is not None}
    return place_hold(session, cases, client_ids=files, **told)


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
    journal_release(hold)
    jobs.enqueue(session, jobs.Job.RUN_RETENTION, hold=hold.id)
    audit.record(session, audit.Verb.HOLD_RELEASED, hold.id, alone=hold.alone)


def end_hold(session: Session, hold: HoldRow, *, reason: str) -> None:
    """Ends a hold that was placed by itself, when its matter is over by itself: nobody decides anything, so it needs
    no second person. What it had kept in quarantine comes back into sight."""
    hold.expect_in_force()
    hold.release_asked_by = hold.released_by = _me()
    hold.release_asked_at = hold.released_at = clock.now()
    hold.release_reason, hold.alone = reason, True
    journal_release(hold)
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


def _me() -> UUID:
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    return me
