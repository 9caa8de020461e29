"""What the province or territory of an agency settles for its first day. Pure; an agency may change what is its own."""

from dataclasses import dataclass
from typing import Literal

Tax = Literal["gst", "hst", "qst", "pst"]


@dataclass(frozen=True, slots=True)
class Preset:
    """The zone most of the province lives in, the languages to offer in their order, and the taxes on a bill: which
    they are, never how much, because rates change; whoever takes the money works them out."""

    timezone: str
    taxes: tuple[Tax, ...]
    languages: tuple[str, ...] = ("en", "fr")


PRESETS: dict[str, Preset] = {
    "AB": Preset("America/Edmonton", ("gst",)),
    "BC": Preset("America/Vancouver", ("gst", "pst")),
    "MB": Preset("America/Winnipeg", ("gst", "pst")),
    "NB": Preset("America/Moncton", ("hst",)),
    "NL": Preset("America/St_Johns", ("hst",)),
    "NS": Preset("America/Halifax", ("hst",)),
    "NT": Preset("America/Yellowknife", ("gst",)),
    "NU": Preset("America/Iqaluit", ("gst",)),
    "ON": Preset("America/Toronto", ("hst",)),
    "PE": Preset("America/Halifax", ("hst",)),
    "QC": Preset("America/Toronto", ("gst", "qst"), ("fr", "en")),
    "SK": Preset("America/Regina", ("gst", "pst")),
    "YT": Preset("America/Whitehorse", ("gst",)),
}


def language_for(province: str, asked_in: str) -> str:
    """The language to propose: that of the page, except where the law makes another one usual at work."""
    first = PRESETS[province].languages[0]
    return first if first == "fr" else asked_in
