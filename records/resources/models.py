"""Rows of the agency's library. Known to everybody who works there; nothing here is about a client."""

from datetime import date

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, Versioned
from tenants.errors import Conflict
from tenants.privacy import Unit, registered


@registered(path="", category="resource", sensitivity="basic", unit=Unit.KEPT, package="no")
class Resource(Versioned, TenantOwned, Base):
    """Something to give: what it is called in both languages, what it is about, for whom it is, and when somebody last
    looked whether it still holds."""

    __tablename__ = "resources"

    name_en: Mapped[str]
    name_fr: Mapped[str]
    kind: Mapped[str]
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text))
    link: Mapped[str | None]
    words: Mapped[str | None]
    reading_level: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    cost: Mapped[str | None]
    area: Mapped[str | None]
    checked_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    found_by: Mapped[str]

    def name_in(self, language: str) -> str:
        """Its name in a language, or in the other one when it has none."""
        names = {"en": self.name_en, "fr": self.name_fr}
        return names[language] or self.name_en or self.name_fr

    def expect_in_use(self) -> None:
        """What is out of use is given to nobody, and not taken out twice."""
        if self.ended_on is not None:
            raise Conflict("This is out of use already.")
