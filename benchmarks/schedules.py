"""A schedule in force as agencies have them, and what it takes to look at every file under it."""

import time
from contextlib import AbstractContextManager

from benchmarks.load import World
from records.retention.actions import add_authority, add_rule, draft_version, propose_version, publish_version
from records.retention.dates import Period
from records.retention.evaluation import evaluate
from records.retention.queries import find_draft
from records.retention.schedule import Line
from records.retention.terms import Action, Event, RecordClass, Selector, Strength, latest_of, on
from tenants import gate
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction


def acting(world: World, member: int) -> AbstractContextManager[Tenancy]:
    """As one of the agency's members."""
    return acting_for(gate.tenancy_for(world.organisation_id, world.members[member]))


def put_in_force(world: World) -> None:
    """Seven years from closing, six for a program, longer for who was a minor, and six from the last service by law:
    the dates of nearly every file are looked at."""
    with acting(world, 0), transaction() as session:
        _draft(session)
    with acting(world, 1), transaction() as session:
        draft = find_draft(session)
        assert draft is not None
        publish_version(session, draft)


def evaluated(world: World) -> float:
    """Seconds of the nightly look at an agency."""
    with acting(world, 0), transaction() as session:
        begun = time.perf_counter()
        assert evaluate(session), "this night was to be the first"
        return time.perf_counter() - begun


def _draft(session: TenantSession) -> None:
    version = draft_version(session)
    authority = add_authority(session, title="Funding agreement", citation="clause 12.3", kind="funder")
    closed, minor = on(Event.CASE_CLOSED), latest_of(Event.CASE_CLOSED, Event.CLIENT_MAJORITY)
    for trigger, years, selector, strength in (
        (closed, 7, Selector(), Strength.AGENCY),
        (closed, 6, Selector(program="youth"), Strength.AGENCY),
        (minor, 7, Selector(minor_at_closure=True), Strength.AGENCY),
        (on(Event.LAST_SERVICE_ON), 6, Selector(), Strength.MANDATORY),
    ):
        line = Line(
            record_class=RecordClass.CASE_FILE,
            trigger=trigger,
            keep=Period(years),
            action=Action.DESTROY,
            authority_id=authority.id,
            selector=selector,
            strength=strength,
        )
        add_rule(session, version, line)
    session.flush()
    propose_version(session, version)
