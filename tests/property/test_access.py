"""The one predicate against the matrix of who needs what, in every standing there can be."""

from hypothesis import given
from hypothesis import strategies as st

from records.access.rules import NEEDS, Category, Level, Relation, level
from tenants.permissions import ROLES, Role

roles = st.sets(st.sampled_from(sorted(Role)))
category = st.sampled_from(sorted(Category))
sensitivity = st.sampled_from(["basic", "case", "sensitive", "restricted"])
relation = st.builds(
    Relation,
    near=st.booleans(),
    opened=st.booleans(),
    requested=st.booleans(),
    restricted=st.booleans(),
    blocked=st.booleans(),
    placed=st.booleans(),
)
EVERY_RELATION = [
    Relation(near, opened, requested, restricted, blocked)
    for near in (True, False)
    for opened in (True, False)
    for requested in (True, False)
    for restricted in (True, False)
    for blocked in (True, False)
]
# The matrix as the domain has it: role, part, on one's own caseload, on any other.
MATRIX = """
front_desk     identity       write  write
front_desk     communication  read   read
front_desk     history        none   none
front_desk     notes          none   none
front_desk     assessment     none   none
practitioner   identity       write  search
practitioner   communication  write  none
practitioner   history        write  none
practitioner   notes          write  none
practitioner   assessment     write  none
practitioner   incident       none   none
practitioner   consent        write  none
supervisor     identity       write  write
supervisor     communication  write  write
supervisor     history        write  read
supervisor     notes          write  reason
supervisor     assessment     write  read
supervisor     incident       write  write
supervisor     consent        write  write
supervisor     employment     write  write
practitioner   employment     write  none
job_developer  identity       read   none
job_developer  communication  read   none
job_developer  employment     read   none
job_developer  notes          none   none
job_developer  incident       none   none
privacy_lead   identity       read   read
privacy_lead   communication  read   read
privacy_lead   history        read   read
privacy_lead   notes          none   none
privacy_lead   assessment     none   none
privacy_lead   incident       write  write
privacy_lead   consent        write  write
reporter       identity       none   none
reporter       notes          none   none
administrator  identity       none   none
administrator  notes          none   none
"""


def test_the_matrix() -> None:
    for line in MATRIX.split("\n"):
        if line:
            role, part, near, far = line.split()
            said = [
                level({role}, Relation(near=is_near), Category(part)).name.lower()
                for is_near in (True, False)
            ]
            assert said == [near, far], line


@given(roles, category, sensitivity)
def test_job_development_sees_who_is_placed_and_their_work_and_nobody_else_gains(
    held: set[str], part: Category, mark: str
) -> None:
    far, placed = (level(held, Relation(placed=is_), part, sensitivity=mark) for is_ in (False, True))
    theirs = part in (Category.IDENTITY, Category.COMMUNICATION, Category.EMPLOYMENT)
    if Role.JOB_DEVELOPER in held and theirs and mark in ("basic", "case"):
        assert placed == max(far, Level.READ)
    else:
        assert placed == far


@given(roles, relation, category, sensitivity)
def test_a_block_ends_every_way_in(held: set[str], how: Relation, part: Category, mark: str) -> None:
    blocked = Relation(how.near, how.opened, how.requested, how.restricted, blocked=True)
    assert level(held, blocked, part, sensitivity=mark) is Level.NONE


@given(roles, roles, relation, category, sensitivity)
def test_another_role_never_takes_away(
    held: set[str], more: set[str], how: Relation, part: Category, mark: str
) -> None:
    assert level(held, how, part, sensitivity=mark) <= level(held | more, how, part, sensitivity=mark)


@given(roles, relation, category)
def test_a_mark_never_opens_and_a_restriction_never_opens(
    held: set[str], how: Relation, part: Category
) -> None:
    found = [level(held, how, part, sensitivity=mark) for mark in ("case", "sensitive", "restricted")]
    assert found == sorted(found, reverse=True)
    free = Relation(how.near, how.opened, how.requested, restricted=False, blocked=how.blocked)
    assert level(held, how, part) <= level(held, free, part)


@given(roles, category, sensitivity)
def test_of_a_restricted_client_only_the_list_and_its_keeper_know(
    held: set[str], part: Category, mark: str
) -> None:
    found = level(held, Relation(restricted=True), part, sensitivity=mark)
    keeper = Role.PRIVACY_LEAD in held and part is Category.IDENTITY
    assert found is Level.NONE or keeper


@given(category, sensitivity, relation)
def test_whoever_keeps_the_agency_reads_no_file(part: Category, mark: str, how: Relation) -> None:
    assert level({Role.ADMINISTRATOR, Role.REPORTER}, how, part, sensitivity=mark) is Level.NONE


def test_a_permission_is_given_to_nobody_who_could_never_use_it() -> None:
    for role in Role:
        for permission, (part, minimum) in NEEDS.items():
            useful = any(level({role}, how, part) >= minimum for how in EVERY_RELATION)
            assert useful or permission not in ROLES[role], (role, permission)
