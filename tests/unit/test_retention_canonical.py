"""Equal values have one spelling, and what has none is refused."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from records.retention.canonical import fingerprint, plain, written
from records.retention.terms import RecordClass


def test_keys_are_in_order_and_words_stay_as_they_are():
    assert written({"b": 1, "a": ["é", None, True]}) == '{"a":["é",null,true],"b":1}'.encode()


def test_sets_have_one_order_and_one_moment_one_spelling():
    assert fingerprint(frozenset("cab")) == fingerprint(set("bca"))
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert plain(noon) == plain(noon.astimezone(timezone(timedelta(hours=-5)))) == "2026-01-01T12:00:00Z"
    assert plain([date(2026, 1, 1), RecordClass.CASE_FILE]) == ["2026-01-01", "case_file"]


@pytest.mark.parametrize(
    "value", [1.0, b"x", object(), {1: "a"}, datetime.fromisoformat("2026-01-01T00:00"), RecordClass]
)
def test_what_has_no_single_spelling_is_refused(value):
    with pytest.raises(TypeError):
        written(value)
