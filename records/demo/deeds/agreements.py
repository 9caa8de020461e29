"""What is asked of somebody, what they sign on the screen, and what leaves the file."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from records.consents.actions import ask_consent, sign_consent, withdraw_consent
from records.consents.queries import consents_of
from records.consents.rules import Strokes
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.disclosures.actions import record_disclosure, record_receipt, review_emergency
from records.disclosures.queries import disclosures_of
from tenants import clock, context

# A name as a hand draws it on the screen: two lines.
DRAWN: Strokes = [
    [(60 + 9 * step, 110 + (step * 37) % 61 - 30) for step in range(34)],
    [(48 + 15 * step, 158 - (step * 11) % 9) for step in range(25)],
]


def asked(who: str, ago: int, kind: str, *, offered: bool = True, **about: Any) -> Deed:
    """A consent lies before somebody, or is only prepared."""
    return Deed(ago, who, partial(_ask, who=who, kind=kind, offered=offered, about=about))


def signed(who: str, ago: int, kind: str, name: str, scope: Sequence[str] = ()) -> Deed:
    """What lay before them is signed on the screen."""
    return Deed(ago, who, partial(_sign, who=who, kind=kind, name=name, scope=scope))


def declined(who: str, ago: int, kind: str, name: str) -> Deed:
    """What lay before them is declined, which is an answer like the other."""
    return Deed(ago, who, partial(_sign, who=who, kind=kind, name=name, scope=(), refused=True))


def taken_back(who: str, ago: int, kind: str, items: Sequence[str] = ()) -> Deed:
    """A consent, or some of it, is taken back; what that changes was said."""
    return Deed(ago, who, partial(_take_back, who=who, kind=kind, items=items))


def passed_on(who: str, ago: int, by: str = "", **told: Any) -> Deed:
    """Something leaves the file: under the permission that names the recipient, or on another basis."""
    return Deed(ago, who, partial(_pass_on, who=who, told=told), by)


def arrived(who: str, ago: int, receipt: str) -> Deed:
    """What left last has arrived."""
    return Deed(ago, who, partial(_arrive, who=who, receipt=receipt))


def looked_at(who: str, ago: int, by: str) -> Deed:
    """What left last in an emergency is reviewed."""
    return Deed(ago, who, partial(_review, who=who), by)


def _ask(
    session: Session, numbers: Numbers, *, who: str, kind: str, offered: bool, about: dict[str, Any]
) -> None:
    client = numbers.client(session, who)
    told = about | ({"expires_on": numbers.day(-about["lasts"])} if "lasts" in about else {})
    told.pop("lasts", None)
    ask_consent(session, client, offered=offered, kind=kind, language=client.language, **told)


def _sign(
    session: Session,
    numbers: Numbers,
    *,
    who: str,
    kind: str,
    name: str,
    scope: Sequence[str],
    refused: bool = False,
) -> None:
    held = consents_of(session, numbers.client(session, who).id)
    consent = next(one for one in held if one.kind == kind and one.state == "offered")
    sign_consent(session, consent, name=name, strokes=DRAWN, scope=scope, refused=refused)


def _take_back(session: Session, numbers: Numbers, *, who: str, kind: str, items: Sequence[str]) -> None:
    held = consents_of(session, numbers.client(session, who).id)
    consent = next(one for one in held if one.kind == kind and one.state == "given")
    withdraw_consent(session, consent, items=items, effect_explained=True)


def _pass_on(session: Session, numbers: Numbers, *, who: str, told: dict[str, Any]) -> None:
    client, today = numbers.client(session, who), clock.today(context.current().timezone)
    under: dict[str, Any] = {}
    if told["basis"] == "permission":
        held = consents_of(session, client.id)
        under["consent_id"] = next(one.id for one in held if one.recipient == told["recipient"])
    record_disclosure(session, client, sent_on=today, **told, **under)


def _arrive(session: Session, numbers: Numbers, *, who: str, receipt: str) -> None:
    record_receipt(session, disclosures_of(session, numbers.client(session, who).id)[0], receipt=receipt)


def _review(session: Session, numbers: Numbers, *, who: str) -> None:
    review_emergency(session, disclosures_of(session, numbers.client(session, who).id)[0])
