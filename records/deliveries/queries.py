"""Every way to read private links: for who sent them, and for who opens one."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.deliveries.models import Delivery, DeliveryOpening
from records.deliveries.rules import ATTEMPTS, state_of
from records.documents.models import Document
from tenants import clock, gate
from tenants.errors import NotFound

# As many links to one document as a page shows.
MOST = 25


class Looked(NamedTuple):
    """How often a page or a file was opened, first and last."""

    times: int
    first: datetime
    last: datetime


class Sent(NamedTuple):
    """One link as it stands now, with what was opened by it."""

    delivery: Delivery
    state: str
    page: Looked | None
    file: Looked | None

    @property
    def tries_left(self) -> int:
        """How many wrong answers it still takes."""
        return ATTEMPTS - self.delivery.wrong


def sent_of(session: Session, document: Document) -> list[Sent]:
    """The links to a document, newest first."""
    wanted = select(Delivery).where(Delivery.document_id == document.id, Delivery.case_id == document.case_id)
    rows = session.execute(wanted.order_by(Delivery.id.desc()).limit(MOST)).scalars().all()
    seen = _openings(session, document)
    return [
        Sent(
            row,
            state_of(row.end_reason, row.expires_at, clock.now()),
            seen.get((row.id, "page")),
            seen.get((row.id, "file")),
        )
        for row in rows
    ]


def get_delivery(session: Session, document: Document, delivery_id: UUID) -> Delivery:
    """One of the links to a document. Raises NotFound."""
    wanted = select(Delivery).where(Delivery.id == delivery_id, Delivery.document_id == document.id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_delivery(token: str) -> tuple[UUID, UUID] | None:
    """The agency and the link behind this token, while it holds."""
    rows = gate.ask("find_delivery", gate.hash_of(token), clock.now())
    return (rows[0]["organisation_id"], rows[0]["id"]) if rows else None


def get_deliverable(session: Session, delivery_id: UUID) -> tuple[Delivery, Document]:
    """What a private link leads to: read without a member, inside the agency. Raises NotFound, also when the case was
    put away meanwhile."""
    row = session.execute(
        select(Delivery, Document)
        .join(Document, Document.id == Delivery.document_id)
        .join(Case, Case.id == Document.case_id)
        .where(Delivery.id == delivery_id)
    ).one_or_none()
    if row is None:
        raise NotFound()
    return row[0], row[1]


def shown_by(session: Session, delivery: Delivery, document: Document) -> Document:
    """Which edition a link shows: its own; once that no longer holds, the newest that holds and was sent to the same
    person by a link of the same kind, if there is one (decision 42)."""
    if document.state == "issued":
        return document
    newer = (
        select(Document)
        .join(Delivery, Delivery.document_id == Document.id)
        .where(
            Document.case_id == document.case_id,
            Document.number == document.number,
            Document.state == "issued",
            Delivery.fact == delivery.fact,
            Delivery.ended_at.is_(None),
            Delivery.expires_at > clock.now(),
        )
    )
    found = session.execute(newer.order_by(Document.edition.desc()).limit(1)).scalar_one_or_none()
    return found or document


def _openings(session: Session, document: Document) -> dict[tuple[UUID, str], Looked]:
    at = DeliveryOpening.created_at
    rows = session.execute(
        select(DeliveryOpening.delivery_id, DeliveryOpening.what, func.count(), func.min(at), func.max(at))
        .join(Delivery, Delivery.id == DeliveryOpening.delivery_id)
        .where(Delivery.document_id == document.id)
        .group_by(DeliveryOpening.delivery_id, DeliveryOpening.what)
    )
    return {(row[0], row[1]): Looked(row[2], row[3], row[4]) for row in rows}
