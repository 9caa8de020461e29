"""The forms of outcomes: following up, a checkpoint, its evidence, and a scheme."""

from functools import partial
from typing import Any

from records.outcomes.models import Scheme
from records.outcomes.rules import MOST_POINTS
from records.outcomes.values import Point
from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Email, Form, LongText, Text, Tick, Version, Whole
from webapp.occupation_choice import Amount, dollars

PLACES = range(1, MOST_POINTS + 1)


class FollowUpForm(Form):
    """By which scheme, and from which job on."""

    scheme_id = Choice(L_("Scheme"), missing=L_("Choose the scheme."))
    spell_id = Choice(
        L_("Primary job"),
        missing=L_("Choose the job."),
        hint=L_("The days are counted from its first day."),
    )


class EndingForm(Form):
    """Why nobody looks any further."""

    reason = Text(L_("Why it ends"), missing=L_("Say why it ends."), limit=500)


class AttemptForm(Form):
    """An attempt to reach the person, in one tap."""

    channel = Choice(L_("How"), missing=L_("Choose how."), choices=choices("contact_kind"))
    outcome = Choice(
        L_("What came of it"), missing=L_("Choose what came of it."), choices=choices("attempt_outcome")
    )


class EvidenceForm(Form):
    """What shows the work, and what can be read in it."""

    kind = Choice(L_("What it is"), missing=L_("Choose what it is."))
    checks = Choices(L_("It shows"), choices=choices("evidence_check"))
    covers_on = Day(
        L_("For which day"),
        missing=L_("Enter for which day it speaks."),
        hint=L_("Of a pay period, its last day."),
    )
    came_on = Day(L_("Received on"), missing=L_("Enter when it came."))
    paper_id = Choice(L_("Among the papers"), hint=L_("File it as a paper first, then choose it here."))


class VerifyForm(Form):
    """That somebody looked at it; of their own filing, why nobody else."""

    alone = Text(
        L_("Why nobody else looks"),
        limit=500,
        hint=L_("You filed it yourself, so somebody else should look at it."),
    )


class ErrorForm(Form):
    """Why it should never have been there."""

    error_reason = Text(L_("What was wrong"), missing=L_("Write what was wrong."), limit=500)


class DecisionForm(Form):
    """How the checkpoint ends."""

    outcome = Choice(
        L_("How it ends"),
        missing=L_("Choose how it ends."),
        choices=choices("checkpoint_decision"),
        as_radio=True,
    )
    words = LongText(
        L_("Why"),
        limit=2000,
        rows=2,
        hint=L_("Not needed when it counts, or when the work did not last until then."),
    )
    version = Version()


class TakeBackForm(Form):
    """Why the decision was wrong."""

    reason = Text(L_("Why it is taken back"), missing=L_("Say why the decision is taken back."), limit=500)
    back_version = Version()


class MoveForm(Form):
    """Another day, and why."""

    due_on = Day(L_("Day to look at"), missing=L_("Enter the day."))
    moved_why = Text(L_("Why the day changes"), missing=L_("Say why the day changes."), limit=500)
    move_version = Version()


class EmployerForm(Form):
    """Whom to ask, and under which permission."""

    job_id = Choice(L_("Employer"), missing=L_("Choose the employer."))
    consent_id = Choice(
        L_("Permission"),
        missing=L_("Choose the permission under which we ask."),
        hint=L_("It names the employer as written here, and covers identity and outcomes."),
    )
    email = Email(L_("E-mail"), missing=L_("Enter the address to write to."))
    ask_language = Choice(
        L_("Language"),
        missing=L_("Choose the language."),
        choices=[("en", L_("English")), ("fr", L_("French"))],
        as_radio=True,
    )


class AnswerForm(Form):
    """What an employer confirms."""

    still_works = Choice(
        L_("Do they work with you today?"),
        missing=L_("Say whether they work with you."),
        choices=[("yes", L_("Yes")), ("no", L_("No"))],
        as_radio=True,
    )
    since = Day(L_("Since"), hint=L_("Their first day."))
    hours = Amount(L_("Average hours a week"), low="0.5", high="100", places=1)
    answered_by = Text(L_("Your name and what you do there"), missing=L_("Enter your name."), limit=200)


_POINT: dict[str, Any] = {
    "after": partial(Whole, L_("After"), low=1, high=260),
    "days_before": partial(Whole, L_("Days before"), low=0, high=90),
    "days_after": partial(Whole, L_("Days after"), low=0, high=180),
}


class SchemeForm(Form):
    """One version of a scheme; its checkpoints follow in as many places as there may be."""

    name_en = Text(L_("Name in English"), missing=L_("Enter the name in English."), limit=120)
    name_fr = Text(L_("Name in French"), missing=L_("Enter the name in French."), limit=120)
    unit = Choice(
        L_("Counted in"), missing=L_("Choose months or weeks."), choices=choices("scheme_unit"), as_radio=True
    )
    start_days = Whole(
        L_("Days to show the start"),
        missing=L_("Enter how many days there are to show that the work began."),
        low=0,
        high=180,
    )
    hours = Whole(
        L_("Hours a week, at least"), missing=L_("Enter how many hours a week are needed."), low=1, high=60
    )
    combined = Tick(L_("Hours of several jobs are added up"))
    subsidised = Tick(L_("Subsidized time counts"))
    new_employer = Tick(L_("An employer they had when they came does not count"))
    wage = Amount(
        L_("Wage an hour, at least"),
        low="1",
        high="999",
        places=2,
        hint=L_("In dollars. Empty: any wage counts."),
    )
    start_evidence = Choices(
        L_("What shows the start"),
        missing=L_("Choose what shows the start."),
        choices=choices("evidence_kind"),
    )
    evidence = Choices(
        L_("What shows that it lasted"),
        missing=L_("Choose what shows that it lasted."),
        choices=choices("evidence_kind"),
    )

    def about(self) -> dict[str, Any]:
        """The keywords of the action."""
        given = {name: value for name, value in self.values().items() if not name.startswith("point_")}
        wage, days = given.pop("wage"), given.pop("start_days")
        points = [Point(0, given["unit"], 0, days), *self._points(given["unit"])]
        return given | {"wage_cents": wage and int(wage * 100), "points": points}

    def _points(self, unit: str) -> list[Point]:
        told = [{name: self[f"point_{place}_{name}"].data for name in _POINT} for place in PLACES]
        return [
            Point(one["after"], unit, one["days_before"] or 0, one["days_after"] or 0)
            for one in told
            if one["after"] is not None
        ]

    @property
    def rows(self) -> list[tuple[int, list[Any]]]:
        """For drawing: each place with its fields."""
        return [(place, [self[f"point_{place}_{name}"] for name in _POINT]) for place in PLACES]


def _with_places() -> type[SchemeForm]:
    fields = {f"point_{place}_{name}": made() for place in PLACES for name, made in _POINT.items()}
    return type("SchemeForm", (SchemeForm,), fields)


WholeSchemeForm = _with_places()


def form_with(scheme: Scheme) -> SchemeForm:
    """The form of the next version, begun from this one."""
    names = ("name_en", "name_fr", "unit", "hours", "combined", "subsidised", "new_employer")
    start: dict[str, Any] = {name: getattr(scheme, name) for name in (*names, "start_evidence", "evidence")}
    start |= {"wage": dollars(scheme.wage_cents), "start_days": scheme.places[0].days_after}
    for place, point in enumerate(scheme.places[1:], 1):
        start |= {f"point_{place}_{name}": getattr(point, name) for name in _POINT}
    return WholeSchemeForm(data=start)
