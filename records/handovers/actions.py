"""Handing a case on: preparing, offering to one colleague, and what they answer."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from records.access.actions import end_access, grant_access
from records.access.models import AccessGrant
from records.access.queries import blocks_of, get_grant, grants_of
from records.cases.actions import give_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.queries import Standing, get_client
from records.entries.actions import enter
from records.entries.models import Kind
from records.handovers.models import Handover
from records.handovers.packing import pack_now
from records.handovers.queries import find_living, seen_of
from records.handovers.rules import OPEN_DAYS, flat
from records.history.actions import keep
from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from records.plans.rules import seal_of
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.members import members
from tenants.permissions import P, may
from tenants.sealing import keyring


def begin_handover(session: Session, case: Case, *, occasion: str, until: date | None = None) -> Handover:
    """Begins to hand a case on; while its worker is only away, until the day they are back."""
    hold(session, case)
    case.expect_open()
    if find_living(session, case.id) is not None:
        raise Conflict("This case is being handed on already.")
    if occasion == "away" and (until is None or until <= _today()):
        raise Refused("Enter the last day, which must be after today.", field="until")
    entry = enter(session, Kind.HANDOVER, client_id=case.client_id, case_id=case.id)
    handover = Handover(
        id=entry.id,
        client_id=case.client_id,
        case_id=case.id,
        from_id=case.worker_id,
        occasion=occasion,
        until=until if occasion == "away" else None,
    )
    session.add(handover)
    session.flush()
    _record(session, audit.Verb.HANDOVER_BEGUN, handover, occasion=occasion)
    return handover


def write_handover(
    session: Session, handover: Handover, *, version: int, matters: str | None, ahead: str | None
) -> None:
    """Keeps the worker's own words: what matters now, and what they would do next."""
    hold(session, handover)
    handover.expect(version)
    handover.expect_living()
    keep(session, handover)
    handover.tell({"matters": matters, "ahead": ahead})
    _record(session, audit.Verb.HANDOVER_CHANGED, handover)


def offer_handover(
    session: Session, handover: Handover, *, member_id: UUID, version: int, reason: str
) -> None:
    """Asks one colleague to take the case, tells them, and opens the file to them for a time if it is closed to them;
    `reason` is what is then said of why it is open."""
    hold(session, handover)
    handover.expect(version)
    case = get_case(session, handover.client_id, handover.case_id)
    case.expect_open()
    _expect_taker(session, case, member_id)
    grant = _opened(session, handover, member_id, reason)
    keep(session, handover)
    handover.become("offer")
    handover.tell({"to_id": member_id, "offered_on": _today(), "answered_on": None, "answer": None})
    handover.grant_id = grant.id if grant else None
    where = {"client_id": handover.client_id, "case_id": handover.case_id, "about": handover.id}
    tell(session, member_id=member_id, kind=Notice.HANDOVER_OFFERED, **where)
    _record(session, audit.Verb.HANDOVER_OFFERED, handover, member=member_id)


def accept_handover(session: Session, handover: Handover, file: Standing, *, seen: str) -> None:
    """Takes the case, or stands in until a day. What was read is frozen; refuses when it is not any more what stands
    there."""
    case = get_case(session, handover.client_id, handover.case_id)
    hold(session, case)
    case.expect_open()
    hold(session, handover)
    handover.expect_for(context.current().member_id)
    pack = pack_now(session, case, file)
    if seen != seen_of(session, handover, pack):
        raise Conflict("The file changed while you were reading. Read it again before you accept.")
    keep(session, handover)
    handover.become("accept")
    handover.tell({"answered_on": _today(), "content": flat(pack)})
    handover.hash = seal_of(keyring(session).proof(handover.client_id), handover.read())
    if handover.is_for_good and handover.to_id is not None:
        give_case(session, case, worker_id=handover.to_id)
        _close_again(session, handover)
    settle(session, Notice.HANDOVER_OFFERED, handover.id)
    _record(session, audit.Verb.HANDOVER_ANSWERED, handover, state=handover.state)


def decline_handover(session: Session, handover: Handover, *, reason: str) -> None:
    """Says no, and why; the file closes again, and somebody else may be asked."""
    hold(session, handover)
    handover.expect_for(context.current().member_id)
    keep(session, handover)
    handover.become("decline")
    handover.tell({"answered_on": _today(), "answer": reason})
    _close_again(session, handover)
    settle(session, Notice.HANDOVER_OFFERED, handover.id)
    _record(session, audit.Verb.HANDOVER_ANSWERED, handover, state=handover.state)


def withdraw_handover(session: Session, handover: Handover) -> None:
    """The case stays where it is."""
    hold(session, handover)
    keep(session, handover)
    handover.become("withdraw")
    handover.answered_on = None
    _close_again(session, handover)
    settle(session, Notice.HANDOVER_OFFERED, handover.id)
    _record(session, audit.Verb.HANDOVER_WITHDRAWN, handover)


def mark_point(session: Session, handover: Handover, *, point: str, is_done: bool) -> None:
    """Something that makes it warm for the person was done today, or was not done after all."""
    hold(session, handover)
    if handover.state == "withdrawn":
        handover.expect_living()
    keep(session, handover)
    handover.tell({f"{point}_on": _today() if is_done else None})
    _record(session, audit.Verb.HANDOVER_CHANGED, handover, point=point)


def _expect_taker(session: Session, case: Case, member_id: UUID) -> None:
    """Refuses who does not do casework here, works on the case already, or must not see this file; why nobody says."""
    client, today = get_client(session, case.client_id), _today()
    here = next((one for one in members(session) if one.id == member_id), None)
    blocked = any(
        block.member_id == member_id
        and block.ended_at is None
        and (block.until is None or today <= block.until)
        for block in blocks_of(session, client.id)
    )
    if here is None or member_id == case.worker_id or blocked or not may(here.roles, P.WRITE_NOTES):
        raise Refused("Choose somebody else; this colleague cannot take the case.", field="member_id")
    me = context.current()
    if (
        client.restricted
        and not _stands_open(session, client.id, member_id)
        and not may(me.roles, P.GRANT_ACCESS)
    ):
        raise Refused("This file is restricted. Ask a supervisor to offer it.", field="member_id")


def _stands_open(session: Session, client_id: UUID, member_id: UUID) -> bool:
    return any(
        grant.member_id == member_id and grant.kind in ("caseload", "granted") and grant.runs_at(clock.now())
        for grant in grants_of(session, client_id)
    )


def _opened(session: Session, handover: Handover, member_id: UUID, reason: str) -> AccessGrant | None:
    """The way in that the offer gives, unless there is one: as long as they stand in, or as they may take to answer."""
    if handover.until is None and _stands_open(session, handover.client_id, member_id):
        return None
    last = handover.until or _today() + timedelta(days=OPEN_DAYS)
    ends_at = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(context.current().timezone))
    grant = grant_access(session, handover.client_id, member_id=member_id, reason=reason, ends_at=ends_at)
    session.flush()
    return grant


def _close_again(session: Session, handover: Handover) -> None:
    if handover.grant_id is None:
        return
    grant = get_grant(session, handover.client_id, handover.grant_id)
    if grant.ended_at is None:
        end_access(session, grant)


def _record(session: Session, verb: audit.Verb, handover: Handover, **codes: object) -> None:
    audit.record(session, verb, handover.id, client_id=handover.client_id, case=handover.case_id, **codes)


def _today() -> date:
    return clock.today(context.current().timezone)
