"""Rows of how an agency looks, and of how its members sign."""

from typing import cast
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.brands.values import Look, Paper
from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="settings", sensitivity="basic", unit=Unit.KEPT, package="no")
class Brand(TenantOwned, Base):
    """One version of how the agency looks on paper. Appended, never changed: documents that were issued keep the
    number of theirs. `logo_id` is a cleaned PNG in storage."""

    __tablename__ = "brands"
    __table_args__ = (within("member_id", "members"), within("logo_id", "files"))

    number: Mapped[int]
    member_id: Mapped[UUID]
    name_en: Mapped[str]
    name_fr: Mapped[str]
    lines: Mapped[list[str]] = mapped_column(ARRAY(Text))
    contact: Mapped[str]
    footer_en: Mapped[str]
    footer_fr: Mapped[str]
    colour: Mapped[str]
    paper: Mapped[str]
    logo_id: Mapped[UUID | None]

    @property
    def look(self) -> Look:
        """What was settled, the logo aside."""
        return Look(
            name_en=self.name_en,
            name_fr=self.name_fr,
            lines=tuple(self.lines),
            contact=self.contact,
            footer_en=self.footer_en,
            footer_fr=self.footer_fr,
            colour=self.colour,
            paper=cast("Paper", self.paper),
        )


@registered(path="", category="staff", sensitivity="basic", unit=Unit.KEPT, package="no")
class SignaturePicture(TenantOwned, Base):
    """How a member signs by hand, as an address of data; empty once they took it back. Only they may set it."""

    __tablename__ = "signature_pictures"
    __table_args__ = (within("member_id", "members"),)

    member_id: Mapped[UUID]
    picture = Sealed()
    picture_sealed: Mapped[bytes | None] = sealed_column()
