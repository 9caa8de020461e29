"""Setting a document: its frozen values become the title and the HTML that the press is given."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Self

import segno
from jinja2 import Environment, Template
from markupsafe import Markup

from records.documents.kinds import DocumentValues
from records.documents.letters import ClosingLetter, IntroductionLetter
from records.documents.permissions import ConsentForm, ReferralLetter
from records.documents.proofs import ParticipationCertificate, WorkSummary
from records.documents.values import (
    ActionPlan,
    DestructionCertificate,
    Edited,
    NextSteps,
    ProgressReport,
    Sheet,
)
from records.figures.reports_values import FunderReport
from records.requests.values import DisclosurePackage
from templates import environment
from templates.words import N_, gettext, speaking, tag

Printed = DocumentValues | DisclosurePackage | FunderReport
TEMPLATES: dict[type[Sheet], tuple[str, str]] = {
    ProgressReport: ("documents/progress_report.html", N_("Progress report")),
    NextSteps: ("documents/next_steps.html", N_("Next steps")),
    ActionPlan: ("documents/action_plan.html", N_("Action plan")),
    ClosingLetter: ("documents/closing_letter.html", N_("Closing letter")),
    IntroductionLetter: ("documents/introduction_letter.html", N_("Your new worker")),
    WorkSummary: ("documents/service_summary.html", N_("Service summary")),
    ConsentForm: ("documents/consent_form.html", N_("Consent form")),
    ParticipationCertificate: (
        "documents/participation_certificate.html",
        N_("Certificate of participation"),
    ),
    ReferralLetter: ("documents/referral_letter.html", N_("Referral letter")),
    DestructionCertificate: ("documents/destruction_certificate.html", N_("Certificate of destruction")),
    DisclosurePackage: ("documents/package.html", N_("Everything we hold about you")),
    FunderReport: ("documents/funder_report.html", N_("Report of figures")),
}
MARKS: dict[str, str] = {
    "": "",
    "draft": N_("Draft"),
    "confidential": N_("Confidential"),
    "copy": N_("Copy"),
}
_NO_LETTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
_TOWER = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
_LETTER = r"(?:[^\s<>&]|&[#\w]{2,8};)"
_HEADING = re.compile(r"<(/?)h([1-5])\b")
# A picture's own address is no word; what somebody wrote cannot look like one, since a quote of theirs is escaped.
_PICTURE = 'src="data:'
_ENDLESS = re.compile(f'{_PICTURE}[^"]*"|{_LETTER}{{200,}}')
_TEN = re.compile(f"({_LETTER}{{10}})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of ours in a document: which, how it reads by itself, and how it reads now."""

    slot: str
    ours: str
    words: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a page shows and its values do not hold: addresses of data, already cleaned."""

    logo: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A document as a page of the web shows it: its language as a tag, who writes, and the letter."""

    lang: str
    letterhead: Markup
    letter: Markup

    def under_a_heading(self) -> Self:
        """The same inside a page that has a heading of its own: every heading one level further down."""
        lower = _HEADING.sub(lambda found: f"<{found[1]}h{int(found[2]) + 1}", self.letter)
        # Markup: what it was, in which every value is escaped.
        return replace(self, letter=Markup(lower))


@dataclass(slots=True)
class Saying:
    """`say(slot, sentence)` in a template: the worker's words where they gave any, else ours; and it remembers which
    sentences the document has."""

    edits: dict[str, str]
    said: list[Sentence] = field(default_factory=list)

    def __call__(self, slot: str, ours: Markup | str) -> Markup | str:
        """The words to print."""
        plain = Markup(ours).unescape()
        words = self.edits.get(slot, plain)
        self.said.append(Sentence(slot, plain, words))
        return words


@cache
def _environment() -> Environment:
    return environment()


def sentences_of(values: Printed) -> tuple[Sentence, ...]:
    """The sentences of ours in this document, as they stand in it, each once."""
    return tuple({one.slot: one for one in _set(values, Pictures())[2].said}.values())


def edits_of(sentences: dict[str, str], values: Printed) -> tuple[Edited, ...]:
    """What of these words differs from ours: only that is kept, so that the rest follows the record."""
    ours = {one.slot: one.ours for one in sentences_of(values)}
    return tuple(
        Edited(slot, words) for slot, words in sentences.items() if slot in ours and words != ours[slot]
    )


def set_in_type(values: Printed, pictures: Pictures) -> tuple[str, bytes]:
    """The title in the document's language and its HTML; the title names no person, since windows and lists
    show it."""
    title, html, _said = _set(values, pictures)
    return printable(title), _breakable(printable(html)).encode()


def on_screen(values: Printed, pictures: Pictures) -> OnScreen:
    """The same words for a screen of any width: lists in place of tables, and no sheet of paper around them."""
    template, told, _say = _told(values, pictures)
    with speaking(values.language):
        page = template.new_context(told | {"large": True})
        # Begun and left at its first letter: what the page extends and imports is there then.
        next(template.root_render_func(page), None)
        head, letter = (printable("".join(page.blocks[name][0](page))) for name in ("letterhead", "letter"))
    # Markup: written by our own templates, which escape every value.
    return OnScreen(told["lang"], Markup(head), Markup(letter))


def _set(values: Printed, pictures: Pictures) -> tuple[str, str, Saying]:
    template, told, say = _told(values, pictures)
    with speaking(values.language):
        return told["title"], template.render(told), say


def _told(values: Printed, pictures: Pictures) -> tuple[Template, dict[str, Any], Saying]:
    """The template of a document with everything it is told."""
    template, name = TEMPLATES[type(values)]
    say = Saying({one.slot: one.words for one in values.edits})
    with speaking(values.language):
        words = [gettext(MARKS[values.mark]), gettext(name), values.number]
        told = {
            "d": values,
            "title": " · ".join(word for word in words if word),
            "name": gettext(name),
            "mark": gettext(MARKS[values.mark]),
            "lang": tag(),
            "say": say,
            "large": values.size == "large",
            "timezone": values.timezone,
            "pictures": pictures,
            "qr": _square(values),
        }
    return _environment().get_template(template), told, say


@contextmanager
def in_its_language(values: Printed) -> Iterator[str]:
    """Speaks the document's language, and gives its tag."""
    with speaking(values.language):
        yield tag()


def _square(values: Printed) -> Markup:
    """The address where this document can be checked, as a square to be photographed; nothing before it is issued."""
    if not values.code:
        return Markup("")
    square = segno.make(f"{values.check_at}/{values.code}", error="m")
    words = gettext("Square code that leads to the page where this document can be checked")
    # Markup: written by the library, of an address that is ours.
    return Markup(square.svg_inline(border=4, svgclass="qr", lineclass=None, omitsize=True, title=words))


def _breakable(html: str) -> str:
    """With places to break in words of 200 letters and more, which no language has: without them the time to
    set a word grows with the square of its length. Shorter ones, keys and addresses too, copy out whole."""

    def broken(word: re.Match[str]) -> str:
        return word[0] if word[0].startswith(_PICTURE) else _TEN.sub("\\1\u200b", word[0])

    return _ENDLESS.sub(broken, html)


def printable(text: str) -> str:
    """Without what is no letter: control characters, half surrogates, orders to turn the line round, and
    towers of accents. The frozen values keep them; paper and the file's own description cannot."""
    return _TOWER.sub(r"\1", _NO_LETTER.sub("", text))
