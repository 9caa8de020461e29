"""How hard a text reads, and whose names stand in it: for any words."""

from hypothesis import given
from hypothesis import strategies as st

from records.documents.checks import Looked, checks_of, expect_fit, named_in
from records.documents.reading import Language, reading_of, sentences_of, syllables
from tenants.errors import Refused

LANGUAGES = st.sampled_from(["en", "fr"])
WORDS = st.sampled_from(
    "we meet you plan course bus notwithstanding authorization intervention le votre rencontre étape aussi".split()
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=20).map(" ".join)
NAMES = st.sampled_from(["Łukasz Kowalczyk", "Marie-Ève Côté", "Nguyễn Thị Ánh", "ᐊᓗᒃᑐᖅ", "O’Brien"])


@given(st.lists(SENTENCE, min_size=2, max_size=6), LANGUAGES)
def test_longer_sentences_never_read_easier(sentences: list[str], language: Language) -> None:
    apart = reading_of(". ".join(sentences) + ".", language)
    joined = reading_of(" ".join(sentences) + ".", language)
    assert apart and joined
    if language == "en":
        assert joined.score >= apart.score
    else:
        assert joined.score <= apart.score
    assert joined.is_easy <= apart.is_easy


@given(st.lists(SENTENCE, min_size=1, max_size=4), NAMES, LANGUAGES)
def test_a_name_an_address_or_a_number_changes_nothing(
    sentences: list[str], name: str, language: Language
) -> None:
    plain = reading_of(". ".join(sentences), language)
    sentences[-1] += f" {name}, a@b.example, 705-555-0142"
    told = reading_of(". ".join(sentences), language, names=[name])
    assert plain and told and (plain.score, plain.ease) == (told.score, told.ease)
    assert reading_of(name, language, names=[name]) is None


def test_what_reads_hard_is_named() -> None:
    hard = (
        "Notwithstanding administrative considerations, participation necessitates prior authorization again."
    )
    found = reading_of(f"Come on Monday. {hard}", "en")
    assert found and not found.is_easy and found.hardest == (hard,)
    easy = reading_of("It is your plan. Tell us when you want to stop.", "en")
    assert easy and easy.is_easy and not easy.hardest
    assert [syllables(word, "fr") for word in ("porte", "rencontre", "idée")] == [1, 2, 2]
    assert [syllables(word, "en") for word in ("used", "agency", "table")] == [1, 3, 2]


@given(SENTENCE, SENTENCE, NAMES)
def test_the_sentence_that_names_another_is_found_however_it_is_written(
    before: str, after: str, name: str
) -> None:
    text = f"{before}. {after} {name.upper()} {after}. {before}!"
    found = named_in(text, [name, "Nobody Here"])
    assert {one.name for one in found} == {name} and found[0].sentence in sentences_of(text)
    assert not named_in(text, [name], own=[name.lower()]), "a name that the person bears, too"
    assert not named_in(text, [f"{name}a"]), "a name is a whole word"


@given(st.sets(st.sampled_from("ᐊᓗ☃")), st.sampled_from(["", "This consent is not in force."]), st.booleans())
def test_only_what_cannot_be_handed_out_stops_a_document(
    letters: set[str], objection: str, link: bool
) -> None:  # noqa: FBT001 - drawn
    address = "https://files.example.org/v" if link else "files.example.org"
    checks = checks_of(
        Looked(
            gaps=["kept"], missing_letters=letters, objection=objection, check_at=address, is_for_other=True
        )
    )
    stops = [check.code for check in checks if check.is_blocking]
    assert stops == [check.code for check in checks][: len(stops)], "what stops it is read first"
    try:
        expect_fit(checks)
    except Refused as refusal:
        assert stops and str(refusal)
    else:
        assert not stops and not letters and not objection and link
