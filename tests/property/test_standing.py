"""A case stands one way at a time and moves only as it may; a handover goes one way, and tells each reader their part."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from records.access.rules import Category, Level
from records.cases.rules import EVENTS, LONG_WAIT, PAUSES, STATUSES, WAITS_FOR, after, is_long
from records.handovers import rules as handing

DAY = date(2026, 11, 22)
lines = st.fixed_dictionaries(
    {"words": st.text(max_size=5), "due_on": st.none() | st.dates()},
    optional={
        "starts_at": st.just(datetime(2026, 11, 22, 15, tzinfo=UTC)),
        "sensitivity": st.sampled_from(["basic", "case", "sensitive", "restricted"]),
        "steps": st.lists(
            st.fixed_dictionaries({"what": st.text(max_size=3), "done_on": st.dates()}), max_size=2
        ),
    },
)
packs = st.dictionaries(st.sampled_from(sorted(handing.PARTS)), st.lists(lines, max_size=3))


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_whatever_happens_in_whatever_order_a_case_stands_as_it_may(events: list[str]) -> None:
    status = "active"
    for event in events:
        before, status = status, after(status, event) or status
        if after(before, event) is None:
            continue
        assert status in STATUSES
        assert (status == "closed") == (event == "close"), "nothing but closing closes"
        assert before != "closed" or (event, status) == ("reopen", "active")
        assert (before, status) not in (("waiting", "on_hold"), ("on_hold", "waiting"))
    assert status == "closed" or after(status, "close") == "closed", "work can always end"
    assert not set(WAITS_FOR) & set(PAUSES)


@given(st.integers(0, 400))
def test_a_wait_is_too_long_from_one_day_on(days: int) -> None:
    assert is_long(date.fromordinal(DAY.toordinal() - days), DAY) == (days > LONG_WAIT)


@given(st.lists(st.sampled_from(handing.EVENTS), max_size=20))
def test_a_handover_is_answered_only_while_it_is_offered_and_ends_once(events: list[str]) -> None:
    state = "draft"
    for event in events:
        found = handing.becomes(state, event)
        if found is None:
            continue
        assert state in handing.LIVING, "what was read or taken back stays"
        assert event not in ("accept", "decline") or state == "offered"
        assert (found in handing.LIVING) == (event in ("offer", "decline"))
        state = found


@given(packs)
def test_a_pack_comes_back_from_the_ice_as_it_was(pack: dict[str, Any]) -> None:
    assert handing.revived(handing.flat(pack)) == pack


@given(
    packs, st.sets(st.sampled_from(Category)), st.sampled_from(["basic", "case", "sensitive", "restricted"])
)
def test_nobody_reads_a_line_that_is_not_open_to_them(
    pack: dict[str, Any], parts: set[Category], most: str
) -> None:
    order = ("basic", "case", "sensitive", "restricted")

    def level_of(part: Category, *, sensitivity: str) -> Level:
        opens = part in parts and order.index(sensitivity) <= order.index(most)
        return Level.READ if opens else Level.SEARCH

    seen = handing.open_to(pack, level_of)
    assert set(seen) == set(handing.PARTS)
    for part, shown in seen.items():
        kept = [one for one in pack.get(part, []) if one in shown]
        assert shown == kept and (not shown or handing.PARTS[part] in parts)
        assert all(order.index(one.get("sensitivity", "case")) <= order.index(most) for one in shown)
