"""Reviews of files, and what the agency settled about its questions."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.particulars.actions import settle_questions
from records.reviews.actions import close_review, draw_review, look_over
from records.reviews.queries import Line, lines_of
from records.reviews.rules import POINTS, Scope
from tenants import clock, context


def reviewed(
    ago: int, by: str, *, size: int, seed: int, found: tuple[Mapping[str, str], ...], conclusion: str = ""
) -> Deed:
    """So many files are drawn and the first of them looked over: each is in order but for what is said of it. With a
    conclusion the review is closed."""
    act = partial(_review, size=size, seed=seed, found=found, conclusion=conclusion)
    return Deed(ago, "", act, by)


def asks_no_more(ago: int, by: str, **whys: str) -> Deed:
    """The agency stops asking these questions."""
    return Deed(ago, "", partial(_settle, whys=whys), by)


def _settle(session: Session, _numbers: Numbers, *, whys: Mapping[str, str]) -> None:
    settle_questions(session, {name: (False, why) for name, why in whys.items()})


def _review(
    session: Session,
    _numbers: Numbers,
    *,
    size: int,
    seed: int,
    found: tuple[Mapping[str, str], ...],
    conclusion: str,
) -> None:
    today = clock.today(context.current().timezone)
    review = draw_review(session, Scope("open", today - timedelta(days=180), today), size=size, seed=seed)
    session.flush()
    for line, short in zip(lines_of(session, review.id), found, strict=False):
        look_over(session, line.file, review, version=1, verdicts=_verdicts(line, short), words=short)
    if conclusion:
        close_review(session, review, conclusion=conclusion)


def _verdicts(line: Line, short: Mapping[str, str]) -> dict[str, str]:
    ended = "not_applicable" if line.case.is_open else "met"
    seldom = dict.fromkeys(("incidents", "referrals_out"), "not_applicable")
    return dict.fromkeys(POINTS, "met") | seldom | {"ending": ended} | dict.fromkeys(short, "partly")
