"""What cases need, what members can carry, and a point that somebody doubts."""

from functools import partial
from itertools import cycle

from sqlalchemy.orm import Session

from records.caseloads.actions import answer_doubt, doubt_point, set_capacity
from records.caseloads.queries import caseloads, doubts_of, fitting
from records.caseloads.weighing import weighed_case
from records.cases.queries import get_case
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.needs.actions import set_needs

# Of ten cases four need little, four more, and two a lot; now and then somebody is visited or called.
_SUPPORT = ("light", "medium", "light", "medium", "intensive")
_CONTACT = {"light": "monthly", "medium": "fortnightly", "intensive": "weekly"}
_WAYS = ("here", "here", "remote", "here", "here", "here", "travel")


def says_needs(ago: int, by: str) -> Deed:
    """The team goes through its open cases and says what each needs."""
    return Deed(ago, "", _say_needs, by)


def can_carry(ago: int, by: str, member: str, points: int, percent: int = 100) -> Deed:
    """How much somebody can carry."""
    act = partial(_carry, member=member, points=points, percent=percent)
    return Deed(ago, "", act, by)


def doubts(who: str, ago: int, words: str) -> Deed:
    """Their worker finds that the first point of the case does not fit."""
    return Deed(ago, who, partial(_doubt, who=who, words=words))


def answers_doubt(who: str, ago: int, by: str, words: str) -> Deed:
    """What follows from it."""
    return Deed(ago, who, partial(_answer, who=who, words=words), by)


def _say_needs(session: Session, _numbers: Numbers) -> None:
    cases = fitting(caseloads(session))
    for case, support, way in zip(cases, cycle(_SUPPORT), cycle(_WAYS), strict=False):
        found = get_case(session, case.client_id, case.id)
        set_needs(session, found, support=support, contact=_CONTACT[support], way=way)


def _carry(session: Session, numbers: Numbers, *, member: str, points: int, percent: int) -> None:
    set_capacity(session, numbers.member(session, member), points=points, percent=percent)


def _doubt(session: Session, numbers: Numbers, *, who: str, words: str) -> None:
    case = numbers.case(session, f"{who}/0")
    found = weighed_case(session, case)
    assert found is not None
    doubt_point(session, case, code=found.lines[0].code, words=words)


def _answer(session: Session, numbers: Numbers, *, who: str, words: str) -> None:
    [doubt] = doubts_of(session, [numbers.case(session, f"{who}/0").id])
    answer_doubt(session, doubt, answer=words)
