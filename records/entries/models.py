"""The header that every kind of entry shares, by composition: the kind's own row has the same id."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered


class Kind(StrEnum):
    """Every kind of entry there is."""

    CONSENT = "consent"
    DISCLOSURE = "disclosure"
    CASE_OPENED = "case_opened"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    CASE_WAITING = "case_waiting"
    CASE_PAUSED = "case_paused"
    CASE_STARTED = "case_started"
    HANDOVER = "handover"
    NOTE = "note"
    CONTACT_ATTEMPT = "contact_attempt"
    SCREENING = "screening"
    BARRIER = "barrier"
    RISK = "risk"
    DOCUMENT = "document"
    ALERT = "alert"
    APPOINTMENT = "appointment"
    ATTENDANCE = "attendance"
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
    WORK_FOUND = "work_found"
    JOB_LOST = "job_lost"
    CHECKPOINT = "checkpoint"
    REFERRAL_IN = "referral_in"
    PLAN = "plan"
    GOAL = "goal"
    OBJECTIVE = "objective"
    OUTCOME = "outcome"
    SERVICE = "service"
    ASSESSMENT = "assessment"
    ASSESSMENT_RUN = "assessment_run"
    INTERVENTION = "intervention"
    EVALUATION = "evaluation"
    REFERRAL_OUT = "referral_out"
    REFERRAL = "referral"
    PAPER_FILE = "paper_file"
    AGREEMENT = "agreement"
    RIGHTS = "rights"
    ALLIANCE_BARRIER = "alliance_barrier"
    RECOGNITION = "recognition"
    CONCERN = "concern"
    CONFLICT = "conflict"
    BOUNDARY = "boundary"
    WELLBEING = "wellbeing"
    RESOURCE = "resource"
    ETHICS = "ethics"
    INTAKE = "intake"


class Sensitivity(StrEnum):
    """Who may read, from the front desk up."""

    BASIC = "basic"
    CASE = "case"
    SENSITIVE = "sensitive"
    RESTRICTED = "restricted"


@registered(
    category="timeline", unit=Unit.CASE, order=90, export=("kind", "occurred_on", "state", "paper_on")
)
class Entry(TenantOwned, Base):
    """One thing in a client's file. Made only by `entries.actions.enter`. `paper_on` is the day on the paper form it
    was typed from, whose scan may still have to follow."""

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
    paper_on: Mapped[date | None]
    scan_follows: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
