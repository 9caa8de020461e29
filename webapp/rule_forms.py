"""Forms of the schedule: what a rule rests on, the rule itself, taking one out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from records.figures.queries import programs
from records.retention import actions, queries
from records.retention.classes import STARTED_BY, classes_with_rules
from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.models import Authority
from records.retention.schedule import Line
from records.retention.sentences import event
from records.retention.terms import MANUAL, Action, Join, RecordClass, Selector, Strength, Trigger
from templates.filters import MONTHS
from templates.labels import choices, label
from templates.words import language
from templates.words import lazy as L_
from tenants.errors import Refused
from webapp.forms import Choice, Choices, Day, Entry, Form, Hidden, Text, Tick, Whole
from webapp.sentences import say
from webapp.transaction import session

AUTHORITY = ("authority_id", "title", "citation", "kind", "verified_on")
EVENTS = tuple(dict.fromkeys(str(one) for events in STARTED_BY.values() for one in events))


class AuthorityForm(Form):
    """What a rule rests on."""

    title = Text(L_("Law, agreement or decision"), missing=L_("Enter what it is called."), limit=200)
    citation = Text(
        L_("Where the period stands in it"),
        missing=L_("Enter the clause or page."),
        limit=200,
        hint=L_("Clause and page, as somebody else would look it up."),
    )
    kind = Choice(
        L_("Kind"), missing=L_("Choose what kind of authority this is."), choices=choices("authority_kind")
    )
    verified_on = Day(L_("Last checked on"))


class CheckForm(Form):
    """When somebody read the text itself."""

    verified_on = Day(L_("Read there on"), missing=L_("Enter the day on which you read it."))


class Cited(Form):
    """A form that cites: an authority of the list, or one that is written down in the same go."""

    authority_id = Choice(L_("Because of"))
    title = Text(L_("Law, agreement or decision"), limit=200)
    citation = Text(
        L_("Where the period stands in it"),
        limit=200,
        hint=L_("Clause and page, as somebody else would look it up."),
    )
    kind = Choice(L_("Kind"), choices=choices("authority_kind"))
    verified_on = Day(L_("Read there on"))

    def cite(self) -> UUID:
        """The authority chosen, or the one written down here. Raises Refused when there is neither."""
        if self.authority_id.data is not None and not self.title.data:
            return UUID(str(self.authority_id.data))
        if not self.title.data:
            raise Refused("Choose what it rests on, or write it down.", field="authority_id")
        new: Authority = actions.add_authority(
            session(),
            title=self.title.data,
            citation=self.citation.data or "",
            kind=self.kind.data or "",
            verified_on=self.verified_on.data,
        )
        return new.id


class RuleForm(Cited):
    """One line of the schedule: of what, so long from when, then what, because of what."""

    record_class = Choice(L_("Records"), missing=L_("Choose what the rule is about."))
    program = Choice(L_("Only of the program"))
    minors = Tick(L_("Only of people who were minors at closing"), hint=L_("Such a rule can only lengthen."))
    events = Choices(L_("Counted from"), missing=L_("Choose what the period is counted from."))
    own_event = Text(
        L_("Another date, recorded by hand"), limit=60, hint=L_("For example: end of the follow-up.")
    )
    joined = Choice(
        L_("Of several dates"),
        choices=choices("joined"),
        as_radio=True,
        hint=L_("With one date it says nothing."),
    )
    cutoff = Choice(L_("First moved to"), missing=L_("Choose a cutoff."), choices=choices("cutoff"))
    cutoff_month = Choice(L_("Last month of the fiscal year"))
    cutoff_day = Whole(L_("Its last day"), low=1, high=31)
    keep_amount = Whole(L_("Keep for"), low=0, high=1200)
    keep_unit = Choice(L_("Unit"), choices=choices("period_unit"))
    within_amount = Whole(
        L_("Gone at the latest within"), low=0, high=1200, hint=L_("Only where the authority says so.")
    )
    within_unit = Choice(L_("Unit of this"), choices=choices("period_unit"))
    action = Choice(
        L_("Then"),
        missing=L_("Choose what happens then."),
        choices=choices("retention_action"),
        as_radio=True,
    )
    strength = Choice(
        L_("How binding"), missing=L_("Choose how binding it is."), choices=choices("strength"), as_radio=True
    )
    look = Tick(L_("Show what would change"))
    instead_of = Hidden()

    def line(self, authority_id: UUID | None = None, jurisdiction: str | None = None) -> Line:
        """The line as the engine wants it. Raises Refused for what fits no record of this kind."""
        keep = _period(self.keep_amount.data, self.keep_unit.data)
        within = _period(self.within_amount.data, self.within_unit.data)
        if keep is None and within is None:
            raise Refused("Say how long to keep it, or by when it must be gone.", field="keep_amount")
        chosen = RecordClass(self.record_class.data)
        return Line(
            record_class=chosen,
            selector=Selector(
                program=self.program.data or None,
                minor_at_closure=self.minors.data or None,
                jurisdiction=jurisdiction,
            ),
            trigger=Trigger(self._events(chosen), Join(self.joined.data or Join.LATEST_OF)),
            cutoff=Cutoff(
                CutoffKind(self.cutoff.data), self.cutoff_month.data or 3, self.cutoff_day.data or 31
            ),
            keep=keep,
            destroy_within=within,
            action=Action(self.action.data),
            strength=Strength(self.strength.data),
            authority_id=authority_id,
        )

    @property
    def asked(self) -> dict[str, Any]:
        """The line as an address holds it: codes and numbers, for a list of what it would change."""
        return {
            field.short_name: field.data
            for field in self
            if isinstance(field, Entry) and field.short_name not in (*AUTHORITY, "look") and field.data
        }

    def _events(self, chosen: RecordClass) -> tuple[str, ...]:
        fitting = {str(one) for one in STARTED_BY[chosen]}
        if any(name not in fitting and not name.startswith(MANUAL) for name in self.events.data):
            raise Refused("Records of this kind have no such date.", field="events")
        own = [f"{MANUAL}{self.own_event.data}"] if self.own_event.data else []
        return (*self.events.data, *own)


class RemovalForm(Cited):
    """On what a line that binds is taken out."""


def rule_form(line: Line | None = None, *, instead_of: UUID | None = None) -> RuleForm:
    """The form of a rule, filled with a line, or as a beginning: case files, seven years."""
    start = _said(line) if line else _BEGINNING
    form = RuleForm(data={**start, "instead_of": str(instead_of or "") or None})
    return offer_to(form, line)


def offer_to(form: RuleForm, line: Line | None = None) -> RuleForm:
    """Gives the form its lists: what the product can carry out, and what the agency has."""
    known = {*programs(session()), line.selector.program if line else None} - {None}
    own = [name for name in line.trigger.events if name.startswith(MANUAL)] if line else []
    form.offer(
        authority_id=cited(queries.authorities(session())),
        record_class=[(str(one), label(one, "record_class")) for one in classes_with_rules()],
        program=[(name, name) for name in sorted(map(str, known))],
        events=[
            *((name, say(event(name))) for name in EVENTS),
            *((name, say(event(name))) for name in own),
        ],
        cutoff_month=[(at, name) for at, name in enumerate(MONTHS[language()], 1)],
    )
    return form


def cited(authorities: Sequence[Authority]) -> list[tuple[UUID, str]]:
    """Authorities to choose from."""
    return [(one.id, f"{one.title}, {one.citation}") for one in authorities]


_BEGINNING: dict[str, object] = {
    "record_class": "case_file",
    "events": ["case_closed"],
    "joined": "latest_of",
    "cutoff": "none",
    "cutoff_month": 3,
    "cutoff_day": 31,
    "keep_amount": 7,
    "keep_unit": "years",
    "within_unit": "years",
    "action": "destroy",
    "strength": "agency",
}


def _said(line: Line) -> dict[str, object]:
    keep, within = line.keep, line.destroy_within
    return {
        "record_class": str(line.record_class),
        "program": line.selector.program,
        "minors": bool(line.selector.minor_at_closure),
        "events": list(line.trigger.events),
        "joined": str(line.trigger.join),
        "cutoff": str(line.cutoff.kind),
        "cutoff_month": line.cutoff.month,
        "cutoff_day": line.cutoff.day,
        "keep_amount": keep.amount if keep else None,
        "keep_unit": str(keep.unit) if keep else "years",
        "within_amount": within.amount if within else None,
        "within_unit": str(within.unit) if within else "years",
        "action": str(line.action),
        "strength": str(line.strength),
        "authority_id": line.authority_id,
    }


def _period(amount: int | None, unit: str | None) -> Period | None:
    return None if amount is None else Period(amount, Unit(unit or Unit.YEARS))
