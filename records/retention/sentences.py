"""Why a record is kept and until when, in words: message ids and values, translated at the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final, TypeAlias

from records.retention.dates import CutoffKind, Period, Unit
from records.retention.terms import MANUAL, Action, Event, HoldKind, RecordClass
from records.retention.verdict import Blocker, Conflict, Considered, Obstacle, Part, State, Verdict

Value: TypeAlias = "date | int | str | Sentence"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id with %(name)s placeholders, and what goes into them.

    A value may be a sentence itself, to be translated first; dates are dates, written out in the reader's
    language at the door. With `plural` the pair goes through ngettext on `values["count"]`.
    """

    message: str
    values: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence that says until when and why, remarks on what stands in the way, a line for every other rule."""

    sentence: Sentence
    remarks: tuple[Sentence, ...]
    others: tuple[Sentence, ...]


def counted(singular: str, plural: str, count: int) -> Sentence:
    """A sentence with a number in it."""
    return Sentence(singular, {"count": count}, plural)


EVENTS: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        Event.CASE_CLOSED: Sentence("the closing of the case"),
        Event.LAST_SERVICE_ON: Sentence("the last service"),
        Event.LAST_CONTACT_ON: Sentence("the last contact"),
        Event.PROGRAM_ENDED: Sentence("the end of the program"),
        Event.AGREEMENT_ENDED: Sentence("the end of the funding agreement"),
        Event.FISCAL_YEAR_OF_LAST_CLAIM: Sentence("the last claim"),
        Event.CLIENT_MAJORITY: Sentence("the client's coming of age"),
        Event.CONSENT_WITHDRAWN: Sentence("the withdrawal of consent"),
        Event.CONSENT_ENDED: Sentence("the end of the consent"),
        Event.CREATED_ON: Sentence("its creation"),
        Event.LAST_EDITED_ON: Sentence("the last change"),
        Event.SUBMITTED_ON: Sentence("its submission"),
        Event.REQUEST_CLOSED_ON: Sentence("the closing of the request"),
        Event.INCIDENT_CLOSED_ON: Sentence("the closing of the incident"),
        Event.BREACH_DETERMINED_ON: Sentence("the finding of the breach"),
        Event.TENANT_CLOSED_ON: Sentence("the closing of the agency"),
    }
)

ACTIONS: Final[Mapping[Action, Sentence]] = MappingProxyType(
    {
        Action.REVIEW: Sentence("a person decides"),
        Action.TRANSFER: Sentence("it is handed over, then destroyed"),
        Action.DE_IDENTIFY: Sentence("it is destroyed, and only statistics stay"),
        Action.DESTROY: Sentence("it is destroyed"),
    }
)

HOLDS: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        HoldKind.ACCESS_REQUEST: Sentence("Held since %(since)s: a request for access is open."),
        HoldKind.ERASURE_REQUEST: Sentence("Held since %(since)s: a request for erasure is open."),
        HoldKind.CORRECTION_REQUEST: Sentence("Held since %(since)s: a request for correction is open."),
        HoldKind.COMPLAINT: Sentence("Held since %(since)s: a complaint is open."),
        HoldKind.OPEN_INCIDENT: Sentence("Held since %(since)s: an incident is open."),
        HoldKind.BREACH_INVESTIGATION: Sentence("Held since %(since)s: a breach is being investigated."),
        HoldKind.LITIGATION: Sentence("Held since %(since)s: there is a legal proceeding."),
        HoldKind.FUNDER_AUDIT: Sentence("Held since %(since)s: a funder's audit is not settled."),
        HoldKind.FINANCIAL_DISPUTE: Sentence("Held since %(since)s: a payment is disputed."),
        HoldKind.UNFINISHED_EXPORT: Sentence("Held since %(since)s: an export of it is not finished."),
        HoldKind.AGENCY_DECISION: Sentence("Held since %(since)s: the agency decided to keep it."),
    }
)

OBSTACLES: Final[Mapping[Obstacle, Sentence]] = MappingProxyType(
    {
        Obstacle.CHILD_NOT_DUE: Sentence("Something that belongs to it must be kept longer."),
        Obstacle.UNPAID_OBLIGATION: Sentence("A payment to the client or a funder is not settled."),
        Obstacle.UNKNOWN: Sentence("Something has to be found out first: %(code)s."),
    }
)

# What belongs to a record and has a line of its own in the schedule is called by its class.
LONGER: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        RecordClass.CONSENT: Sentence("A consent must be kept longer."),
        RecordClass.DISCLOSURE_LOG: Sentence("The account of what was disclosed must be kept longer."),
        RecordClass.ACCESS_REQUEST: Sentence("A request about the file must be kept longer."),
        RecordClass.BREACH_RECORD: Sentence("The record of the breach must be kept longer."),
    }
)


def explain(verdict: Verdict) -> Explanation:
    """A verdict in words. Its dates are the verdict's own: what the worker acts on is what a person reads."""
    remarks = [_obstacle(blocker) for blocker in verdict.blocked_by]
    if verdict.conflict is not None:
        remarks.append(_conflict(verdict.conflict))
    if verdict.must_by is not None and verdict.overdue:
        remarks.append(Sentence("Overdue: it had to be gone by %(must_by)s.", {"must_by": verdict.must_by}))
    others = tuple(_considered(one) for one in verdict.considered if one.part is not Part.GOVERNS)
    return Explanation(_main(verdict), tuple(remarks), others)


