"""What a package says, as frozen plain values: what stays out is not in them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal

from records.brands.values import Letterhead
from records.documents.values import Sheet
from records.requests.passages import Piece

# Of a volume, so that each is drawn well within its time; some thirty pages.
MOST_ROWS = 600


@dataclass(frozen=True, slots=True)
class PartField:
    """One field of a record: its words, or its pieces where some were taken out."""

    name: str
    words: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One record as it is given. Of what is withheld whole only the number and the reason are told."""

    number: int
    source: str = ""
    on: date | None = None
    author: str = ""
    withheld: str = ""
    fields: tuple[PartField, ...] = ()
    file: str = ""
    file_stays: bool = False

    @property
    def reasons(self) -> list[str]:
        """Why something of it stays out."""
        inside = {piece.withheld for field in self.fields for piece in field.pieces if piece.withheld}
        return sorted(inside | ({self.withheld} if self.withheld else set()))

    @property
    def rows(self) -> int:
        """How many lists it adds to."""
        return 1 + sum(1 + len(field.pieces) for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePackage(Sheet):
    """Everything held about a person, as far as they are given it: the letter, the list, the records."""

    KIND: ClassVar[str] = "disclosure_package"

    letterhead: Letterhead
    client_name: str
    file_number: str
    requester: str
    request_number: str
    received_on: date
    outcome: Literal["whole", "part", "refused"]
    reasons: tuple[str, ...]
    parts: tuple[Part, ...]
    count: int
    # The profile of the acts on privacy that may apply, and the agency's rules of severing, where it has any.
    law: str = "canada"
    rules: int | None = None
    rules_on: date | None = None
    volume: int = 1
    volumes: int = 1


def volumes(package: DisclosurePackage) -> list[DisclosurePackage]:
    """The package as it is printed: one document, or several when one would be too long."""
    groups: list[list[Part]] = [[]]
    for part in package.parts:
        if groups[-1] and sum(one.rows for one in groups[-1]) + part.rows > MOST_ROWS:
            groups.append([])
        groups[-1].append(part)
    return [
        replace(package, parts=tuple(group), volume=number, volumes=len(groups))
        for number, group in enumerate(groups, 1)
    ]
