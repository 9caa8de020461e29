"""Occupations are found by what they are called, and nothing is told of a job that cannot be true."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.employment.rules import (
    END_REASONS,
    LOSSES,
    Content,
    Ending,
    check,
    check_ending,
    is_loss,
    is_subsidised,
)
from records.occupations.queries import by_title, occupations, search
from templates.labels import LABELS
from tenants.errors import Refused

TODAY = date(2026, 11, 20)
codes = st.sampled_from(sorted(occupations()))
day = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=40))
maybe_day = st.none() | day


def test_every_code_has_two_titles_a_teer_and_a_field_of_work() -> None:
    assert len(occupations()) == 516 == len(by_title("fr")) == len(by_title("en"))
    for one in occupations().values():
        assert one.en.strip() and one.fr.strip() and one.code.isdecimal() and len(one.code) == 5
        assert one.broad in LABELS["noc_broad"] and one.teer in LABELS["noc_teer"]


@given(codes, st.sampled_from(["en", "fr"]), st.booleans())
def test_every_code_finds_itself_by_its_title_and_its_number(code: str, language: str, loud: bool) -> None:
    title = occupations()[code].title(language)
    found = [one.code for one in search(title.upper() if loud else title)]
    assert code in found[:2] and search(code)[0].code == code


def test_what_people_say_finds_what_is_meant() -> None:
    for one in occupations().values():
        for words in one.everyday:
            assert search(words)[0] is one, words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("waiter", "65200"),
        ("SERVEUSE", "65200"),
        ("truk driver", "73300"),
        ("camioneur", "73300"),
        ("prepose aux beneficiaires", "33102"),
        ("caissi", "65100"),
        ("career counsel", "41321"),
    ],
)
def test_accents_case_the_ends_of_words_and_a_slip_are_forgiven(words: str, code: str) -> None:
    assert search(words)[0].code == code


@given(st.text(max_size=60))
def test_no_words_break_the_search(words: str) -> None:
    assert len(search(words)) <= 25


@given(day, maybe_day, st.none() | st.sampled_from(END_REASONS), maybe_day, maybe_day)
def test_what_is_accepted_of_a_job_can_be_true(
    starts_on: date, ends_on: date | None, reason: str | None, begins: date | None, until: date | None
) -> None:
    told = Content(
        employer_name="Corner Bakery",
        title="Baker",
        noc_code="63202",
        starts_on=starts_on,
        hours_week=Decimal(20),
        kind="term",
        source="agency",
        ends_on=ends_on,
        end_reason=reason,
        subsidised_from=begins,
        subsidised_to=until,
    )
    try:
        check(told, today=TODAY)
    except Refused:
        return
    assert (ends_on is None) == (reason is None)
    assert ends_on is None or starts_on <= ends_on <= TODAY
    assert begins is None or starts_on <= begins
    assert until is None or (begins is not None and begins <= until)
    paid_by_others = [one for one in range(-500, 100) if is_subsidised(begins, until, TODAY + timedelta(one))]
    assert not paid_by_others or begins is not None


@given(st.sampled_from(END_REASONS), st.booleans(), st.none() | st.just("Call on Monday"), st.booleans())
def test_no_loss_goes_by_without_somebody_having_something_to_do(
    reason: str, goes_on: bool, now: str | None, reopen: bool
) -> None:
    told = Ending(ends_on=TODAY, end_reason=reason, words="The plant closed", now=now, reopen=reopen)
    try:
        check_ending(told, goes_on=goes_on)
    except Refused:
        return
    assert is_loss(reason) == (reason in LOSSES)
    assert not (goes_on and is_loss(reason)) or now
    assert goes_on or now is None
