"""How an agency may look on paper, decided without a database: which shade can be read, which lines there are."""

import re

from records.brands.values import Letterhead, Look
from tenants.errors import Refused

# WCAG 2.2, 1.4.3: what text of any size needs against its ground; the ground is white paper.
READABLE = 4.5
MOST_LINES, LONGEST_LINE = 5, 80
_SHADE = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


def contrast_on_white(colour: str) -> float:
    """From 1 (white itself) to 21 (black), by the definition of WCAG."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def nearest_readable(colour: str) -> str:
    """The same hue, darker by as little as makes it readable; a shade that is readable already is itself."""
    channels = _channels(colour)
    lightest = max(channels)
    darker = (_coded(channels, level, lightest) for level in range(lightest, -1, -1))
    return next(shade for shade in darker if contrast_on_white(shade) >= READABLE)


def readable(typed: str) -> str:
    """The shade as it is kept. Refuses what is no shade, and a shade too pale to be read, with one that is not."""
    found = _SHADE.fullmatch(typed)
    if found is None:
        raise Refused("Enter a colour as # and six digits, for example #0E5C54.", field="colour")
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    colour = f"#{digits.upper()}"
    if (offered := nearest_readable(colour)) != colour:
        raise Refused(
            "%(colour)s is too pale to be read on white paper. The nearest shade that can be read is %(offered)s.",
            field="colour", colour=colour, offered=offered,
        )  # fmt: skip
    return colour


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a postal address, empty ones left out. Refuses more than an envelope has room for."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) > MOST_LINES:
        raise Refused("Write the address in at most %(most)s lines.", field="address", most=MOST_LINES)
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Refused(
            "Shorten the lines of the address to %(most)s characters.", field="address", most=LONGEST_LINE
        )
    return lines


def letterhead(look: Look, language: str, *, number: int) -> Letterhead:
    """Who writes, in a language; the legal name in the other one stands below where it differs."""
    names, footers = (look.name_en, look.name_fr), (look.footer_en, look.footer_fr)
    if language == "fr":
        names, footers = names[::-1], footers[::-1]
    name = names[0] or names[1]
    return Letterhead(
        agency_name=name,
        lines=look.lines,
        contact=look.contact,
        other_name=names[1] if names[1] != name else "",
        footer=footers[0] or footers[1],
        colour=look.colour,
        brand=number,
        paper=look.paper,
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _coded(channels: tuple[int, ...], level: int, lightest: int) -> str:
    return "#" + "".join(f"{round(channel * level / max(lightest, 1)):02X}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
