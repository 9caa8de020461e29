"""Reviews of files: the same number draws the same files, nobody is told of a part they may not read, and every point
has an answer."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.access.rules import Category
from records.reviews.rules import (
    POINTS,
    SHORT,
    VERDICTS,
    check_verdicts,
    counted,
    proposed,
    sample,
    short_of,
)
from tenants.errors import Refused
from tests.property.test_filecheck import facts, parts

ids = st.lists(st.uuids(), unique=True, max_size=30)
checklists = st.fixed_dictionaries({code: st.sampled_from(VERDICTS) for code in POINTS})


@given(ids, st.integers(1, 10), st.integers(100_000, 999_999), st.randoms())
def test_a_seed_draws_the_same_files_whatever_their_order(
    files: list[UUID], size: int, seed: int, chance: object
) -> None:
    drawn = sample(files, size, seed)
    assert len(drawn) == min(size, len(files)) and set(drawn) <= set(files)
    assert sample(sorted(files), size, seed) == drawn
    fewer = [one for one in files if one not in drawn[:1]]
    assert sample(fewer, size, seed)[: len(drawn) - 1] == drawn[1:], "one file less moves no other"


def test_every_file_has_its_chance() -> None:
    files = [UUID(int=place) for place in range(20)]
    often = {one: sum(one in sample(files, 5, seed) for seed in range(400)) for one in files}
    assert all(60 <= times <= 140 for times in often.values()), "a quarter of the drawings each"


@given(facts, st.booleans(), st.booleans(), parts)
def test_what_is_proposed_is_an_answer_about_what_may_be_read(
    file: object, is_closed: bool, has_release: bool, readable: frozenset[Category]
) -> None:
    found = proposed(file, is_closed=is_closed, has_release=has_release, readable=readable)  # type: ignore[arg-type]
    assert set(found) == {code for code, part in POINTS.items() if part in readable}
    assert set(found.values()) <= set(VERDICTS)


@given(checklists, st.sampled_from(sorted(POINTS)))
def test_a_checklist_is_whole_and_says_what_falls_short(verdicts: dict[str, str], code: str) -> None:
    words = dict.fromkeys(short_of(verdicts), "missing")
    assert set(words) == {one for one in POINTS if verdicts[one] in SHORT}
    check_verdicts(verdicts, words)
    with pytest.raises(Refused) as refusal:
        check_verdicts(verdicts | {code: ""}, words)
    assert refusal.value.field == code
    if verdicts[code] in SHORT:
        with pytest.raises(Refused) as refusal:
            check_verdicts(verdicts, words | {code: ""})
        assert refusal.value.field == f"{code}_words"


@given(st.lists(checklists, max_size=8))
def test_counts_add_up_to_the_files(files: list[dict[str, str]]) -> None:
    assert all(sum(one.values()) == len(files) for one in counted(files).values())
