"""How somebody and their worker work together, as records: what they agreed, what stands between them, what went well
(standard 3.1, establish and sustain a working alliance)."""

from records.particulars.declaring import CODE, CODES, ROW, TICK, WORDS, Field, Particular, Values
from tenants.errors import sentence as _

AGREEMENT = Particular(
    name="agreement",
    one=_("Agreement to work together"),
    many=_("Agreements to work together"),
    add=_("Agree on how to work together"),
    none=_("No agreement to work together yet"),
    why=_("So that both know who does what, who decides, and that either may stop."),
    dated=_("Agreed on"),
    in_case=True,
    single=True,
    title="confirmed",
    fields=(
        Field("client_does", _("What the person does"), WORDS, missing=_("Write what the person does.")),
        Field("worker_does", _("What the worker does"), WORDS, missing=_("Write what the worker does.")),
        Field("decides", _("Who decides what"), WORDS, missing=_("Write who decides what.")),
        Field("contact", _("How and how often we are in touch, and how to cancel"), WORDS),
        Field(
            "confirmed",
            _("The person’s answer"),
            CODE,
            missing=_("Choose the person’s answer."),
            codes={
                "spoken": _("Agreed, spoken"),
                "signed": _("Agreed and signed; the paper is in the file"),
                "declined": _("Does not want to work together this way"),
            },
        ),
        Field("copy_given", _("The person has a copy"), TICK),
    ),
)

RIGHTS = Particular(
    name="rights",
    one=_("Rights explained"),
    many=_("Rights and responsibilities explained"),
    add=_("Record that rights were explained"),
    none=_("Rights were not explained yet"),
    why=_("So that the person knows what they may ask for, refuse and complain about."),
    dated=_("Explained on"),
    in_case=True,
    title="what",
    fields=(
        Field(
            "what",
            _("What was explained"),
            CODES,
            missing=_("Choose what was explained."),
            codes={
                "human_rights": _("Human rights and no discrimination"),
                "service": _("What to expect of the service"),
                "privacy": _("What is kept, who sees it, and how to see it"),
                "complaint": _("How to complain, and to whom"),
                "stopping": _("That they may change or stop"),
                "duties": _("What is expected of them"),
            },
        ),
        Field("language", _("In which language"), missing=_("Enter the language.")),
        Field("how", _("How: sheet, spoken, with an interpreter")),
    ),
)


def _strategy_said(values: Values) -> tuple[str, str] | None:
    if values.get("works") in {"yes", "partly"} and not values.get("strategy"):
        return "strategy", _("Write what you agreed to do about it.")
    return None


ALLIANCE_BARRIER = Particular(
    name="alliance_barrier",
    one=_("What stands between us"),
    many=_("What stands between us, and what helps"),
    add=_("Record what stands between you"),
    none=_("Nothing stands in the way as far as we know"),
    why=_(
        "Not a barrier to work, but to talking well: language, culture, access, earlier experience with services."
    ),
    dated=_("Noticed on"),
    in_case=True,
    title="what",
    check=_strategy_said,
    fields=(
        Field(
            "about",
            _("Kind"),
            CODE,
            missing=_("Choose the kind."),
            codes={
                "language": _("Language"),
                "culture": _("Culture or faith"),
                "access": _("Access: hearing, seeing, moving, reading"),
                "wellbeing": _("How the person is"),
                "experience": _("Earlier experience with services"),
                "trust": _("Trust"),
                "other": _("Something else"),
            },
        ),
        Field(
            "what",
            _("What it is like, in the person’s words if you can"),
            WORDS,
            missing=_("Write what it is like."),
        ),
        Field("strategy", _("What we agreed to do about it"), WORDS),
        Field("owner", _("Who does it")),
        Field(
            "works",
            _("Is it working?"),
            CODE,
            missing=_("Choose whether it is working."),
            codes={
                "new": _("Too early to say"),
                "yes": _("Yes"),
                "partly": _("In part"),
                "no": _("No"),
                "over": _("No longer needed"),
            },
        ),
    ),
)

RECOGNITION = Particular(
    name="recognition",
    one=_("Effort or progress"),
    many=_("Effort and progress"),
    add=_("Recognize effort or progress"),
    none=_("Nothing recognized yet"),
    dated=_("Date"),
    in_case=True,
    title="what",
    fields=(
        Field(
            "what", _("What the person did, in words they may read"), WORDS, missing=_("Write what they did.")
        ),
        Field("own_words", _("In the person’s own words"), WORDS),
        Field(
            "told",
            _("The person was told"),
            TICK,
            hint=_("From then on it stands on their progress report, their plan and their closing letter."),
        ),
    ),
)


def _given_named(values: Values) -> tuple[str, str] | None:
    if not values.get("what") and not values.get("library"):
        return "what", _("Enter what was given, or choose it from the library.")
    return None


RESOURCE = Particular(
    name="resource",
    one=_("Information or tool given"),
    many=_("Information and tools given"),
    add=_("Record what was given"),
    none=_("Nothing given yet"),
    dated=_("Given on"),
    in_case=True,
    title="what",
    check=_given_named,
    fields=(
        Field("library", _("From our library"), ROW),
        Field("what", _("What was given"), hint=_("Needed when it is not in the library.")),
        Field(
            "form",
            _("In what form"),
            CODE,
            missing=_("Choose the form."),
            codes={
                "paper": _("On paper"),
                "link": _("A link"),
                "tool": _("A tool or exercise"),
                "loan": _("On loan"),
                "spoken": _("Spoken"),
            },
        ),
        Field("used", _("What the person says of it"), WORDS),
    ),
)

KINDS = (AGREEMENT, RIGHTS, ALLIANCE_BARRIER, RECOGNITION, RESOURCE)
