"""The work of a case as records: who sent the person, what was done, to whom they went on (standard 5.3, P2)."""

from records.particulars.declaring import CODE, DAY, ROW, WHOLE, WORDS, Field, Particular, Values
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
                "advocacy": _("Advocacy"),
                "conflict": _("Help in a conflict"),
                "other": _("Something else"),
            },
        ),
        Field("minutes", _("Minutes"), WHOLE, missing=_("Enter the minutes."), most=1440),
        Field("mode", _("How"), CODE, missing=_("Choose how."), codes=MODES),
        Field("place", _("Place")),
        Field("provider", _("Who provided it")),
        Field("funder", _("Funder or program")),
        Field("intervention", _("Part of which intervention"), ROW),
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
    closed=True,
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

KINDS = (REFERRAL_IN, SERVICE, REFERRAL_OUT, PAPER_FILE)
