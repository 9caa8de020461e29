"""The forms of consent: what is asked, what was decided, what is taken back."""

from typing import Any

from records.consents.rules import SCOPES
from templates.labels import LABELS, choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, Hidden, LongText, Text, Tick
from webapp.paper_forms import ACCEPT, Uploads

ITEMS = LABELS["consent_item"]
ANSWERS: list[tuple[Any, object]] = [("given", L_("Agrees")), ("refused", L_("Does not agree"))]
HOW = [pair for pair in choices("given_how") if pair[0] != "signed_screen"]


class ScanForm(Form):
    """Which paper of the file shows the signature, or the scan itself."""

    paper_id = Choice(
        L_("Scan in this file"), hint=L_("The papers that belong to the whole file, to no case.")
    )
    files = Uploads(
        L_("Or add the scan now"),
        accept=ACCEPT,
        hint=L_("For an answer signed on paper. Without it, the file check says: scan to follow."),
    )


class DecisionForm(ScanForm):
    """What the client decided, on paper or spoken."""

    decision = Choice(
        L_("What the client decided"),
        missing=L_("Choose what the client decided."),
        choices=ANSWERS,
        as_radio=True,
    )
    given_how = Choice(L_("How"), choices=HOW)
    witness = Text(L_("Witness"), limit=120, hint=L_("For a spoken consent: who else heard it."))
    given_on = Day(L_("Date"))


class AskForm(DecisionForm):
    """What is asked, who answers, and the answer if there is one."""

    language = Choice(
        L_("Language it was explained in"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )
    given_by = Choice(
        L_("Who decides"), missing=L_("Choose who decides."), choices=choices("given_by"), as_radio=True
    )
    giver = Text(L_("Name of the person who decides for the client"), limit=120)
    authority = Text(
        L_("What gives them the right"), limit=200, hint=L_("For example: power of attorney, court order.")
    )
    decision = Choice(
        L_("What the client decided"),
        missing=L_("Choose what the client decided."),
        choices=[
            *ANSWERS,
            ("offered", L_("Answers now, on this screen")),
            ("draft", L_("Not asked yet: keep as a draft")),
        ],
        as_radio=True,
    )
    expires_on = Day(L_("Last day"), hint=L_("Empty: until it is taken back."))
    conditions = LongText(L_("Conditions the client set"), rows=2)
    wording_version = Hidden("", limit=10)


class ConsentForm(AskForm):
    """Every kind but a permission to release."""

    kind = Choice(
        L_("What for"),
        missing=L_("Choose what the consent is for."),
        choices=[pair for pair in choices("consent_kind") if pair[0] != "release"],
    )
    scope = Choices(
        L_("What it covers"),
        hint=L_("For messages, photos and stories only: what the client may agree to."),
        choices=[(item, ITEMS[item]) for kind in ("messages", "media") for item in SCOPES[kind]],
    )
    recipient = Text(
        L_("Study, place or programs"),
        limit=200,
        hint=L_("For research, photos and sharing: what the words call “named here”."),
    )


class ReleaseForm(AskForm):
    """Who may be told what, why, in which direction and how often."""

    recipient = Text(L_("Person or organization"), missing=L_("Enter who may be told."), limit=200)
    recipient_category = Choice(
        L_("Kind of recipient"),
        missing=L_("Choose the kind of recipient."),
        choices=choices("recipient_category"),
    )
    direction = Choice(
        L_("Direction"), missing=L_("Choose the direction."), choices=choices("direction"), as_radio=True
    )
    scope = Choices(
        L_("What may be passed on"),
        missing=L_("Choose what may be passed on."),
        choices=choices("data_category"),
    )
    purpose = Choice(L_("Purpose"), missing=L_("Choose the purpose."), choices=choices("release_purpose"))
    single_use = Tick(L_("For one time only"))


class WithdrawalForm(Form):
    """All of it or a part, and that its effect was explained."""

    items = Choices(L_("Take back only"), hint=L_("Nothing ticked: all of it."))
    effect_explained = Tick(
        L_("I explained what ends, and what cannot be called back"),
        missing=L_("Explain what it changes, then tick this."),
    )
