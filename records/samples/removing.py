"""Taking the made-up people away for good, and nobody else: by the mark that their files were born with."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.documents.models import Document
from records.incidents.models import IncidentPerson
from records.retention.apart_batches import destroy_whole
from records.retention.copies import counted, delete_all, places_of_cases, places_of_clients
from records.retention.in_force import holds_on, holds_over_people
from records.retention.own import WHOLES
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, RunItem
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.files import StoredFile
from tenants.jobs import JobRow


def expect_free(session: Session, people: Collection[UUID]) -> None:
    """Refuses while a hold, a destruction under way or an incident with a real person keeps one of them."""
    cases = _cases_of(session, people)
    over = [*holds_over_people(session, {one: {one} for one in people}).values()]
    if any([*over, *holds_on(session, cases).values()]):
        raise Refused(
            "A hold or an open incident keeps one of them. Release the hold or close the incident first."
        )
    theirs = RunItem.client_id.in_(people), RunItem.state.in_(HIDDEN)
    if session.execute(select(RunItem.id).where(*theirs).limit(1)).first():
        raise Refused(
            "A run of the retention schedule has one of them in hand. Bring them back from it first."
        )
    named = (
        IncidentPerson.incident_id.in_(_incidents_of(session, people)),
        IncidentPerson.client_id.is_not(None),
    )
    if session.execute(
        select(IncidentPerson.id).where(*named, ~IncidentPerson.client_id.in_(people))
    ).first():
        raise Refused("An incident is about one of them and a real person. It stays, and so do they.")


def remove_samples(session: Session) -> list[UUID]:
    """Destroys the made-up people with all that was written about them, and says which files to erase after the commit.
    No stub, figure or certificate tells of them: they never were. For the purge's login."""
    wanted = select(Client.id).where(Client.made_up).order_by(Client.id).with_for_update()
    people = session.execute(wanted).scalars().all()
    expect_free(session, people)
    cases = _cases_of(session, people)
    files = session.execute(select(StoredFile.id).where(StoredFile.client_id.in_(people))).scalars().all()
    drawn = session.execute(select(Document.job_id).where(Document.client_id.in_(people))).scalars().all()
    _remove_incidents(session, people)
    # The database lets go of a case only from there.
    session.execute(update(Case).where(Case.id.in_(cases)).values(quarantined_at=clock.now()))
    for places, owners in ((places_of_cases(), cases), (places_of_clients(), people)):
        delete_all(session, places, owners, counted(session, places, owners))
    session.execute(delete(JobRow).where(JobRow.id.in_([one for one in drawn if one])))
    forget = update(RunItem).where(RunItem.client_id.in_(people))
    session.execute(forget.values(record_id=None, client_id=None))
    audit.record(session, audit.Verb.SAMPLES_REMOVED, context.current().organisation_id, count=len(people))
    return list(files)


def _remove_incidents(session: Session, people: Collection[UUID]) -> None:
    incidents = _incidents_of(session, people)
    for record_class in (RecordClass.BREACH_RECORD, RecordClass.INCIDENT):
        whole = WHOLES[record_class]
        session.execute(update(whole.root).where(whole.ids.in_(incidents)).values(quarantined_at=clock.now()))
        destroy_whole(session, whole, incidents)


def _cases_of(session: Session, people: Collection[UUID]) -> list[UUID]:
    return list(session.execute(select(Case.id).where(Case.client_id.in_(people))).scalars())


def _incidents_of(session: Session, people: Collection[UUID]) -> list[UUID]:
    named = select(IncidentPerson.incident_id).where(IncidentPerson.client_id.in_(people)).distinct()
    return list(session.execute(named).scalars())
