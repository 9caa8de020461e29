"""Rows of screenings, barriers, strategies and risks."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.barriers.rules import HEAVY, OVER, becomes
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="assessment",
    unit=Unit.CASE,
    order=30,
    export=("screened_on", "met", "unmet", "decision", "reason", "words"),
)
class Screening(TenantOwned, Base):
    """Whether the agency may serve somebody, by its own rules. Written once; a later one counts instead."""

    __tablename__ = "screenings"
    __table_args__ = (within("id", "entries"), within("client_id", "clients"), within("case_id", "cases"))

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    screened_on: Mapped[date]
    met: Mapped[list[str]] = mapped_column(ARRAY(Text))
    unmet: Mapped[list[str]] = mapped_column(ARRAY(Text))
    decision: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="assessment",
    sensitivity="sensitive",
    unit=Unit.CASE,
    order=30,
    export=(
        *("category", "words", "source", "severity", "impact", "changeability", "rank", "state"),
        "no_goal_reason",
    ),
    third_party=("words", "impact"),
)
class Barrier(Versioned, TenantOwned, Base):
    """What stands between a client and work, in their words, and its place in the order agreed with them."""

    __tablename__ = "barriers"
    __table_args__ = (within("id", "entries"), within("client_id", "clients"), within("case_id", "cases"))
    KEPT: ClassVar[tuple[str, ...]] = (
        *("category", "words", "source", "severity", "impact", "changeability", "rank", "rank_agreed_on"),
        *("state", "no_goal_reason"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    category: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    source: Mapped[str]
    severity: Mapped[int]
    impact = Sealed()
    impact_sealed: Mapped[bytes | None] = sealed_column()
    changeability: Mapped[str]
    rank: Mapped[int]
    rank_agreed_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="identified")
    no_goal_reason = Sealed()
    no_goal_reason_sealed: Mapped[bytes | None] = sealed_column()

    @property
    def is_over(self) -> bool:
        """True when nobody works on it any more."""
        return self.state in OVER

    @property
    def asks_for_a_goal(self) -> bool:
        """True when it weighs so much that a goal should answer it, or words why none does."""
        return self.severity >= HEAVY and not self.is_over

    def after(self, event: str) -> str:
        """The state that follows an event. Raises Conflict when it cannot follow."""
        state = becomes(self.state, event)
        if state is None:
            raise Conflict("This barrier has moved on. Load the page again to see what it is now.")
        return state


@registered(
    category="assessment",
    sensitivity="sensitive",
    unit=Unit.CASE,
    order=25,
    export=("what", "owner", "due_on", "tried_on", "result", "words"),
    third_party=("what", "words"),
)
class Strategy(Versioned, TenantOwned, Base):
    """What is tried about a barrier, and whether it helped."""

    __tablename__ = "strategies"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("barrier_id", "barriers"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("tried_on", "result", "words")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    barrier_id: Mapped[UUID]
    what = Sealed()
    what_sealed: Mapped[bytes] = sealed_column(nullable=False)
    owner: Mapped[str]
    due_on: Mapped[date | None]
    tried_on: Mapped[date | None]
    result: Mapped[str | None]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()


@registered(
    category="assessment",
    sensitivity="sensitive",
    unit=Unit.CASE,
    order=30,
    package="sever",
    export=("kind", "level", "grounds", "mitigation", "told_to", "review_on", "state", "close_reason"),
    third_party=("grounds", "mitigation", "told_to"),
)
class Risk(Versioned, TenantOwned, Base):
    """A danger that is watched: on what it rests, what is done against it, who was told, and when to look again."""

    __tablename__ = "risks"
    __table_args__ = (within("id", "entries"), within("client_id", "clients"), within("case_id", "cases"))
    KEPT: ClassVar[tuple[str, ...]] = (
        *("kind", "level", "grounds", "mitigation", "told_to", "review_on", "state", "close_reason"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    level: Mapped[str]
    grounds = Sealed()
    grounds_sealed: Mapped[bytes] = sealed_column(nullable=False)
    mitigation = Sealed()
    mitigation_sealed: Mapped[bytes | None] = sealed_column()
    told_to = Sealed()
    told_to_sealed: Mapped[bytes | None] = sealed_column()
    review_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="open")
    close_reason = Sealed()
    close_reason_sealed: Mapped[bytes | None] = sealed_column()

    def expect_open(self) -> None:
        """What is closed stays as it was."""
        if self.state != "open":
            raise Conflict("This risk is closed. Write down a new one if it is there again.")
