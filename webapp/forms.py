"""The form every POST is read with; a route imports it and its fields from here."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta

from templates import words
from tenants.errors import Refused
from webapp.fields import (
    Choice,
    Choices,
    Clock,
    Day,
    Email,
    Entry,
    Hidden,
    LongText,
    Secret,
    Text,
    Tick,
    Upload,
    Version,
    Whole,
)

__all__ = [
    "Choice",
    "Choices",
    "Clock",
    "Day",
    "Email",
    "Entry",
    "Form",
    "Hidden",
    "LongText",
    "Secret",
    "Text",
    "Tick",
    "Upload",
    "Version",
    "Whole",
]


class Form(FlaskForm):
    """One class per POST, written above its route; it knows no database."""

    class Meta(FlaskForm.Meta):
        """Where WTForms speaks for itself, it speaks the person's language."""

        @property
        def locales(self) -> list[str]:
            """The language in force."""
            return [words.language()]

        def get_translations(self, form: FlaskForm) -> Any:
            """WTForms' own sentences; Flask-WTF would look for Flask-Babel."""
            return DefaultMeta.get_translations(self, form)

    def offer(self, **choices: Iterable[tuple[Any, object]]) -> "Form":
        """Gives each named field its list of (value, label); call before validating. Returns the form."""
        for name, pairs in choices.items():
            self[name].choices = list(pairs)
        return self

    def values(self) -> dict[str, Any]:
        """What was entered, by name: the keyword arguments of the action."""
        return {field.short_name: field.data for field in self if isinstance(field, Entry)}

    def accept(self, refusal: Refused) -> None:
        """Puts a refusal from below where the person will look: on its field, else at the top of the form."""
        sentence = words.gettext(refusal.message, **refusal.values)
        if refusal.field in self._fields:
            field = self[refusal.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)

    @property
    def troubles(self) -> list[tuple[str | None, str]]:
        """What is wrong, in the order of the page: the id of the field (None: the whole form) and the sentence."""
        whole = [(None, str(error)) for error in self.form_errors]
        return whole + [(field.id, str(error)) for field in self for error in field.errors]
