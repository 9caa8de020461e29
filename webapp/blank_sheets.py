"""What is printed on each form: the very fields that are filled in on the screen, drawn for a pen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from records.blanks.rules import EDITION, Code
from records.consents.queries import find_wording, wordings_in_force
from records.consents.rules import SCOPES
from records.notes.formats import USUAL, reading_order
from records.particulars.asking import dropped
from records.particulars.declaring import Particular
from records.particulars.kinds import KINDS
from records.particulars.queries import not_asked
from templates.labels import LABELS
from templates.words import lazy as L_
from tenants import clock, context
from tenants.permissions import P
from webapp.asking import narrowed
from webapp.clients import ClientForm
from webapp.consent_forms import ITEMS, ConsentForm, DecisionForm, ReleaseForm
from webapp.contacts import ContactForm
from webapp.declared import form_of
from webapp.forms import Entry
from webapp.note_forms import STEPS, NoteForm
from webapp.transaction import session

# What a screen needs and a sheet of paper does not.
_NOT_PRINTED = ("case_id", "intervention", "library", "paper_on", "scan_follows", "late_reason")
_MEETING = ("kind", "occurred_on", "started_at", "minutes", "place", "mode")
_RELEASE = ("recipient", "recipient_category", "direction", "scope", "purpose", "single_use")
_DECIDES = ("given_by", "giver", "authority")
# Whose words speak of what is "named here".
_NAMED = ("research", "media", "sharing")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One printed form: its code, what it is called, who may type it in; its parts, each a heading and fields; the
    words to agree to, by language; who signs."""

    code: Code
    title: object
    needs: P
    parts: Sequence[tuple[object, Sequence[Entry]]]
    words: Mapping[str, str] = field(default_factory=dict)
    signs: Sequence[object] = ()


def sheets(language: str) -> Iterator[Sheet]:
    """Every form there is, in the version that counts today."""
    yield _intake(language)
    yield _note(language)
    for wording in wordings_in_force(session(), clock.today(context.current().timezone)).values():
        yield _consent(wording.kind, wording.version, language, wording.words)
    unasked = dropped(not_asked(session()))
    for kind in KINDS.values():
        if not kind.closed and kind.name not in unasked:
            yield _particular(kind, language)


def find_sheet(code: Code) -> Sheet | None:
    """The form that a code names, also a consent whose words have changed since it was printed."""
    kind = code.form.removeprefix("consent_")
    if kind != code.form:
        wording = find_wording(session(), kind, code.version)
        return _consent(kind, code.version, code.language, wording.words) if wording else None
    found = (one for one in sheets(code.language) if one.code.form == code.form)
    return next((one for one in found if one.code.version == code.version), None)


def _intake(language: str) -> Sheet:
    person, contact = ClientForm(formdata=None), ContactForm(formdata=None)
    parts = [(L_("Who the person is"), _drawn(person)), (L_("How to reach them"), _drawn(contact))]
    return Sheet(Code("intake", EDITION, language), LABELS["entry_kind"]["intake"], P.WRITE_CLIENTS, parts)


def _note(language: str) -> Sheet:
    form = NoteForm(formdata=None)
    steps = [f"step_{n}_{part}" for n in STEPS for part in ("what", "who", "due_on")]
    order = [name for name in (*_MEETING, *reading_order(USUAL)) if name != "next_steps"]
    parts = [
        (L_("The meeting"), _drawn(form, order)),
        (L_("Next steps"), _drawn(form, [*steps, "next_steps"])),
    ]
    code, signs = Code("note", EDITION, language), (L_("Written by"),)
    return Sheet(code, L_("Progress note"), P.WRITE_NOTES, parts, signs=signs)


def _consent(kind: str, version: str, language: str, words: Mapping[str, str]) -> Sheet:
    form = ReleaseForm(formdata=None) if kind == "release" else ConsentForm(formdata=None)
    if kind != "release":
        form.offer(scope=[(item, ITEMS[item]) for item in SCOPES.get(kind, ())])
    asked = {"release": _RELEASE}.get(kind, ("scope",) * (kind in SCOPES) + ("recipient",) * (kind in _NAMED))
    answer = [
        *_drawn(DecisionForm(formdata=None), ("decision",)),
        *_drawn(form, ("conditions", "expires_on")),
    ]
    parts = [
        (L_("What it is about"), _drawn(form, asked)),
        (L_("What the client decided"), answer),
        (L_("Who decides"), _drawn(form, _DECIDES)),
    ]
    code, title = Code(f"consent_{kind}", version, language), LABELS["consent_kind"][kind]
    signs = (L_("Client, or who decides for them"), L_("Witness"), L_("Explained by"))
    return Sheet(code, title, P.WRITE_CONSENTS, [part for part in parts if part[1]], words, signs)


def _particular(kind: Particular, language: str) -> Sheet:
    form = narrowed(form_of(kind.name, changes=False)(formdata=None), kind)
    # Without a date of its own, the day on the form is the day.
    fields = [one for one in _drawn(form) if kind.dated or one.name != "since"]
    parts: list[tuple[object, Sequence[Entry]]] = [("", fields)]
    return Sheet(Code(kind.name, EDITION, language), L_(kind.one), P.WRITE_CLIENTS, parts)


def _drawn(form: Any, names: Iterable[str] | None = None) -> list[Entry]:
    """The fields of these names, or all, without what only a screen has."""
    fields = list(form) if names is None else [form[name] for name in names]
    return [
        one
        for one in fields
        if isinstance(one, Entry) and one.kind not in ("hidden", "file") and one.name not in _NOT_PRINTED
    ]
