"""Sentences that the retention engine gives as a key and values, said in the reader's language."""

from datetime import date

from records.retention.dates import Cutoff, CutoffKind
from records.retention.models import RetentionRule
from records.retention.schedule import Line, line_of
from records.retention.sentences import ACTIONS, Sentence, event, length
from records.retention.terms import Join, Selector, Trigger
from templates.filters import MONTHS, short_day
from templates.labels import label
from templates.words import gettext, language, plural


def say(sentence: Sentence) -> str:
    """The sentence, with sentences inside it said first and dates written out."""
    values = {name: _said(value) for name, value in sentence.values.items()}
    if sentence.plural is None:
        return gettext(sentence.message, **values)
    count = sentence.values["count"]
    assert isinstance(count, int)
    return plural(sentence.message, sentence.plural, count) % values


def told(line: Line | RetentionRule) -> str:
    """A line of a schedule in one or two sentences: what, how long, from when, and what happens then."""
    if isinstance(line, RetentionRule):
        line = line_of(line)
    values = {
        "records": _records(line),
        "start": _start(line.trigger, line.cutoff),
        "action": say(ACTIONS[line.action]),
        "period": say(length(line.keep)) if line.keep else "",
        "within": say(length(line.destroy_within)) if line.destroy_within else "",
    }
    if line.keep is None:
        return gettext("%(records)s: gone at the latest %(within)s after %(start)s; %(action)s.", **values)
    said = gettext("%(records)s: kept for %(period)s after %(start)s; then %(action)s.", **values)
    if line.destroy_within is None:
        return said
    return f"{said} {gettext('Gone at the latest %(within)s after that day.', **values)}"


def counted_from(trigger: Trigger) -> str:
    """What starts the clock, in the engine's own words, joined as the rule joins them."""
    events = [say(event(name)) for name in trigger.events]
    if len(events) == 1:
        return events[0]
    *others, last = events
    listed = gettext("%(others)s or %(last)s", others=", ".join(others), last=last)
    if trigger.join is Join.LATEST_OF:
        return gettext("%(events)s, whichever is latest", events=listed)
    return gettext("%(events)s, whichever is earliest", events=listed)


def month_day(cutoff: Cutoff) -> str:
    """The last day of a fiscal year: March 31 · 31 mars."""
    month = MONTHS[language()][cutoff.month - 1]
    return f"{cutoff.day} {month}" if language() == "fr" else f"{month} {cutoff.day}"


def _start(trigger: Trigger, cutoff: Cutoff) -> str:
    start = counted_from(trigger)
    if cutoff.kind is CutoffKind.CALENDAR_YEAR_END:
        return gettext("the end of the calendar year of %(start)s", start=start)
    if cutoff.kind is CutoffKind.FISCAL_YEAR_END:
        day = month_day(cutoff)
        return gettext("the end of the fiscal year (%(day)s) of %(start)s", day=day, start=start)
    return start


def _records(line: Line) -> str:
    chosen: Selector = line.selector
    parts = [str(label(line.record_class, "record_class"))]
    if chosen.program:
        parts.append(gettext("program “%(program)s”", program=chosen.program))
    if chosen.minor_at_closure:
        parts.append(gettext("of people who were minors at closing"))
    if chosen.jurisdiction:
        parts.append(gettext("in %(place)s", place=label(chosen.jurisdiction, "province")))
    return ", ".join(parts)


def _said(value: object) -> object:
    if isinstance(value, Sentence):
        return say(value)
    return short_day(value) if isinstance(value, date) else value
