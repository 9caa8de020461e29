"""The forms of barriers: as the person tells them, what becomes of them, what is tried."""

from typing import Any

from records.barriers.rules import GROUPS, Content
from templates.labels import choices, label
from templates.words import lazy as L_
from webapp.forms import Choice, Day, Form, LongText, Text, Version

_LISTS = {"source": "barrier_source", "severity": "severity", "changeability": "changeability"}


class BarrierForm(Form):
    """A barrier, as the client tells it."""

    category = Choice(L_("What it is about"), missing=L_("Choose what it is about."))
    words = LongText(
        L_("In the person's own words"),
        missing=L_("Write it down as the person says it."),
        limit=2000,
        rows=2,
        hint=L_("What happens, and what would help. No diagnosis, no verdict; the person may read it."),
    )
    source = Choice(L_("Where it comes from"), missing=L_("Choose where it comes from."))
    severity = Choice(L_("How much it gets in the way"), missing=L_("Choose how much it gets in the way."))
    impact = LongText(L_("What it does to work"), limit=2000, rows=2)
    changeability = Choice(L_("Can it change?"), missing=L_("Choose whether it can change."))

    def content(self) -> Content:
        """What was entered, as a barrier."""
        given: dict[str, Any] = {name: self[name].data for name in Content.__dataclass_fields__}
        return Content(**given | {"severity": int(self.severity.data), "impact": self.impact.data or ""})


class BarrierChangeForm(BarrierForm):
    """The barrier, as somebody saw it last, and why it is told in another way."""

    reason = Text(L_("Why you change it"), missing=L_("Say why you change it."), limit=500)
    version = Version()


class EventForm(Form):
    """What became of it, and why."""

    event = Choice(L_("What became of it"), missing=L_("Choose what became of it."))
    why = LongText(L_("Why"), limit=2000, rows=2)


class StrategyForm(Form):
    """What will be tried, by whom and by when."""

    what = LongText(L_("What will be tried"), missing=L_("Say what will be tried."), limit=1000, rows=2)
    owner = Choice(
        L_("Who does it"), missing=L_("Choose who does it."), choices=choices("who"), as_radio=True
    )
    due_on = Day(L_("By"))


class NoGoalForm(Form):
    """Why no goal answers a barrier for now."""

    no_goal_reason = LongText(L_("Why not now"), missing=L_("Say why not now."), limit=1000, rows=2)
    version = Version()


class StepForm(Form):
    """One place up or down."""

    step = Choice("", missing=L_("Choose from the list."), choices=[("-1", ""), ("1", "")])


def offered(form: BarrierForm) -> BarrierForm:
    """The form with its lists; each kind of barrier says its group."""
    lists = {name: choices(of) for name, of in _LISTS.items()}
    kinds = [
        (code, f"{label(group, 'barrier_group')} – {label(code, 'barrier')}")
        for group, codes in GROUPS.items()
        for code in codes
    ]
    form.offer(category=kinds, **lists)
    return form
