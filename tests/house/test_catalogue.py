"""Every sentence a person may read is in the catalogue, and the French says it well."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from jinja2 import nodes

import templates
from records.retention.dates import Period
from records.retention.sentences import EVENTS, HOLDS, Sentence, event, length
from templates.labels import LABELS
from templates.words import Lazy, gettext, speaking
from tests import catalogue
from webapp.sentences import say

# English and French write these the same.
SAME = {
    *("Code", "Instrument", "Instruments", "Interventions", "Phases", "Signatures", "Version"),
    *("Alberta", "Manitoba", "Nunavut", "Ontario", "Saskatchewan", "Yukon"),
    *("Ambulance", "Braille", "Communication", "Date", "Document", "Documents"),
    *("%(number)s, version %(edition)s", "Logo"),
    *("Incident", "Incident %(number)s", "Incidents", "Intervention", "Minutes", "Note"),
    *("Page", "Pages", "Pension", "Placement", "Plan", "Police", "Province", "Question"),
    *("Discrimination", "Justice", "Routine", "Transport"),
    *("Service", "Services", "Situation", "Type", "Version %(number)s", "Versions"),
    *("Points", "%(points)s points", "%(name)s · %(which)s", "Permanent"),
    *("Anishinaabemowin", "Inuktitut", "Somali", "Tagalog"),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
NBSP = "\u00a0"
# What is asked for, and what breaks it.
TYPOGRAPHY = {
    "no-break space before ; ? ! »": rf"(?<!{NBSP})[;?!»]",
    "no-break space before a colon": rf"(?<![{NBSP}\d]):(?!//)",
    "no-break space after «": rf"«(?!{NBSP})",
    "another kind of narrow or wide space": r"[\u2000-\u200b\u202f]|  ",
    "straight apostrophe or quotation mark": r"['\"“”]",
    "three points for an ellipsis": r"\.\.\.",
    "e-mail or mail for courriel": r"(?i)\be-?mails?\b|\bmél\b",
    "tu for vous": r"(?i)\b(tu|toi|ton|tes)\b",
}
# Read in a terminal by whoever runs the service, in English.
TERMINAL = re.compile(r"(^|_)(cli|commands|preparation|supervisor)$")
# What a person is told by these is told in the language in force.
TELLING = {"Told", "done", "toast", "toast_answer", "StopValidation"} | {
    *("Text", "LongText", "Email", "Secret", "Day", "Clock", "Whole", "Tick", "Choice", "Choices", "Upload"),
}
READ_OUT = ("aria-label", "placeholder", "title", "alt", "data-label", "aria-roledescription")
SILENT = ("style", "script", "kbd")  # what is printed on a key is no word
NAMES = {"Northfile", "autofocus"}  # the product, a lone attribute
PAGES = sorted(
    path
    for path in templates.FOLDER.rglob("*")
    if path.suffix in (".html", ".txt") and "fonts" not in path.parts
)


@pytest.fixture(scope="module")
def french() -> Catalog:
    return catalogue.translated()


@pytest.fixture(scope="module")
def source() -> Catalog:
    return catalogue.extracted()


def entries(found: Catalog) -> Iterator[Message]:
    return (entry for entry in found if entry.id)


def test_every_sentence_is_translated_and_none_is_left_over(french: Catalog, source: Catalog) -> None:
    wanted = {entry.id for entry in entries(source)}
    there = {entry.id for entry in entries(french)}
    assert len(wanted) > 500, "the extraction finds the rooms"
    assert (sorted(map(str, wanted - there)), sorted(map(str, there - wanted))) == ([], []), (
        "make translations"
    )


def test_nothing_is_guessed_or_empty(french: Catalog) -> None:
    assert [
        entry.id for entry in entries(french) if entry.fuzzy or not all(catalogue.forms(entry.string))
    ] == []


def test_the_file_is_as_the_target_writes_it(french: Catalog) -> None:
    assert catalogue.FRENCH.read_bytes() == catalogue.written(french), "make translations"


def test_what_is_filled_in_stays(french: Catalog) -> None:
    faults = []
    for entry in entries(french):
        wanted = [set(PLACEHOLDER.findall(form)) for form in catalogue.forms(entry.id)]
        said = [set(PLACEHOLDER.findall(form)) for form in catalogue.forms(entry.string)]
        # French says none and one alike, so its singular may need the number that English spells out.
        fits = len(wanted) == len(said) and said[-1] == wanted[-1] and said[0] <= set.union(*wanted)
        if not fits or "%" in PLACEHOLDER.sub("", "".join(catalogue.forms(entry.string))):
            faults.append(entry.id)
    assert faults == []


@pytest.mark.parametrize("what", TYPOGRAPHY)
def test_the_french_is_set_as_french(french: Catalog, what: str) -> None:
    said = [form for entry in entries(french) for form in catalogue.forms(entry.string)]
    assert [form for form in said if re.search(TYPOGRAPHY[what], PLACEHOLDER.sub("x", form))] == []


def test_no_sentence_was_left_in_english(french: Catalog) -> None:
    same = {entry.id for entry in entries(french) if entry.string in (entry.id, [entry.id])}
    assert sorted(same - SAME) == []
    assert sorted(SAME - same) == [], "take these off the list"


def test_a_sentence_ends_as_the_source_does(french: Catalog) -> None:
    def end(form: str) -> str:
        return re.sub(r"[^.:?…]", "", form.rstrip(")»\u00a0”")[-1:])

    assert [
        entry.id
        for entry in entries(french)
        if {end(form) for form in catalogue.forms(entry.id)}
        != {end(form) for form in catalogue.forms(entry.string)}
    ] == []


def test_every_label_of_a_list_is_looked_up() -> None:
    said = [words for of in LABELS.values() for words in of.values()]
    assert [words for words in said if not isinstance(words, Lazy)] == []
    with speaking("fr"):
        assert gettext("Sign and lock") == "Signer et verrouiller"


def test_what_a_sentence_is_filled_with_agrees_with_it() -> None:
    """ "de le" and "à le" do not exist: no sentence may ask for an article that its values bring along."""
    day, authority = date(2020, 3, 1), "Entente 12, art. 4"
    with speaking("fr"):
        said = [
            line
            for name in EVENTS
            for values in (
                {"period": length(Period(1)), "event": event(name), "event_on": day, "year_end": day},
            )
            for line in (
                say(Sentence("A date is needed: %(event)s.", values)),
                say(Sentence("Kept: the period starts with %(event)s.", values)),
                say(Sentence("%(period)s after %(event)s on %(event_on)s", values)),
                gettext("Keep for %(period)s from %(trigger)s", period="1 an", trigger=say(event(name))),
            )
        ]
        assert said[2] == "soit 1 an après la fermeture du suivi le 1er\u00a0mars 2020"
        said += [say(Sentence(hold.message, {"since": day})) for hold in HOLDS.values()]
        said.append(
            say(Sentence("%(authority)s applies; its date is not known yet.", {"authority": authority}))
        )
    assert [line for line in said if re.search(r"\b(de|à|jusqu’à) les? |%\(", line)] == []


class Written(HTMLParser):
    """Collects what a page says by itself once everything of Jinja is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        self.found += [value for name, value in attrs if name in READ_OUT and value]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def said_by_itself(source: str) -> list[str]:
    plain = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    plain = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", plain, flags=re.DOTALL)
    plain = re.sub(r"\{% block kind %\}\w+\{% endblock %\}", "", plain)  # a class of the body
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", plain, flags=re.DOTALL)
    page = Written()
    page.feed(plain)
    # A macro may write attributes for a tag that stands elsewhere; a message in plain text holds addresses.
    texts = (re.sub(r"[\w-]+=\"[^\"]*\"|/[\w/]+/", "", text) for text in page.found)
    return [word for text in texts for word in re.findall(r"[^\W\d_]{2,}|[:;?!]", text) if word not in NAMES]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(templates.FOLDER)))
