"""Whatever a note says: another format keeps every word, and a number that passes the check is noticed."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from records.notes.formats import FORMATS, PARTS, recast
from records.notes.hints import DIAGNOSTIC, has_sin, hints
from records.notes.rules import Content, Step, filled, may_add, missing
from templates.labels import LABELS

words = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
drafts = st.dictionaries(st.sampled_from([*PARTS, "reason", "step_1_what", "place"]), words)


@given(drafts, st.lists(st.sampled_from(list(FORMATS)), min_size=1, max_size=6))
def test_no_word_is_lost_on_the_way_through_formats(draft: dict[str, str], ways: list[str]) -> None:
    given_ = draft
    for wanted in ways:
        given_ = recast(given_, wanted)
        shown = {part.code for part in FORMATS[wanted]}
        assert {code for code in PARTS if given_.get(code, "").strip()} <= shown, "every word has its field"
    assert given_.pop("format") == ways[-1]
    assert _counted(given_) == _counted(draft)
    assert {code: given_.get(code) for code in draft if code not in PARTS} == {
        code: text for code, text in draft.items() if code not in PARTS
    }


def _counted(draft: dict[str, str]) -> Counter[str]:
    return Counter(word for text in draft.values() for word in text.split())


@given(drafts, st.sampled_from(list(FORMATS)))
def test_a_part_the_format_has_stays_where_it_is(draft: dict[str, str], wanted: str) -> None:
    given_ = recast(draft, wanted)
    for part in FORMATS[wanted]:
        assert given_.get(part.code, "").startswith(
            draft.get(part.code, "") if draft.get(part.code, "").strip() else ""
        )


def test_every_format_and_part_has_its_words() -> None:
    assert set(FORMATS) == set(LABELS["note_format"])
    assert set(PARTS) <= set(LABELS["note_part"]) & set(LABELS["note_prompt"])
    assert "diagnosis" in str(LABELS["note_prompt"]["assessment"])


def test_in_every_format_the_elements_of_the_standard_are_asked_for() -> None:
    for code, parts in FORMATS.items():
        empty = nothing_told(format=code)
        assert {field for field, _ in missing(empty)} == {
            "reason", *(next((p.code for p in parts if p.tells == told), "reason") for told in ("details", "action_taken"))
        }  # fmt: skip
        assert [field for field, _ in missing(nothing_told(format=code, kind="contact_attempt"))] == [
            parts[0].code
        ]


def nothing_told(**facts: object) -> Content:
    step = (Step("call", "client"),)
    whole = {
        "kind": "meeting",
        "place": "office",
        "occurred_on": date(2026, 1, 5),
        "minutes": 5,
        "steps": step,
    }
    return Content(
        **dict.fromkeys(("reason", "details", "training", "action_taken", "next_steps"), "") | whole | facts
    )


def luhn(eight: str) -> str:
    """The ninth digit of eight."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(eight)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


eights = st.text(alphabet="0123456789", min_size=8, max_size=8)


@given(eights, st.sampled_from(["", " ", "-", ".", "\u00a0", "–"]), words, words)
def test_a_number_that_passes_the_check_is_noticed(eight: str, between: str, before: str, after: str) -> None:
    nine = eight + luhn(eight)
    text = f"{before}, {between.join((nine[:3], nine[3:6], nine[6:]))}, {after}"
    assert has_sin(text)
    assert "sin" in [hint.code for hint in hints(text)]


@given(eights, st.integers(1, 9))
def test_one_that_does_not_pass_is_not(eight: str, off: int) -> None:
    assert not has_sin(f"file {eight}{(int(luhn(eight)) + off) % 10}")


def test_phones_and_long_numbers_are_no_insurance_numbers() -> None:
    for text in ("705 555-0142", "1 705 555-0142", "046454286046454286", "2026-11-20", "046 454 28"):
        assert not has_sin(text), text
    assert has_sin("046 454 286")


def test_names_and_findings_are_noticed_as_whole_words() -> None:
    named = hints("Came with ÉLODIE o’brien-roy, as always", ["Élodie O'Brien-Roy", "Elo Brien", "Roy Bas"])
    assert [(hint.code, hint.words) for hint in named] == [("name", ("Élodie O'Brien-Roy",))]
    (found,) = hints("She SUFFERS from bipolar; the bipolarity of magnets")
    assert found.words == ("suffers from", "bipolar")
    assert hints("A plain note about a job.", ["Robin Doe"]) == []
    assert all(hints(f"x {words} y") for words in DIAGNOSTIC)


def test_known_blanks_are_filled_and_others_stay() -> None:
    assert filled("{first name} met {x} and {first name}", {"first name": "Sam"}) == "Sam met {x} and Sam"


def test_who_may_add_to_a_note() -> None:
    assert may_add("correct_fact", is_author=True, reviews=False)
    assert may_add("correct_fact", is_author=False, reviews=True)
    assert may_add("client_disagrees", is_author=False, reviews=False)
    assert not may_add("add_information", is_author=False, reviews=False)
