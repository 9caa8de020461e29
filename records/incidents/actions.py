"""Writing an incident's report and handing it in; what follows is in `handling`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from records.clients.actions import next_number
from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Kind, Sensitivity
from records.incidents.models import Incident, IncidentPerson
from records.incidents.queries import clients_by_number
from records.incidents.rules import Report, after, missing
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused

_NAMED = (("visitors", "visitor"), ("outsiders", "outsider"), ("witnesses", "witness"))
_PEOPLE = frozenset({"clients", "staff", "visitors", "outsiders", "witnesses"})


def start_report(session: Session, *, about: str = "") -> Incident:
    """Begins a draft, which only its author sees; `about` is the file number of whom it is about, if that is known."""
    me = context.current().member_id
    assert me is not None
    incident = Incident(author_id=me, saved_at=clock.now())
    incident.draft = {"clients": [about]} if about else None
    session.add(incident)
    audit.record(session, audit.Verb.INCIDENT_STARTED, incident.id)
    return incident


def save_draft(
    session: Session, incident: Incident, *, values: Mapping[str, Sequence[str]], version: int
) -> None:
    """Keeps what was typed, exactly, whole or not. Raises Conflict when another window saved after `version`."""
    hold(session, incident)
    incident.expect_draft_of(context.current().member_id, version)
    incident.draft = {name: list(typed) for name, typed in values.items()}
    incident.version, incident.saved_at = version + 1, clock.now()
    session.flush()


def submit_report(session: Session, incident: Incident, report: Report, *, version: int) -> None:
    """Hands the report in and locks it for good, under its author's name and the time. Each client it concerns gets an
    entry in their file that says there is an incident, and no more."""
    hold(session, incident)
    incident.expect_draft_of(context.current().member_id, version)
    for field, words in missing(report):
        raise Refused(words, field=field)
    if report.occurred_on > clock.today(context.current().timezone):
        raise Refused("Enter the day it happened; it cannot be in the future.", field="occurred_on")
    clients = clients_by_number(session, report.clients)
    session.add_all(_persons(session, incident, report, clients))
    session.flush()
    _fill(session, incident, report, clients)
    audit.record(
        session,
        audit.Verb.INCIDENT_SUBMITTED,
        incident.id,
        client_id=incident.client_id,
        kind=report.kind,
        clients=len(clients),
    )


def discard_report(session: Session, incident: Incident) -> None:
    """Throws a draft away: its words are gone, the log keeps that it was there."""
    hold(session, incident)
    incident.expect_draft_of(context.current().member_id, incident.version)
    incident.state, incident.draft = after(incident.state, "discard"), None
    audit.record(session, audit.Verb.INCIDENT_DISCARDED, incident.id)


def _persons(
    session: Session, incident: Incident, report: Report, clients: Sequence[Client]
) -> Iterator[IncidentPerson]:
    for client in clients:
        entry = enter(
            session,
            Kind.INCIDENT,
            client_id=client.id,
            occurred_on=report.occurred_on,
            sensitivity=Sensitivity.RESTRICTED,
        )
        yield IncidentPerson(incident_id=incident.id, client_id=client.id, entry_id=entry.id, kind="client")
    for member_id in report.staff:
        yield IncidentPerson(incident_id=incident.id, member_id=member_id, kind="staff")
    for field, kind in _NAMED:
        for name in getattr(report, field):
            yield IncidentPerson(incident_id=incident.id, kind=kind, name=name)


def _fill(session: Session, incident: Incident, report: Report, clients: Sequence[Client]) -> None:
    number = next_number(session, "incident")
    incident.state, incident.draft = after(incident.state, "submit"), None
    incident.number, incident.submitted_at = f"I-{number}", clock.now()
    # Before the words: this is what says whose key seals them.
    incident.client_id = clients[0].id if len(clients) == 1 else None
    told: dict[str, Any] = {name: value for name, value in asdict(report).items() if name not in _PEOPLE}
    for name, value in told.items():
        setattr(incident, name, list(value) if name == "services" else value or None)
