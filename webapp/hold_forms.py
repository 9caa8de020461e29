"""What is asked when a hold is placed, looked at again or released."""

from typing import Any

from records.retention.holding import BY_HAND, Description
from records.retention.own import WHOLES
from records.retention.terms import RecordClass
from templates.labels import choices
from templates.words import lazy as L_
from tenants.errors import Refused
from webapp.forms import Choice, Day, Form, LongText, Text

_CLASSES = [pair for pair in choices("record_class") if pair[0] in WHOLES]
_KINDS = [pair for pair in choices("hold_kind") if pair[0] in BY_HAND]


class HoldForm(Form):
    """In which matter, and why."""

    kind = Choice(L_("Kind of hold"), missing=L_("Choose the kind of hold."), choices=_KINDS)
    basis = Text(L_("In which matter"), missing=L_("Enter the matter, for example a reference number."))
    reason = LongText(L_("Why"), missing=L_("Say why the file must be kept."), rows=2)
    review_on = Day(L_("Look at it again on"), hint=L_("Empty: in 180 days."))


class WideHoldForm(HoldForm):
    """Which files, by what they are: a description, every record of one kind, or everything of the agency."""

    reach = Choice(
        L_("What is held"), missing=L_("Choose what is held."), choices=choices("hold_reach"), as_radio=True
    )
    record_class = Choice(
        L_("Kind of record"), hint=L_("Only when every record of one kind is held."), choices=_CLASSES
    )
    program = Choice(L_("Only of the program"))
    opened_from = Day(L_("Opened from"))
    opened_until = Day(L_("Opened until"))
    closed_from = Day(L_("Closed from"))
    closed_until = Day(L_("Closed until"))

    def told(self) -> dict[str, Any]:
        """What every hold says."""
        return {name: self[name].data for name in ("kind", "basis", "reason", "review_on")}

    def description(self) -> Description:
        """The files as described, or the kind of record."""
        if self.reach.data == "class":
            if not self.record_class.data:
                raise Refused("Choose the kind of record.", field="record_class")
            return Description(record_class=RecordClass(self.record_class.data))
        names = ("program", "opened_from", "opened_until", "closed_from", "closed_until")
        return Description(**{name: self[name].data for name in names})


class LookForm(Form):
    """That it goes on, why, and until when."""

    why = LongText(L_("Why the hold goes on"), missing=L_("Say why the hold goes on."), rows=2)
    review_on = Day(L_("Look at it again on"), missing=L_("Enter the day on which somebody looks again."))


class ReleaseForm(Form):
    """Why it is over."""

    reason = LongText(L_("Why the hold is over"), missing=L_("Enter why the hold is over."), rows=2)
