"""However a name is written, it is found by any beginning of any of its words."""

import string
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from records.clients.rules import (
    alike,
    contact_key,
    digits,
    folded,
    index_of,
    is_close,
    near,
    slips,
    sort_name,
    tokens,
)
from tenants.paging import key_of, place

words = st.text(max_size=40)
name = st.text(alphabet=st.characters(categories=["L", "M", "N", "Pd", "Po", "Zs"]), max_size=40)


@given(words)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(words)
def test_case_and_composition_do_not_matter(text: str) -> None:
    assert tokens(unicodedata.normalize("NFC", text)) == tokens(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=string.ascii_letters + "éèêëàâäçîïôöùûüÿñłøđ' -", max_size=40))
def test_capitals_do_not_matter(text: str) -> None:
    assert tokens(text.upper()) == tokens(text.lower()) == tokens(text.title())


@given(words)
def test_a_token_is_never_empty_and_holds_no_space(text: str) -> None:
    for token in tokens(text):
        assert token
        assert not any(letter.isspace() for letter in token)


@given(name, name)
def test_what_is_typed_as_the_name_finds_the_name(given_name: str, family: str) -> None:
    assert tokens(f"{given_name} {family}") <= tokens(given_name, family)


@given(name)
def test_every_token_is_found_again_by_itself(text: str) -> None:
    for token in tokens(text):
        assert token in tokens(token)


@given(name, name)
def test_the_key_of_the_list_has_an_end(family: str, given_name: str) -> None:
    assert len(sort_name(family, given_name)) <= 200


@given(
    st.integers(2_000_000_000, 9_999_999_999).map(str),
    st.sampled_from(["{}", "+1 {}", "1-{}", "({})", " {} ext."]),
)
def test_a_phone_is_its_digits_however_written(number: str, form: str) -> None:
    spaced = f"{number[:3]} {number[3:6]}-{number[6:]}"
    assert digits(form.format(spaced)) == number
    assert contact_key("phone", form.format(spaced)) == number


@given(st.lists(words, min_size=2, max_size=2))
def test_a_place_in_a_list_survives_its_link(parts: list[str]) -> None:
    assert key_of(place(*parts), str, str) == [part.replace("\0", "") for part in parts]


@given(words)
def test_a_damaged_place_is_the_beginning_and_never_a_fault(link: str) -> None:
    found = key_of(link, str, int)
    assert found is None or isinstance(found[1], int)


spelt = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=14)


def slipped(word: str, how: int, where: int, letter: str) -> str:
    """The word with one letter missing, wrong, added, or swapped with the next."""
    at = where % len(word)
    return (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )[how]


@given(spelt.filter(alike), st.integers(0, 3), st.integers(0, 20), st.sampled_from(string.ascii_lowercase))
def test_one_slip_keeps_a_word_within_reach(word: str, how: int, where: int, letter: str) -> None:
    typed = slipped(word, how, where, letter)
    assert slips(word, typed) <= 1
    assert not alike(typed) or alike(word) in near(alike(typed))


@given(spelt, spelt)
def test_slips_are_counted_the_same_from_both_sides(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one) >= abs(len(one) - len(other))
    assert (slips(one, other) == 0) == (one == other)
    assert is_close(one, other) == is_close(other, one)


@given(name, name, st.lists(name, max_size=2))
def test_a_name_is_found_by_its_words_and_by_three_letters_inside(
    given_name: str, family: str, former: list[str]
) -> None:
    index = index_of([given_name, family], former)
    assert {word for kind, word, _ in index if kind == "name"} >= tokens(given_name, family)
    ends = {word for kind, word, _ in index if kind != "former"}
    for word in filter(str.isalpha, tokens(given_name, family)):
        for start in range(len(word) - 2):
            assert any(end.startswith(word[start : start + 3]) for end in ends)
