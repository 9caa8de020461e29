"""Every way to read documents, and the facts they are made from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.appointments.queries import next_of
from records.brands.queries import letterhead_of
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.documents.agreement import signing_of
from records.documents.beside import facts_beside
from records.documents.ending import advances_of, ending_of, recognized_in
from records.documents.facts import Agreed, Contact, Facts
from records.documents.kinds import ClientDocument
from records.documents.letters import ClosingLetter
from records.documents.models import Document, IssuedFile
from records.documents.rules import compose, gaps
from records.documents.values import ActionPlan, Doer, Edited, ProgressReport, Step
from records.notes.queries import signed_notes
from records.phases.queries import phases_of_case
from records.phases.rules import Phase
from records.plans.queries import courses_of, plan_in_force
from records.tasks.queries import check_ins_of, tasks_of_case
from tenants import clock, context
from tenants.errors import NotFound
from tenants.jobs import JobRow
from tenants.members import Member, get_member, names_of
from tenants.titles import title_in


def get_document(session: Session, case_id: UUID, document_id: UUID) -> tuple[Document, JobRow | None]:
    """One document of a case with the job that draws it, if one does. Raises NotFound."""
    wanted = _with_job().where(Document.id == document_id, Document.case_id == case_id)
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def _with_job() -> Select[Document, JobRow | None]:
    """Every document that was not dropped, with the job that draws it, if one does."""
    return (
        select(Document, JobRow)
        .outerjoin(JobRow, JobRow.id == Document.job_id)
        .where(Document.state != "dropped")
    )


def issued_of(session: Session, owner_id: UUID) -> IssuedFile | None:
    """The line in the register of what was issued, if it was."""
    wanted = select(IssuedFile).where(IssuedFile.owner_id == owner_id).order_by(IssuedFile.id).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def editions_of(session: Session, document: Document) -> Sequence[Document]:
    """Every edition under the document's number, newest first; a draft of the next one leads."""
    wanted = select(Document).where(
        Document.case_id == document.case_id,
        Document.number == document.number,
        Document.state != "dropped",
    )
    return session.execute(wanted.order_by(Document.edition.desc())).scalars().all()


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
        session.execute(
            select(Document)
            .where(Document.case_id == case_id, Document.state != "dropped")
            .order_by(Document.id.desc())
        )
        .scalars()
        .all()
    )


def find_newest(
    session: Session, case_id: UUID, *, kind: str, since: datetime
) -> tuple[Document, JobRow | None] | None:
    """The newest document of a kind that was asked for since then, with the job that draws it, if one does."""
    wanted = _with_job().where(
        Document.case_id == case_id, Document.kind == kind, Document.created_at >= since
    )
    found = session.execute(wanted.order_by(Document.id.desc()).limit(1)).one_or_none()
    return (found[0], found[1]) if found else None


def recent_documents(session: Session, limit: int = 25) -> list[tuple[Document, Client]]:
    """The agency's newest documents with their clients, as far as the reader may know of them."""
    rows = session.execute(
        select(Document, Client)
        .join(Client, Client.id == Document.client_id)
        .join(Case, Case.id == Document.case_id)
        .where(reachable(Category.DOCUMENT, Level.READ), Document.state != "dropped")
        .order_by(Document.id.desc())
        .limit(limit)
    )
    return [(document, client) for document, client in rows]


def is_alive(session: Session, client_id: UUID) -> bool:
    """False when the file says that the person has died: nobody writes to them."""
    wanted = select(Client.status).where(Client.id == client_id)
    return session.execute(wanted).scalar_one() != "deceased"


