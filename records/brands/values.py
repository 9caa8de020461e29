"""Who writes, as it is frozen with a document."""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["letter", "a4"]

# The product's own accent: that of an agency which has settled nothing.
OURS = "#0E5C54"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: `lines` is the postal address, `contact` one line with a telephone number or an e-mail address;
    `other_name` the agency's legal name in the other language. `brand` numbers the look it was written with, of which
    the logo is kept apart (0: the product's own look)."""

    agency_name: str
    lines: tuple[str, ...] = ()
    contact: str = ""
    other_name: str = ""
    footer: str = ""
    colour: str = OURS
    brand: int = 0
    paper: Paper = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What an agency settles of itself for its letters, its logo aside; a name or a footer that is empty in one
    language is that of the other."""

    name_en: str = ""
    name_fr: str = ""
    lines: tuple[str, ...] = ()
    contact: str = ""
    footer_en: str = ""
    footer_fr: str = ""
    colour: str = OURS
    paper: Paper = "letter"
