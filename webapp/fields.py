"""The kinds of field a form may have: each cleans, caps and refuses in sentences that say what to do."""

import re
from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from templates.words import gettext as _
from tenants.typed import clean, has_control_characters, typed_day

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class Entry(Field):
    """One field: `missing` is the sentence when it is left empty (and makes it required), `hint` helps before."""

    kind, kept_when_refused = "text", True
    data: Any  # what `read` made of the text; None when it was left empty

    def __init__(
        self, label: object = "", *, missing: object = None, hint: object = "", **options: Any
    ) -> None:
        self.missing, self.hint = missing, hint
        self.autocomplete: str | None = options.pop("autocomplete", None)
        self.inputmode: str | None = options.pop("inputmode", None)
        super().__init__(label, **options)

    @property
    def required(self) -> bool:
        """True when an empty answer is refused."""
        return bool(self.missing)

    @property
    def shown(self) -> str:
        """What the box holds when drawn: what was typed, even when it was refused."""
        if self.raw_data and self.kept_when_refused:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def written(self, data: Any) -> str:
        """The value as the browser wants it."""
        return str(data)

    def read(self, text: str) -> Any:
        """The value of a text that is not empty; raises ValueError with a sentence."""
        return text

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            text = clean(str(valuelist[0]))
            self.data = self.read(text) if text else None

    def pre_validate(self, form: FlaskForm) -> None:
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            raise StopValidation(str(self.missing or ""))


class Text(Entry):
    """A line of text; None when empty."""

    lines = False

    def __init__(self, label: object = "", *, limit: int = 200, **options: Any) -> None:
        self.limit = limit
        super().__init__(label, **options)

    def read(self, text: str) -> str:
        if has_control_characters(text, lines=self.lines):
            raise ValueError(_("Take out the hidden control characters. Pasting as plain text helps."))
        if len(text) > self.limit:
            sentence = _(
                "Shorten this to %(limit)s characters. It has %(length)s.", limit=self.limit, length=len(text)
            )
            raise ValueError(sentence)
        return text


class LongText(Text):
    """Paragraphs; the box grows with what is written."""

    kind, lines = "long", True

    def __init__(self, label: object = "", *, limit: int = 20_000, rows: int = 4, **options: Any) -> None:
        self.rows = rows
        super().__init__(label, limit=limit, **options)


class Email(Text):
    """An address; its domain in lower case."""

    kind = "email"

    def read(self, text: str) -> str:
        if not EMAIL.fullmatch(super().read(text)):
            raise ValueError(_("Enter an e-mail address, for example dana@northside.ca."))
        name, _at, domain = text.rpartition("@")
        return f"{name}@{domain.lower()}"


class Secret(Entry):
    """A password or a code, as typed: nothing trimmed, never shown again."""

    kind, kept_when_refused = "password", False

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = str(valuelist[0])[:1000] or None if valuelist else None

    def written(self, data: Any) -> str:
        return ""


class Day(Entry):
    """A calendar day: the browser's own date field, or typed words where there is none."""

    kind = "date"

    def read(self, text: str) -> date:
        day = typed_day(text)
        if day is None:
            raise ValueError(_("Enter a date, for example 2026-11-20."))
        return day

    def written(self, data: Any) -> str:
        return str(data.isoformat())


class Clock(Entry):
    """A time of day, 24 hours, without a zone."""

    kind = "time"

    def read(self, text: str) -> time:
        parts = re.fullmatch(r"([0-9]{1,2})\s*[hH:]\s*([0-9]{2})(:00)?", text)
        if not parts or int(parts[1]) > 23 or int(parts[2]) > 59:
            raise ValueError(_("Enter a time, for example 14:30."))
        return time(int(parts[1]), int(parts[2]))


class Whole(Entry):
    """A whole number between two bounds."""

    kind = "number"

    def __init__(self, label: object = "", *, low: int = 0, high: int = 1_000_000, **options: Any) -> None:
        self.low, self.high = low, high
        super().__init__(label, inputmode="numeric", **options)

    def read(self, text: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            raise ValueError(
                _("Enter a whole number from %(low)s to %(high)s.", low=self.low, high=self.high)
            )
        return int(text)


class Tick(Entry):
    """Yes or no by a checkbox."""

    kind = "tick"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = bool(valuelist) and valuelist[0] not in ("", "false", "0")

    def pre_validate(self, form: FlaskForm) -> None:
        if self.missing and not self.data:
            raise StopValidation(str(self.missing))


class Choice(Entry):
    """One of a list. The route offers `[(value, label)]`; `data` is the offered value itself, not its text, so
    an id or a code arrives as what it was. Radio buttons when `as_radio`, for up to about six choices."""

    kind = "select"

    def __init__(self, label: object = "", *, as_radio: bool = False, **options: Any) -> None:
        self.choices: list[tuple[Any, object]] = list(options.pop("choices", []))
        self.kind = "radio" if as_radio else "select"
        super().__init__(label, **options)

    def _offered(self, texts: Iterable[str]) -> list[Any]:
        known = {str(value): value for value, _label in self.choices}
        wanted = list(texts)
        if any(text not in known for text in wanted):
            raise StopValidation(_("Choose from the list."))
        return [known[text] for text in wanted]

    def pre_validate(self, form: FlaskForm) -> None:
        super().pre_validate(form)
        self.data = self._offered([str(self.data)])[0]

    @property
    def options(self) -> list[tuple[str, object, bool]]:
        """For drawing: value, label, chosen."""
        return [(str(value), label, str(value) in self._chosen()) for value, label in self.choices]

    def _chosen(self) -> set[str]:
        return {self.shown}


class Choices(Choice):
    """Any number of a list, by checkboxes; an empty list when none."""

    def __init__(self, label: object = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.kind = "ticks"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [str(value) for value in valuelist]

    def pre_validate(self, form: FlaskForm) -> None:
        self.data = self._offered([str(value) for value in self.data or []])
        if not self.data and self.missing:
            raise StopValidation(str(self.missing))

    def _chosen(self) -> set[str]:
        return {str(value) for value in self.data or []}


class Upload(Entry):
    """A file, kept by the browser only: asked for again when the form comes back."""

    kind, kept_when_refused = "file", False

    def __init__(self, label: object = "", *, accept: str = "", megabytes: int = 10, **options: Any) -> None:
        self.accept, self.megabytes = accept, megabytes
        super().__init__(label, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = next((file for file in valuelist if getattr(file, "filename", "")), None)
        length = self.data.stream.seek(0, 2) + self.data.stream.seek(0) if self.data else 0
        if length > self.megabytes * 1_000_000:
            raise ValueError(_("Choose a file of at most %(size)s MB.", size=self.megabytes))


class Hidden(Text):
    """A value the page carries and the person does not see."""

    kind = "hidden"


class Version(Whole):
    """The version the person was looking at; the action refuses when the row has moved on."""

    kind = "hidden"
