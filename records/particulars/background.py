"""Where a client comes from: history, family as far as needed, and answers about themselves."""

from records.particulars.declaring import CODE, DAY, TICK, WHOLE, WORDS, Field, Particular
from tenants.errors import sentence as _

HISTORY = Particular(
    name="history",
    one=_("History entry"),
    many=_("History"),
    add=_("Add to the history"),
    none=_("No history recorded"),
    why=_("Earlier work and learning show what to build on. Everything here is optional."),
    dated=_("Told on"),
    title="summary",
    marked_by="topic",
    marks={"justice": "sensitive", "health": "sensitive", "housing": "case"},
    fields=(
        Field(
            "topic",
            _("About"),
            CODE,
            missing=_("Choose what it is about."),
            codes={
                "work": _("Work"),
                "schooling": _("Schooling"),
                "training": _("Training"),
                "immigration": _("Coming to Canada"),
                "housing": _("Housing"),
                "caring": _("Caring for others"),
                "justice": _("Contact with the law"),
                "health": _("Health-related needs"),
                "income": _("Source of income"),
            },
        ),
        Field("summary", _("What happened"), WORDS, missing=_("Write what happened, in a sentence or two.")),
        Field("from_day", _("From"), DAY),
        Field("to_day", _("To"), DAY),
        Field("source", _("Who told us"), hint=_("For example: the person, a referral letter.")),
    ),
    check=lambda values: (
        ("to_day", _("The last day must be on or after the first."))
        if values.get("from_day") and values.get("to_day") and values["to_day"] < values["from_day"]
        else None
    ),
)

ABOUT_ME = Particular(
    name="about_me",
    one=_("About me"),
    many=_("About me, in the person’s own words"),
    add=_("Write down what the person says about themselves"),
    none=_("Nothing in their own words yet"),
    why=_("What matters to you, what you are good at, what helps: so that everyone here starts from it."),
    single=True,
    title="matters",
    fields=(
        Field(
            "matters",
            _("What matters to me"),
            WORDS,
            missing=_("Write a sentence in the person’s own words."),
        ),
        Field("strengths", _("What I am good at"), WORDS),
        Field("helps", _("What helps me"), WORDS),
        Field("avoid", _("What makes it harder"), WORDS),
        Field("needs", _("What I need now"), WORDS),
    ),
)

DEMOGRAPHIC = Particular(
    name="demographic",
    one=_("Answer about oneself"),
    many=_("Answers about oneself"),
    add=_("Record an answer"),
    none=_("Nothing was asked"),
    why=_(
        "Funders ask whether services reach everyone. Answering is a choice: “prefer not to say” is a full answer and"
        " changes nothing in the service."
    ),
    dated=_("Answered on"),
    title="question",
    fields=(
        Field(
            "question",
            _("Question"),
            CODE,
            missing=_("Choose the question."),
            codes={
                "gender": _("Gender"),
                "indigenous": _("First Nations, Métis or Inuit"),
                "racialized": _("Racialized person"),
                "disability": _("Person with a disability"),
                "newcomer": _("Came to Canada in the last five years"),
                "francophone": _("French is a first language"),
                "lgbtq": _("2SLGBTQI+ person"),
                "lone_parent": _("Parent without a partner at home"),
                "education": _("Highest schooling"),
                "income": _("Main source of income"),
            },
        ),
        Field(
            "given",
            _("Answered"),
            CODE,
            missing=_("Choose whether there is an answer."),
            codes={
                "answered": _("Yes"),
                "declined": _("Prefers not to say"),
                "not_asked": _("Not asked"),
            },
        ),
        Field("answer", _("Answer, in the person’s words")),
        Field(
            "purpose", _("What it is used for"), hint=_("For example: figures for the funder, without names.")
        ),
    ),
    check=lambda values: (
        ("answer", _("Enter the answer, or choose “Prefers not to say”."))
        if values.get("given") == "answered" and not values.get("answer")
        else None
    ),
)

RELATED_PERSON = Particular(
    name="related_person",
    one=_("Related person"),
    many=_("Related people"),
    add=_("Add a related person"),
    none=_("Nobody else is recorded"),
    why=_("Only who is needed for the service, with the reason. They did not agree to be in this file."),
    third_party=True,
    title="name",
    fields=(
        Field("name", _("Name"), missing=_("Enter a name.")),
        Field("relationship", _("Relationship"), missing=_("Enter how they are related.")),
        Field(
            "necessity", _("Why they must be recorded"), WORDS, missing=_("Write why they must be recorded.")
        ),
        Field("reach", _("How to reach them")),
        Field("emergency", _("To be called in an emergency"), TICK),
        Field("may_contact", _("We may contact them"), TICK),
    ),
)

HOUSEHOLD = Particular(
    name="household",
    one=_("Household"),
    many=_("Household"),
    add=_("Record the household"),
    none=_("Nothing recorded about the household"),
    why=_("Some supports depend on it. Asked only then."),
    dated=_("As of"),
    single=True,
    title="needed_for",
    fields=(
        Field("needed_for", _("What it is needed for"), missing=_("Enter what it is needed for.")),
        Field("members", _("People at home"), WHOLE, most=50),
        Field("dependants", _("Who depends on the person"), WHOLE, most=50),
        Field(
            "income",
            _("Main source of income"),
            CODE,
            codes={
                "work": _("Work"),
                "ei": _("Employment Insurance"),
                "assistance": _("Social assistance"),
                "disability": _("Disability benefits"),
                "pension": _("Pension"),
                "family": _("Family"),
                "none": _("None"),
                "other": _("Something else"),
            },
        ),
    ),
)

EMPLOYMENT = Particular(
    name="employment",
    one=_("Work situation"),
    many=_("Work situation over time"),
    add=_("Record the work situation"),
    none=_("No work situation recorded"),
    why=_("The start, the end and the checkpoints after: the change is what the service is for."),
    dated=_("As of"),
    title="status",
    fields=(
        Field(
            "status",
            _("Situation"),
            CODE,
            missing=_("Choose the situation."),
            codes={
                "unemployed": _("Looking for work"),
                "employed": _("Employed"),
                "self_employed": _("Self-employed"),
                "training": _("In training or school"),
                "not_looking": _("Not looking at present"),
            },
        ),
        Field("hours", _("Hours a week"), WHOLE, most=120),
        Field("weeks", _("Weeks without work"), WHOLE, most=3000),
        Field("employer", _("Employer and job")),
        Field("noc_before", _("Earlier occupation (NOC code)")),
        Field("noc_wanted", _("Occupation looked for (NOC code)")),
    ),
)

KINDS = (ABOUT_ME, HISTORY, EMPLOYMENT, DEMOGRAPHIC, RELATED_PERSON, HOUSEHOLD)
