"""Instruments that an agency adds, what people answer, and what is done after a low rating."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from records.assessments.actions import answer_low_rating, record_run, write_instrument
from records.assessments.queries import instruments, runs_of
from records.assessments.rules import due_after
from records.assessments.values import Scale
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from tenants import clock, context


def adds_instrument(by: str, ago: int, name: tuple[str, str], owner: str, scales: Sequence[Scale]) -> Deed:
    """An instrument of the agency's own, or of somebody who let it use theirs."""
    return Deed(ago, "", partial(_write, name=name, owner=owner, scales=scales), by)


def answers(who: str, ago: int, name: str, *scores: int | None, by: str = "", **told: Any) -> Deed:
    """Somebody answers, scale by scale; `told` is what was written about it."""
    return Deed(ago, who, partial(_ask, who=who, name=name, scores=scores, told=told), by)


def makes_good(who: str, ago: int, words: str, by: str = "") -> Deed:
    """What was done after the newest low rating."""
    return Deed(ago, who, partial(_answer, who=who, words=words), by)


def _write(
    session: Session, numbers: Numbers, *, name: tuple[str, str], owner: str, scales: Sequence[Scale]
) -> None:
    write_instrument(
        session,
        name_en=name[0],
        name_fr=name[1],
        owner=owner,
        alliance=False,
        languages=["en", "fr"],
        repeats=True,
        weeks=None,
        places=dict(enumerate(scales, 1)),
    )


def _ask(
    session: Session,
    numbers: Numbers,
    *,
    who: str,
    name: str,
    scores: Sequence[int | None],
    told: Mapping[str, Any],
) -> None:
    instrument = next(one for one in instruments(session) if one.name_en == name)
    today = clock.today(context.current().timezone)
    giver = context.current().member_id
    usual = {"answered_by": "client", "mode": "in_person", "paper_id": None, "giver_id": giver}
    measured = {scale.code: score for scale, score in zip(instrument.measures, scores, strict=True)}
    record_run(
        session,
        numbers.case(session, f"{who}/0"),
        instrument,
        scores=measured,
        done_on=today,
        language=numbers.client(session, who).language,
        next_due=due_after(today, instrument.weeks),
        **{**usual, **told},
    )


def _answer(session: Session, numbers: Numbers, *, who: str, words: str) -> None:
    runs = runs_of(session, numbers.client(session, who).id)
    answer_low_rating(session, next(run for run, _of in runs if run.waits_for_repair), repair=words)
