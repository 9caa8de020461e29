"""The forms of the work that people find, and of how it ends."""

from dataclasses import fields
from typing import Any

from records.employment.rules import Content, Ending
from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Day, Form, LongText, Text, Tick, Version
from webapp.occupation_choice import Amount


class SpellForm(Form):
    """A job: where, what, since when, how much."""

    job_order_id = Choice(
        L_("Job order"), hint=L_("When the job came to us as an order; the employer is then known.")
    )
    employer_id = Choice(L_("Employer on our list"))
    employer_name = Text(
        L_("Or the employer’s name"),
        hint=L_("When it is not on our list; for self-employed people, their business."),
    )
    title = Text(L_("Title of the job"), missing=L_("Enter what the job is called."))
    noc_code = Choice(L_("Occupation"), missing=L_("Choose the occupation."))
    kind = Choice(L_("Kind of work"), missing=L_("Choose the kind of work."), choices=choices("work_kind"))
    starts_on = Day(L_("First day"), missing=L_("Enter the first day of the work."))
    hours_week = Amount(
        L_("Hours a week"),
        low="0.5",
        high="100",
        places=1,
        missing=L_("Enter the hours a week."),
        hint=L_("On average, without overtime."),
    )
    wage = Amount(L_("Wage an hour, in dollars"), low="0.01", high="1000", places=2)
    source = Choice(
        L_("How it was found"), missing=L_("Choose how it was found."), choices=choices("work_source")
    )
    is_primary = Tick(
        L_("The main job"), hint=L_("One job at most is the main one; this takes it from another.")
    )
    subsidised_from = Day(L_("Subsidised from"))
    subsidised_to = Day(L_("Subsidised until"))
    supports = LongText(
        L_("Supports on the job"),
        limit=4000,
        rows=2,
        hint=L_("What helps to keep it: a coach, a chair, shorter shifts."),
    )
    ends_on = Day(L_("Last day"), hint=L_("Only when it is over already."))
    end_reason = Choice(L_("Why it ended"), choices=choices("work_end"))

    def content(self) -> Content:
        """What was entered, as a job; its wage in cents."""
        wage = self.wage.data
        given: dict[str, Any] = {"wage_cents": None if wage is None else int(wage * 100)}
        given |= {one.name: self[one.name].data for one in fields(Content) if one.name in self}
        return Content(**given | {"employer_name": self.employer_name.data or ""})


class SpellChangeForm(SpellForm):
    """The job as somebody saw it last."""

    version = Version()


class EndingForm(Form):
    """How a job ended, and what happens now."""

    ends_on = Day(L_("Last day"), missing=L_("Enter the last day of the work."))
    end_reason = Choice(
        L_("Why it ended"), missing=L_("Say why the work ended."), choices=choices("work_end")
    )
    words = LongText(L_("What happened"), limit=4000, rows=2)
    now = LongText(
        L_("What happens now"),
        limit=1000,
        rows=2,
        hint=L_("It goes on your list. Needed when no other work or school follows."),
    )
    due_on = Day(L_("By"))
    reopen = Tick(L_("Open the case again"))
    version = Version()

    def ending(self) -> Ending:
        """What was entered, as the end of a job."""
        return Ending(**{one.name: self[one.name].data for one in fields(Ending)})


class SpellErrorForm(Form):
    """Why a job is none of this person's."""

    reason = LongText(
        L_("Why it was entered in error"), missing=L_("Say why it was entered in error."), limit=1000, rows=2
    )
    error_version = Version()


class PlacingForm(Form):
    """Whether job development may speak for somebody."""

    is_open = Tick("")
