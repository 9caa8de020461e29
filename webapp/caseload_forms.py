"""The forms of caseloads: what a case needs, what weighs how much, who can carry how much, and who takes over what."""

import re
from decimal import Decimal
from typing import Any

from records.caseloads.rules import FULL_TIME, HIGHEST, LOWEST, QUARTERS, STARTING
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Entry, Form, LongText, Tick, Version, Whole

_POINTS = re.compile(r"[-−]?[0-9]{1,3}([.,][0-9]{1,2})?")


class Points(Entry):
    """Points in steps of a quarter, kept as quarters."""

    def __init__(self, label: object = "", **options: Any) -> None:
        super().__init__(label, inputmode="decimal", **options)

    def read(self, text: str) -> int:
        """Reads 1.25 and 1,25 alike."""
        sentence = _("Enter points in steps of a quarter, from −5 to 10. For example: 0.5")
        if not _POINTS.fullmatch(text):
            raise ValueError(sentence)
        quarters = Decimal(text.replace("−", "-").replace(",", ".")) * QUARTERS
        if quarters != int(quarters) or not LOWEST <= quarters <= HIGHEST:
            raise ValueError(sentence)
        return int(quarters)

    def written(self, data: Any) -> str:
        """Without zeros that say nothing."""
        return f"{data / QUARTERS:g}"


def _fields() -> dict[str, Any]:
    words = choices("factor")
    fields = {
        code: Points(label, missing=L_("Enter the points.")) for code, label in words if code in STARTING
    }
    why = L_("Say why, so that everybody can follow it.")
    return {**fields, "why": LongText(L_("Why it changes"), missing=why, limit=2000, rows=3)}


# A field for each factor, in the order of the list.
PointsForm: Any = type("PointsForm", (Form,), _fields())


class CapacityForm(Form):
    """How many points a full week can carry, and which part of one somebody works."""

    points = Whole(L_("Points of a full caseload"), missing=L_("Enter the points."), low=1, high=500)
    percent = Whole(
        L_("Part of a full week, in per cent"), missing=L_("Enter the part."), low=1, high=FULL_TIME
    )


class NeedsForm(Form):
    """What a case needs."""

    support = Choice(
        L_("How much support"), missing=L_("Choose how much."), choices=choices("support"), as_radio=True
    )
    contact = Choice(
        L_("How often to be in touch"),
        missing=L_("Choose how often."),
        choices=choices("contact_plan"),
        as_radio=True,
    )
    way = Choice(
        L_("Where the work happens"), missing=L_("Choose where."), choices=choices("work_way"), as_radio=True
    )
    version = Version()


class DoubtForm(Form):
    """Which point does not fit, and why."""

    code = Choice(L_("Which point"), missing=L_("Choose which point."))
    words = LongText(
        L_("This does not fit because …"),
        missing=L_("Say why it does not fit."),
        limit=2000,
        rows=3,
        hint=L_("Your supervisor reads it and answers. It is no part of the person’s record."),
    )


class AnswerForm(Form):
    """What follows from a doubt."""

    answer = LongText(L_("Your answer"), missing=L_("Write your answer."), limit=2000, rows=3)


class FilterForm(Form):
    """From which cases to choose; read from the address."""

    whose = Choice(L_("Whose cases"))
    program = Choice(L_("Program"))
    status = Choice(L_("State"), choices=[pair for pair in choices("case_status") if pair[0] != "closed"])
    support = Choice(L_("How much support"), choices=choices("support"))


class SelectionForm(Form):
    """Which cases, to whom, and whether what is booked goes along."""

    case_ids = Choices(L_("Cases"), missing=L_("Choose at least one case."))
    to_ids = Choices(
        L_("Who takes them over"),
        missing=L_("Choose who takes them over."),
        hint=L_("With several, the heaviest case goes first, each to whoever then has the most room."),
    )
    with_appointments = Tick(
        L_("Appointments to come go along, where the new worker is free"),
    )
