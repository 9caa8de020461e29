"""What a member may do, whichever roles they hold and however their agency stands."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.entries.models import Kind, Sensitivity
from records.entries.rules import may_read
from tenants.permissions import READ_ONLY_STANDINGS, P, Role, may

roles = st.sets(st.sampled_from(sorted(Role)))
permission = st.sampled_from(sorted(P))
standing = st.sampled_from(["trial", "active", "past_due", "read_only", "closing"])
kind = st.sampled_from(sorted(Kind))
sensitivity = st.sampled_from(sorted(Sensitivity))
state = st.sampled_from(["final", "signed", "draft"])


@given(roles, roles, permission, standing)
def test_another_role_never_takes_a_permission_away(
    held: set[str], more: set[str], wanted: str, how: str
) -> None:
    assert not may(held, wanted, how) or may(held | more, wanted, how)


@given(roles, permission, st.sampled_from(sorted(READ_ONLY_STANDINGS)))
def test_a_lapsed_agency_only_reads(held: set[str], wanted: str, how: str) -> None:
    assert may(held, wanted, how) == (wanted.startswith("see_") and may(held, wanted))


@given(permission, standing)
def test_nobody_may_almost_nothing(wanted: str, how: str) -> None:
    assert may((), wanted, how) == (wanted in (P.SEE_AGENCY, P.SEE_MEMBERS))


@given(roles, st.text(max_size=20).filter(lambda text: text not in set(P)))
def test_a_typing_error_never_means_yes(held: set[str], wanted: str) -> None:
    with pytest.raises(ValueError, match="is not a valid P"):
        may(held, wanted)


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.PRIVACY_LEAD, Role.REPORTER, Role.AUDITOR, Role.FRONT_DESK]
)
def test_no_role_of_the_office_opens_a_note(role: Role) -> None:
    for reach, author in itertools.product(Sensitivity, (True, False)):
        assert not may_read({role}, Kind.NOTE, reach, is_author=author, state="signed")


@given(roles, kind, sensitivity)
def test_a_draft_is_its_authors_alone(held: set[str], of: str, reach: str) -> None:
    assert may_read(held, of, reach, is_author=True, state="draft")
    assert not may_read(held, of, reach, is_author=False, state="draft")


@given(roles, kind, st.booleans())
def test_what_is_restricted_opens_to_its_author_and_a_supervisor(
    held: set[str], of: str, author: bool
) -> None:
    if may_read(held, of, Sensitivity.RESTRICTED, is_author=author, state="final"):
        assert author or Role.SUPERVISOR in held


@given(roles, roles, kind, sensitivity, st.booleans(), state)
def test_another_role_never_closes_an_entry(
    held: set[str], more: set[str], of: str, reach: str, author: bool, how: str
) -> None:
    if may_read(held, of, reach, is_author=author, state=how):
        assert may_read(held | more, of, reach, is_author=author, state=how)


@given(roles, kind, sensitivity, st.booleans(), state)
def test_restricting_an_entry_never_opens_it(
    held: set[str], of: str, reach: str, author: bool, how: str
) -> None:
    if may_read(held, of, Sensitivity.RESTRICTED, is_author=author, state=how):
        assert may_read(held, of, reach, is_author=author, state=how)
