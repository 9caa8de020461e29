"""Every way to read about batches that were asked for: how far one is, and what may go into its files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.batches.models import Batch, BatchItem
from records.batches.rules import Letter, fault, pile, step
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.documents.models import Document
from tenants import context
from tenants.errors import Conflict, NotFound
from tenants.jobs import JobRow

NEWEST: Final = 25


@dataclass(frozen=True, slots=True)
class Made:
    """One case of a batch with its document, how far it is, and for one that failed the code of the reason."""

    item: BatchItem
    case: Case
    client: Client
    document: Document | None
    step: str
    fault: str


def batches(session: Session) -> Sequence[Batch]:
    """The reader's own, newest first."""
    wanted = select(Batch).where(Batch.made_by == context.current().member_id)
    return session.execute(wanted.order_by(Batch.id.desc()).limit(NEWEST)).scalars().all()


def get_batch(session: Session, batch_id: UUID) -> Batch:
    """One of the reader's own. Raises NotFound."""
    wanted = select(Batch).where(Batch.id == batch_id, Batch.made_by == context.current().member_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_any_batch(session: Session, batch_id: UUID) -> Batch:
    """One batch of whomever, for the worker. Raises NotFound."""
    found = session.execute(select(Batch).where(Batch.id == batch_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_item(session: Session, item_id: UUID, *, lock: bool = False) -> BatchItem | None:
    """One item, for the worker; locked, so that two workers do not both begin it. None when its case was put away."""
    wanted = select(BatchItem).join(Case, Case.id == BatchItem.case_id).where(BatchItem.id == item_id)
    return session.execute(wanted.with_for_update(of=BatchItem) if lock else wanted).scalar_one_or_none()


def items_of(session: Session, batch: Batch) -> list[Made]:
    """Its people by name, as far as the reader may still make documents for them or must know why not."""
    rows = session.execute(
        select(BatchItem, Case, Client, Document, JobRow.state, JobRow.error)
        .join(Case, Case.id == BatchItem.case_id)
        .join(Client, Client.id == BatchItem.client_id)
        .outerjoin(Document, Document.id == BatchItem.document_id)
        .outerjoin(JobRow, JobRow.id == BatchItem.job_id)
        .where(BatchItem.batch_id == batch.id, reachable(Category.CASE, Level.READ))
        .order_by(Client.sort_name, Case.id)
    )
    return [
        Made(
            item,
            case,
            client,
            document,
            step(item.why, document.state if document else None, job),
            fault(error),
        )
        for item, case, client, document, job, error in rows
    ]


def counts_of(session: Session, batch: Batch) -> Counter[str]:
    """How many of its people are how far, whoever may know of them."""
    rows = session.execute(
        select(BatchItem.why, Document.state, JobRow.state)
        .outerjoin(Document, Document.id == BatchItem.document_id)
        .outerjoin(JobRow, JobRow.id == BatchItem.job_id)
        .where(BatchItem.batch_id == batch.id)
    )
    return Counter(step(*row) for row in rows)


def pile_of(session: Session, batch: Batch) -> list[Letter]:
    """What may go into the files now, in the order of the pile: issued, still in force, and open to whoever asks."""
    rows = session.execute(
        select(BatchItem.id, Document, Client)
        .join(Document, Document.id == BatchItem.document_id)
        .join(Case, Case.id == BatchItem.case_id)
        .join(Client, Client.id == BatchItem.client_id)
        .where(BatchItem.batch_id == batch.id, Document.state == "issued")
        .where(reachable(Category.DOCUMENT, Level.READ))
    )
    letters = [
        Letter(
            item, document.id, document.number or "", client.sort_name, tuple(document.values["recipient"])
        )
        for item, document, client in rows
    ]
    return pile(letters)


def expect_whole(session: Session, batch: Batch) -> None:
    """Refuses files that hold what must not leave any more."""
    if not is_whole(session, batch):
        raise Conflict("Something in these files must not be printed any more. Put them together again.")


def is_whole(session: Session, batch: Batch) -> bool:
    """True while everything that the files hold may still be printed; a file that was closed to the reader since, or
    a document that was withdrawn, must not leave in them."""
    bound = select(BatchItem.id).where(BatchItem.batch_id == batch.id, BatchItem.is_bound)
    return set(session.execute(bound).scalars()) <= {letter.item_id for letter in pile_of(session, batch)}
