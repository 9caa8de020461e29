"""The forms about papers, and their field for several files."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from records.papers.rules import MEGABYTES, Received
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from webapp import errors
from webapp.forms import Choice, Day, Form, LongText, Text, Upload, Version

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.tif,.tiff,.docx,.odt,.txt"
# Together in one form.
LARGEST_BODY = 100 * 1024 * 1024


def take_files(pages: Blueprint) -> None:
    """Lets the forms of these pages carry papers, and says so in words when one carries too many."""

    @pages.url_value_preprocessor
    def take_large_bodies(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        # Before the body is read, which the check of the form's token does.
        if request.mimetype == "multipart/form-data":
            request.max_content_length = LARGEST_BODY

    @pages.errorhandler(RequestEntityTooLarge)
    def too_large(_error: RequestEntityTooLarge) -> Response:
        return errors.refused(Refused("Send fewer files at once: together they may have up to 100 MB."))


class Uploads(Upload):
    """Any number of files; an empty list when none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Reads them whole: each is told by its bytes."""
        sent = [file for file in valuelist if getattr(file, "filename", "")]
        if any(file.stream.seek(0, 2) + file.stream.seek(0) > MEGABYTES * 1_000_000 for file in sent):
            raise ValueError(_("Choose files of at most %(size)s MB each.", size=MEGABYTES))
        self.data = [Received(file.filename, file.stream.read()) for file in sent]

    def pre_validate(self, form: Form) -> None:
        """Whether none is enough is for the action to say."""
        if not self.process_errors:
            self.data = self.data or []
        super().pre_validate(form)

    def written(self, data: Any) -> str:
        """Nothing: a browser does not let a page fill in a file."""
        return ""


class DetailsForm(Form):
    """What is known of a paper."""

    kind = Choice(
        L_("What it is"),
        missing=L_("Choose what it is."),
        hint=L_("Of an ID, keep no copy and no number: write down only that you saw it."),
        choices=choices("paper_kind"),
    )
    received_on = Day(L_("Received on"), missing=L_("Enter the day the paper came in."))
    from_whom = Text(L_("From whom"), limit=200)
    language = Choice(L_("Language"), choices=choices("paper_language"))
    original = Choice(
        L_("Where the original is"),
        missing=L_("Choose where the original is."),
        choices=choices("paper_original"),
    )
    kept_where = Text(
        L_("Place of the original"), limit=200, hint=L_("When we keep it: which box or binder.")
    )
    sensitivity = Choice(
        L_("Who may open it"),
        missing=L_("Choose who may open it."),
        choices=choices("paper_reach"),
        as_radio=True,
    )
    case_id = Choice(L_("Case"), hint=L_("Left empty, it belongs to the person's whole file."))


class PaperForm(DetailsForm):
    """New papers: the files, and what is known of them."""

    files = Uploads(
        L_("Files from this device"),
        accept=ACCEPT,
        hint=L_("Up to 25 MB each: PDF, pictures, Word, OpenDocument or plain text."),
    )
    photo = Uploads(L_("Take a picture"), accept="image/*", hint=L_("On a phone this opens the camera."))
    title = Text(L_("Title"), limit=200, hint=L_("Left empty, each paper takes the name of its file."))
    source = Choice(
        L_("How it came"), missing=L_("Choose how it came."), choices=choices("paper_source"), as_radio=True
    )


class PaperChangeForm(DetailsForm):
    """What is known of a paper, as somebody saw it last."""

    title = Text(L_("Title"), missing=L_("Enter a title."), limit=200)
    version = Version()


class ReplacementForm(Form):
    """A better file of the same paper."""

    files = Uploads(L_("New file"), accept=ACCEPT)
    reason = Text(L_("Why it is replaced"), missing=L_("Enter why it is replaced."), limit=300)
    version = Version()


class ErrorForm(Form):
    """Why a paper does not belong in this file."""

    reason = LongText(L_("Why it does not belong here"), missing=L_("Enter why."), limit=1000, rows=2)
    version = Version()


class TurnForm(Form):
    """The picture as it was seen."""

    version = Version()
