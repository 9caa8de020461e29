"""Whether work lasted: followed up from its first day, shown, decided, and asked of the employer."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from sqlalchemy.orm import Session

from records.consents.actions import record_consent
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.employment.queries import spells_of
from records.outcomes import actions
from records.outcomes.asking import TELLS, ask_employer
from records.outcomes.queries import Looked, evidence_for, followed
from records.outcomes.rules import SHOWS
from records.outcomes.scheme_queries import schemes
from tenants import clock, context


def follows(who: str, ago: int, unit: str = "months") -> Deed:
    """The case is followed up from the first day of the primary job, by one of our own schemes."""
    return Deed(ago, who, partial(_follow, who=who, unit=unit))


def shows(who: str, ago: int, place: int, kind: str) -> Deed:
    """Something shows the work for a checkpoint, which are counted from the start."""
    return Deed(ago, who, partial(_show, who=who, place=place, kind=kind))


def counts(who: str, ago: int, place: int, kind: str, by: str = "harriet") -> Iterable[Deed]:
    """Something shows the work, and a day later somebody else has looked at it: it counts."""
    yield shows(who, ago, place, kind)
    yield Deed(ago - 1, who, partial(_verify, who=who, place=place), by)


def ends(who: str, ago: int, place: int, outcome: str, words: str = "") -> Deed:
    """A checkpoint ends in another way."""
    return Deed(ago, who, partial(_end, who=who, place=place, outcome=outcome, words=words))


def waits(who: str, ago: int, place: int, reason: str) -> Deed:
    """A checkpoint is moved to the next day."""
    return Deed(ago, who, partial(_wait, who=who, place=place, reason=reason))


def looks_no_further(who: str, ago: int, reason: str) -> Deed:
    """The follow-up ends."""
    return Deed(ago, who, partial(_stop, who=who, reason=reason))


def tries(who: str, ago: int, place: int, outcome: str) -> Deed:
    """Somebody tries to reach them, by phone."""
    return Deed(ago, who, partial(_try, who=who, place=place, outcome=outcome))


def asks(who: str, ago: int, place: int, email: str) -> Deed:
    """The employer is asked by a private link, under a permission that was signed for it."""
    return Deed(ago, who, partial(_ask, who=who, place=place, email=email))


def _looked(session: Session, numbers: Numbers, who: str, place: int) -> Looked:
    return followed(session, numbers.case(session, f"{who}/0").id)[0][place]


def _follow(session: Session, numbers: Numbers, *, who: str, unit: str) -> None:
    case = numbers.case(session, f"{who}/0")
    scheme = next(one for one in schemes(session) if one.unit == unit)
    actions.follow_up(
        session, case, scheme, next(one for one in spells_of(session, case.id) if one.is_primary)
    )


def _show(session: Session, numbers: Numbers, *, who: str, place: int, kind: str) -> None:
    looked, today = _looked(session, numbers, who, place), clock.today(context.current().timezone)
    actions.file_evidence(session, looked, kind=kind, checks=SHOWS[kind], covers_on=today, came_on=today)


def _verify(session: Session, numbers: Numbers, *, who: str, place: int) -> None:
    looked = _looked(session, numbers, who, place)
    one = looked.checkpoint
    actions.verify_evidence(session, looked, evidence_for(session, one.case_id, one.id)[0])
    actions.decide(session, looked, outcome="counts", version=one.version)


def _end(session: Session, numbers: Numbers, *, who: str, place: int, outcome: str, words: str) -> None:
    looked = _looked(session, numbers, who, place)
    actions.decide(session, looked, outcome=outcome, words=words, version=looked.checkpoint.version)


def _wait(session: Session, numbers: Numbers, *, who: str, place: int, reason: str) -> None:
    looked = _looked(session, numbers, who, place)
    due_on = clock.today(context.current().timezone) + timedelta(days=1)
    actions.move_checkpoint(session, looked, due_on=due_on, reason=reason, version=looked.checkpoint.version)


def _stop(session: Session, numbers: Numbers, *, who: str, reason: str) -> None:
    actions.end_follow_up(session, _looked(session, numbers, who, 0).enrolment, reason=reason)


def _try(session: Session, numbers: Numbers, *, who: str, place: int, outcome: str) -> None:
    actions.try_to_reach(session, _looked(session, numbers, who, place), channel="phone", outcome=outcome)


def _ask(session: Session, numbers: Numbers, *, who: str, place: int, email: str) -> None:
    looked = _looked(session, numbers, who, place)
    spell = next(one for one in looked.work if one.is_primary)
    release = record_consent(
        session,
        looked.client,
        kind="release",
        language=looked.client.language,
        given_how="signed_paper",
        given_on=clock.today(context.current().timezone),
        recipient=spell.employer_name,
        recipient_category="employer",
        scope=list(TELLS),
        purpose="job",
        direction="both",
    )
    session.flush()
    what = "Name, and that we follow up their work there."
    told = {"email": email, "language": "en", "what": what}
    ask_employer(session, looked, spell, consent_id=release.id, **told)
