"""What people send: cleaned, capped, and refused in sentences that say what to do."""

import unicodedata
from collections.abc import Iterator
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from tenants.errors import Refused
from tenants.typed import typed_day
from webapp.forms import (
    Choice,
    Choices,
    Clock,
    Day,
    Email,
    Form,
    LongText,
    Secret,
    Text,
    Tick,
    Version,
    Whole,
)


class Sample(Form):
    name = Text("Name", missing="Enter a name.", limit=10)
    story = LongText("Story")
    email = Email("E-mail")
    secret = Secret("Password")
    day = Day("Day")
    at = Clock("At")
    minutes = Whole("Minutes", low=1, high=600)
    worker = Choice("Worker")
    kinds = Choices("Kinds")
    agreed = Tick("Agreed")
    version = Version()


WORKER = uuid4()


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="for this test", WTF_CSRF_ENABLED=False)
    with app.test_request_context():
        yield


def sent(**fields: Any) -> Sample:
    form = Sample(formdata=MultiDict({"name": "Sam", **fields}))
    form.offer(worker=[(WORKER, "Priya")], kinds=[("a", "A"), ("b", "B")])
    form.validate()
    return form


def test_what_is_empty_is_nothing_and_what_is_missing_is_asked_for():
    form = sent(name="   ", story="", email="")
    assert form.troubles == [("name", "Enter a name.")]
    assert form.story.data is None and form.email.data is None


def test_values_are_the_keyword_arguments_of_the_action():
    form = sent(
        worker=str(WORKER), kinds=["a", "b"], day="2026-11-20", at="14 h 30", minutes="45", agreed="yes"
    )
    assert not form.troubles
    values = form.values()
    assert values["worker"] is WORKER and isinstance(values["worker"], UUID)
    assert (values["day"], values["at"], values["minutes"]) == (date(2026, 11, 20), time(14, 30), 45)
    assert (values["kinds"], values["agreed"]) == (["a", "b"], True)
    assert "csrf_token" not in values


def test_text_is_composed_and_trimmed_and_keeps_its_lines():
    form = sent(name=" E\u0301lodie ", story="one\r\ntwo\r\n")
    assert form.name.data == "Élodie"
    assert form.story.data == "one\ntwo"


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\tb", "a\nb"])
def test_control_characters_are_refused_on_a_line(text):
    assert sent(name=text).name.errors


def test_too_long_says_how_long_and_keeps_what_was_typed():
    form = sent(name="x" * 12)
    assert form.name.errors == ["Shorten this to 10 characters. It has 12."]
    assert form.name.shown == "x" * 12


def test_a_secret_is_kept_as_typed_and_never_shown():
    form = sent(secret="  two words ")
    assert form.secret.data == "  two words "
    assert form.secret.shown == ""


def test_a_choice_that_was_not_offered_is_refused():
    assert sent(worker=str(uuid4())).worker.errors
    assert sent(kinds=["a", "z"]).kinds.errors


@pytest.mark.parametrize("text", ["0", "601", "4.5", "x", "٣", "99999999999"])
def test_a_number_outside_its_bounds_is_refused(text):
    assert sent(minutes=text).minutes.errors


@pytest.mark.parametrize("text", ["dana", "dana@", "@x.ca", "a b@x.ca", "dana@x"])
def test_what_is_no_address_is_refused(text):
    assert sent(email=text).email.errors


def test_a_refusal_comes_back_where_the_person_will_look():
    form = sent()
    form.accept(Refused("Choose a day before %(day)s.", field="day", day="Friday"))
    form.accept(Refused("The case is closed."))
    assert form.troubles == [(None, "The case is closed."), ("day", "Choose a day before Friday.")]


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-01",
        "2026/5/1",
        "2026 05 01",
        "May 1, 2026",
        "1 May 2026",
        "1st May 2026",
        "1er mai 2026",
        "1 MAI 2026",
    ],
)
def test_a_day_is_read_in_the_ways_a_day_is_written(text):
    assert typed_day(text) == date(2026, 5, 1)


@pytest.mark.parametrize(
    "text", ["", "03/04/2026", "2026-13-01", "2026-02-30", "tomorrow", "26-05-01", "1 2 3 4"]
)
def test_a_day_that_could_be_two_days_is_not_guessed(text):
    assert typed_day(text) is None


@given(st.text())
def test_no_text_is_a_fault(text):
    form = sent(name=text, story=text, email=text, day=text, at=text, minutes=text, worker=text, kinds=[text])
    kept = form.story.data
    assert kept is None or unicodedata.is_normalized("NFC", kept)
