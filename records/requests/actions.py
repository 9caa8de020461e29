"""Receiving a request, holding the file, moving it on in its time, ending it."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.actions import end_access, grant_access
from records.clients.actions import next_number
from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Kind
from records.requests.models import AccessRequest, RequestStep
from records.requests.queries import handlers, request_grants, together
from records.requests.rules import after, extended, recourse_until
from records.retention.holding import end_hold, hold_person
from records.retention.models import HoldRow
from records.retention.terms import HoldKind
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused

# Longer than any answer and its recourse; it ends with the request.
GRANTED_FOR = timedelta(days=365)
NEED_WORDS = ("clarify", "return", "refuse", "withdraw")
ENDING = ("close", "withdraw")
_OUTCOMES = {"refuse": "refused", "answer": "done"}
_HOLDS = {"erasure": HoldKind.ERASURE_REQUEST, "correction": HoldKind.CORRECTION_REQUEST}


def receive_request(
    session: Session, client: Client, *, kind: str, received_on: date, handler_id: UUID, **told: str
) -> AccessRequest:
    """Begins a request, with what is told of who asks for what: from here the clock runs, nothing of the file may be
    destroyed, and whoever answers it may read the whole file."""
    if received_on > today():
        raise Refused("Enter the day it came; it cannot be in the future.", field="received_on")
    entry = enter(session, Kind.REQUEST, client_id=client.id, occurred_on=received_on)
    number = f"R-{next_number(session, 'request')}"
    request = AccessRequest(
        id=entry.id,
        client_id=client.id,
        number=number,
        kind=kind,
        received_on=received_on,
        received_by=entry.author_id,
        handler_id=handler_id,
        hold_id=_held(session, client.id, kind, number),
        **told,
    )
    session.add(request)
    session.flush()
    _open_file(session, request)
    note_down(session, request, "receive")
    return request


def assign_request(session: Session, request: AccessRequest, *, handler_id: UUID) -> None:
    """Gives a request to somebody else to answer; the one before reads the file no more on its account."""
    hold(session, request)
    request.expect_not_ended()
    _close_file(session, request)
    request.handler_id = handler_id
    _open_file(session, request)
    note_down(session, request, "assign")


def extend_time(session: Session, request: AccessRequest, *, days: int, words: str, version: int) -> None:
    """The one extension, of which the person is told today, with the reason."""
    _begin(session, request, version)
    if not request.is_open:
        raise Conflict("This request has moved on since the page was opened. Look at it again.")
    request.extra_days = extended(request.clock, days, today()).extra_days
    request.extended_on = today()
    note_down(session, request, "extend", words)


def take_step(
    session: Session,
    request: AccessRequest,
    act: str,
    *,
    version: int,
    words: str = "",
    identity_how: str | None = None,
) -> None:
    """Moves a request on. What is read by two people and what is handed over have actions of their own."""
    state = begin(session, request, act, version)
    if act in NEED_WORDS and not words.strip():
        raise Refused("Write down why.", field="words")
    if act == "confirm":
        _confirm(request, identity_how)
    if act in _OUTCOMES:
        answered(request, _OUTCOMES[act])
    if act in ENDING:
        _expect_recourse_over(request)
        request.closed_on = today()
    if act == "return":
        _forget_reading(request)
    request.state = state
    if act in ENDING:
        _let_go(session, request)
    note_down(session, request, act, words)


def begin(session: Session, request: AccessRequest, act: str, version: int) -> str:
    """Locks the request and says in which state the act leaves it, when it follows and the person saw the newest."""
    _begin(session, request, version)
    return after(request.state, act, request.kind)


def answered(request: AccessRequest, outcome: str) -> None:
    """The clock stands still, and that of the recourse begins."""
    request.recourse_until = recourse_until(request.clock, outcome, today())
    request.outcome, request.answered_on = outcome, today()


def note_down(session: Session, request: AccessRequest, act: str, words: str = "") -> None:
    """Writes down who did what."""
    request.version = (request.version or 0) + 1
    session.add(
        RequestStep(
            request_id=request.id,
            client_id=request.client_id,
            member_id=context.current().member_id,
            act=act,
            words=words or None,
        )
    )
    verb = audit.Verb.REQUEST_RECEIVED if act == "receive" else audit.Verb.REQUEST_WORKED_ON
    audit.record(session, verb, request.id, client_id=request.client_id, act=act, kind=request.kind)


def today() -> date:
    """The day where the agency is."""
    return clock.today(context.current().timezone)


def _begin(session: Session, request: AccessRequest, version: int) -> None:
    hold(session, request)
    if request.version != version:
        raise Conflict("Somebody changed this while you were typing. Your words are below.")


def _confirm(request: AccessRequest, identity_how: str | None) -> None:
    if identity_how is None:
        raise Refused("Choose how you know who asks.", field="identity_how")
    request.identity_how, request.identity_by = identity_how, context.current().member_id


def _forget_reading(request: AccessRequest) -> None:
    # Its steps remember who had read it.
    request.asked_by = request.asked_at = request.read_by = request.read_at = None
    request.alone = False


def _held(session: Session, client_id: UUID, kind: str, number: str) -> UUID:
    """Holds everything about the person: every case, those out of sight and those still to be opened included."""
    held_as = _HOLDS.get(kind, HoldKind.ACCESS_REQUEST)
    placed = hold_person(session, client_id, kind=held_as, basis=number, reason=number)
    assert placed.hold is not None
    return placed.hold.id


def _open_file(session: Session, request: AccessRequest) -> None:
    if request.handler_id not in {member.id for member in handlers(session)}:
        raise Refused("Choose somebody who answers requests here.", field="handler_id")
    for client_id in together(session, request.client_id):
        grant_access(
            session,
            client_id,
            member_id=request.handler_id,
            reason=request.number,
            ends_at=clock.now() + GRANTED_FOR,
            kind="request",
        )


def _close_file(session: Session, request: AccessRequest) -> None:
    for grant in request_grants(session, together(session, request.client_id)):
        if grant.reason == request.number:
            end_access(session, grant)


def _expect_recourse_over(request: AccessRequest) -> None:
    if request.recourse_until is not None and today() <= request.recourse_until:
        raise Refused("The person may still complain, until %(day)s.", day=request.recourse_until)


def _let_go(session: Session, request: AccessRequest) -> None:
    """Ends exactly the request's own hold and its own ways into the file."""
    session.flush()
    held = session.execute(select(HoldRow).where(HoldRow.id == request.hold_id)).scalar_one_or_none()
    if held is not None and held.is_in_force:
        end_hold(session, held, reason=request.number)
    _close_file(session, request)
