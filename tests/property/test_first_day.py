"""The list of the first day: it counts what is done, and goes when there is nothing left to say."""

from hypothesis import given
from hypothesis import strategies as st

from records.samples.rules import STEPS, first_day
from tenants.provinces import PRESETS, language_for

_FOUND = st.fixed_dictionaries(
    {},
    optional={f"first_{step}": st.booleans() for step in STEPS}
    | {"first_samples": st.integers(0, 6), "first_hidden": st.booleans()},
)


@given(_FOUND)
def test_it_counts_what_is_done_and_is_shown_until_it_has_said_enough(found):
    one = first_day(found)
    told = {step for step in STEPS if found.get(f"first_{step}")} | {"agency"}
    assert one.done == told
    is_needed = len(told) < len(STEPS) or found.get("first_samples", 0) > 0
    assert one.is_shown == (is_needed and not found.get("first_hidden", False))


@given(st.sampled_from(sorted(PRESETS)), st.sampled_from(["en", "fr"]))
def test_the_language_of_the_page_is_proposed_except_in_quebec(province, page):
    assert language_for(province, page) == ("fr" if province == "QC" else page)
