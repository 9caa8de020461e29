"""The quick `_` of the templates says what Jinja's own would: in the language in force, values escaped."""

from markupsafe import Markup

from templates import environment, words

ENV = environment()


def drawn(source: str, language: str = "en", **values: object) -> str:
    with words.speaking(language):
        return ENV.from_string(source).render(values)


def test_a_sentence_is_said_in_the_language_in_force_each_time() -> None:
    assert [drawn("{{ _('People') }}", language) for language in ("en", "fr", "en")] == [
        words.gettext("People"),
        _french("People"),
        words.gettext("People"),
    ]


def test_what_is_put_into_a_sentence_is_escaped_and_markup_is_kept() -> None:
    source = "{{ _('File %(name)s', name=name) }}"
    assert drawn(source, name="<b>") == "File &lt;b&gt;"
    assert drawn(source, name=Markup("<b>")) == "File <b>"
    assert drawn("{% trans name=name %}File {{ name }}{% endtrans %}", name="<b>") == "File &lt;b&gt;"


def test_a_sentence_is_always_a_format() -> None:
    assert drawn("{{ _('100%% of them') }}") == "100% of them"


def _french(sentence: str) -> str:
    with words.speaking("fr"):
        return words.gettext(sentence)
