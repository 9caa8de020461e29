"""Asking for a batch, making each document of it once, putting the files together, and letting them end."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from records.batches.choosing import Line, Wish, candidates, find_line
from records.batches.models import Batch, BatchItem
from records.batches.queries import items_of
from records.batches.rules import KEPT_FOR, MOST
from records.documents.issuing import draw_later, freeze, issue_later
from records.documents.models import Document
from records.documents.queries import composed
from records.retention.queries import explained
from tenants import audit, clock, context, files, jobs
from tenants.database import hold, new_id
from tenants.errors import Conflict, Refused
from tenants.files import StoredFile
from tenants.jobs import Job

# How often the last job looks whether the others are through.
LOOK_AGAIN: Final = timedelta(seconds=3)


def start_batch(session: Session, wish: Wish, *, case_ids: Collection[UUID], double_sided: bool) -> Batch:
    """Asks for the document of each chosen case, and for the files once all are through. Who is left out is kept with
    the reason, be it that somebody took them out."""
    lines, me = candidates(session, wish), context.current().member_id
    chosen = [line for line in lines if not line.hindrance and line.case.id in case_ids]
    if not 0 < len(chosen) <= MOST:
        raise Refused("Choose from 1 to %(most)s people.", most=MOST, field="case_ids")
    assert me is not None
    batch = Batch(made_by=me, kind=wish.kind, for_envelopes=wish.for_envelopes, double_sided=double_sided)
    session.add(batch)
    session.flush()
    for line in lines[:MOST]:
        _take_in(session, batch, line, is_chosen=line.case.id in case_ids)
    session.flush()
    batch.job_id = jobs.enqueue(session, Job.BIND_BATCH, delay=LOOK_AGAIN, batch=batch.id)
    left = len(lines[:MOST]) - len(chosen)
    audit.record(session, audit.Verb.BATCH_ASKED, batch.id, kind=wish.kind, people=len(chosen), left=left)
    return batch


def _take_in(session: Session, batch: Batch, line: Line, *, is_chosen: bool) -> None:
    why = line.hindrance or (None if is_chosen else "by_hand")
    item = BatchItem(batch_id=batch.id, client_id=line.client.id, case_id=line.case.id, why=why)
    session.add(item)
    if why is None:
        item.job_id = jobs.enqueue(session, Job.MAKE_BATCHED, item=item.id)


def go_on(session: Session, batch: Batch) -> None:
    """Asks again for what is missing and for the files; what was made stays as it is."""
    hold(session, batch)
    job = jobs.find_job(session, batch.job_id) if batch.job_id else None
    if batch.state == "making" and job is not None and job.state in ("waiting", "running"):
        raise Conflict("This is being worked on.")
    missing = [one.item for one in items_of(session, batch) if one.step == "failed"]
    for item in missing:
        item.job_id = jobs.enqueue(session, Job.MAKE_BATCHED, item=item.id)
    batch.job_id = jobs.enqueue(session, Job.BIND_BATCH, batch=batch.id)
    audit.record(session, audit.Verb.BATCH_ASKED, batch.id, kind=batch.kind, people=len(missing), again=True)


def make_item(session: Session, batch: Batch, item: BatchItem) -> None:
    """Has the document of one case drawn, unless something stands against it by now; for who asked, as they stand to
    the file at this moment."""
    line = find_line(session, batch, item)
    why = line.hindrance if line else "closed"
    if line is None or why:
        item.why = why
        return
    document = _again(session, item) or issue_later(
        session, line.case, kind=batch.kind, language=line.language, size=line.size
    )
    if line.recipient:
        _address(session, document, line.recipient)
    item.document_id, item.job_id = document.id, document.job_id


def _again(session: Session, item: BatchItem) -> Document | None:
    """The document that this item had before, if it could not be drawn and nobody let it go."""
    if item.document_id is None:
        return None
    document = session.get_one(Document, (context.current().organisation_id, item.document_id))
    if document.state == "draft":
        draw_later(session, document)
    return None if document.state == "dropped" else document


def _address(session: Session, document: Document, recipient: tuple[str, ...]) -> None:
    """Says in the window of the envelope where the document goes, and freezes it so; its next edition has a window
    too."""
    document.in_window = True
    kept = explained(session, document.case_id).verdict.keep_through
    freeze(session, document, replace(composed(session, document, kept_through=kept), recipient=recipient))


def keep_files(
    session: Session, batch: Batch, *, printed: bytes, separate: bytes, pages: int, item_ids: Collection[UUID]
) -> None:
    """Keeps both files for a week."""
    hold(session, batch)
    stored = [files.store(session, data, owner_id=new_id(), client_id=None) for data in (printed, separate)]
    session.flush()
    batch.print_id, batch.separate_id = (one.id for one in stored)
    batch.state, batch.pages, batch.bound_at = "ready", pages, clock.now()
    batch.ends_at = clock.now() + KEPT_FOR
    everyone = update(BatchItem).where(BatchItem.batch_id == batch.id)
    session.execute(everyone.values(is_bound=BatchItem.id.in_(item_ids)))
    jobs.enqueue(session, Job.FORGET_BATCH, delay=KEPT_FOR, batch=batch.id)
    audit.record(session, audit.Verb.BATCH_READY, batch.id, pages=pages)


def forget_files(session: Session, batch: Batch, *, state: str) -> list[UUID]:
    """Lets both files go; returns those to erase after the commit. The documents stay in their files. For the purge's
    login."""
    hold(session, batch)
    gone = [one for one in (batch.print_id, batch.separate_id) if one is not None]
    batch.state, batch.print_id, batch.separate_id = state, None, None
    session.flush()
    session.execute(delete(StoredFile).where(StoredFile.id.in_(gone)))
    return gone
