"""The form every POST is read with; a route imports it and its fields from here."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms.meta import DefaultMeta

from templates import words
from templates.refusals import said
from tenants.errors import Conflict, Refused, TooSoon
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

        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Only what a form sent; Flask-WTF would read JSON, too, whose values may be anything."""
            return None if request.is_json else super().wrap_formdata(form, formdata)

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

    def accept(self, refusal: Refused) -> int:
        """Puts a refusal from below where the person will look: on its field, else at the top of the form. Returns the
        status of the answer: 409 when somebody else was first, 429 when it was tried too often, otherwise 422."""
        sentence = said(refusal.message, refusal.values)
        if refusal.field in self._fields:
            field = self[refusal.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)
        return 409 if isinstance(refusal, Conflict) else 429 if isinstance(refusal, TooSoon) else 422

    def catch_up(self, row: Any) -> None:
        """After a conflict: shows beside each field what somebody else wrote meanwhile, and takes the row's version, so
        that sending the form again is a decision and not the same refusal."""
        self.version.raw_data = [str(row.version)]
        for field in self:
            now = getattr(row, field.short_name, None)
            if isinstance(field, Entry) and field.kind != "hidden" and now and now != field.data:
                named = dict(getattr(field, "choices", ()))
                several = now if isinstance(now, list) else [now]
                said = ", ".join(str(named.get(one, one)) for one in several)
                field.hint = words.gettext("In the file now: %(value)s", value=said)

    @property
    def troubles(self) -> list[tuple[str | None, str]]:
        """What is wrong, in the order of the page: the id of the field and the sentence. None stands for the whole form
        and for what the page carries unseen."""
        whole: list[tuple[str | None, str]] = [(None, str(error)) for error in self.form_errors]
        seen = {field.name for field in self if isinstance(field, Entry) and field.kind != "hidden"}
        return whole + [
            (field.id if field.name in seen else None, str(error)) for field in self for error in field.errors
        ]
