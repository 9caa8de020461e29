"""Every way to read documents, and the facts they are made from."""

from collections.abc import Sequence
from typing import Literal, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.documents.models import Document
from records.documents.rules import Contact, Facts
from records.documents.values import Doer, Step
from records.notes.queries import signed_notes, steps_of_case
from tenants import clock, context
from tenants.errors import NotFound
from tenants.jobs import JobRow
from tenants.members import get_member


def get_document(session: Session, case_id: UUID, document_id: UUID) -> tuple[Document, JobRow]:
    """One document of a case with the job that draws it. Raises NotFound."""
    found = session.execute(
        select(Document, JobRow)
        .join(JobRow, JobRow.id == Document.job_id)
        .where(Document.id == document_id, Document.case_id == case_id)
    ).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def get_requested(session: Session, document_id: UUID, *, lock: bool = False) -> Document:
    """A document for the worker that makes it; locked, so that two workers do not both file it. Raises NotFound,
    also when its case was put away meanwhile."""
    wanted = select(Document).join(Case, Case.id == Document.case_id).where(Document.id == document_id)
    found = session.execute(wanted.with_for_update(of=Document) if lock else wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def documents_of(session: Session, case_id: UUID) -> Sequence[Document]:
    """The documents of a case, newest first."""
    return (
        session.execute(select(Document).where(Document.case_id == case_id).order_by(Document.id.desc()))
        .scalars()
        .all()
    )


def recent_documents(session: Session, limit: int = 25) -> list[tuple[Document, Client]]:
    """The agency's newest documents with their clients, as far as the reader may know of them."""
    rows = session.execute(
        select(Document, Client)
        .join(Client, Client.id == Document.client_id)
        .join(Case, Case.id == Document.case_id)
        .where(reachable(Category.DOCUMENT, Level.READ))
        .order_by(Document.id.desc())
        .limit(limit)
    )
    return [(document, client) for document, client in rows]


def facts_for(session: Session, document: Document) -> Facts:
    """The facts of a progress report, as they are now."""
    case = session.execute(select(Case).where(Case.id == document.case_id)).scalar_one_or_none()
    if case is None:
        raise NotFound()
    client = session.execute(select(Client).where(Client.id == document.client_id)).scalar_one()
    worker = get_member(session, case.worker_id)
    me = context.current()
    return Facts(
        number=document.number,
        language=cast("Literal['en', 'fr']", document.language),
        size=cast("Literal['regular', 'large']", document.size),
        agency_name=me.name,
        client_name=client.name,
        file_number=client.file_number,
        worker_name=worker.name,
        worker_title="",
        goal=case.goal or "",
        opened_on=case.opened_on,
        today=clock.today(me.timezone),
        contacts=[
            Contact(note.occurred_on, note.kind, note.minutes or 0, note.place)
            for note in signed_notes(session, case.id)
            if note.occurred_on and note.kind and note.place
        ],
        steps=_steps(session, case, worker.name),
    )


def _steps(session: Session, case: Case, worker_name: str) -> list[Step]:
    return [
        Step(
            text=step.what,
            who=cast("Doer", step.who),
            who_name=worker_name if step.who == "worker" else "",
            due_on=step.due_on,
            done_on=step.done_on,
        )
        for step in steps_of_case(session, case.id)
    ]
