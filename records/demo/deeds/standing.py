"""How cases stand and change hands: who waits and why it matters, whose work rests, what is handed on."""

from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from records.cases.actions import pause, put_on_waiting_list
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.handovers.actions import begin_handover, mark_point, offer_handover, write_handover


def waits(who: str, ago: int, waits_for: str, *, expected: int, urgency: str) -> Deed:
    """What is told of somebody's wait; a place is expected in so many days from today."""
    told: dict[str, Any] = {"waits_for": waits_for, "expected": expected, "urgency": urgency}
    return Deed(ago, who, partial(_wait, who=who, **told))


def rests(who: str, ago: int, reason: str, words: str, *, review: int) -> Deed:
    """The work is paused; somebody looks again in so many days from today."""
    return Deed(ago, who, partial(_pause, who=who, reason=reason, words=words, review=review))


def hands_on(who: str, ago: int, to: str, *, occasion: str, matters: str, ahead: str) -> Deed:
    """A pack is prepared and offered to a colleague; the person knows of it."""
    told = {"occasion": occasion, "matters": matters, "ahead": ahead}
    return Deed(ago, who, partial(_offer, who=who, to=to, told=told))


def _wait(
    session: Session, numbers: Numbers, *, who: str, waits_for: str, expected: int, urgency: str
) -> None:
    case = numbers.case(session, f"{who}/0")
    assert case.waiting_since is not None
    about: dict[str, Any] = {
        "since": case.waiting_since,
        "expected_on": numbers.day(-expected),
        "urgency": urgency,
    }
    put_on_waiting_list(session, case, waits_for=waits_for, version=case.version, **about)


def _pause(session: Session, numbers: Numbers, *, who: str, reason: str, words: str, review: int) -> None:
    case, review_on = numbers.case(session, f"{who}/0"), numbers.day(-review)
    pause(session, case, reason=reason, why=words, review_on=review_on, version=case.version)


def _offer(session: Session, numbers: Numbers, *, who: str, to: str, told: dict[str, str]) -> None:
    case = numbers.case(session, f"{who}/0")
    handover = begin_handover(session, case, occasion=told["occasion"])
    words = {"matters": told["matters"], "ahead": told["ahead"]}
    write_handover(session, handover, version=handover.version, **words)
    mark_point(session, handover, point="told", is_done=True)
    member_id, reason = numbers.member(session, to).id, f"Handover of case {case.number}"
    offer_handover(session, handover, member_id=member_id, version=handover.version, reason=reason)
