"""How the agency came by its retention schedule: the privacy lead wrote it, the manager put it in force."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.retention.actions import (
    add_authority,
    draft_version,
    propose_version,
    publish_version,
    take_preset,
)
from records.retention.models import Authority
from records.retention.queries import find_draft
from tenants import clock, context

COLLEGE, FUNDER = "Professional standard on records", "Employment services agreement"
# Which authority each line of the schedule rests on; the lines themselves are the suggested ones.
LINES = {"case_file": FUNDER, "case_file_minor": COLLEGE, "client_identity": FUNDER}

Act = Callable[[Session, Numbers], None]


def schedule_moments() -> list[tuple[int, str, Act]]:
    """Days ago, who, what."""
    return [(402, "luc", _cite), (400, "luc", _write), (393, "margaret", _publish)]


def _today() -> date:
    return clock.today(context.current().timezone)


def _cite(session: Session, _numbers: Numbers) -> None:
    checked = _today() - timedelta(days=3)
    add_authority(
        session,
        title=FUNDER,
        citation="Invented agreement 2024-118, schedule C, clause 9: seven years after the last service",
        kind="funder",
        verified_on=checked,
    )
    add_authority(
        session,
        title=COLLEGE,
        citation="Invented standard 4.6: seven years after the last entry, or after the person comes of age",
        kind="contract",
        verified_on=checked,
    )


def _write(session: Session, _numbers: Numbers) -> None:
    version = draft_version(session)
    for code, title in LINES.items():
        authority = session.execute(select(Authority.id).where(Authority.title == title)).scalar_one()
        take_preset(session, version, code, authority_id=authority)
    propose_version(session, version)


def _publish(session: Session, _numbers: Numbers) -> None:
    version = find_draft(session)
    assert version is not None
    publish_version(session, version)
