"""The language a person is being spoken to in, and every sentence looked up in it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup, escape

LANGUAGES = ("en", "fr")
DOMAIN = "northfile"

_catalogues = Path(__file__).parent / "translations"
# The short words that lose their e before a vowel, where a name or another value follows.
_ELIDED = re.compile(r"\b([Dd]|[Qq]u|[Jj]usqu)e (%\((\w+)\)s)")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def known(wanted: str | None) -> str:
    """The language we can speak nearest to the one wanted ("fr-CA" gives "fr"); English when there is none."""
    start = (wanted or "").replace("_", "-").split("-")[0].lower()
    return start if start in LANGUAGES else "en"


@contextmanager
def speaking(wanted: str | None) -> Iterator[None]:
    """Everything said inside is in this language; what was spoken before comes back after."""
    token = _spoken.set(known(wanted))
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The language in force: "en" or "fr"."""
    return _spoken.get()


def tag() -> str:
    """The language in force as HTML and formats want it: "en-CA" or "fr-CA"."""
    return f"{_spoken.get()}-CA"


@cache
def _catalogue(wanted: str) -> NullTranslations:
    """Compiled in memory from the text catalogue, so that there is no build step and nothing to forget.
    English is the source and has none; a language whose file is missing speaks English."""
    source = _catalogues / wanted / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as text:
        write_mo(compiled, read_po(text, locale=wanted, domain=DOMAIN))
    compiled.seek(0)
    return Translations(compiled, domain=DOMAIN)


def elided(said: str, values: Mapping[str, object]) -> str:
    """The sentence before it is filled, with what French drops before a vowel: “le dossier d’Olena”."""
    if _spoken.get() != "fr" or "e %(" not in said:
        return said
    return _ELIDED.sub(
        lambda found: f"{found[1]}’{found[2]}" if _sounds(values.get(found[3])) else found[0], said
    )


def _sounds(value: object) -> bool:
    return normalize("NFD", str(value))[:1].casefold() in {*"aeiouœæ"}


def gettext(message: str, /, **values: object) -> str:
    """The sentence in the language in force; `%(name)s` is filled when values are given."""
    said = _catalogue(_spoken.get()).gettext(message) if message else ""
    return elided(said, values) % values if values else said


def plural(one: str, many: str, count: int, /) -> str:
    """The form of the sentence for this count, not yet filled, by the plural rule of the language."""
    return _catalogue(_spoken.get()).ngettext(one, many, count)


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """The sentence for this count, filled; `%(num)s` is the count."""
    return plural(one, many, count) % {"num": count, **values}


class Lazy:
    """A sentence translated each time it is shown, for labels written once when a module is read."""

    __slots__ = ("message", "values")

    def __init__(self, message: str, values: dict[str, object]) -> None:
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return gettext(self.message, **self.values)

    def __html__(self) -> Markup:
        return escape(str(self))

    def __repr__(self) -> str:
        return f"lazy({self.message!r})"

    def __bool__(self) -> bool:
        return bool(self.message)

    def __eq__(self, other: object) -> bool:
        return str(self) == other if isinstance(other, str) else self is other

    def __hash__(self) -> int:
        return hash(self.message)


def lazy(message: str, /, **values: object) -> Lazy:
    """Like gettext, but looked up when shown, not when written."""
    return Lazy(message, values)


def N_(message: str) -> str:
    """Marks a sentence for the catalogue and returns it unchanged; the name is the one gettext tools look for."""
    return message
