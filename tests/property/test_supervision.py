"""Whatever two colleagues try in whatever order: one answer at most, and what is closed stays closed."""

from hypothesis import given
from hypothesis import strategies as st

from records.supervision.rules import KINDS, becomes, may, waits

TRIES = st.lists(st.tuples(st.sampled_from(["answer", "close"]), st.booleans()), max_size=8)


@given(st.sampled_from(KINDS), TRIES)
def test_an_exchange_only_goes_on_and_waits_for_one_of_the_two_at_most(
    kind: str, tries: list[tuple[str, bool]]
) -> None:
    state, seen, answers = "open", ["open"], 0
    for event, is_asker in tries:
        after = becomes(state, event) if may(event, kind, is_asker=is_asker) else None
        if after is not None:
            answers += event == "answer"
            assert event != "answer" or not is_asker
            assert event != "close" or is_asker or kind == "thanks"
            state = after
            seen.append(state)
        assert not (waits(state, for_asker=True) and waits(state, for_asker=False))
    assert answers <= 1
    order = ("open", "answered", "closed")
    assert [order.index(one) for one in seen] == sorted({order.index(one) for one in seen})
    assert state != "closed" or not (waits(state, for_asker=True) or waits(state, for_asker=False))
