"""The sum behind a date, step by step: from what happened to the day something is due, in the verdict's own dates."""

from datetime import date
from typing import Final

from records.retention.dates import CutoffKind
from records.retention.sentences import Sentence, Value, event, length
from records.retention.verdict import Verdict

_MOVED: Final = {
    CutoffKind.CALENDAR_YEAR_END: Sentence("Moved to the end of that calendar year: %(day)s"),
    CutoffKind.FISCAL_YEAR_END: Sentence("Moved to the end of that fiscal year: %(day)s"),
}


def sum_of(verdict: Verdict) -> tuple[Sentence, ...]:
    """Start, end of year, period, last day and the day after; nothing where no date can be given."""
    one = verdict.governing
    if one is None or one.event is None or one.rule.keep is None or verdict.due_on is None:
        return ()
    steps = [
        Sentence("It starts with %(event)s: %(day)s", {"event": event(one.event), "day": _day(one.event_on)})
    ]
    if one.rule.cutoff.kind in _MOVED:
        steps.append(Sentence(_MOVED[one.rule.cutoff.kind].message, {"day": _day(one.counted_from)}))
    kept: dict[str, Value] = {"period": length(one.rule.keep), "day": _day(one.keep_through)}
    steps.append(Sentence("Plus %(period)s: the last day is %(day)s", kept))
    if verdict.is_extended:
        last = {"day": _day(verdict.keep_through)}
        steps.append(Sentence("A person decided to keep it longer: the last day is %(day)s", last))
    steps.append(Sentence("Due the day after: %(day)s", {"day": verdict.due_on}))
    rests = {"authority": one.rule.authority_citation}
    return (*steps, Sentence("It rests on %(authority)s", rests))


def _day(day: date | None) -> date:
    assert day is not None
    return day
