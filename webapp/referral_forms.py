"""The forms of a referral, one for each thing that is done with it."""

from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, LongText, Tick, Version


class ReferralForm(Form):
    """Where to, and what for."""

    partner_id = Choice(L_("Partner"), missing=L_("Choose the partner."))
    need = LongText(L_("What for"), missing=L_("Write what for."), limit=2000, rows=3)
    is_warm = Tick(L_("We make the first contact together with the person"))


class SendingForm(Form):
    """How it goes, what leaves, and until when to wait."""

    how_sent = Choice(L_("How"), missing=L_("Choose how."), choices=choices("how_sent"))
    sent_on = Day(L_("Date"), missing=L_("Enter the day it was sent."))
    answer_by = Day(L_("Answer by"), missing=L_("Enter until when to wait for an answer."))
    consent_id = Choice(
        L_("Permission"),
        hint=L_("Empty: nothing about the person leaves; they go there themselves."),
    )
    categories = Choices(L_("What it tells"), choices=choices("data_category"))
    what = LongText(L_("What exactly leaves"), limit=4000, rows=3)
    version = Version()


class StepForm(Form):
    """How far it is."""

    state = Choice(L_("What happened"), missing=L_("Choose what happened."))
    happened_on = Day(L_("Date"), missing=L_("Enter the day it happened."))
    words = LongText(L_("In words"), limit=4000, rows=3)
    appointment_on = Day(L_("Appointment there on"))
    version = Version()


class AskingForm(Form):
    """How somebody asked again."""

    asked_words = LongText(L_("How you asked again"), missing=L_("Write how you asked."), limit=1000, rows=2)


class FollowUpForm(Form):
    """What came of it; both sides are asked before it closes."""

    outcome = Choice(
        L_("What came of it"), missing=L_("Choose what came of it."), choices=choices("referral_outcome")
    )
    client_asked = Choice(
        L_("Was the person asked?"), missing=L_("Say whether the person was asked."), choices=choices("asked")
    )
    provider_asked = Choice(
        L_("Was the partner asked?"),
        missing=L_("Say whether the partner was asked."),
        choices=choices("asked"),
    )
    client_view = LongText(L_("What the person says"), limit=4000, rows=2)
    recommendation = LongText(L_("What the partner recommends, and what we do"), limit=4000, rows=2)
    closing_version = Version()


class ReopeningForm(Form):
    """Why it goes on, and until when to wait now."""

    reason = LongText(L_("Why it goes on"), missing=L_("Say why it goes on."), limit=1000, rows=2)
    answer_by = Day(L_("Answer by"), missing=L_("Enter until when to wait for an answer."))
