"""Rows of incidents: the report with the people in it, and what followed. Kept by a rule of their own (ten years from
the closing, in the schedule most agencies start from), so nothing of them goes with a case or a client."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.incidents.rules import UNWRITTEN
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, NotFound
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="incident",
    sensitivity="restricted",
    unit=Unit.OWN,
    order=60,
    package="sever",
    export=(
        "number",
        "kind",
        "occurred_on",
        "place",
        "seen",
        "immediate_action",
        "injuries",
        "severity",
        "state",
    ),
    third_party=("seen", "opinion", "immediate_action", "injuries"),
)
class Incident(TenantOwned, Base):
    """What happened. `client_id` is set at submission when exactly one client is concerned: then that client's key
    seals the words and they die with it; with none, or with several, no one client may take the others' words along,
    so the organisation's key seals them."""

    __tablename__ = "incidents"
    __table_args__ = (
        within("client_id", "clients"),
        within("author_id", "members"),
        within("close_asked_by", "members"),
        within("closed_by", "members"),
    )

    client_id: Mapped[UUID | None]
    number: Mapped[str | None]
    author_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="draft")
    kind: Mapped[str | None]
    occurred_on: Mapped[date | None]
    occurred_at: Mapped[time | None]
    place = Sealed()
    place_sealed: Mapped[bytes | None] = sealed_column()
    seen = Sealed()
    seen_sealed: Mapped[bytes | None] = sealed_column()
    opinion = Sealed()
    opinion_sealed: Mapped[bytes | None] = sealed_column()
    immediate_action = Sealed()
    immediate_action_sealed: Mapped[bytes | None] = sealed_column()
    injuries = Sealed()
    injuries_sealed: Mapped[bytes | None] = sealed_column()
    services: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    family_told: Mapped[str | None]
    draft = Sealed()
    draft_sealed: Mapped[bytes | None] = sealed_column()
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    severity: Mapped[str | None]
    close_asked_by: Mapped[UUID | None]
    close_asked_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)
    quarantined_at: Mapped[datetime | None]

    @property
    def is_draft(self) -> bool:
        """True until it is handed in or discarded."""
        return self.state == "draft"

    def expect_draft_of(self, member_id: UUID | None, version: int) -> None:
        """Only its author may write on a report, and only until it is handed in; the same window, too."""
        if self.author_id != member_id:
            raise NotFound()
        if not self.is_draft:
            raise Conflict("This report is handed in. Add to it instead.")
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")

    def expect_submitted(self) -> None:
        """Only what was handed in is worked on."""
        if self.state in UNWRITTEN:
            raise Conflict("This report is not handed in yet.")


@registered(
    category="incident", sensitivity="restricted", unit=Unit.OWN, package="sever", third_party=("name",)
)
class IncidentPerson(TenantOwned, Base):
    """Somebody in an incident: a client, by their file and an entry in it that says no more than that there is an
    incident; a member of the staff; or a third party by name, sealed with the organisation's key."""

    __tablename__ = "incident_persons"
    __table_args__ = (
        within("incident_id", "incidents"),
        within("client_id", "clients"),
        within("member_id", "members"),
        within("entry_id", "entries"),
    )

    incident_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    entry_id: Mapped[UUID | None]
    kind: Mapped[str]
    name = Sealed()
    name_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="incident", sensitivity="restricted", unit=Unit.OWN, package="sever", third_party=("words",)
)
class IncidentStep(TenantOwned, Base):
    """What somebody did or added after the report was handed in, with their words. Appended, never changed."""

    __tablename__ = "incident_steps"
    __table_args__ = (
        within("incident_id", "incidents"),
        within("client_id", "clients"),
        within("member_id", "members"),
    )

    incident_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    member_id: Mapped[UUID]
    act: Mapped[str]
    reason: Mapped[str | None]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    severity: Mapped[str | None]
    causes: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)


@registered(category="incident", sensitivity="restricted", unit=Unit.OWN, package="no")
class IncidentAction(TenantOwned, Base):
    """What the agency decided to do so that it does not happen again: who, by when."""

    __tablename__ = "incident_actions"
    __table_args__ = (
        within("incident_id", "incidents"),
        within("client_id", "clients"),
        within("owner_id", "members"),
        within("done_by", "members"),
    )

    incident_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    what = Sealed()
    what_sealed: Mapped[bytes] = sealed_column(nullable=False)
    owner_id: Mapped[UUID]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[UUID | None]


@registered(
    category="incident",
    sensitivity="restricted",
    unit=Unit.OWN,
    package="sever",
    third_party=("name", "reference"),
)
class IncidentNotice(TenantOwned, Base):
    """Whom outside the agency must be told, by when, and that they were."""

    __tablename__ = "incident_notices"
    __table_args__ = (within("incident_id", "incidents"), within("client_id", "clients"))

    incident_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    recipient: Mapped[str]
    name = Sealed()
    name_sealed: Mapped[bytes | None] = sealed_column()
    due_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    reference = Sealed()
    reference_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="breach",
    sensitivity="restricted",
    unit=Unit.OWN,
    package="no",
    third_party=("circumstances", "reasons"),
    retention="breach_record",
)
class Breach(TenantOwned, Base):
    """One line of the register of breaches, as it was believed at the time: a change is a new line with the next
    number, and the newest counts."""

    __tablename__ = "breaches"
    __table_args__ = (
        within("incident_id", "incidents"),
        within("client_id", "clients"),
        within("recorded_by", "members"),
    )

    incident_id: Mapped[UUID]
    client_id: Mapped[UUID | None]
    number: Mapped[int]
    recorded_by: Mapped[UUID]
    discovered_on: Mapped[date]
    information: Mapped[list[str]] = mapped_column(ARRAY(Text))
    circumstances = Sealed()
    circumstances_sealed: Mapped[bytes] = sealed_column(nullable=False)
    persons: Mapped[int]
    safeguards = Sealed()
    safeguards_sealed: Mapped[bytes | None] = sealed_column()
    sensitivity: Mapped[str | None]
    likelihood: Mapped[str | None]
    reasons = Sealed()
    reasons_sealed: Mapped[bytes | None] = sealed_column()
    decision: Mapped[str]
    regulator_on: Mapped[date | None]
    regulator_reference = Sealed()
    regulator_reference_sealed: Mapped[bytes | None] = sealed_column()
    individuals_on: Mapped[date | None]
    individuals_how: Mapped[str | None]
    prevention = Sealed()
    prevention_sealed: Mapped[bytes | None] = sealed_column()
    quarantined_at: Mapped[datetime | None]

    @property
    def version(self) -> int:
        """What somebody looking at this line has seen."""
        return self.number
