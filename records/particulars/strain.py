"""What strains working together, as records: concerns, boundaries, hard days, hard decisions (standard series 3, the
relationship of client and practitioner)."""

from records.particulars.declaring import CODE, DAY, TICK, WORDS, Field, Particular, Values
from tenants.errors import sentence as _

CONCERN = Particular(
    name="concern",
    one=_("Concern"),
    many=_("Concerns and how they were answered"),
    add=_("Record a concern"),
    none=_("No concern raised"),
    dated=_("Raised on"),
    in_case=True,
    title="what",
    fields=(
        Field("what", _("What the person is not happy with"), WORDS, missing=_("Write what it is.")),
        Field("response", _("How it was answered"), WORDS),
        Field("answered_on", _("Answered on"), DAY),
        Field("complaint", _("The person was told how to complain"), TICK),
    ),
    check=lambda values: (
        ("response", _("Write how it was answered."))
        if values.get("answered_on") and not values.get("response")
        else None
    ),
)


def _way_found(values: Values) -> tuple[str, str] | None:
    if values.get("how_it_is") in {"better", "settled"} and not values.get("tried"):
        return "tried", _("Write what was tried, so that it can help again.")
    return None


CONFLICT = Particular(
    name="conflict",
    one=_("Conflict with others"),
    many=_("Conflicts with others, and ways through"),
    add=_("Record a conflict and what may help"),
    none=_("No conflict told of"),
    why=_(
        "So that the person is not alone with it: what they want, what they are good at, what was tried. No verdict on "
        "who is right."
    ),
    dated=_("Told on"),
    sensitivity="sensitive",
    in_case=True,
    third_party=True,
    title="what",
    check=_way_found,
    fields=(
        Field(
            "where",
            _("Where"),
            CODE,
            missing=_("Choose where."),
            codes={
                "work": _("At work or in training"),
                "home": _("At home or in the family"),
                "agency": _("With us"),
                "elsewhere": _("Somewhere else"),
            },
        ),
        Field(
            "what",
            _("What happens, in the person’s words"),
            WORDS,
            missing=_("Write what happens."),
            hint=_("Name others only as far as it is needed: a supervisor, a brother."),
        ),
        Field("wish", _("What the person wants to come of it"), WORDS),
        Field("strengths", _("What they already do well in it"), WORDS),
        Field("tried", _("What was tried, by whom"), WORDS),
        Field(
            "how_it_is",
            _("How it is now"),
            CODE,
            missing=_("Choose how it is now."),
            codes={
                "new": _("Just told"),
                "same": _("As before"),
                "better": _("Better"),
                "settled": _("Settled"),
                "others": _("Others help with it now"),
            },
        ),
        Field(
            "safe",
            _("We asked whether everybody is safe"),
            TICK,
            hint=_("If somebody is not: write down a risk, and tell your supervisor today."),
        ),
        Field("review_on", _("Look at it again on"), DAY),
    ),
)

BOUNDARY = Particular(
    name="boundary",
    one=_("Agreed boundary"),
    many=_("Agreed boundaries"),
    add=_("Agree on a boundary"),
    none=_("No boundary agreed"),
    why=_("After behaviour that hurt or frightened somebody: what is agreed, for a time. Never a label."),
    dated=_("Agreed on"),
    sensitivity="sensitive",
    in_case=True,
    title="agreed",
    fields=(
        Field("happened", _("What happened, as seen and heard"), WORDS, missing=_("Write what happened.")),
        Field("agreed", _("What is agreed from now on"), WORDS, missing=_("Write what is agreed.")),
        Field("who_knows", _("Who must know, and how they are told"), missing=_("Enter who must know.")),
        Field("review_on", _("Look at it again on"), DAY, missing=_("Enter the day to look at it again.")),
        Field("ends_on", _("Ends on"), DAY, missing=_("Enter its last day.")),
    ),
    check=lambda values: (
        ("review_on", _("Look at the boundary again before its last day."))
        if values.get("review_on") and values.get("ends_on") and values["review_on"] > values["ends_on"]
        else None
    ),
)

WELLBEING = Particular(
    name="wellbeing",
    one=_("What helps"),
    many=_("What helps on hard days"),
    add=_("Record what helps"),
    none=_("Nothing recorded that helps"),
    why=_(
        "What the person does and what others can do. No diagnosis, no treatment: that is for professionals."
    ),
    dated=_("Said on"),
    sensitivity="sensitive",
    in_case=True,
    title="helps",
    fields=(
        Field("signs", _("How it shows, in the person’s words"), WORDS),
        Field("helps", _("What helps"), WORDS, missing=_("Write what helps.")),
        Field("others", _("What we can do, and what not"), WORDS),
        Field(
            "professionals",
            _("Professionals who help"),
            hint=_("Contact them only under a permission to release."),
        ),
    ),
)

ETHICS = Particular(
    name="ethics",
    one=_("Ethical decision"),
    many=_("Ethical decisions"),
    add=_("Think an ethical question through"),
    none=_("No ethical question written down"),
    why=_("Six questions before a hard decision, so that it can be explained later."),
    dated=_("Decided on"),
    sensitivity="sensitive",
    in_case=True,
    title="question",
    fields=(
        Field("question", _("The question"), WORDS, missing=_("Write the question.")),
        Field("good", _("Whom does it help?"), WORDS),
        Field("harm", _("Who could be hurt?"), WORDS),
        Field("promise", _("Did we promise anything?"), WORDS),
        Field("choice", _("Whose choice is it?"), WORDS),
        Field("fair", _("Would we do it for anyone?"), WORDS),
        Field("society", _("What is the wider public interest?"), WORDS),
        Field("consulted", _("Who was asked for advice")),
        Field("decision", _("What was decided, and why"), WORDS, missing=_("Write what was decided.")),
        Field("review_on", _("Look at it again on"), DAY),
    ),
)

KINDS = (CONCERN, CONFLICT, BOUNDARY, WELLBEING, ETHICS)
