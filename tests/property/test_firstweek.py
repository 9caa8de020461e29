"""The first week's rules: nobody is asked for what they may not do, and done is what the record holds."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from records.firstweek.rules import STEPS, beginning, is_new
from tenants.permissions import GIVEN_BY_AGENCIES, may

_ROLES = st.lists(st.sampled_from([role.value for role in GIVEN_BY_AGENCIES]), max_size=3)
_FOUND = st.dictionaries(st.sampled_from(list(STEPS)), st.just(datetime(2026, 11, 20, tzinfo=UTC)))


@given(_ROLES, _FOUND, st.booleans())
def test_a_beginning_asks_what_somebody_may_do_and_counts_what_they_did(roles, found, has_policies):
    one = beginning(roles, found, has_policies=has_policies)
    codes = [step.code for step in one.steps]
    assert codes == [code for code in STEPS if code in codes], "in the order of a case"
    assert all(may(roles, STEPS[code]) for code in codes)
    assert has_policies == ("policies" in codes)
    assert one.done == len(found.keys() & set(codes))
    assert (one.next is None) == (one.done == len(codes))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 90))
def test_somebody_is_new_for_thirty_days(since, days):
    assert is_new(since, date.fromordinal(since.toordinal() + days)) == (days <= 30)
