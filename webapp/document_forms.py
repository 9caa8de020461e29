"""The forms of a document: what is to be made, how the draft reads, why it is changed or withdrawn."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from press.setting import Sentence
from records.consents.models import Consent
from records.documents.models import Document
from templates.labels import LABELS, choices, label
from templates.words import lazy as L_
from webapp.forms import Choice, Choices, Form, Hidden, LongText, Version

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


class AskingDraftForm(DraftForm):
    """The same of a consent form where more than one thing waits for an answer."""

    takes = Choices(
        L_("What it asks"),
        missing=L_("Choose at least one thing to ask."),
        hint=L_("What waits for an answer. What you leave out waits on."),
    )


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


def draft_form(document: Document, sentences: Sequence[Sentence], asked: Sequence[Consent] = ()) -> DraftForm:
    """The form of this draft, with a field for each sentence of ours, and a choice of what is `asked` where there is
    one."""
    form = _with_sentences(tuple(one.slot for one in sentences), AskingDraftForm if asked else DraftForm)
    facts = {name: getattr(document, name) for name in ("version", "language", "size", "words")}
    said = {SAYS + one.slot: one.words for one in sentences}
    takes = [str(one.id) for one in asked if one.id not in document.left_out]
    made = form(data={**facts, **said, "shown_in": document.language, "takes": takes})
    if asked:
        made.offer(takes=[(str(one.id), _named(one)) for one in asked])
    return made


def left_out(document: Document, form: DraftForm) -> list[UUID]:
    """What the form on the page does not ask; as it was where there is no choice, or none was made."""
    if "takes" not in form or not form["takes"].data:
        return document.left_out
    takes = form["takes"]
    return [UUID(one) for one, _words in takes.choices if one not in takes.data]


def _named(consent: Consent) -> str:
    words = [label(consent.kind, "consent_kind"), consent.recipient or ""]
    return ", ".join(str(one) for one in words if one)


@lru_cache(64)
def _with_sentences(slots: tuple[str, ...], base: type[DraftForm]) -> type[DraftForm]:
    fields = {SAYS + slot: LongText(LABELS["document_slot"][slot], limit=1000, rows=2) for slot in slots}
    return type("DraftForm", (base,), fields)
