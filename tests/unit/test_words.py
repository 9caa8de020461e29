"""The right language is spoken, whatever is missing."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from markupsafe import Markup, escape

import templates
from templates import words

CATALOGUE = """
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Sign and lock"
msgstr "Signer et verrouiller"

msgid "Hello %(name)s"
msgstr "Bonjour %(name)s"

msgid "%(num)s day"
msgid_plural "%(num)s days"
msgstr[0] "%(num)s jour"
msgstr[1] "%(num)s jours"
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "northfile.po").write_text(CATALOGUE)
    monkeypatch.setattr(words, "_catalogues", tmp_path)
    words._catalogue.cache_clear()
    yield
    words._catalogue.cache_clear()


def test_english_is_the_source():
    assert words.language() == "en"
    assert words.gettext("Sign and lock") == "Sign and lock"


@pytest.mark.usefixtures("french")
def test_speaking_holds_inside_and_ends_after():
    with words.speaking("fr-CA"):
        assert words.gettext("Sign and lock") == "Signer et verrouiller"
        with words.speaking("en"):
            assert words.gettext("Sign and lock") == "Sign and lock"
        assert words.tag() == "fr-CA"
    assert words.tag() == "en-CA"


@pytest.mark.usefixtures("french")
def test_french_says_none_in_the_singular():
    with words.speaking("fr"):
        assert [words.ngettext("%(num)s day", "%(num)s days", n) for n in (0, 1, 2)] == [
            "0 jour",
            "1 jour",
            "2 jours",
        ]
    assert words.ngettext("%(num)s day", "%(num)s days", 0) == "0 days"


@pytest.mark.usefixtures("french")
def test_a_sentence_without_translation_stays_english():
    with words.speaking("fr"):
        assert words.gettext("Never translated") == "Never translated"


def test_a_missing_catalogue_is_no_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "_catalogues", tmp_path)
    words._catalogue.cache_clear()
    with words.speaking("fr"):
        assert words.gettext("Sign and lock") == "Sign and lock"
    words._catalogue.cache_clear()


@pytest.mark.parametrize("wanted", [None, "", "de", "xx-YY", "en-US", "EN"])
def test_a_language_we_do_not_speak_is_english(wanted):
    assert words.known(wanted) == "en"


@pytest.mark.usefixtures("french")
def test_lazy_is_translated_when_shown_and_escaped_in_html():
    label = words.lazy("Hello %(name)s", name="<b>")
    assert str(label) == "Hello <b>"
    with words.speaking("fr"):
        assert str(label) == "Bonjour <b>"
        assert Markup("{}").format(label) == "Bonjour &lt;b&gt;"


@pytest.mark.usefixtures("french")
def test_templates_speak_and_escape_what_is_filled_in():
    page = templates.environment().from_string(
        "{{ _('Hello %(name)s', name=name) }}, {% trans num=3 %}{{ num }} day{% pluralize %}{{ num }} days{% endtrans %}"
    )
    with words.speaking("fr"):
        assert page.render(name="<i>") == "Bonjour &lt;i&gt;, 3 jours"


def test_each_thread_speaks_for_itself():
    def spoken(wanted: str) -> str:
        with words.speaking(wanted):
            time.sleep(0.01)
            return words.language()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(spoken, ["fr", "en"] * 4)) == ["fr", "en"] * 4


def test_the_catalogue_is_ready_within_a_moment():
    words._catalogue.cache_clear()
    begun = time.process_time()
    words._catalogue("fr")
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    ("name", "said"),
    [("Olena", "d’Olena"), ("Éric", "d’Éric"), ("Wei", "de Wei"), ("<b>", "de <b>"), ("", "de ")],
)
def test_french_drops_an_e_before_a_vowel_in_python_and_on_a_page(name: str, said: str) -> None:
    with words.speaking("fr"):
        assert words.gettext("Plan of %(name)s", name=name) == f"Plan {said}"
        page = templates.environment().from_string("{{ _('Plan of %(name)s', name=name) }}")
        assert page.render(name=name) == f"Plan {escape(said)}"
    with words.speaking("en"):
        assert words.gettext("Plan of %(name)s", name=name) == f"Plan of {name}"
