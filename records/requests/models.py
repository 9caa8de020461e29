"""Rows of requests: who asked for what until when, what was done, what is given, and the packages made of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import case
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.requests.rules import ANSWER_DAYS, ENDED, OPEN, Clock
from records.retention.measures import MEASURES, Measure
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="request", sensitivity="basic", unit=Unit.KEPT, package="no")
class SeveringVersion(TenantOwned, Base):
    """How the agency severs, whole, from when it was set until the next. A request keeps to the one it began with.
    Appended, never changed."""

    __tablename__ = "severing_versions"
    __table_args__ = (within("set_by", "members"),)

    number: Mapped[int]
    set_by: Mapped[UUID]
    never_alone: Mapped[bool]
    rules: Mapped[dict[str, dict[str, str]]] = mapped_column(JSONB)


@registered(
    category="request",
    unit=Unit.CLIENT,
    order=12,
    export=(
        *("number", "kind", "requester", "relation", "wants", "received_on", "state", "extended_on"),
        *("identity_how", "outcome", "answered_on", "recourse_until", "closed_on"),
    ),
    third_party=("requester", "wants"),
    retention="access_request",
)
class AccessRequest(TenantOwned, Base):
    """What somebody asked about a file. Its hold keeps the file until the recourse is over."""

    __tablename__ = "access_requests"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("received_by", "members"),
        within("handler_id", "members"),
        within("identity_by", "members"),
        within("asked_by", "members"),
        within("read_by", "members"),
        within("hold_id", "holds"),
        within("disclosure_id", "disclosures"),
        within("severing_id", "severing_versions"),
    )

    client_id: Mapped[UUID]
    number: Mapped[str]
    kind: Mapped[str]
    requester = Sealed()
    requester_sealed: Mapped[bytes] = sealed_column(nullable=False)
    relation: Mapped[str]
    wants = Sealed()
    wants_sealed: Mapped[bytes] = sealed_column(nullable=False)
    language: Mapped[str]
    received_on: Mapped[date]
    received_by: Mapped[UUID]
    handler_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="received")
    extra_days: Mapped[int] = mapped_column(default=0)
    extended_on: Mapped[date | None]
    identity_how: Mapped[str | None]
    identity_by: Mapped[UUID | None]
    asked_by: Mapped[UUID | None]
    asked_at: Mapped[datetime | None]
    read_by: Mapped[UUID | None]
    read_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[str | None]
    answered_on: Mapped[date | None]
    recourse_until: Mapped[date | None]
    closed_on: Mapped[date | None]
    hold_id: Mapped[UUID | None]
    disclosure_id: Mapped[UUID | None]
    severing_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def clock(self) -> Clock:
        """Its time."""
        return Clock(self.received_on, self.extra_days, self.answered_on or self.closed_on)

    @property
    def is_open(self) -> bool:
        """True until it is answered."""
        return self.state in OPEN

    def expect(self, *states: str) -> None:
        """Refuses what does not follow from where the request stands."""
        if self.state not in states:
            raise Conflict("This request has moved on since the page was opened. Look at it again.")

    def expect_not_ended(self) -> None:
        """Nothing follows the end."""
        if self.state in ENDED:
            raise Conflict("This request is closed.")


# Answered late, or within the time there was. It is the person's, whatever programs they are in.
MEASURES["requests"] = Measure(
    AccessRequest.__table__,
    lambda rows: case(
        (rows.c.answered_on - rows.c.received_on > ANSWER_DAYS + rows.c.extra_days, "late"), else_="in_time"
    ),
    lambda rows: rows.c.answered_on,
)


@registered(
    category="request",
    unit=Unit.CLIENT,
    order=8,
    export=("act", "words"),
    third_party=("words",),
    retention="access_request",
)
class RequestStep(TenantOwned, Base):
    """What somebody did about a request, with their words. Appended, never changed."""

    __tablename__ = "request_steps"
    __table_args__ = (
        within("request_id", "access_requests"),
        within("client_id", "clients"),
        within("member_id", "members"),
    )

    request_id: Mapped[UUID]
    client_id: Mapped[UUID]
    member_id: Mapped[UUID]
    act: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()


@registered(category="request", unit=Unit.CLIENT, order=8, package="no", retention="access_request")
class RequestItem(TenantOwned, Base):
    """One record of the file, and what is given of it. `passages` says which words stay out, by place and never by the
    words; `seen` is a keyed hash of what was read when it was decided."""

    __tablename__ = "request_items"
    __table_args__ = (
        within("request_id", "access_requests"),
        within("client_id", "clients"),
        within("decided_by", "members"),
    )

    request_id: Mapped[UUID]
    client_id: Mapped[UUID]
    source: Mapped[str]
    record_id: Mapped[UUID]
    happened_on: Mapped[date]
    decision: Mapped[str | None]
    reason: Mapped[str | None]
    passages = Sealed()
    passages_sealed: Mapped[bytes] = sealed_column(nullable=False)
    seen: Mapped[bytes | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    def expect_version(self, version: int) -> None:
        """Only what was read may be decided on."""
        if self.version != version:
            raise Conflict("Somebody decided this while you were reading. Look at it again.")


@registered(category="request", unit=Unit.CLIENT, order=8, package="no", retention="access_request")
class RequestPackage(TenantOwned, Base):
    """One making of what is handed over, from the record as it was then. It serves `for_version` of the request: any
    decision after that needs a new one."""

    __tablename__ = "request_packages"
    __table_args__ = (
        within("request_id", "access_requests"),
        within("client_id", "clients"),
        within("asked_by", "members"),
        within("job_id", "jobs"),
        within("file_id", "files"),
    )

    request_id: Mapped[UUID]
    client_id: Mapped[UUID]
    number: Mapped[str]
    asked_by: Mapped[UUID]
    job_id: Mapped[UUID]
    for_version: Mapped[int]
    file_id: Mapped[UUID | None]
    hash = Sealed()
    hash_sealed: Mapped[bytes | None] = sealed_column()
    pages: Mapped[int | None]
    ready_at: Mapped[datetime | None]
    delivered_on: Mapped[date | None]

    def expect_fresh(self, request: AccessRequest) -> None:
        """What was decided since it was made is not in it, so nobody takes it for the answer."""
        if self.ready_at is None or (self.delivered_on is None and self.for_version != request.version):
            raise Refused("The request has moved on since this package was made. Make it again.")


@registered(
    category="request",
    unit=Unit.CASE,
    order=8,
    export=("words",),
    third_party=("words",),
)
class Disagreement(TenantOwned, Base):
    """What a person says about an entry that the agency did not correct or, without one, about what they are known by.
    It stands beside it for everyone who reads it. Appended, never changed."""

    __tablename__ = "disagreements"
    __table_args__ = (
        within("request_id", "access_requests"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("entry_id", "entries"),
    )

    request_id: Mapped[UUID]
    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    entry_id: Mapped[UUID | None]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
