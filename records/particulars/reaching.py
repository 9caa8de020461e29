"""Where a client lives, and how to speak with them so that it reaches them."""

from records.particulars.declaring import CODE, CODES, DAY, LINE, TICK, WORDS, Field, Particular
from records.particulars.hints import has_sin
from tenants.errors import sentence as _

ADDRESS = Particular(
    name="address",
    one=_("Address"),
    many=_("Addresses"),
    add=_("Add an address"),
    none=_("No address recorded"),
    why=_(
        "To send letters, and to know which services are near. Reports use only the first half of the postal code."
    ),
    dated=_("Lives there since"),
    sensitivity="basic",
    title="lines",
    fields=(
        Field(
            "type",
            _("Type"),
            CODE,
            missing=_("Choose what kind of address it is."),
            codes={
                "home": _("Home"),
                "mailing": _("Mailing only"),
                "temporary": _("Temporary"),
                "shelter": _("Shelter"),
                "none": _("No fixed address"),
            },
        ),
        Field("lines", _("Street and number, unit"), WORDS),
        Field("town", _("Town")),
        Field("region", _("Province or country")),
        Field("postal_code", _("Postal code"), hint=_("For example P3E 5J1.")),
        Field("letters", _("Letters may be sent here"), TICK),
        Field("care", _("What to mind"), hint=_("For example: plain envelope only.")),
    ),
    check=lambda values: (
        ("lines", _("Enter the street, or choose “No fixed address”."))
        if values.get("type") != "none" and not values.get("lines")
        else None
    ),
)

COMMUNICATION = Particular(
    name="communication",
    one=_("How to speak and write"),
    many=_("How to speak and write"),
    add=_("Record how to speak and write"),
    none=_("Nothing recorded about language or format"),
    why=_("So that talks and papers work for the person: language, large print, an interpreter."),
    single=True,
    title="speaks",
    fields=(
        Field("speaks", _("Languages spoken"), LINE, missing=_("Enter at least one language.")),
        Field("reads", _("Languages read")),
        Field("interpreter", _("Interpreter needed"), TICK),
        Field("interpreter_for", _("Interpreter’s language or dialect, and wishes")),
        Field(
            "formats",
            _("Formats that work"),
            CODES,
            codes={
                "large_print": _("Large print"),
                "plain": _("Plain, short sentences"),
                "audio": _("Voice message or read aloud"),
                "pictures": _("Pictures"),
                "braille": _("Braille"),
                "electronic": _("By e-mail or text, not on paper"),
            },
        ),
        Field("longer", _("Needs longer appointments"), TICK),
        Field("technology", _("Assistive technology")),
        Field("observances", _("Days and times to keep free")),
        Field("avoid", _("Words or topics to avoid"), WORDS),
    ),
)

ACCOMMODATION = Particular(
    name="accommodation",
    one=_("Accommodation"),
    many=_("Accommodations"),
    add=_("Record what the person needs to take part"),
    none=_("Nothing was asked for"),
    why=_(
        "So that nobody has to ask twice for what makes a service usable: a ramp, more time, a quiet room."
    ),
    dated=_("Asked on"),
    title="what",
    fields=(
        Field("what", _("What was asked for"), WORDS, missing=_("Write what was asked for.")),
        Field(
            "decision",
            _("Decision"),
            CODE,
            missing=_("Choose what was decided."),
            codes={
                "open": _("Not decided yet"),
                "yes": _("Yes"),
                "part": _("In part, or another way"),
                "no": _("No"),
            },
        ),
        Field("because", _("Why not, or how else"), WORDS),
        Field("provided_on", _("In place since"), DAY),
        Field("still_needed", _("Still needed"), TICK),
    ),
    check=lambda values: (
        ("because", _("Say why not, or how else it is done."))
        if values.get("decision") in {"part", "no"} and not values.get("because")
        else None
    ),
)

IDENTIFIER = Particular(
    name="identifier",
    one=_("Number elsewhere"),
    many=_("Numbers elsewhere"),
    add=_("Add a number of another system"),
    none=_("No number of another system"),
    why=_("To find the person in a funder’s system. A social insurance number is not kept here."),
    dated=_("Known since"),
    sensitivity="basic",
    title="system",
    fields=(
        Field(
            "system", _("System"), missing=_("Enter whose number it is."), hint=_("For example: CaMS, iCARE.")
        ),
        Field("value", _("Number"), missing=_("Enter the number.")),
        Field("valid_to", _("Valid until"), DAY),
    ),
    check=lambda values: (
        ("value", _("This looks like a social insurance number. It is not kept here."))
        if has_sin(str(values.get("value") or ""))
        else None
    ),
)

KINDS = (ADDRESS, COMMUNICATION, ACCOMMODATION, IDENTIFIER)
