"""Rows of goals and what leads to them, which live on, and of plan versions, which stay as they were agreed."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from records.plans.rules import AGREED, GOAL_ENDED, IN_FORCE, goal_becomes, plan_becomes
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

_OF_CASE = ("id", "entries"), ("client_id", "clients"), ("case_id", "cases")


@registered(
    category="plan",
    unit=Unit.CASE,
    order=30,
    export=(*AGREED["goal"], "state", "ended_on", "reason"),
)
class Goal(Versioned, TenantOwned, Base):
    """What the client wants to reach: formal words and their own, how it is measured, who decides, and which barriers
    it answers. Lives in the case, whatever version of the plan speaks of it."""

    __tablename__ = "goals"
    __table_args__ = (*(within(*one) for one in _OF_CASE), within("became_id", "goals"))
    KEPT: ClassVar[tuple[str, ...]] = (*AGREED["goal"], "barrier_ids", "state", "ended_on", "reason")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    wording = Sealed()
    wording_sealed: Mapped[bytes] = sealed_column(nullable=False)
    own_words = Sealed()
    own_words_sealed: Mapped[bytes | None] = sealed_column()
    type: Mapped[str]
    measure = Sealed()
    measure_sealed: Mapped[bytes | None] = sealed_column()
    baseline = Sealed()
    baseline_sealed: Mapped[bytes | None] = sealed_column()
    target = Sealed()
    target_sealed: Mapped[bytes | None] = sealed_column()
    target_on: Mapped[date | None]
    scale = Sealed()
    scale_sealed: Mapped[bytes | None] = sealed_column()
    priority: Mapped[int]
    decides: Mapped[str]
    occupation = Sealed()
    occupation_sealed: Mapped[bytes | None] = sealed_column()
    occupation_code: Mapped[str | None]
    barrier_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    state: Mapped[str] = mapped_column(default="proposed")
    ended_on: Mapped[date | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    became_id: Mapped[UUID | None]

    @property
    def is_open(self) -> bool:
        """True until it was reached, changed or given up."""
        return self.state not in GOAL_ENDED

    def expect_open(self) -> None:
        """What has ended stays as it ended."""
        if not self.is_open:
            raise Conflict("This goal has ended. Add a new one instead.")

    def become(self, event: str) -> None:
        """Moves on to the state that follows the event."""
        state = goal_becomes(self.state, event)
        if state is None:
            raise Conflict("This goal is not where you saw it last. Load the page again.")
        self.state = state


@registered(category="plan", unit=Unit.CASE, order=10, export=("rated_on", "score", "words"))
class GoalRating(TenantOwned, Base):
    """How far a goal is on a day, from −2 to +2 of its scale. Written once."""

    __tablename__ = "goal_ratings"
    __table_args__ = (*(within(*one) for one in _OF_CASE), within("goal_id", "goals"))

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    rated_on: Mapped[date]
    score: Mapped[int]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()


@registered(category="plan", unit=Unit.CASE, order=20, export=(*AGREED["objective"], "state"))
class Objective(Versioned, TenantOwned, Base):
    """One step on the way to a goal."""

    __tablename__ = "objectives"
    __table_args__ = (*(within(*one) for one in _OF_CASE), within("goal_id", "goals"))
    KEPT: ClassVar[tuple[str, ...]] = (*AGREED["objective"], "state")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    step = Sealed()
    step_sealed: Mapped[bytes] = sealed_column(nullable=False)
    measure = Sealed()
    measure_sealed: Mapped[bytes | None] = sealed_column()
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="open")


@registered(
    category="plan",
    unit=Unit.CASE,
    order=10,
    export=(*AGREED["intervention"], "started_on", "ended_on", "result", "result_on", "result_words"),
    third_party=("provider",),
)
class Intervention(Versioned, TenantOwned, Base):
    """What is done so that a goal is reached, by whom; when it has ended, what came of it."""

    __tablename__ = "interventions"
    __table_args__ = (
        *(within(*one) for one in _OF_CASE),
        within("goal_id", "goals"),
        within("objective_id", "objectives"),
    )
    KEPT: ClassVar[tuple[str, ...]] = (
        *AGREED["intervention"],
        *("objective_id", "started_on", "ended_on", "result", "result_on", "result_words"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    goal_id: Mapped[UUID]
    objective_id: Mapped[UUID | None]
    type: Mapped[str]
    what = Sealed()
    what_sealed: Mapped[bytes | None] = sealed_column()
    provider = Sealed()
    provider_sealed: Mapped[bytes | None] = sealed_column()
    planned_from: Mapped[date | None]
    planned_to: Mapped[date | None]
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    cost: Mapped[int | None]
    payer = Sealed()
    payer_sealed: Mapped[bytes | None] = sealed_column()
    result: Mapped[str | None]
    result_on: Mapped[date | None]
    result_words = Sealed()
    result_words_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="plan",
    unit=Unit.CASE,
    order=10,
    package="sever",
    export=(
        *("number", "state", "reason", "language", "review_on", "agreed_on", "agreed_how", "content"),
        *("signature", "closed_on", "closing"),
    ),
    third_party=("witness",),
)
class Plan(Versioned, TenantOwned, Base):
    """One version of the plan. Agreeing freezes what it says in `content`, and `hash` seals it; only how it goes on
    may change after that. At most one of a case is in force."""

    __tablename__ = "plans"
    __table_args__ = (*(within(*one) for one in _OF_CASE), within("agreed_by", "members"))
    KEPT: ClassVar[tuple[str, ...]] = ("state", "reason", "language", "review_on")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(default="draft")
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    language: Mapped[str]
    review_on: Mapped[date]
    agreed_on: Mapped[date | None]
    agreed_how: Mapped[str | None]
    witness = Sealed()
    witness_sealed: Mapped[bytes | None] = sealed_column()
    signature = Sealed()
    signature_sealed: Mapped[bytes | None] = sealed_column()
    agreed_by: Mapped[UUID | None]
    content = Sealed()
    content_sealed: Mapped[bytes | None] = sealed_column()
    hash: Mapped[bytes | None]
    changed_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closing = Sealed()
    closing_sealed: Mapped[bytes | None] = sealed_column()

    @property
    def is_draft(self) -> bool:
        """True until it is agreed."""
        return self.state == "draft"

    @property
    def is_in_force(self) -> bool:
        """True from the agreement until it is replaced or over."""
        return self.state in IN_FORCE

    def expect_draft(self) -> None:
        """Only what was not agreed yet can be changed or agreed."""
        if not self.is_draft:
            raise Conflict("This version was agreed already. Open a new version to change it.")

    def become(self, event: str) -> None:
        """Moves on to the state that follows the event."""
        state = plan_becomes(self.state, event)
        if state is None:
            raise Conflict("This plan is not where you saw it last. Load the page again.")
        self.state = state

    def signed(self) -> list[Any]:
        """Everything that the hash seals."""
        return [self.number, self.content, self.language, self.agreed_on, self.agreed_how, self.reason]
