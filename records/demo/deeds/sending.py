"""Where somebody is sent on, and what comes of it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.referrals.actions import (
    add_partner,
    ask_again,
    close_referral,
    send_referral,
    start_referral,
    take_step,
)
from records.referrals.models import Partner, Referral
from records.referrals.rules import FollowUp
from tenants import clock, context

Step = tuple[int, str, str]  # days ago, what happened, in words
_CLOSING = "closed"


def sent_on(
    who: str, ago: int, partner: str, kind: str, need: str, *steps: Step, within: int = 14
) -> Iterable[Deed]:
    """They go to a partner by themselves, with nothing but an address; an answer is expected `within` so many days. A
    step `closed` carries what came of it."""
    yield Deed(ago, who, partial(_send, who=who, to=(partner, kind), need=need, within=within))
    for when, state, words in steps:
        yield Deed(when, who, partial(_go_on, who=who, partner=partner, state=state, words=words))


def _send(
    session: Session, numbers: Numbers, *, who: str, to: tuple[str, str], need: str, within: int
) -> None:
    (name, kind), today = to, clock.today(context.current().timezone)
    partner = session.execute(select(Partner).where(Partner.name == name)).scalar_one_or_none()
    if partner is None:
        host = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalpha())
        partner = add_partner(
            session, name=name, kind=kind, email=f"office@{host}.example.org", languages=["en"]
        )
    referral = start_referral(session, numbers.case(session, f"{who}/0"), partner, need=need, is_warm=False)
    send_referral(
        session,
        referral,
        numbers.client(session, who),
        partner,
        version=referral.version,
        how_sent="in_person",
        sent_on=today,
        answer_by=today + timedelta(days=within),
    )


def _go_on(session: Session, numbers: Numbers, *, who: str, partner: str, state: str, words: str) -> None:
    case = numbers.case(session, f"{who}/0")
    wanted = select(Referral).join(Partner, Partner.id == Referral.partner_id)
    referral = session.execute(
        wanted.where(Referral.case_id == case.id, Partner.name == partner)
    ).scalar_one()
    if state == "asked":
        ask_again(session, referral, words=words)
    elif state == _CLOSING:
        found = FollowUp(words, "asked", "asked")
        close_referral(session, referral, found, version=referral.version)
    else:
        today = clock.today(context.current().timezone)
        take_step(session, referral, state=state, happened_on=today, version=referral.version, words=words)
