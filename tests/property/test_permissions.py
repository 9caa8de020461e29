"""What a member may do, whichever roles they hold and however their agency stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.access.rules import Relation
from records.entries.models import Kind, Sensitivity
from records.entries.rules import may_read
from tenants.permissions import ALWAYS, GIVEN_BY_AGENCIES, READ_ONLY_STANDINGS, P, Role, may

roles = st.sets(st.sampled_from(sorted(GIVEN_BY_AGENCIES)))
permission = st.sampled_from(sorted(P))
standing = st.sampled_from(["trial", "active", "past_due", "read_only", "closing"])
kind = st.sampled_from(sorted(Kind))
sensitivity = st.sampled_from(sorted(Sensitivity))
state = st.sampled_from(["final", "signed", "draft"])
relation = st.builds(Relation, *[st.booleans()] * 5)


@given(roles, roles, permission, standing)
def test_another_role_never_takes_a_permission_away(
    held: set[str], more: set[str], wanted: str, how: str
) -> None:
    assert not may(held, wanted, how) or may(held | more, wanted, how)


@given(roles, permission, st.sampled_from(sorted(READ_ONLY_STANDINGS)))
def test_a_lapsed_agency_only_reads_or_leaves(held: set[str], wanted: str, how: str) -> None:
    goes_on = wanted.startswith("see_") or wanted in ALWAYS
    assert may(held, wanted, how) == (goes_on and may(held, wanted))


@given(permission, standing)
def test_whoever_helps_only_looks(wanted: str, how: str) -> None:
    assert not may({Role.SUPPORT}, wanted, how) or (
        wanted.startswith("see_") and (may({Role.AUDITOR}, wanted, how))
    )


@given(permission, standing)
def test_nobody_may_almost_nothing(wanted: str, how: str) -> None:
    lapsed = how in READ_ONLY_STANDINGS
    of_all = {P.SEE_AGENCY, P.SEE_MEMBERS} | (set() if lapsed else {P.ANSWER_FOR_ONESELF})
    assert may((), wanted, how) == (wanted in of_all)


@given(roles, st.text(max_size=20).filter(lambda text: text not in set(P)))
def test_a_typing_error_never_means_yes(held: set[str], wanted: str) -> None:
    with pytest.raises(ValueError, match="is not a valid P"):
        may(held, wanted)


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.REPORTER, Role.AUDITOR, Role.SUPPORT, Role.FRONT_DESK]
)
@given(relation, sensitivity, st.booleans())
def test_no_role_of_the_office_opens_a_note(role: Role, how: Relation, reach: str, author: bool) -> None:
    assert not may_read({role}, how, Kind.NOTE, reach, is_author=author, state="signed")


@given(roles, relation, kind, sensitivity)
def test_a_draft_is_its_authors_alone(held: set[str], how: Relation, of: str, reach: str) -> None:
    assert not may_read(held, how, of, reach, is_author=False, state="draft")


@given(roles, relation, kind, st.booleans())
def test_what_is_restricted_opens_to_its_author_and_those_who_answer_for_it(
    held: set[str], how: Relation, of: str, author: bool
) -> None:
    if may_read(held, how, of, Sensitivity.RESTRICTED, is_author=author, state="final"):
        assert author or {Role.SUPERVISOR, Role.PRIVACY_LEAD} & held


@given(roles, roles, relation, kind, sensitivity, st.booleans(), state)
def test_another_role_never_closes_an_entry(
    held: set[str], more: set[str], how: Relation, of: str, reach: str, author: bool, where: str
) -> None:
    if may_read(held, how, of, reach, is_author=author, state=where):
        assert may_read(held | more, how, of, reach, is_author=author, state=where)


@given(roles, relation, kind, sensitivity, st.booleans(), state)
def test_restricting_an_entry_never_opens_it(
    held: set[str], how: Relation, of: str, reach: str, author: bool, where: str
) -> None:
    if may_read(held, how, of, Sensitivity.RESTRICTED, is_author=author, state=where):
        assert may_read(held, how, of, reach, is_author=author, state=where)
