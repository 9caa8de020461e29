"""Rows of the handbook. A text never changes once it is issued; a new version stands beside it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

kept = registered(path="", category="handbook", sensitivity="basic", unit=Unit.KEPT, package="no")


@kept
class PolicyDocument(TenantOwned, Base):
    """One matter the agency has settled in words of its own; what it says is in its texts."""

    __tablename__ = "policy_documents"

    kind: Mapped[str]
    ended_on: Mapped[date | None]

    def end(self, on: date) -> None:
        """Takes the policy out of use; its texts and who read them stay."""
        if self.ended_on is not None:
            raise Conflict("This policy is out of use already.")
        self.ended_on = on


@kept
class PolicyText(TenantOwned, Base):
    """One version of a policy, in both languages. Appended, never changed: the database refuses."""

    __tablename__ = "policy_texts"
    __table_args__ = (within("policy_id", "policy_documents"), within("published_by", "members"))

    policy_id: Mapped[UUID]
    number: Mapped[int]
    title_en: Mapped[str]
    title_fr: Mapped[str]
    text_en: Mapped[str]
    text_fr: Mapped[str]
    effective_on: Mapped[date]
    published_by: Mapped[UUID]

    def title_in(self, language: str) -> str:
        """The title in a language."""
        return self.title_fr if language == "fr" else self.title_en

    def text_in(self, language: str) -> str:
        """The words in a language."""
        return self.text_fr if language == "fr" else self.text_en


@kept
class Acknowledgement(TenantOwned, Base):
    """A member said that they have read a text; `created_at` says when. Once for each."""

    __tablename__ = "acknowledgements"
    __table_args__ = (within("text_id", "policy_texts"), within("member_id", "members"))

    text_id: Mapped[UUID]
    member_id: Mapped[UUID]


@registered(
    path="",
    category="conflict_of_interest",
    sensitivity="sensitive",
    unit=Unit.OWN,
    package="no",
    retention="conflict_declaration",
)
class ConflictDeclaration(TenantOwned, Base):
    """What a member declared for a year: no conflict of interest, or one with a person or organisation. Whom it is
    about is sealed with the agency's key; somebody else reviews it and says what follows."""

    __tablename__ = "conflict_declarations"
    __table_args__ = (within("member_id", "members"), within("reviewed_by", "members"))

    member_id: Mapped[UUID]
    year: Mapped[int]
    answer: Mapped[str]
    party = Sealed()
    party_sealed: Mapped[bytes | None] = sealed_column()
    nature: Mapped[str | None]
    details = Sealed()
    details_sealed: Mapped[bytes | None] = sealed_column()
    action: Mapped[str | None] = mapped_column(default=None)
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    review = Sealed()
    review_sealed: Mapped[bytes | None] = sealed_column()
    quarantined_at: Mapped[datetime | None]

    def decide(self, reviewer: UUID, *, action: str, review: str | None, at: datetime) -> None:
        """Says once what follows from the declaration. Nobody reviews their own."""
        if reviewer == self.member_id:
            raise Refused("Somebody else must review what you declared.")
        if self.answer == "none" or self.reviewed_by is not None:
            raise Conflict("There is nothing left to review here.")
        self.reviewed_by, self.reviewed_at = reviewer, at
        self.action, self.review = action, review
