"""Who could be in a batch, and what stands against it: read for many at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.batches.models import Batch, BatchItem
from records.batches.rules import ENDED_WITHIN, MOST, OF_ENDED, Standing, hindrance
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.deliveries.addresses import recipients_of
from records.documents.kinds import offered
from records.documents.models import HANDED_OVER, Document
from records.particulars.models import ParticularRow
from records.plans.models import Plan
from records.plans.rules import IN_FORCE
from tenants import clock, context

LANGUAGES: Final = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Wish:
    """Which document, how it is handed over, and whose cases; what is empty means everybody's."""

    kind: str
    for_envelopes: bool = False
    worker_id: UUID | None = None
    program: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One case that could be in a batch: in which language and print its document would be made, the lines for the
    window of an envelope when it goes by mail, and the code of what stands against it, or nothing."""

    case: Case
    client: Client
    language: str
    size: str
    recipient: tuple[str, ...]
    hindrance: str


def candidates(session: Session, wish: Wish) -> list[Line]:
    """Whom the reader knows to have such a case, by name, with what stands against it; at most one more than a batch
    may hold."""
    conditions = [_status(wish)]
    if wish.worker_id is not None:
        conditions.append(Case.worker_id == wish.worker_id)
    if wish.program:
        conditions.append(Case.program == wish.program)
    return _lines(session, wish, *conditions)


def find_line(session: Session, batch: Batch, item: BatchItem) -> Line | None:
    """One case of a batch as it stands now for who acts; None when they must not know of it any more."""
    wish = Wish(batch.kind, batch.for_envelopes)
    found = _lines(session, wish, Case.id == item.case_id, but=item.document_id)
    return found[0] if found else None


def programs(session: Session) -> Sequence[str]:
    """The programs of the cases the reader may open."""
    wanted = select(Case.program).join(Client, Client.id == Case.client_id)
    known = reachable(Category.CASE, Level.READ), Case.program != ""
    return session.execute(wanted.where(*known).distinct().order_by(Case.program)).scalars().all()


def _status(wish: Wish) -> ColumnElement[bool]:
    """Left open, work that goes on; a closing letter is for work that ended not long ago."""
    if wish.kind == OF_ENDED:
        return Case.closed_on >= _today() - ENDED_WITHIN
    return Case.status == wish.status if wish.status else Case.status != "closed"


def _lines(
    session: Session, wish: Wish, *conditions: ColumnElement[bool], but: UUID | None = None
) -> list[Line]:
    may_write = reachable(Category.DOCUMENT, Level.WRITE).label("may_write")
    wanted = select(Case, Client, may_write).join(Client, Client.id == Case.client_id)
    known = wanted.where(reachable(Category.CASE, Level.READ), *conditions)
    rows = session.execute(known.order_by(Client.sort_name, Case.id).limit(MOST + 1)).all()
    case_ids, clients = [case.id for case, _client, _may in rows], [client for _case, client, _may in rows]
    recipients = recipients_of(session, clients) if wish.for_envelopes else {}
    planned, large = _with_plan(session, case_ids), _large(session, {one.id for one in clients})
    today, in_hand = _there(session, wish.kind, case_ids, but)
    found = []
    for case, client, may in rows:
        recipient = recipients.get(client.id, ())
        standing = Standing(
            may_write=may,
            is_alive=client.status != "deceased",
            offered=offered(case.exit_reason, is_alive=client.status != "deceased"),
            has_plan=case.id in planned,
            made_today=case.id in today,
            in_hand=case.id in in_hand,
            has_address=bool(recipient) or not wish.for_envelopes,
        )
        language = client.language if client.language in LANGUAGES else context.current().language
        size = "large" if client.id in large else "regular"
        found.append(Line(case, client, language, size, recipient, hindrance(wish.kind, standing)))
    return found


def _with_plan(session: Session, case_ids: Collection[UUID]) -> set[UUID]:
    wanted = select(Plan.case_id).where(Plan.case_id.in_(case_ids), Plan.state.in_(IN_FORCE))
    return set(session.execute(wanted).scalars())


def _large(session: Session, client_ids: Collection[UUID]) -> set[UUID]:
    """Who needs large print, as far as it was recorded."""
    wanted = select(ParticularRow.client_id).where(
        ParticularRow.client_id.in_(client_ids),
        ParticularRow.kind == "communication",
        ParticularRow.state == "current",
        ParticularRow.codes["formats"].contains(["large_print"]),
    )
    return set(session.execute(wanted).scalars())


def _there(
    session: Session, kind: str, case_ids: Collection[UUID], but: UUID | None
) -> tuple[set[UUID], set[UUID]]:
    """The cases that got such a document today, and those for which somebody is writing one."""
    zone = ZoneInfo(context.current().timezone)
    begins = datetime.combine(_today(), time(), zone)
    alike: list[Any] = [Document.case_id.in_(case_ids), Document.kind == kind]
    if but is not None:
        alike.append(Document.id != but)
    drafts = select(Document.case_id).where(*alike, Document.state.in_(("draft", "making")))
    made = select(Document.case_id).where(
        *alike, Document.state.in_(HANDED_OVER), Document.ready_at >= begins
    )
    return set(session.execute(made).scalars()), set(session.execute(drafts).scalars())


def _today() -> date:
    return clock.today(context.current().timezone)
