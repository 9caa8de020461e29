"""How the agency came by its retention schedule: the privacy lead wrote it, the manager put it in force."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.endings import ending_moments
from records.demo.northbridge_names import WORKSHOP
from records.retention.actions import (
    add_authority,
    add_rule,
    draft_version,
    propose_version,
    publish_version,
)
from records.retention.confirming import take_preset
from records.retention.dates import Period, Unit
from records.retention.gates import confirm_day
from records.retention.models import Authority
from records.retention.planning import plan_run
from records.retention.queries import find_draft
from records.retention.reviewing import decide, get_standing
from records.retention.schedule import Line
from records.retention.terms import Action, Event, RecordClass, Selector, Trigger
from tenants import clock, context

COLLEGE, FUNDER = "Professional standard on records", "Employment services agreement"
MUSEUM = "Agreement with the museum"
# Which authority each line of the schedule rests on; the lines themselves are the suggested ones.
LINES = {"case_file": FUNDER, "case_file_minor": COLLEGE, "client_identity": FUNDER}

Act = Callable[[Session, Numbers], None]


def schedule_moments() -> list[tuple[int, str, Act]]:
    """Days ago, who, what."""
    return [
        (402, "luc", _cite),
        (400, "luc", _write),
        (393, "margaret", _publish),
        *ending_moments(),
        (9, "luc", _keep_longer),
        (3, "margaret", _believe),
        (2, "luc", _plan),
    ]


def _today() -> date:
    return clock.today(context.current().timezone)


def _cite(session: Session, _numbers: Numbers) -> None:
    checked = _today() - timedelta(days=3)
    add_authority(
        session,
        title=FUNDER,
        citation="invented agreement 2024-118, schedule C, clause 9",
        kind="funder",
        verified_on=checked,
    )
    add_authority(
        session,
        title=COLLEGE,
        citation="invented standard, 4.6",
        kind="contract",
        verified_on=checked,
    )
    add_authority(
        session,
        title=MUSEUM,
        citation="invented letter of 2024, last page",
        kind="contract",
        verified_on=checked,
    )


def _write(session: Session, _numbers: Numbers) -> None:
    version = draft_version(session)
    for code, title in LINES.items():
        take_preset(session, version, code, authority_id=_authority(session, title))
    line = Line(
        record_class=RecordClass.CASE_FILE,
        trigger=Trigger((Event.CASE_CLOSED,)),
        keep=Period(6, Unit.MONTHS),
        action=Action.REVIEW,
        authority_id=_authority(session, MUSEUM),
        selector=Selector(program=WORKSHOP),
    )
    add_rule(session, version, line)
    propose_version(session, version)


def _publish(session: Session, _numbers: Numbers) -> None:
    version = find_draft(session)
    assert version is not None
    publish_version(session, version)


def _authority(session: Session, title: str) -> UUID:
    return session.execute(select(Authority.id).where(Authority.title == title)).scalar_one()


def _keep_longer(session: Session, numbers: Numbers) -> None:
    """The rule of the workshop asks a person, and a person has answered."""
    case = numbers.case(session, "henrik/0")
    decide(
        session,
        case,
        kind="extend",
        reason="His daughter may still ask about his tools, and the museum about the tower clock.",
        basis_hash=get_standing(session, case.id).verdict.basis_hash,
        keep_through=numbers.day(-120),
    )


def _believe(session: Session, _numbers: Numbers) -> None:
    """No beat looked each night of this past: to the product the calendar has jumped."""
    confirm_day(session, day=_today())


def _plan(session: Session, _numbers: Numbers) -> None:
    """A list that waits for the second person."""
    plan_run(session)
