"""The small facts of a story, made by the product's own actions; a test says only what matters to it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from records.cases.actions import close_case, open_case
from records.cases.models import Case
from records.clients.actions import add_client
from records.clients.models import Client
from records.consents.actions import record_consent
from records.consents.models import Consent
from records.documents.actions import file_document, request_document
from records.documents.models import Document
from records.documents.queries import facts_for
from records.documents.rules import compose
from records.notes.actions import sign_note, start_note
from records.notes.models import Note
from records.notes.rules import Content, Step
from tenants import clock, context


def today() -> date:
    """The day where the agency is."""
    return clock.today(context.current().timezone)


def a_client(session: Session, **facts: Any) -> Client:
    """A person's file."""
    return add_client(session, **{"legal_given": "Robin", "legal_family": "Doe"} | facts)


def a_case(session: Session, client: Client | None = None, *, days_ago: int = 30, **facts: Any) -> Case:
    """An open case, of somebody new unless said of whom."""
    opened_on = today() - timedelta(days=days_ago)
    return open_case(
        session, client or a_client(session), **{"opened_on": opened_on, "goal": "a better job"} | facts
    )


def a_closed_case(session: Session, client: Client | None = None, *, closed_on: date | None = None) -> Case:
    """A case whose retention clock runs."""
    closed = closed_on or today()
    case = open_case(session, client or a_client(session), opened_on=closed - timedelta(days=30))
    close_case(session, case, closed_on=closed, exit_reason="employed")
    return case


def content(**facts: Any) -> Content:
    """A note with every element of the standard."""
    whole: dict[str, Any] = {
        "kind": "meeting",
        "reason": "Planned meeting",
        "details": "We looked at three offers.",
        "training": "",
        "action_taken": "Sent the list.",
        "next_steps": "",
        "place": "office",
        "occurred_on": today(),
        "minutes": 45,
        "steps": (Step("Call the employer", "client", today() + timedelta(days=7)),),
    }
    return Content(**whole | facts)


def a_draft(session: Session, case: Case) -> Note:
    """An unsigned note of whoever acts."""
    note = start_note(session, case)
    session.flush()
    return note


def a_note(session: Session, case: Case, **facts: Any) -> Note:
    """A signed note of whoever acts."""
    note = a_draft(session, case)
    sign_note(session, note, content(**facts), version=note.version)
    session.flush()
    return note


def a_consent(session: Session, client: Client, **facts: Any) -> Consent:
    """A service consent on paper, from today."""
    given = {"kind": "service", "language": "en", "given_how": "signed_paper", "given_on": today()}
    return record_consent(session, client, **given | facts)


def a_document(session: Session, case: Case, **facts: Any) -> Document:
    """A document that was asked for and waits to be drawn."""
    return request_document(
        session, case, **{"kind": "progress_report", "language": "en", "size": "regular"} | facts
    )


def a_filed_document(session: Session, case: Case, pdf: bytes = b"%PDF-1.7 drawn elsewhere") -> Document:
    """A document that is ready, with bytes in place of a drawing."""
    document = a_document(session, case)
    session.flush()
    file_document(session, document, compose(facts_for(session, document)), pdf=pdf, pages=1)
    session.flush()
    return document
