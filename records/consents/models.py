"""Rows about consent; the wording is frozen into each."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.consents.rules import becomes
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="wording", sensitivity="basic", unit=Unit.KEPT, package="no")
class ConsentWording(TenantOwned, Base):
    """A version of the words that the agency wrote itself; the first version is ours. Written once, never changed."""

    __tablename__ = "consent_wordings"
    __table_args__ = (within("author_id", "members"),)

    kind: Mapped[str]
    number: Mapped[int]
    text_en: Mapped[str]
    text_fr: Mapped[str]
    lasts_days: Mapped[int | None]
    effective_on: Mapped[date]
    author_id: Mapped[UUID]


@registered(
    category="consent",
    unit=Unit.CLIENT,
    order=17,
    export=(
        *("kind", "wording", "wording_version", "language", "scope", "purpose", "recipient"),
        *("recipient_category", "direction", "single_use", "given_by", "giver", "authority", "conditions"),
        *("given_how", "given_on", "expires_on", "state", "withdrawn_on", "signature"),
    ),
    third_party=("witness", "giver", "authority"),
    retention="consent",
)
class Consent(TenantOwned, Base):
    """What a client agreed to, or declined to. A permission to release is one that names a recipient, what may be
    released, why and in which direction."""

    __tablename__ = "consents"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("explained_by", "members"),
        within("paper_id", "papers"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("scope", "state", "paper_id")

    client_id: Mapped[UUID]
    kind: Mapped[str]
    wording: Mapped[str]
    wording_version: Mapped[str]
    language: Mapped[str]
    scope: Mapped[list[str]] = mapped_column(ARRAY(Text))
    purpose: Mapped[str | None]
    recipient = Sealed()
    recipient_sealed: Mapped[bytes | None] = sealed_column()
    recipient_lookup: Mapped[bytes | None]
    recipient_category: Mapped[str | None]
    direction: Mapped[str | None]
    single_use: Mapped[bool] = mapped_column(default=False)
    given_by: Mapped[str] = mapped_column(default="client")
    giver = Sealed()
    giver_sealed: Mapped[bytes | None] = sealed_column()
    authority = Sealed()
    authority_sealed: Mapped[bytes | None] = sealed_column()
    given_how: Mapped[str | None]
    witness = Sealed()
    witness_sealed: Mapped[bytes | None] = sealed_column()
    signature = Sealed()
    signature_sealed: Mapped[bytes | None] = sealed_column()
    conditions = Sealed()
    conditions_sealed: Mapped[bytes | None] = sealed_column()
    explained_by: Mapped[UUID]
    given_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="draft")
    withdrawn_on: Mapped[date | None]
    superseded_on: Mapped[date | None]
    # Each item taken out of it, with the first day without it.
    taken_back: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    paper_id: Mapped[UUID | None]
    effect_explained: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    def name_recipient(self, recipient: str, lookup: bytes) -> None:
        """Says for whom it is, and by what others are compared with them."""
        self.recipient, self.recipient_lookup = recipient, lookup

    def become(self, event: str) -> None:
        """Moves on to the state that follows the event; what was done before stays done."""
        state = becomes(self.state, event)
        if state is None and event == "withdraw":
            raise Conflict("This consent is not in force, so it cannot be withdrawn.")
        if state is None:
            raise Conflict("This consent is not open any more. Load the page again to see what it is now.")
        self.state = state

    @property
    def ended_on(self) -> date | None:
        """The first day without it, when it was taken back or replaced."""
        return self.withdrawn_on or self.superseded_on

    def expect_proof(self) -> None:
        """Only what was answered on paper has a scan."""
        if self.given_how != "signed_paper":
            raise Refused("Only an answer signed on paper has a scan.", field="given_how")

    def without(self, items: list[str]) -> list[str]:
        """What is left of it when these items are taken back; at least one must be among those it covers."""
        if not set(items) <= set(self.scope):
            raise Refused("Choose from what this consent covers.", field="items")
        return [item for item in self.scope if item not in items]
