"""The plan of a case as records: goals, objectives, what was found, done and learned (standard 5.3, P2)."""

from records.particulars.declaring import CODE, DAY, WHOLE, WORDS, Field, Particular
from tenants.errors import sentence as _

GOAL = Particular(
    name="goal",
    one=_("Goal"),
    many=_("Goals"),
    add=_("Agree on a goal"),
    none=_("No goal agreed"),
    dated=_("Agreed on"),
    in_case=True,
    closed=True,
    title="goal",
    fields=(
        Field("goal", _("The goal, in the person’s words"), WORDS, missing=_("Write the goal.")),
        Field("by_day", _("By when"), DAY),
        Field("priority", _("Place among the goals"), WHOLE, most=20),
    ),
)


OBJECTIVE = Particular(
    name="objective",
    one=_("Objective"),
    many=_("Objectives"),
    add=_("Add an objective"),
    none=_("No objective agreed"),
    dated=_("Agreed on"),
    in_case=True,
    closed=True,
    title="objective",
    fields=(
        Field("objective", _("What will be different"), WORDS, missing=_("Write what will be different.")),
        Field("goal", _("Towards which goal"), missing=_("Enter the goal it leads to.")),
        Field("measure", _("How we will know"), missing=_("Enter how you will know.")),
        Field("by_day", _("By when"), DAY, missing=_("Enter the day.")),
    ),
)


INTERVENTION = Particular(
    name="intervention",
    one=_("Intervention"),
    many=_("Interventions and what came of them"),
    add=_("Record an intervention"),
    none=_("No intervention recorded"),
    dated=_("Begun on"),
    in_case=True,
    closed=True,
    title="what",
    fields=(
        Field("what", _("What was done"), WORDS, missing=_("Write what was done.")),
        Field("towards", _("Towards which objective")),
        Field("ended", _("Ended on"), DAY),
        Field("result", _("What came of it"), WORDS),
        Field("result_on", _("Known on"), DAY),
    ),
    check=lambda values: (
        ("result", _("An intervention that has ended needs what came of it, and when it was known."))
        if values.get("ended") and not (values.get("result") and values.get("result_on"))
        else None
    ),
)


ASSESSMENT = Particular(
    name="assessment",
    one=_("Assessment result"),
    many=_("Assessment results"),
    add=_("Record an assessment result"),
    none=_("No assessment recorded"),
    dated=_("Given on"),
    in_case=True,
    closed=True,
    title="instrument",
    fields=(
        Field("instrument", _("Instrument and version"), missing=_("Enter the instrument.")),
        Field("given_by", _("Given by"), missing=_("Enter who gave it.")),
        Field("scores", _("Scores, one scale a line"), WORDS, missing=_("Write the scores.")),
        Field("meaning", _("What it means for the plan"), WORDS, missing=_("Write what it means.")),
        Field("report", _("Where the report is"), hint=_("For example: under Papers.")),
    ),
)


OUTCOME = Particular(
    name="outcome",
    one=_("Outcome"),
    many=_("Outcomes"),
    add=_("Record an outcome"),
    none=_("No outcome recorded"),
    dated=_("Measured on"),
    in_case=True,
    closed=True,
    title="found",
    fields=(
        Field("of", _("Of which objective"), missing=_("Enter the objective.")),
        Field("measure", _("Measure"), missing=_("Enter what was measured.")),
        Field("found", _("What was found"), WORDS, missing=_("Write what was found.")),
        Field(
            "reached",
            _("Reached"),
            CODE,
            missing=_("Choose how far it was reached."),
            codes={
                "more": _("More than hoped"),
                "full": _("As hoped"),
                "part": _("In part"),
                "not": _("Not yet"),
                "worse": _("Further away"),
            },
        ),
    ),
)


EVALUATION = Particular(
    name="evaluation",
    one=_("Evaluation"),
    many=_("Evaluations"),
    add=_("Record an evaluation"),
    none=_("Not evaluated yet"),
    dated=_("Evaluated on"),
    in_case=True,
    title="judgement",
    fields=(
        Field("attained", _("How far the goals were reached"), WORDS, missing=_("Write how far.")),
        Field("feedback", _("What the person says about the work"), WORDS),
        Field(
            "judgement", _("What we think worked, and what did not"), WORDS, missing=_("Write what worked.")
        ),
        Field(
            "then",
            _("What next"),
            CODE,
            missing=_("Choose what comes next."),
            codes={
                "go_on": _("Go on as planned"),
                "change": _("Change the plan"),
                "refer": _("Refer elsewhere"),
                "close": _("Close the case"),
            },
        ),
    ),
)

KINDS = (GOAL, OBJECTIVE, INTERVENTION, ASSESSMENT, OUTCOME, EVALUATION)
