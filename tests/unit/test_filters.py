"""Dates, times and numbers as English and French Canada write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import templates
from templates import words
from templates.filters import FILTERS

# 1 December in Greenwich, still 30 November in Toronto and St. John's.
LATE = datetime(2026, 12, 1, 3, 5, tzinfo=UTC)
ENV = templates.environment()


def drawn(expression: str, language: str = "en", **context: object) -> str:
    with words.speaking(language):
        text = ENV.from_string("{{ " + expression + " }}").render(timezone="America/Toronto", **context)
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("expression", "english", "french"),
    [
        ("v|day", "Nov._20, 2026", "20_nov. 2026"),
        ("first|day", "May_1, 2026", "1er_mai 2026"),
        ("v|day_words", "Friday, November 20, 2026", "vendredi 20 novembre 2026"),
        ("v|month", "November 2026", "novembre 2026"),
        ("late|day", "Nov._30, 2026", "30_nov. 2026"),
        ("late|moment", "Nov._30, 2026, 10:05_p.m.", "30_nov. 2026, 22_h_05"),
        ("late|moment('America/St_Johns')", "Nov._30, 2026, 11:35_p.m.", "30_nov. 2026, 23_h_35"),
        ("late|clock", "10:05_p.m.", "22_h_05"),
        ("1234567.5|number", "1,234,567.5", "1_234_567,5"),
        ("0.583|percent", "58%", "58_%"),
        ("0.583|percent(1)", "58.3%", "58,3_%"),
        ("price|money", "$1,200.50", "1_200,50_$"),
        ("(-5)|money", "−$5.00", "−5,00_$"),
        ("999|size", "999_B", "999_o"),
        ("43210|size", "43_KB", "43_Ko"),
        ("1200000|size", "1.2_MB", "1,2_Mo"),
        ("90|minutes", "1_h_30_min", "1_h_30_min"),
        ("0|minutes", "0_min", "0_min"),
    ],
)
def test_it_is_written_as_in_canada(expression, english, french):
    values = {"v": date(2026, 11, 20), "first": date(2026, 5, 1), "late": LATE, "price": Decimal("1200.5")}
    assert drawn(expression, "en", **values) == english
    assert drawn(expression, "fr", **values) == french


@pytest.mark.parametrize(
    ("day", "words_"),
    [(19, "yesterday"), (20, "today"), (21, "tomorrow"), (17, "3 days ago"), (29, "in 9 days")],
)
def test_ago_counts_calendar_days(day, words_):
    assert drawn("v|ago", v=date(2026, 11, day), today=date(2026, 11, 20)) == words_


def test_ago_takes_the_day_where_the_agency_is():
    assert drawn("v|ago", v=LATE, today=date(2026, 11, 30)) == "today"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sam Tremblay", "ST"),
        ("Marie-Ève Côté", "MC"),
        ("Élodie", "É"),
        ("", ""),
        ("  ", ""),
        ("de la Cruz", "DC"),
    ],
)
def test_initials(name, letters):
    assert drawn("name|initials", name=name) == letters


@pytest.mark.parametrize("name", sorted(set(FILTERS) - {"said", "label"}))
def test_nothing_is_drawn_as_nothing(name):
    assert drawn(f"none|{name}", today=date(2026, 1, 1)) == ""


def test_a_number_written_in_a_template_is_not_fixed_in_the_first_language():
    page = ENV.from_string("{{ 0.5|percent }}")
    with words.speaking("en"):
        assert page.render() == "50%"
    with words.speaking("fr"):
        assert page.render() == "50\u00a0%"


@given(st.dates(), st.sampled_from(words.LANGUAGES))
def test_every_day_can_be_written(day, language):
    for name in ("day", "day_words", "month", "ago"):
        assert str(day.year) in drawn(f"v|{name}", language, v=day, today=day) or name == "ago"


@given(
    st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False)
)
def test_every_number_can_be_written(value):
    assert drawn("v|number", "fr", v=value)
    assert drawn("v|money", "fr", v=value)


@given(st.text())
def test_every_name_has_initials_and_every_text_can_be_said(name):
    assert isinstance(drawn("v|initials", v=name), str)
    assert isinstance(drawn("v|said", "fr", v=name), str)