def test_a_page_says_nothing_outside_gettext(path: Path) -> None:
    assert said_by_itself(path.read_text()) == []
    if "ui" not in path.parts:  # the page of components shows invented people
        tree = templates.environment().parse(path.read_text())
        assert [text for text in _constants(tree) if re.match(r"[A-Z][a-zà-ÿ]+", text)] in (
            [],
            ["English", "Français"],
        )


def _constants(node: nodes.Node) -> Iterator[str]:
    """The strings in a template's expressions that nobody looks up."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in ("_", "gettext", "ngettext")
    ):
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _constants(child)


def test_these_checks_see_what_they_are_for() -> None:
    assert said_by_itself('<p title="Tip">{{ _("Fine") }} Not fine {# but this #}</p>') == [
        "Tip",
        "Not",
        "fine",
    ]
    tree = templates.environment().parse('{{ fact("Phone", x) }}{{ _("Fine") }}')
    assert list(_constants(tree)) == ["Phone"]
    assert list(_untold(ast.parse('toast("Saved")\ndone(url_for("x"), _("Saved"))'))) == ["Saved"]
    assert list(_named(ast.parse('said = "Not marked"\nSentence(said, {})'))) == ["Not marked"]


MODULES = [
    path for path in sorted((catalogue.ROOT / "webapp").rglob("*.py")) if not TERMINAL.search(path.stem)
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_door_tells_nothing_outside_gettext(path: Path) -> None:
    assert list(_untold(ast.parse(path.read_text()))) == []


SAYING = {"gettext", "ngettext", "_", "L_", "Sentence", "counted", "Refused", "Conflict"}
SPOKEN = [
    path
    for room in ("templates", "tenants", "records", "press", "webapp", "workers")
    for path in sorted((catalogue.ROOT / room).rglob("*.py"))
    if not TERMINAL.search(path.stem)
]


def test_what_is_said_by_a_name_is_in_the_catalogue_too(source: Catalog) -> None:
    """The extraction reads what stands in the brackets; a sentence that was given a name first must be marked there."""
    known = {form for entry in entries(source) for form in catalogue.forms(entry.id)}
    faults = {
        str(path.relative_to(catalogue.ROOT)): found
        for path in SPOKEN
        if (found := sorted(set(_named(ast.parse(path.read_text()))) - known))
    }
    assert faults == {}


def _named(tree: ast.Module) -> Iterator[str]:
    """Sentences that are said by a name they were given in the same module."""
    spoken = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and getattr(node.func, "id", "") in SAYING
        for name in ast.walk(node.args[0])
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if spoken & {one.id for one in targets if isinstance(one, ast.Name)}:
                said = (one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant))
                yield from (one for one in said if isinstance(one, str) and re.match(r"[A-Z].* ", one))


def _untold(tree: ast.Module) -> Iterator[str]:
    """Words told to a person as they are written, and refusals put together so that no catalogue can hold them."""
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in TELLING:
            told = [
                *node.args,
                *(one.value for one in node.keywords if one.arg in ("label", "missing", "hint")),
            ]
            yield from (ast.unparse(one).strip("'") for one in told if _is_words(one))
        if name in ("Refused", "Conflict") and isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
            yield ast.unparse(node)


def _is_words(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return bool(
            re.search(
                r"[A-Za-z]{2}", "".join(one.value for one in node.values if isinstance(one, ast.Constant))
            )
        )
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.search(r"[A-Za-z]{2}", node.value))
    )
