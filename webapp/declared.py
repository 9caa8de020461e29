"""Forms and words of particulars, made from their declarations."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from records.history.queries import Step
from records.history.rules import Change
from records.particulars.declaring import CODE, CODES, DAY, LINE, ROW, TICK, WHOLE, Field, Particular
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.rules import LINE_LIMIT
from templates.filters import long_day
from templates.labels import LABELS
from templates.words import gettext as _
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, LongText, Text, Tick, Version, Whole
from webapp.keying import FromPaper

# What every particular has beside its own fields.
SINCE = L_("Date")


def install() -> None:
    """Gives every declared kind its name where the timeline looks for names."""
    LABELS["entry_kind"] |= {kind.name: L_(kind.one) for kind in KINDS.values()}


@cache
def form_of(name: str, *, changes: bool) -> type[Form]:
    """The form of a kind, for a new record or for changing one."""
    kind = KINDS[name]
    fields: dict[str, Any] = {"since": Day(_since(kind), missing=L_("Enter the day."))}
    fields |= {field.name: _field_of(field) for field in kind.fields}
    base = Form if changes else FromPaper
    if changes:
        fields["version"] = Version()
        hint = L_("For example: moved, misheard, told us more.")
        fields["reason_for_change"] = Text(L_("Why it changes"), limit=300, hint=hint)
    elif kind.in_case:
        fields["case_id"] = Choice(L_("Case"), missing=L_("Choose the case this belongs to."))
    return type("ParticularForm", (base,), fields)


def _field_of(field: Field) -> Any:
    told = {"missing": field.missing and L_(field.missing), "hint": field.hint and L_(field.hint)}
    codes = [(code, L_(words)) for code, words in field.codes.items()]
    made: dict[str, Any] = {
        CODE: partial(Choice, choices=codes, as_radio=len(codes) <= 6),
        CODES: partial(Choices, choices=codes),
        DAY: Day,
        ROW: Choice,
        TICK: Tick,
        LINE: partial(Text, limit=LINE_LIMIT),
        WHOLE: partial(Whole, high=field.most),
    }
    return made.get(field.type, partial(LongText, rows=3))(L_(field.label), **told)


def _since(kind: Particular) -> object:
    return L_(kind.dated) if kind.dated else SINCE


def facts_of(kind: Particular, row: ParticularRow) -> list[tuple[str, str]]:
    """What a record says: each field that says something, in words."""
    return facts_in(kind, row.values(kind))


def facts_in(kind: Particular, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same of what a record said, when only its values were kept."""
    return [
        (_(field.label), text) for field in kind.fields if (text := words_of(field, values[field.name])) != ""
    ]


def title_of(kind: Particular, row: ParticularRow) -> str:
    """What tells one record of its kind from another, in one line."""
    field = next(field for field in kind.fields if field.name == kind.title)
    values = row.values(kind)
    named = [words_of(one, values[one.name]) for one in kind.fields if one.type == ROW]
    text = next((one for one in (words_of(field, values[field.name]), *named) if one), "")
    return text.split("\n", maxsplit=1)[0][:80] or _(kind.one)


def words_of(field: Field, value: Any) -> str:
    """One value as a person reads it; empty when nothing was said."""
    if field.type == TICK:
        return _("Yes") if value else ""
    if value in (None, "", []):
        return ""
    if field.type == ROW:
        return str(value["title"])
    if field.type == DAY:
        return long_day(value if isinstance(value, date) else date.fromisoformat(value))
    codes = value if isinstance(value, list) else [value]
    return ", ".join(_(field.codes[code]) for code in codes) if field.codes else str(value)


def steps_in_words(kind: Particular, steps: Sequence[Step]) -> list[Step]:
    """The history of a record with every value in words."""
    return [
        Step(step.at, step.member_id, step.reason, [_in_words(kind, change) for change in step.changes])
        for step in steps
    ]


def labels_of(kind: Particular) -> dict[str, str]:
    """What each part of a record is called in its history."""
    return {"since": str(_since(kind)), "ended_on": _("Last day"), "state": _("State")} | {
        field.name: _(field.label) for field in kind.fields
    }


STATES = {"current": L_("Current"), "ended": L_("Ended"), "in_error": L_("Entered in error")}


def _in_words(kind: Particular, change: Change) -> Change:
    field = next((field for field in kind.fields if field.name == change.field), None)
    if field is None:
        said = [str(STATES.get(str(value), value or "")) for value in change[1:]]
    else:
        said = [words_of(field, value) for value in change[1:]]
    return Change(change.field, *said)
