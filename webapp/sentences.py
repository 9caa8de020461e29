"""Sentences that the retention engine gives as a key and values, said in the reader's language."""

from datetime import date

from records.retention.models import RetentionRule
from records.retention.sentences import Sentence, event
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


def counted_from(rule: RetentionRule) -> str:
    """What starts the clock, in the engine's own words, joined as the rule joins them."""
    events = [say(event(name)) for name in rule.events]
    if len(events) == 1:
        return events[0]
    *others, last = events
    listed = gettext("%(others)s or %(last)s", others=", ".join(others), last=last)
    if rule.joined == "latest_of":
        return gettext("%(events)s, whichever is latest", events=listed)
    return gettext("%(events)s, whichever is earliest", events=listed)


def _said(value: object) -> object:
    if isinstance(value, Sentence):
        return say(value)
    return short_day(value) if isinstance(value, date) else value
