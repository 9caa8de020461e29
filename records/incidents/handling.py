"""What the agency does about an incident that was handed in: one function per verb."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from records.incidents.models import Incident, IncidentAction, IncidentNotice, IncidentStep
from records.incidents.queries import actions_of
from records.incidents.register import find_breach
from records.incidents.rules import ACTIONS_IN, STEPS, after
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused
from tenants.permissions import P
from tenants.second_person import second_person


def take_step(
    session: Session,
    incident: Incident,
    act: str,
    *,
    words: str,
    severity: str | None = None,
    causes: Sequence[str] = (),
) -> None:
    """Triages, begins the review, says what it found, finishes the actions or reopens; each with the words why."""
    hold(session, incident)
    if STEPS.get(incident.state) != act:
        raise Conflict("This incident has moved on since the page was opened. Look at it again.")
    state = after(incident.state, act)
    if act == "triage" and severity is None:
        raise Refused("Choose how serious it is.", field="severity")
    if act == "finish" and any(action.done_on is None for action in actions_of(session, incident.id)):
        raise Refused("Some actions are not done yet.")
    incident.state = state
    if severity is not None:
        incident.severity = severity
    if act == "reopen":
        _forget_closing(incident)
    _note_down(session, incident, act, words=words, severity=severity, causes=list(causes))


def add_to_report(session: Session, incident: Incident, *, reason: str, words: str) -> None:
    """Adds words to a report that was handed in, which stays as it was."""
    incident.expect_submitted()
    _note_down(session, incident, "add", words=words, reason=reason)


def add_action(session: Session, incident: Incident, *, what: str, owner_id: UUID, due_on: date) -> None:
    """Decides on something to do; after all was done, that takes the incident back to the work."""
    hold(session, incident)
    if incident.state not in ACTIONS_IN:
        raise Conflict("This incident has moved on since the page was opened. Look at it again.")
    if incident.state == "actions_done":
        incident.state = after(incident.state, "more")
        _forget_closing(incident)
    session.add(
        IncidentAction(
            incident_id=incident.id,
            client_id=incident.client_id,
            what=what,
            owner_id=owner_id,
            due_on=due_on,
        )
    )
    _note_down(session, incident, "more")


def finish_action(session: Session, action: IncidentAction) -> None:
    """Marks an action done today."""
    hold(session, action)
    if action.done_on is not None:
        raise Conflict("This action is done already.")
    action.done_on, action.done_by = clock.today(context.current().timezone), context.current().member_id
    audit.record(session, audit.Verb.INCIDENT_ACTION_DONE, action.incident_id, client_id=action.client_id)


def add_notice(
    session: Session,
    incident: Incident,
    *,
    recipient: str,
    name: str | None = None,
    due_on: date | None = None,
    sent_on: date | None = None,
    reference: str | None = None,
) -> None:
    """Writes down whom outside the agency must be told, or was."""
    incident.expect_submitted()
    if due_on is None and sent_on is None:
        raise Refused("Enter by when they must be told, or when they were.", field="due_on")
    _expect_past(sent_on)
    session.add(
        IncidentNotice(
            incident_id=incident.id,
            client_id=incident.client_id,
            recipient=recipient,
            name=name,
            due_on=due_on,
            sent_on=sent_on,
            reference=reference,
        )
    )
    _note_down(session, incident, "notice")


def send_notice(
    session: Session, notice: IncidentNotice, *, sent_on: date, reference: str | None = None
) -> None:
    """Writes down that they were told."""
    hold(session, notice)
    if notice.sent_on is not None:
        raise Conflict("This notice is sent already.")
    _expect_past(sent_on)
    notice.sent_on, notice.reference = sent_on, reference
    audit.record(session, audit.Verb.INCIDENT_NOTICE_SENT, notice.incident_id, client_id=notice.client_id)


def ask_closing(session: Session, incident: Incident, *, lessons: str) -> None:
    """The first of two people says what was learned and that nothing is left to do."""
    hold(session, incident)
    after(incident.state, "close")
    breach = find_breach(session, incident.id)
    if breach.decision == "pending" if breach else incident.kind == "privacy_breach":
        raise Refused("First decide in the register of breaches whether there is a real risk of harm.")
    incident.close_asked_by, incident.close_asked_at = context.current().member_id, clock.now()
    _note_down(session, incident, "ask_close", words=lessons)


def close_incident(session: Session, incident: Incident) -> None:
    """The second person closes; where nobody else may, the first does after seven days."""
    hold(session, incident)
    state = after(incident.state, "close")
    if incident.close_asked_at is None:
        raise Refused("First somebody has to say what was learned.")
    incident.closed_by, incident.alone = second_person(
        session, P.HANDLE_INCIDENTS, not_these={incident.close_asked_by}, since=incident.close_asked_at
    )
    incident.state, incident.closed_at = state, clock.now()
    _note_down(session, incident, "close")


def _forget_closing(incident: Incident) -> None:
    # Its steps remember who closed it and why.
    incident.close_asked_by = incident.close_asked_at = incident.closed_by = incident.closed_at = None
    incident.alone = False


def _expect_past(sent_on: date | None) -> None:
    if sent_on is not None and sent_on > clock.today(context.current().timezone):
        raise Refused("Enter the day they were told; it cannot be in the future.", field="sent_on")


def _note_down(
    session: Session,
    incident: Incident,
    act: str,
    *,
    words: str | None = None,
    reason: str | None = None,
    severity: str | None = None,
    causes: Sequence[str] = (),
) -> None:
    session.add(
        IncidentStep(
            incident_id=incident.id,
            client_id=incident.client_id,
            member_id=context.current().member_id,
            act=act,
            reason=reason,
            words=words,
            severity=severity,
            causes=list(causes),
        )
    )
    audit.record(session, audit.Verb.INCIDENT_WORKED_ON, incident.id, client_id=incident.client_id, act=act)
