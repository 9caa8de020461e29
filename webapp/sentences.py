"""Sentences that the retention engine gives as a key and values, said in the reader's language."""

from datetime import date

from records.retention.sentences import Sentence
from templates.filters import short_day
from templates.words import gettext, plural


def say(sentence: Sentence) -> str:
    """The sentence, with sentences inside it said first and dates written out."""
    values = {name: _said(value) for name, value in sentence.values.items()}
    if sentence.plural is None:
        return gettext(sentence.message, **values)
    count = sentence.values["count"]
    assert isinstance(count, int)
    return plural(sentence.message, sentence.plural, count) % values


def _said(value: object) -> object:
    if isinstance(value, Sentence):
        return say(value)
    return short_day(value) if isinstance(value, date) else value
