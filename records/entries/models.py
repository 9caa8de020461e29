"""The header that every kind of entry shares, by composition: the kind's own row has the same id."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered


class Kind(StrEnum):
    """Every kind of entry there is."""

    CONSENT = "consent"
    DISCLOSURE = "disclosure"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    NOTE = "note"
    DOCUMENT = "document"
    ALERT = "alert"
    INCIDENT = "incident"
    PAPER = "paper"
    REQUEST = "request"
    ADDRESS = "address"
    COMMUNICATION = "communication"
    HISTORY = "history"
    ACCOMMODATION = "accommodation"
    IDENTIFIER = "identifier"
    ABOUT_ME = "about_me"
    DEMOGRAPHIC = "demographic"
    RELATED_PERSON = "related_person"
    HOUSEHOLD = "household"
    EMPLOYMENT = "employment"
    REFERRAL_IN = "referral_in"
    GOAL = "goal"
    OBJECTIVE = "objective"
    OUTCOME = "outcome"
    SERVICE = "service"
    ASSESSMENT = "assessment"
    INTERVENTION = "intervention"
    EVALUATION = "evaluation"
    REFERRAL_OUT = "referral_out"
    PAPER_FILE = "paper_file"


class Sensitivity(StrEnum):
    """Who may read, from the front desk up."""

    BASIC = "basic"
    CASE = "case"
    SENSITIVE = "sensitive"
    RESTRICTED = "restricted"


@registered(category="timeline", unit=Unit.CASE, order=90, export=("kind", "occurred_on", "state"))
class Entry(TenantOwned, Base):
    """One thing in a client's file. Made only by `entries.actions.enter`."""

    __tablename__ = "entries"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("author_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    kind: Mapped[str]
    occurred_on: Mapped[date]
    author_id: Mapped[UUID | None]
    sensitivity: Mapped[str]
    state: Mapped[str]
