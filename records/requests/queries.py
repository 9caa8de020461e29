"""Every way to read requests."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from records.access.models import AccessGrant
from records.access.rules import Category, Level
from records.clients.models import Client
from records.clients.queries import files_together, reachable
from records.requests.gathering import Item, gather, hidden_key
from records.requests.models import AccessRequest, RequestItem, RequestPackage, RequestStep
from records.requests.passages import Hidden, Piece, severed
from records.requests.rules import ENDED
from tenants.errors import NotFound, Refused
from tenants.jobs import JobRow
from tenants.members import Member, members
from tenants.permissions import P, may

LINES = 25


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing in the file with what was decided about it. `changed` is true when it says something else by now than
    when it was decided."""

    item: Item
    row: RequestItem
    changed: bool

    @property
    def is_decided(self) -> bool:
        """True when it may leave, or stay, as it was decided."""
        return self.row.decision is not None and not self.changed

    @property
    def pieces(self) -> dict[str, tuple[Piece, ...]]:
        """Every field with what is to be read of it."""
        if self.row.decision == "withhold":
            return {}
        reasons: dict[str, dict[int, str]] = {}
        for hidden in self.hidden if self.row.decision != "give" else ():
            reasons.setdefault(hidden.field, {})[hidden.place] = hidden.reason
        return {name: severed(words, reasons.get(name, {})) for name, words in self.item.texts.items()}

    @property
    def hidden(self) -> list[Hidden]:
        """The passages that stay out, or that it is proposed to leave out."""
        return [Hidden(*one) for one in self.row.passages]


def open_requests(session: Session) -> list[tuple[AccessRequest, Client]]:
    """What waits for an end, of people whose consents the reader may see; the next to be due first."""
    rows = _listed(session, AccessRequest.state.not_in(ENDED))
    return sorted(rows, key=lambda row: (not row[0].is_open, row[0].clock.due_on))


def ended_requests(session: Session) -> list[tuple[AccessRequest, Client]]:
    """The newest that are closed."""
    return _listed(session, AccessRequest.state.in_(ENDED), limit=LINES)


def requests_of(session: Session, client_id: UUID) -> Sequence[AccessRequest]:
    """What was asked about one file, newest first."""
    wanted = select(AccessRequest).where(AccessRequest.client_id == client_id)
    return session.execute(wanted.order_by(AccessRequest.id.desc())).scalars().all()


def get_request(session: Session, client_id: UUID, request_id: UUID) -> AccessRequest:
    """One request about the client's file. Raises NotFound."""
    wanted = select(AccessRequest).where(AccessRequest.id == request_id, AccessRequest.client_id == client_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def steps_of(session: Session, request_id: UUID) -> Sequence[RequestStep]:
    """What was done about it, oldest first."""
    wanted = select(RequestStep).where(RequestStep.request_id == request_id).order_by(RequestStep.id)
    return session.execute(wanted).scalars().all()


def rows_of(session: Session, request_id: UUID) -> Mapping[UUID, RequestItem]:
    """The decisions of a request by the record they are about."""
    wanted = select(RequestItem).where(RequestItem.request_id == request_id)
    return {row.record_id: row for row in session.execute(wanted).scalars()}


def judged(session: Session, request: AccessRequest) -> list[Judged]:
    """What the file holds now, oldest first, with what was decided. What is not on the request's list yet is left out:
    `unlisted` finds it."""
    rows, key = rows_of(session, request.id), hidden_key(session, request.client_id)
    return [
        Judged(item, row, row.seen is not None and row.seen != item.seen(key))
        for record_id, item in gather(session, request.client_id, but=request.id).items()
        if (row := rows.get(record_id)) is not None
    ]


def unlisted(session: Session, request: AccessRequest) -> list[Item]:
    """What came into the file since its list was made."""
    known = rows_of(session, request.id)
    return [
        item for one, item in gather(session, request.client_id, but=request.id).items() if one not in known
    ]


def get_judged(session: Session, request: AccessRequest, item_id: UUID) -> Judged:
    """One thing on the list, as the file has it now. Raises NotFound."""
    for one in judged(session, request):
        if one.row.id == item_id:
            return one
    raise NotFound()


def packages_of(session: Session, request_id: UUID) -> list[tuple[RequestPackage, JobRow]]:
    """The packages that were made, newest first, with the jobs that make them."""
    rows = session.execute(
        select(RequestPackage, JobRow)
        .join(JobRow, JobRow.id == RequestPackage.job_id)
        .where(RequestPackage.request_id == request_id)
        .order_by(RequestPackage.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def get_package(session: Session, request_id: UUID, package_id: UUID) -> RequestPackage:
    """One package of a request. Raises NotFound."""
    wanted = select(RequestPackage).where(
        RequestPackage.id == package_id, RequestPackage.request_id == request_id
    )
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_wanted(
    session: Session, package_id: UUID, *, lock: bool = False
) -> tuple[RequestPackage, AccessRequest]:
    """A package with its request, for the worker that makes it; locked, so that of two workers one files it. Raises
    NotFound."""
    wanted = (
        select(RequestPackage, AccessRequest)
        .join(AccessRequest, AccessRequest.id == RequestPackage.request_id)
        .where(RequestPackage.id == package_id)
    )
    found = session.execute(wanted.with_for_update(of=RequestPackage) if lock else wanted).one_or_none()
    if found is None:
        raise NotFound()
    return found[0], found[1]


def request_grants(session: Session, client_ids: Collection[UUID]) -> Sequence[AccessGrant]:
    """The ways into these files that serve a request and have not ended."""
    wanted = select(AccessGrant).where(
        AccessGrant.client_id.in_(client_ids), AccessGrant.kind == "request", AccessGrant.ended_at.is_(None)
    )
    return session.execute(wanted).scalars().all()


def together(session: Session, client_id: UUID) -> list[UUID]:
    """The file and those merged with it."""
    return files_together(session, [client_id])[client_id]


def handlers(session: Session) -> list[Member]:
    """Who answers requests here."""
    return [member for member in members(session) if may(member.roles, P.HANDLE_REQUESTS)]


def expect_free(session: Session, hold_id: UUID) -> None:
    """Refuses to end a hold by hand while the request it serves is not closed."""
    number = find_served(session, hold_id)
    if number is not None:
        raise Refused(
            "This hold serves the request %(number)s and ends by itself when that is closed.", number=number
        )


def find_served(session: Session, hold_id: UUID) -> str | None:
    """The number of the open request that a hold serves; None for one that somebody placed."""
    wanted = select(AccessRequest.number).where(
        AccessRequest.hold_id == hold_id, AccessRequest.state.not_in(ENDED)
    )
    return session.execute(wanted).scalars().first()


def _listed(
    session: Session, condition: ColumnElement[bool], limit: int | None = None
) -> list[tuple[AccessRequest, Client]]:
    wanted = (
        select(AccessRequest, Client)
        .join(Client, Client.id == AccessRequest.client_id)
        .where(condition, reachable(Category.CONSENT, Level.READ))
        .order_by(AccessRequest.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(wanted)]
