"""The forms of a document: what is to be made, how the draft reads, why it is changed or withdrawn."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from press.setting import Sentence
from records.documents.models import Document
from templates.labels import LABELS, choices
from templates.words import lazy as L_
from webapp.forms import Choice, Form, Hidden, LongText, Version

# Before the name of a sentence of ours.
SAYS = "says_"


class DocumentForm(Form):
    """What is to be made, in which language and size of print."""

    kind = Choice(L_("Document"), missing=L_("Choose a document."))
    language = Choice(
        L_("Language"), missing=L_("Choose a language."), choices=choices("language"), as_radio=True
    )
    size = Choice(L_("Print"), missing=L_("Choose a size."), choices=choices("document_size"), as_radio=True)
    words = LongText(
        L_("A few words of your own"),
        limit=2000,
        rows=3,
        hint=L_(
            "They stand in a letter and in a progress report, as you write them. Leave it empty if you like."
        ),
    )


class DraftForm(Form):
    """How a draft reads. `shown_in` is the language its sentences were in on the page."""

    version = Version()
    shown_in = Hidden(limit=2)
    language = Choice(
        L_("Language"), missing=L_("Choose a language."), choices=choices("language"), as_radio=True
    )
    size = Choice(L_("Print"), missing=L_("Choose a size."), choices=choices("document_size"), as_radio=True)
    words = LongText(L_("A few words of your own"), limit=2000, rows=3)

    @property
    def sentences(self) -> list[Any]:
        """The fields of our own sentences, in the order of the page."""
        return [field for field in self if field.name.startswith(SAYS)]

    def said(self) -> dict[str, str]:
        """Each sentence as it stands on the page."""
        return {field.name.removeprefix(SAYS): field.data or "" for field in self.sentences}


class ChangedForm(Form):
    """What will be different in the next version."""

    changed = LongText(
        L_("What changes"),
        missing=L_("Say what changes; the reader is told."),
        limit=300,
        rows=2,
        hint=L_("One sentence for the reader, in the language of the document."),
    )


class WithdrawalForm(Form):
    """Why a document holds no longer."""

    why = LongText(
        L_("Why it is withdrawn"), missing=L_("Say why. Only your team reads it."), limit=500, rows=2
    )


def draft_form(document: Document, sentences: Sequence[Sentence], **start: Any) -> DraftForm:
    """The form of this draft, with a field for each sentence of ours."""
    form = _with_sentences(tuple(one.slot for one in sentences))
    facts = {name: getattr(document, name) for name in ("version", "language", "size", "words")}
    said = {SAYS + one.slot: one.words for one in sentences}
    return form(data={**facts, **said, "shown_in": document.language, **start})


@lru_cache(64)
def _with_sentences(slots: tuple[str, ...]) -> type[DraftForm]:
    fields = {SAYS + slot: LongText(LABELS["document_slot"][slot], limit=1000, rows=2) for slot in slots}
    return type("DraftForm", (DraftForm,), fields)
