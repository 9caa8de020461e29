"""Every declared kind keeps what it is given, exactly, and refuses what it cannot keep."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.entries.models import Kind
from records.particulars.declaring import CODE, CODES, DAY, LINE, ROW, TICK, WHOLE, Field
from records.particulars.hints import has_sin
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.rules import LINE_LIMIT, WORDS_LIMIT, kept, spoken
from tenants.errors import Refused
from webapp.forms import Form

kinds = st.sampled_from(list(KINDS.values()))


def anything(field: Field) -> st.SearchStrategy[Any]:
    """Any value the field may have."""
    text = st.text(min_size=1, max_size=LINE_LIMIT).filter(lambda words: not has_sin(words))
    return {
        CODE: st.sampled_from(sorted(field.codes) or [""]),
        CODES: st.lists(
            st.sampled_from(sorted(field.codes) or [""]), unique=True, min_size=bool(field.missing)
        ),
        DAY: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        TICK: st.booleans(),
        WHOLE: st.integers(0, field.most),
        LINE: text,
        ROW: st.fixed_dictionaries({"id": st.uuids().map(str), "title": text}),
    }.get(field.type, text)


@given(st.data(), kinds)
def test_what_is_entered_is_kept_and_said_again(data: st.DataObject, kind: Any) -> None:
    values = {field.name: data.draw(anything(field)) for field in kind.fields}
    if kind.check(values):
        with pytest.raises(Refused):
            kept(kind, values)
        return
    stored = kept(kind, values)
    assert {field.name: spoken(field, stored[field.name]) for field in kind.fields} == values


@given(st.data(), kinds)
def test_what_must_be_there_is_asked_for_on_its_field(data: st.DataObject, kind: Any) -> None:
    values = {field.name: data.draw(anything(field)) for field in kind.fields}
    needed = [field for field in kind.fields if field.missing]
    if not needed or kind.check(values):
        return
    missing = data.draw(st.sampled_from(needed))
    with pytest.raises(Refused) as refused:
        kept(kind, values | {missing.name: None})
    assert refused.value.field == missing.name


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_kind_is_declared_whole(name: str) -> None:
    kind = KINDS[name]
    names = [field.name for field in kind.fields]
    assert name == Kind(name) and len(names) == len(set(names)) and kind.title in names
    assert not {*ParticularRow.KEPT, "case_id", "version", "reason_for_change", *dir(Form)} & set(names)
    assert all(bool(field.codes) == (field.type in {CODE, CODES}) for field in kind.fields)
    assert set(kind.marks) <= set(next((f.codes for f in kind.fields if f.name == kind.marked_by), ()))
    too_long = {field.name: "x" * (WORDS_LIMIT + 1) for field in kind.fields}
    with pytest.raises(Refused):
        kept(kind, too_long)


@pytest.mark.parametrize(
    ("text", "is_one"), [("046 454 286", True), ("046-454-287", False), ("705 555 0142", False)]
)
def test_a_social_insurance_number_is_known_by_its_check(text: str, is_one: bool) -> None:
    assert has_sin(text) is is_one
