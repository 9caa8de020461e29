"""Rows of partners and of referrals to them. The steps of a referral are appended, never changed."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.referrals.rules import is_late, may_close
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="partner", sensitivity="basic", unit=Unit.KEPT, package="no")
class Partner(Versioned, TenantOwned, Base):
    """An organization the agency sends people to, and whom to ask there."""

    __tablename__ = "partners"

    name: Mapped[str]
    kind: Mapped[str]
    offer: Mapped[str | None]
    contact_name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    checked_on: Mapped[date | None]
    ended_on: Mapped[date | None]

    def expect_in_use(self) -> None:
        """Nobody is sent to a partner that is out of use."""
        if self.ended_on is not None:
            raise Conflict("This partner is out of use.")


@registered(
    category="referral",
    unit=Unit.CASE,
    order=25,
    export=(
        *("number", "need", "is_warm", "how_sent", "sent_on", "answer_by", "state", "appointment_on"),
        *("outcome", "client_asked", "provider_asked", "client_view", "recommendation"),
    ),
)
class Referral(Versioned, TenantOwned, Base):
    """One person sent on to one partner for one need, until somebody has asked both how it went."""

    __tablename__ = "referrals"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("partner_id", "partners"),
        within("author_id", "members"),
        within("disclosure_id", "disclosures"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    partner_id: Mapped[UUID]
    author_id: Mapped[UUID]
    number: Mapped[str]
    need = Sealed()
    need_sealed: Mapped[bytes] = sealed_column(nullable=False)
    is_warm: Mapped[bool]
    disclosure_id: Mapped[UUID | None]
    how_sent: Mapped[str | None]
    sent_on: Mapped[date | None]
    answer_by: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="draft")
    appointment_on: Mapped[date | None]
    outcome: Mapped[str | None]
    client_asked: Mapped[str | None]
    provider_asked: Mapped[str | None]
    client_view = Sealed()
    client_view_sealed: Mapped[bytes | None] = sealed_column()
    recommendation = Sealed()
    recommendation_sealed: Mapped[bytes | None] = sealed_column()
    answer_hash: Mapped[bytes | None]
    answer_until: Mapped[date | None]

    @property
    def is_open(self) -> bool:
        """True until it is closed."""
        return self.state != "closed"

    @property
    def may_close(self) -> bool:
        """True when nothing is missing but the follow-up."""
        return may_close(self.state)

    def is_late_on(self, today: date) -> bool:
        """True when an answer should be there and is not."""
        return is_late(self.state, self.answer_by, today)


@registered(
    category="referral",
    unit=Unit.CASE,
    order=20,
    export=("state", "happened_on", "words"),
    third_party=("words",),
)
class ReferralStep(TenantOwned, Base):
    """One step of a referral. Without a member it was the partner who said so, by the link."""

    __tablename__ = "referral_steps"
    __table_args__ = (
        within("client_id", "clients"),
        within("referral_id", "referrals"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    referral_id: Mapped[UUID]
    state: Mapped[str]
    happened_on: Mapped[date]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    member_id: Mapped[UUID | None]
