"""The work of a case as records: what was wanted, done, found and learned (standard 5.3, P2)."""

from records.particulars.declaring import CODE, DAY, WHOLE, WORDS, Field, Particular, Values
from tenants.errors import sentence as _

MODES = {
    "in_person": _("In person"),
    "phone": _("By phone"),
    "video": _("By video"),
    "group": _("In a group"),
    "written": _("In writing"),
}

REFERRAL_IN = Particular(
    name="referral_in",
    one=_("Referred to us by"),
    many=_("Who referred the person"),
    add=_("Record who referred the person"),
    none=_("No referral recorded"),
    dated=_("Referred on"),
    in_case=True,
    title="organisation",
    fields=(
        Field("organisation", _("Organization or person"), missing=_("Enter who referred the person.")),
        Field("contact", _("Contact there")),
        Field("reason", _("Why they referred"), WORDS, missing=_("Write why they referred.")),
        Field("papers", _("Papers received")),
        Field("reported_on", _("We reported back on"), DAY, hint=_("Only with the person’s permission.")),
    ),
)

GOAL = Particular(
    name="goal",
    one=_("Goal"),
    many=_("Goals"),
    add=_("Agree on a goal"),
    none=_("No goal agreed"),
    dated=_("Agreed on"),
    in_case=True,
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
    title="objective",
    fields=(
        Field("objective", _("What will be different"), WORDS, missing=_("Write what will be different.")),
        Field("goal", _("Towards which goal"), missing=_("Enter the goal it leads to.")),
        Field("measure", _("How we will know"), missing=_("Enter how you will know.")),
        Field("by_day", _("By when"), DAY, missing=_("Enter the day.")),
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

SERVICE = Particular(
    name="service",
    one=_("Service"),
    many=_("Services"),
    add=_("Record a service"),
    none=_("No service recorded"),
    dated=_("Date of the service"),
    in_case=True,
    title="type",
    fields=(
        Field(
            "type",
            _("Type"),
            CODE,
            missing=_("Choose the type of service."),
            codes={
                "counselling": _("Career counselling"),
                "assessment": _("Assessment"),
                "job_search": _("Job search help"),
                "workshop": _("Workshop"),
                "training": _("Training"),
                "placement": _("Placement"),
                "support": _("Financial support"),
                "follow_up": _("Follow-up"),
                "other": _("Something else"),
            },
        ),
        Field("minutes", _("Minutes"), WHOLE, missing=_("Enter the minutes."), most=1440),
        Field("mode", _("How"), CODE, missing=_("Choose how."), codes=MODES),
        Field("place", _("Place")),
        Field("provider", _("Who provided it")),
        Field("funder", _("Funder or program")),
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
    title="instrument",
    fields=(
        Field("instrument", _("Instrument and version"), missing=_("Enter the instrument.")),
        Field("given_by", _("Given by"), missing=_("Enter who gave it.")),
        Field("scores", _("Scores, one scale a line"), WORDS, missing=_("Write the scores.")),
        Field("meaning", _("What it means for the plan"), WORDS, missing=_("Write what it means.")),
        Field("report", _("Where the report is"), hint=_("For example: under Papers.")),
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


def _closed_with_an_outcome(values: Values) -> tuple[str, str] | None:
    ended = values.get("progress") in {"received", "refused", "no_answer"}
    if ended and not (values.get("feedback") and values.get("followed_up_on")):
        return "feedback", _("A referral that has ended needs what came back, and the day you asked.")
    return None


REFERRAL_OUT = Particular(
    name="referral_out",
    one=_("Referred on to"),
    many=_("Referrals to others"),
    add=_("Refer the person on"),
    none=_("Nobody was referred on"),
    why=_("Sent only with a permission to release that names the receiver."),
    dated=_("Referred on"),
    in_case=True,
    title="organisation",
    check=_closed_with_an_outcome,
    fields=(
        Field("organisation", _("Organization or person"), missing=_("Enter to whom.")),
        Field("contact", _("Contact there")),
        Field("reason", _("What for"), WORDS, missing=_("Write what for.")),
        Field(
            "progress",
            _("How far it is"),
            CODE,
            missing=_("Choose how far it is."),
            codes={
                "sent": _("Waiting for an answer"),
                "accepted": _("Accepted"),
                "received": _("Service received"),
                "refused": _("Refused"),
                "no_answer": _("No answer"),
            },
        ),
        Field("followed_up_on", _("Last asked on"), DAY),
        Field("feedback", _("What came back"), WORDS),
        Field("recommended", _("What they recommend"), WORDS),
    ),
)

PAPER_FILE = Particular(
    name="paper_file",
    one=_("Paper file"),
    many=_("Paper files"),
    add=_("Register a paper file"),
    none=_("Nothing on paper"),
    why=_("Paper is part of the file: it is kept, held and destroyed with it."),
    dated=_("There since"),
    sensitivity="basic",
    title="place",
    fields=(
        Field(
            "place",
            _("Where it is"),
            missing=_("Enter where it is."),
            hint=_("For example: box 14, cabinet B."),
        ),
        Field("holds", _("What it holds"), missing=_("Enter what it holds.")),
        Field("pages", _("Pages"), WHOLE, most=100_000),
        Field("scanned_on", _("Scanned on"), DAY),
        Field("shredded_on", _("Destroyed on"), DAY),
        Field("shredded_how", _("How, and who saw it")),
    ),
    check=lambda values: (
        ("shredded_how", _("Enter how it was destroyed and who saw it."))
        if values.get("shredded_on") and not values.get("shredded_how")
        else None
    ),
)

KINDS = (
    REFERRAL_IN,
    GOAL,
    OBJECTIVE,
    SERVICE,
    ASSESSMENT,
    INTERVENTION,
    OUTCOME,
    REFERRAL_OUT,
    EVALUATION,
    PAPER_FILE,
)