def in_english(sentence: Sentence) -> str:
    """A sentence in the source language, with dates in ISO 8601: for the command line, logs and tests."""
    one = sentence.values.get("count") == 1
    message = sentence.message if sentence.plural is None or one else sentence.plural
    return message % {name: _in_english(value) for name, value in sentence.values.items()}


def length(period: Period) -> Sentence:
    """A period in words."""
    if period.unit is Unit.YEARS:
        return counted("%(count)s year", "%(count)s years", period.amount)
    if period.unit is Unit.MONTHS:
        return counted("%(count)s month", "%(count)s months", period.amount)
    return counted("%(count)s day", "%(count)s days", period.amount)


def event(name: str) -> Sentence:
    """An event in words, fit to stand after "after"."""
    if name.startswith(MANUAL):
        return Sentence("the date recorded as “%(name)s”", {"name": name.removeprefix(MANUAL)})
    return EVENTS[name]


def _in_english(value: Value) -> str:
    if isinstance(value, Sentence):
        return in_english(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _main(verdict: Verdict) -> Sentence:
    governing = verdict.governing
    if governing is not None and verdict.keep_through is not None and verdict.due_on is not None:
        reason = _reason(governing)
        if verdict.is_extended:
            reason["reason"] = Sentence(
                "as a person decided, beyond %(reason)s", {"reason": reason["reason"]}
            )
        values = {"keep_through": verdict.keep_through, "due_on": verdict.due_on, **reason}
        return _dated(verdict.state, values)
    if verdict.state is State.UNSCHEDULED:
        return Sentence("No rule says how long to keep this, so it is kept until one does.")
    if verdict.state is State.RETAINED:
        floors = [one for one in verdict.considered if one.part is Part.FLOOR]
        awaited = next(name for one in floors for name in one.awaited)
        return Sentence("Kept: the period starts with %(event)s.", {"event": event(awaited)})
    return Sentence("Kept: no date can be given yet.")


def _dated(state: State, values: Mapping[str, Value]) -> Sentence:
    if state is State.DUE:
        return Sentence(
            "Due since %(due_on)s: %(action)s."
            " It was kept through %(keep_through)s, %(reason)s (%(authority)s).",
            values,
        )
    if state is State.BLOCKED:
        return Sentence(
            "Kept through %(keep_through)s, %(reason)s (%(authority)s), and until nothing stands in the way;"
            " by date alone, from %(due_on)s: %(action)s.",
            values,
        )
    return Sentence(
        "Kept through %(keep_through)s, %(reason)s (%(authority)s); from %(due_on)s: %(action)s.", values
    )


def _reason(one: Considered) -> dict[str, Value]:
    return {
        "reason": _counting(one),
        "authority": one.rule.authority_citation,
        "action": ACTIONS[one.rule.action],
    }


def _counting(one: Considered) -> Sentence:
    if one.rule.keep is None or one.event is None or one.event_on is None or one.counted_from is None:
        return Sentence("for no stated period")
    values: dict[str, Value] = {
        "period": length(one.rule.keep),
        "event": event(one.event),
        "event_on": one.event_on,
        "year_end": one.counted_from,
    }
    if one.rule.cutoff.kind is CutoffKind.NONE:
        return Sentence("%(period)s after %(event)s on %(event_on)s", values)
    if one.rule.cutoff.kind is CutoffKind.CALENDAR_YEAR_END:
        return Sentence(
            "%(period)s after %(year_end)s, the end of the calendar year of %(event)s on %(event_on)s", values
        )
    return Sentence(
        "%(period)s after %(year_end)s, the end of the fiscal year of %(event)s on %(event_on)s", values
    )


def _obstacle(blocker: Blocker) -> Sentence:
    if blocker.obstacle is Obstacle.HOLD and blocker.since is not None:
        return Sentence(HOLDS[blocker.code].message, {"since": blocker.since})
    if blocker.obstacle is Obstacle.DATE_UNKNOWN:
        return Sentence("A date is needed: %(event)s.", {"event": event(blocker.code)})
    named = LONGER.get(blocker.reference.partition(":")[0])
    if blocker.obstacle is Obstacle.CHILD_NOT_DUE and named is not None:
        return named
    return Sentence(OBSTACLES[blocker.obstacle].message, {"code": blocker.code} if blocker.code else {})


def _conflict(conflict: Conflict) -> Sentence:
    return Sentence(
        "%(floor)s asks to keep it longer than %(ceiling)s allows. It is kept; ask which applies.",
        {"floor": conflict.floor.authority_citation, "ceiling": conflict.ceiling.authority_citation},
    )


def _considered(one: Considered) -> Sentence:
    authority = one.rule.authority_citation
    if one.keep_through is not None and one.part is Part.OVERRIDDEN:
        return Sentence(
            "%(authority)s would keep it through %(keep_through)s; a more specific rule stands in its place.",
            {"authority": authority, "keep_through": one.keep_through},
        )
    if one.keep_through is not None:
        return Sentence(
            "%(authority)s keeps it through %(keep_through)s.",
            {"authority": authority, "keep_through": one.keep_through},
        )
    if one.must_by is not None:
        return Sentence(
            "%(authority)s wants it gone by %(must_by)s.", {"authority": authority, "must_by": one.must_by}
        )
    return Sentence("%(authority)s applies; its date is not known yet.", {"authority": authority})
