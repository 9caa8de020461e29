"""The forms of the plan: goals, how far they are, what leads to them, and the versions that are agreed."""

from typing import Any

from records.plans.rules import SCALE
from templates.labels import LABELS, choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, Hidden, LongText, Text, Version, Whole

_SCALE = LABELS["scale"]


class GoalForm(Form):
    """What the client wants to reach, in formal words and their own."""

    wording = LongText(
        L_("Goal"),
        missing=L_("Write the goal."),
        limit=1000,
        rows=2,
        hint=L_("What will be different, in one sentence that the person would sign."),
    )
    own_words = LongText(L_("In the person’s own words"), limit=1000, rows=2)
    answers = Choices(L_("Barriers it answers"), hint=L_("What would be smaller once the goal is reached."))
    type = Choice(L_("Kind of goal"), missing=L_("Choose the kind of goal."), choices=choices("goal_type"))
    decides = Choice(
        L_("Who decides"), missing=L_("Choose who decides."), choices=choices("decides"), as_radio=True
    )
    priority = Whole(
        L_("Place among the goals"),
        missing=L_("Enter its place, 1 for the first."),
        low=1,
        high=20,
        hint=L_("1 is worked on first."),
    )
    measure = Text(L_("How we will know"), limit=300)
    baseline = Text(L_("Where it starts"), limit=300)
    target = Text(L_("Target"), limit=300)
    target_on = Day(L_("By when"))
    occupation = Text(L_("Occupation aimed at"), limit=200)
    occupation_code = Text(
        L_("Its NOC code"), limit=5, hint=L_("Five digits of NOC 2021."), inputmode="numeric"
    )
    scale_much_more = Text(_SCALE["much_more"], limit=300)
    scale_more = Text(_SCALE["more"], limit=300)
    scale_expected = Text(_SCALE["expected"], limit=300)
    scale_less = Text(_SCALE["less"], limit=300)
    scale_much_less = Text(_SCALE["much_less"], limit=300)

    @property
    def scale(self) -> list[Text]:
        """The fields of the scale, best first."""
        return [self[f"scale_{code}"] for code in reversed(SCALE)]

    def values(self) -> dict[str, Any]:
        """The goal, with its scale as one value."""
        given = super().values()
        told = {code: given.pop(f"scale_{code}") for code in SCALE}
        return given | {
            "barrier_ids": sorted(given.pop("answers")),
            "scale": {code: words for code, words in told.items() if words} or None,
        }


class GoalChangeForm(GoalForm):
    """The goal, as somebody saw it last, and why it is said differently."""

    reason = Text(L_("Why it changes"), limit=300)
    version = Version()


class ReplacementForm(GoalForm):
    """Another goal in the place of one that does not fit any more."""

    reason = LongText(L_("Why the goal changes"), missing=L_("Say why the goal changes."), limit=2000, rows=2)
    version = Version()


class GoalEndForm(Form):
    """How a goal ended."""

    outcome = Choice(
        L_("How it ended"),
        missing=L_("Choose how it ended."),
        choices=[(code, LABELS["goal_state"][code]) for code in ("achieved", "partly", "not_pursued")],
        as_radio=True,
    )
    reason = LongText(L_("In words"), limit=2000, rows=2, hint=L_("Needed when it is not pursued: why."))
    version = Version()


class BeginForm(Form):
    """The goal, as somebody saw it last."""

    version = Version()


class RatingForm(Form):
    """How far a goal is today."""

    score = Choice(
        L_("How far it is"),
        missing=L_("Choose how far it is."),
        choices=choices("scale"),
        as_radio=True,
    )
    rated_on = Day(L_("Date"), missing=L_("Enter the day."))
    words = LongText(L_("What it shows in"), limit=2000, rows=2)

    def values(self) -> dict[str, Any]:
        """The rating, its step of the scale as a number from −2 to +2."""
        given = super().values()
        return given | {"score": SCALE.index(given["score"]) - SCALE.index("expected")}


class ObjectiveForm(Form):
    """A step on the way."""

    step = LongText(L_("Step"), missing=L_("Write the step."), limit=1000, rows=2)
    measure = Text(L_("How we will know"), limit=300)
    due_on = Day(L_("By when"))


class ObjectiveChangeForm(ObjectiveForm):
    """The step, as somebody saw it last, and how far it is."""

    state = Choice(
        L_("State"), missing=L_("Choose the state."), choices=choices("objective_state"), as_radio=True
    )
    reason = Text(L_("Why it changes"), limit=300)
    version = Version()


class InterventionForm(Form):
    """What is planned or done, by whom, and what came of it."""

    type = Choice(L_("Kind"), missing=L_("Choose the kind."), choices=choices("service_type"))
    what = LongText(L_("What is done"), limit=1000, rows=2)
    objective_id = Choice(L_("For which step"))
    provider = Text(L_("Who provides it"), limit=300)
    planned_from = Day(L_("Planned from"))
    planned_to = Day(L_("Planned to"))
    cost = Whole(L_("Cost in dollars"))
    payer = Text(L_("Who pays"), limit=200)
    started_on = Day(L_("Begun on"))
    ended_on = Day(L_("Ended on"))
    result = Choice(
        L_("What came of it"), choices=choices("intervention_result"), hint=L_("Needed when it has ended.")
    )
    result_on = Day(L_("Known on"))
    result_words = LongText(L_("In words"), limit=2000, rows=2)


class InterventionChangeForm(InterventionForm):
    """The intervention, as somebody saw it last."""

    reason = Text(L_("Why it changes"), limit=300)
    version = Version()


class PlanForm(Form):
    """What a version says beside its goals."""

    reason = LongText(
        L_("Why there is a new version"),
        limit=2000,
        rows=2,
        hint=L_("From the second version on: what changed in the person’s life or in the work."),
    )
    language = Choice(
        L_("Language it is agreed in"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )
    review_on = Day(L_("Look at it again on"), missing=L_("Enter the day of the review."))


class PlanChangeForm(PlanForm):
    """The draft, as somebody saw it last."""

    version = Version()


class ReadForm(Form):
    """Something agreed after reading; `seen` says what was read."""

    seen = Hidden("", limit=64)

    def shows(self, seen: str) -> None:
        """What is shown now is what the next answer is about."""
        self.seen.raw_data = [seen]


class AgreementForm(ReadForm):
    """How the client agreed."""

    agreed_how = Choice(
        L_("How they agreed"),
        missing=L_("Choose how they agreed."),
        choices=[(code, LABELS["given_how"][code]) for code in ("signed_paper", "verbal")],
        as_radio=True,
    )
    witness = Text(L_("Witness"), limit=120, hint=L_("For a spoken agreement: who else heard it."))
    agreed_on = Day(L_("Date"), missing=L_("Enter the day they agreed."))


class PlanSignatureForm(ReadForm):
    """The client's own name under the plan."""

    name = Text(L_("Your name"), missing=L_("Type your name to sign."), limit=120, autocomplete="off")
    drawing = Hidden("", limit=90_000)


class PlanMoveForm(Form):
    """What happens with the plan next."""

    event = Choice(L_("What happens"), missing=L_("Choose what happens."), as_radio=True)
    words = LongText(L_("In words"), limit=2000, rows=2)
    review_on = Day(L_("Next review"), hint=L_("Needed when it goes on after a review."))
    version = Version()
