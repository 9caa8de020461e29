"""The forms of signing a document: on a screen, from an account, on paper, or not at all."""

from collections.abc import Iterable

from templates.labels import LABELS, choices
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Day, Form, Hidden, LongText, Secret, Text, Tick
from webapp.paper_forms import ACCEPT, Uploads

ROLES = LABELS["signature_role"]


class ScreenForm(Form):
    """The client's own name under what they have read."""

    name = Text(L_("Your name"), missing=L_("Type your name to sign."), limit=120, autocomplete="off")
    known_by = Choice(
        L_("For the worker: how you know who signs"),
        missing=L_("Choose how you know who signs."),
        choices=[pair for pair in choices("signature_known_by") if pair[0] in ("worker", "photo_id")],
        as_radio=True,
    )
    drawing = Hidden("", limit=90_000)
    seen = Hidden("", limit=64)


class AccountForm(Form):
    """A member's own signature: that they have read it, and their password."""

    read = Tick(L_("I have read this document"), missing=L_("Read the document, then tick this."))
    password = Secret(
        L_("Your password"), missing=L_("Enter your password."), autocomplete="current-password"
    )
    seen = Hidden("", limit=64)


class PaperForm(Form):
    """Whose signatures are on the paper, and its scan."""

    roles = Choices(L_("Whose signatures are on it"), missing=L_("Tick whose signatures are on the paper."))
    director = Text(L_("Name of the director"), limit=120, hint=L_("Needed when the director signed."))
    signed_on = Day(L_("Signed on"), missing=L_("Enter the day it was signed."))
    paper_id = Choice(L_("Scan in this file"), hint=L_("The papers of this case and of the whole file."))
    files = Uploads(
        L_("Or add the scan now"), accept=ACCEPT, hint=L_("One file with all the pages, up to 25 MB.")
    )
    checked = Tick(
        L_("I looked at the scan: it is this document, with these signatures"),
        missing=L_("Look at the scan, then tick this."),
    )
    seen = Hidden("", limit=64)

    def may_sign(self, roles: Iterable[str]) -> None:
        """Offers those whose signature is waited for, or was scanned badly."""
        self.offer(roles=[(role, ROLES[role]) for role in roles])


class DeclineForm(Form):
    """Who would not sign, and why if they said so."""

    role = Choice(L_("Who does not sign"), missing=L_("Choose who does not sign."), as_radio=True)
    reason = LongText(
        L_("What they said"), limit=1000, rows=2, hint=L_("In their words. Nobody has to give a reason.")
    )