def facts_for(session: Session, document: Document, *, kept_through: date | None = None) -> Facts:
    """The facts of a document for a client, as they are now; `kept_through` is the last day on which a file that has
    closed is kept for certain. Raises NotFound when the record is not where the document speaks of."""
    case = session.execute(select(Case).where(Case.id == document.case_id)).scalar_one_or_none()
    if case is None:
        raise NotFound()
    agreed = _agreed(session, case.id)
    if document.kind == ActionPlan.KIND and agreed is None:
        raise NotFound()
    if document.kind == ClosingLetter.KIND and case.is_open:
        raise NotFound()
    worker = get_member(session, case.worker_id)
    return Facts(
        kind=document.kind,
        language=cast("Literal['en', 'fr']", document.language),
        size=cast("Literal['regular', 'large']", document.size),
        words=document.words or "",
        goal=case.goal or "",
        opened_on=case.opened_on,
        contacts=_contacts(session, case.id),
        steps=_steps(session, case, worker.name),
        agreed=agreed,
        phases=_phases(session, case, document.kind),
        recognized=recognized_in(session, case.id),
        advances=advances_of(courses_of(session, case.id)),
        ending=None if case.is_open else ending_of(session, case, kept_through=kept_through),
        **_people(session, document, worker),
        **facts_beside(session, document, case),
        **_ahead(session, document.client_id, case.id),
    )


def composed(session: Session, document: Document, *, kept_through: date | None) -> ClientDocument:
    """What the document says of the record as it is now, with the worker's words in place of ours."""
    values = compose(facts_for(session, document, kept_through=kept_through))
    said = (document.edits or {}).get(document.language, {})
    edits = tuple(Edited(slot, words) for slot, words in said.items())
    signing = signing_of(session, document.case_id, values)
    return replace(values, edits=edits, mark="draft", version=document.edition, **signing)


def _people(session: Session, document: Document, worker: Member) -> dict[str, Any]:
    """Who writes to whom, where and when."""
    me = context.current()
    client = session.execute(select(Client).where(Client.id == document.client_id)).scalar_one()
    return {
        "letterhead": letterhead_of(session, document.language),
        "timezone": me.timezone,
        "today": clock.today(me.timezone),
        "client_name": client.name,
        "called": client.preferred_name or client.legal_given,
        "file_number": client.file_number,
        "worker_name": worker.name,
        "worker_title": title_in(worker, document.language),
        "worker_contact": worker.email,
    }


def missing_in(session: Session, document: Document, *, kept_through: date | None) -> list[str]:
    """What the document would be better for and the record does not say today, as codes."""
    return gaps(facts_for(session, document, kept_through=kept_through))


def _phases(session: Session, case: Case, kind: str) -> tuple[Phase, ...]:
    return phases_of_case(session, case) if kind in (ActionPlan.KIND, ProgressReport.KIND) else ()


def _contacts(session: Session, case_id: UUID) -> list[Contact]:
    return [
        Contact(note.occurred_on, note.kind, note.minutes or 0, note.place)
        for note in signed_notes(session, case_id)
        if note.occurred_on and note.kind and note.place
    ]


def _ahead(session: Session, client_id: UUID, case_id: UUID) -> dict[str, Any]:
    """When they see each other again, and when they are in touch before that."""
    meeting = next_of(session, client_id, clock.now())
    in_touch = next(iter(check_ins_of(session, case_id)), None)
    return {
        "next_at": meeting.starts_at if meeting else None,
        "next_place": meeting.place if meeting else "",
        "in_touch_on": in_touch.due_on if in_touch else None,
    }


def _agreed(session: Session, case_id: UUID) -> Agreed | None:
    plan = plan_in_force(session, case_id)
    if plan is None or plan.agreed_on is None:
        return None
    return Agreed(plan.number, plan.agreed_on, plan.review_on, plan.reason or "", plan.content)


def _steps(session: Session, case: Case, worker_name: str) -> list[Step]:
    names = names_of(session)
    return [
        Step(
            text=step.what,
            who=cast("Doer", step.owner),
            who_name=names.get(step.owner_member_id or case.worker_id, worker_name)
            if step.owner == "worker"
            else "",
            due_on=step.due_on,
            done_on=step.done_on,
        )
        for step in tasks_of_case(session, case.id)
        if step.state != "dropped"
    ]
