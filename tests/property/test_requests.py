"""The time of a request, and taking passages out of a text."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.documents.values import Letterhead
from records.requests.corrections import is_for
from records.requests.gathering import Item
from records.requests.passages import Hidden, passages, severed, text_of, whole
from records.requests.proposing import PROPOSALS, SeveringRule, rules_about, waits_for_a_person
from records.requests.rules import (
    ANSWER_DAYS,
    ENDED,
    OPEN,
    RECOURSE_AFTER_REFUSAL,
    STEPS,
    Clock,
    acts_in,
    after,
    extended,
    outcome_of,
    recourse_until,
)
from records.requests.values import MOST_ROWS, DisclosurePackage, Part, PartField, volumes
from tenants.errors import Conflict, Refused

DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
WAITED = st.integers(0, 120)
KINDS = ("copy", "summary", "correction", "account", "withdrawal", "erasure", "portability")


@given(DAYS, WAITED, st.integers(-5, 60), WAITED, st.integers(-5, 60))
def test_the_time_is_extended_once_within_thirty_days_and_by_thirty_at_most(
    received: date, first: int, days: int, second: int, more: int
) -> None:
    clock, today = Clock(received), received + timedelta(days=first)
    if first > ANSWER_DAYS or not 1 <= days <= 30:
        with pytest.raises(Refused):
            extended(clock, days, today)
        return
    longer = extended(clock, days, today)
    assert clock.due_on < longer.due_on <= received + timedelta(days=60)
    with pytest.raises(Refused):
        extended(longer, more, received + timedelta(days=second))


@given(DAYS, WAITED, WAITED, st.integers(0, 30))
def test_the_day_only_grows_and_late_stays_late(received: date, one: int, other: int, extra: int) -> None:
    clock = Clock(received, extra)
    early, late = (received + timedelta(days=day) for day in sorted((one, other)))
    assert clock.day(early) <= clock.day(late) and clock.left(early) >= clock.left(late)
    assert clock.is_overdue(late) or not clock.is_overdue(early)
    assert clock.is_overdue(late) == (late > clock.due_on)


@given(DAYS, WAITED, WAITED, st.sampled_from(("whole", "part", "refused", "done")))
def test_an_answer_stops_the_clock_and_begins_the_recourse(
    received: date, answered: int, later: int, outcome: str
) -> None:
    on = received + timedelta(days=answered)
    clock = Clock(received, answered_on=on)
    assert clock.day(on + timedelta(days=later)) == clock.day(on) == answered
    until = recourse_until(Clock(received), outcome, on)
    assert until > on
    if outcome in ("part", "refused") or answered > ANSWER_DAYS:
        assert until - on == RECOURSE_AFTER_REFUSAL


@given(
    st.sampled_from((*OPEN, "delivered", "refused", *ENDED)),
    st.sampled_from(sorted(STEPS)),
    st.sampled_from(KINDS),
)
def test_a_request_goes_only_where_its_steps_lead(state: str, act: str, kind: str) -> None:
    if act not in acts_in(state, kind):
        with pytest.raises(Conflict):
            after(state, act, kind)
        return
    assert state not in ENDED
    found = after(state, act, kind)
    # Nobody hands over what was not read twice, and nothing ends without an answer but by the person's own wish.
    assert found != "delivered" or state == "ready" or kind not in ("copy", "portability")
    assert found != "ready" or state == "second_read"
    assert found != "closed" or state in ("delivered", "refused")


@given(st.lists(st.sampled_from(("give", "sever", "withhold")), min_size=1))
def test_in_full_means_that_nothing_stays_out(decisions: list[str]) -> None:
    assert (outcome_of(decisions) == "whole") == (set(decisions) == {"give"})
    assert (outcome_of(decisions) == "refused") == (set(decisions) == {"withhold"})


TEXTS = st.text(alphabet="ab .!?\n…»é", max_size=80)


@given(TEXTS)
def test_passages_put_together_are_the_text(text: str) -> None:
    assert "".join(passages(text)) == text
    assert "".join(piece.words for piece in severed(text, {})) == text


@given(TEXTS, st.dictionaries(st.integers(0, 20), st.sampled_from(("third_party", "safety")), max_size=6))
def test_what_is_taken_out_is_gone_and_the_rest_stands(text: str, reasons: dict[int, str]) -> None:
    pieces = severed(text, reasons)
    kept = [words for place, words in enumerate(passages(text)) if place not in reasons]
    assert "".join(piece.words for piece in pieces) == "".join(kept)
    assert all(bool(piece.words) != bool(piece.withheld) for piece in pieces)
    # How much was taken out in one place cannot be counted.
    marks = [piece.withheld for piece in pieces]
    assert all(one != next_ or not one for one, next_ in zip(marks, marks[1:], strict=False))


@given(TEXTS)
def test_a_field_that_is_hidden_whole_leaves_no_word(text: str) -> None:
    hidden = whole(["a"], {"a": text}, "third_party")
    pieces = severed(text, {one.place: one.reason for one in hidden})
    assert "".join(piece.words for piece in pieces) == "" and len(pieces) <= 1
    assert all(isinstance(one, Hidden) for one in hidden)


@given(st.lists(st.integers(0, 40), max_size=120))
def test_a_package_of_any_length_is_printed_whole_in_parts_that_can_be_drawn(sizes: list[int]) -> None:
    parts = tuple(
        Part(place, "notes", fields=tuple(PartField(str(name)) for name in range(size)))
        for place, size in enumerate(sizes, 1)
    )
    day = date(2026, 1, 2)
    whole_ = DisclosurePackage(
        number="R-1-1",
        language="en",
        letterhead=Letterhead("Us"),
        client_name="A",
        file_number="N-1",
        requester="A",
        request_number="R-1",
        received_on=day,
        issued_on=day,
        outcome="whole",
        reasons=(),
        parts=parts,
        count=len(parts),
    )
    printed = volumes(whole_)
    assert tuple(part for one in printed for part in one.parts) == parts
    assert all(sum(part.rows for part in one.parts) <= MOST_ROWS for one in printed)
    assert [one.volume for one in printed] == list(range(1, len(printed) + 1))


def test_values_of_every_kind_have_words() -> None:
    found = text_of({"a": [1, True, None], "b": date(2026, 1, 2), "strokes": [[1, 2]], "c": ""})
    assert found == "a: 1, yes\nb: 2026-01-02"


@given(st.sampled_from(PROPOSALS), st.booleans(), st.booleans())
def test_a_rule_of_severing_proposes_for_its_field_alone(
    proposal: str, is_severed: bool, is_ours: bool
) -> None:
    told = Item(
        UUID(int=1), "notes", date(2026, 1, 1), third_party=["details", "reason"], is_severed=is_severed
    )
    place = "notes.details" if is_ours else "papers.title"
    kept = {place: SeveringRule(proposal, "safety", "Often named.").plain()}
    by_itself = SeveringRule("sever" if is_severed else "show")
    found = rules_about(kept, told)
    assert found["reason"] == by_itself
    assert found["details"] == (SeveringRule(proposal, "safety", "Often named.") if is_ours else by_itself)
    assert waits_for_a_person(kept, told) == (is_ours and proposal == "decide")
    with pytest.raises(Refused):
        SeveringRule(proposal).plain()


@given(st.integers(1, 9999), st.integers(0, 9))
def test_a_change_is_for_the_request_its_reason_names(number: int, digit: int) -> None:
    assert is_for(f"moved, R-{number}.", f"R-{number}") and not is_for(None, f"R-{number}")
    assert not is_for(f"R-{number}{digit}", f"R-{number}") and not is_for(f"PR-{number}", f"R-{number}")
