"""The form about how the agency looks on paper, and its fields for a shade and for a picture that comes back."""

import re
from base64 import b64decode, b64encode
from typing import Any

from press.cleaning import clean_picture
from records.brands.rules import lines_of, readable
from records.brands.values import Look
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from webapp.forms import Choice, Entry, Form, Hidden, LongText, Text, Tick, Upload, Version

ACCEPT = ".png,.jpg,.jpeg,.svg"
_PICKABLE = re.compile(r"#[0-9a-fA-F]{6}")


class Shade(Entry):
    """The browser's own picker of a colour, which always sends one."""

    kind = "color"

    def read(self, text: str) -> str:
        """A shade as every browser sends it."""
        if not _PICKABLE.fullmatch(text):
            raise ValueError(_("Pick a shade."))
        return text


class Chosen(Hidden):
    """A picture that was cleaned already and rides with the form until it is kept, so that it is chosen once."""

    def read(self, text: str) -> Any:
        """The picture's bytes."""
        try:
            return b64decode(super().read(text), validate=True)
        except ValueError:
            raise ValueError(_("Choose the picture again.")) from None


class PictureForm(Form):
    """A picture from this device."""

    picture = Upload(L_("Picture"), accept=ACCEPT, megabytes=1)

    def sent(self, most: tuple[int, int]) -> bytes | None:
        """The picture, cleaned; none when none came. Raises Refused."""
        return clean_picture(self.picture.data.stream.read(), most) if self.picture.data else None


class LookForm(PictureForm):
    """How the agency looks on paper, as somebody saw it last."""

    name_en = Text(
        L_("Legal name in English"), limit=120, hint=L_("Empty, letters in English carry the French name.")
    )
    name_fr = Text(
        L_("Legal name in French"), limit=120, hint=L_("Empty, letters in French carry the English name.")
    )
    address = LongText(
        L_("Postal address"), limit=500, rows=4, hint=L_("Up to five lines, as on an envelope.")
    )
    contact = Text(
        L_("How to reach you"),
        limit=120,
        hint=L_("One line: a telephone number, an e-mail or web address."),
    )
    footer_en = Text(
        L_("Last line in English"), limit=160, hint=L_("For example the charity number, or who funds you.")
    )
    footer_fr = Text(L_("Last line in French"), limit=160)
    colour = Text(
        L_("Accent colour"),
        missing=L_("Enter a colour as # and six digits, for example #0E5C54."),
        limit=20,
        hint=L_("Names and lines of a letter have this colour. It must be dark enough to be read."),
    )
    paper = Choice(
        L_("Size of the paper"), missing=L_("Choose a paper."), choices=choices("paper"), as_radio=True
    )
    picked = Shade(L_("Or pick a shade"))
    shown_colour = Hidden()
    picture = Upload(
        L_("Logo"),
        accept=ACCEPT,
        megabytes=1,
        hint=L_("PNG, JPEG or SVG, up to 1 MB. In an SVG, turn text into outlines first."),
    )
    without_logo = Tick(L_("No logo"))
    chosen = Chosen(limit=400_000)
    language = Choice(
        L_("Language of the sample"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )
    version = Version()

    def look(self) -> Look:
        """What was entered. Raises Refused for an address that is too long and for a shade that cannot be read."""
        given = ("name_en", "name_fr", "contact", "footer_en", "footer_fr", "paper")
        words: dict[str, Any] = {name: self[name].data or "" for name in given}
        return Look(lines=lines_of(self.address.data or ""), colour=readable(self._colour()), **words)

    def sent(self, most: tuple[int, int]) -> bytes | None:
        """The logo, cleaned, whether it came now or with the form before; it rides along from here."""
        found = super().sent(most) or (clean_picture(self.chosen.data, most) if self.chosen.data else None)
        if found:
            self.chosen.raw_data = [b64encode(found).decode()]
        return found

    def _colour(self) -> str:
        """What was typed, unless it is what the page showed and another shade was picked: without a script the two
        fields do not know of each other. When the form comes back both show it."""
        typed, picked, shown = (field.data or "" for field in (self.colour, self.picked, self.shown_colour))
        colour = picked if picked and typed.upper() == shown.upper() else typed
        # A shade that the picker cannot show it would show, and send, as black.
        self.shown_colour.raw_data = [colour if _PICKABLE.fullmatch(colour) else ""]
        self.colour.raw_data = [colour]
        if self.shown_colour.raw_data[0]:
            self.picked.raw_data = [colour]
        return str(colour)
