"""The forms of requests."""

from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, LongText, Text, Version, Whole


class RequestForm(Form):
    """Who asks for what."""

    kind = Choice(
        L_("What is asked for"),
        missing=L_("Choose what is asked for."),
        choices=choices("request_kind"),
        as_radio=True,
    )
    relation = Choice(L_("Who asks"), missing=L_("Choose who asks."), choices=choices("request_relation"))
    requester = Text(L_("Their name"), missing=L_("Enter the name of who asks."), limit=200)
    wants = LongText(L_("In their words"), missing=L_("Write what they ask for, in their words."), rows=3)
    language = Choice(
        L_("Language of the answer"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )
    received_on = Day(
        L_("Received on"),
        missing=L_("Enter the day it came."),
        hint=L_("The 30 days count from this day, also when it lay somewhere."),
    )
    handler_id = Choice(
        L_("Who answers it"),
        missing=L_("Choose who answers it."),
        hint=L_("They may read the whole file until the request is closed."),
    )


class StepForm(Form):
    """What happens next, and why."""

    act = Choice(L_("What happens next"), missing=L_("Choose what happens next."), as_radio=True)
    identity_how = Choice(
        L_("How you know who asks"),
        hint=L_("Only when you confirm the identity."),
        choices=choices("identity_how"),
    )
    words = LongText(
        L_("In your words"),
        hint=L_("Needed when you ask back, send it back, refuse or note a withdrawal."),
        rows=3,
    )
    version = Version()


class ExtensionForm(Form):
    """How many more days, and the reason that the person is told today."""

    days = Whole(L_("More days"), missing=L_("Enter a number of days from 1 to 30."), low=1, high=30)
    why = LongText(
        L_("Reason the person is told"), missing=L_("Write the reason; the person reads it."), rows=3
    )
    version = Version()


class DeliveryForm(Form):
    """How it was handed over."""

    how_sent = Choice(L_("How"), missing=L_("Choose how."), choices=choices("how_sent"))
    version = Version()


class HandlerForm(Form):
    """Who answers it from now on."""

    handler_id = Choice(L_("Who answers it"), missing=L_("Choose who answers it."))


class CorrectionForm(Form):
    """Whether something is corrected, and what is said about it."""

    record = Choice(L_("What it is about"), missing=L_("Choose what it is about."))
    agreed = Choice(
        L_("Answer"), missing=L_("Choose the answer."), choices=choices("correction"), as_radio=True
    )
    statement = LongText(
        L_("In words"),
        missing=L_("Write what was corrected, or what the client says."),
        rows=3,
        hint=L_(
            "To a note this is added; or, when nothing is corrected, it is what the client says, in their words."
        ),
    )
    version = Version()


class DecisionForm(Form):
    """What is given of one record."""

    decision = Choice(
        L_("What is given"),
        missing=L_("Choose what is given."),
        choices=choices("item_decision"),
        as_radio=True,
    )
    hidden = Choices(
        L_("Passages that stay out"), hint=L_("They are left out only when you choose that above.")
    )
    reason = Choice(
        L_("Why it stays out"),
        choices=choices("withheld"),
        hint=L_("For all passages that you mark now; those marked before keep their reason."),
    )
    version = Version()
