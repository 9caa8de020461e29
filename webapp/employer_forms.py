"""The forms of employers and of the jobs they have to fill."""

from typing import Any

from templates.labels import choices
from templates.words import lazy as L_
from webapp.forms import Choice, Day, Email, Form, LongText, Text, Version
from webapp.occupation_choice import Amount


class EmployerForm(Form):
    """What they are called, what they do, and where."""

    legal_name = Text(L_("Legal name"), missing=L_("Enter the name of the employer."))
    trade_name = Text(L_("Name people use"), hint=L_("When it is another one."))
    business_number = Text(L_("Business number"), limit=20)
    industry = Text(L_("What they do"), limit=300, hint=L_("In a few words, as you would look for it."))
    size = Choice(L_("How big"), choices=choices("employer_size"))
    sites = LongText(L_("Where"), limit=2000, rows=2, hint=L_("Addresses, buses, doors; one a line."))


class EmployerChangeForm(EmployerForm):
    """The employer as somebody saw it last."""

    version = Version()


class ContactForm(Form):
    """Whom to ask there."""

    name = Text(L_("Name"), missing=L_("Enter the name."))
    role = Text(L_("What they do there"))
    phone = Text(L_("Phone"), limit=40)
    email = Email(L_("E-mail"))


class StandingForm(Form):
    """How the employer stands with us, and why."""

    standing = Choice(
        L_("How they stand with us"),
        missing=L_("Choose how they stand."),
        choices=choices("employer_standing"),
        as_radio=True,
    )
    reason = LongText(
        L_("Why"),
        limit=2000,
        rows=2,
        hint=L_("What happened, without naming a client. Needed unless we work with them."),
    )


class JobOrderForm(Form):
    """The job that they want to fill."""

    noc_code = Choice(L_("Occupation"), missing=L_("Choose the occupation."))
    title = Text(L_("Title of the job"), missing=L_("Enter what the job is called."))
    wage = Amount(L_("Wage an hour, in dollars"), low="0.01", high="1000", places=2)
    hours_week = Amount(L_("Hours a week"), low="0.5", high="100", places=1)
    opened_on = Day(L_("Open since"), missing=L_("Enter since when it is open."))
    conditions = LongText(L_("Conditions"), limit=2000, rows=3, hint=L_("Shifts, licences, lifting, a car."))
    subsidy = Text(L_("Subsidy"), limit=300, hint=L_("Who pays part of the wage, how much, until when."))

    def values(self) -> dict[str, Any]:
        """The order, its wage in cents."""
        told = super().values()
        wage = told.pop("wage")
        return told | {"wage_cents": None if wage is None else int(wage * 100)}


class JobOrderChangeForm(JobOrderForm):
    """The order as somebody saw it last."""

    version = Version()


class CloseOrderForm(Form):
    """Why nobody is looked for any more."""

    close_reason = Choice(
        L_("Why it closes"), missing=L_("Choose why it closes."), choices=choices("order_closed")
    )
