"""Makes archives, tells of the last day, and destroys an agency whose day has come; killed anywhere, it goes on."""

import time
from datetime import timedelta
from typing import Final
from uuid import UUID

import structlog

from records.departures import actions, destruction
from records.departures.gathering import count_of_files, tables
from records.departures.packing import pack_next
from records.departures.queries import count_of_entries, find_departure, get_archive
from records.departures.rules import notice_due
from tenants import clock, context, files, gate, halt, jobs, mail
from tenants.context import acting_for
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.jobs import Job

log = structlog.get_logger()

# Well under the lease, so that no second worker takes over what the first still does.
SECONDS: Final = 40.0
AGAIN: Final = timedelta(seconds=5)


def make_archive(claimed: Claimed) -> None:
    """Adds entry after entry while there is time, then asks for the rest to be done."""
    archive_id, until, more = UUID(claimed.args["archive"]), time.monotonic() + SECONDS, True
    with transaction() as session:
        total = len(tables()) + count_of_files(session)
    while more and time.monotonic() < until:
        with transaction() as session:
            more = pack_next(session, archive_id)
            jobs.progress(
                session, claimed.id, count_of_entries(session, get_archive(session, archive_id)), total
            )
    with transaction() as session:
        if more:
            next_id = jobs.enqueue(session, Job.MAKE_ARCHIVE, archive=archive_id)
            get_archive(session, archive_id).job_id = next_id
        jobs.finish(session, claimed.id)


def forget_archive(claimed: Claimed) -> None:
    """Takes an archive away whose fourteen days are over: first the rows, then the bytes."""
    with transaction(login="retention") as session:
        gone = actions.forget_archive(session, get_archive(session, UUID(claimed.args["archive"])))
        jobs.finish(session, claimed.id)
    for file_id in gone:
        files.erase(context.current().organisation_id, file_id)


def tell_departure(claimed: Claimed) -> None:
    """Writes that the last day comes near, once at each of the days set for it."""
    with transaction() as session:
        departure = find_departure(session)
        if departure is not None and departure.state == "closing" and departure.destroy_on is not None:
            today = clock.today(context.current().timezone)
            days = notice_due(today, departure.destroy_on, departure.told_days)
            if days is not None:
                actions.write_to_all(session, departure, days=days)
        jobs.finish(session, claimed.id)


def destroy_agency(claimed: Claimed) -> None:
    """Destroys the agency that the product's own job names, as far as it comes in one go."""
    organisation_id, until = UUID(claimed.args["organisation"]), time.monotonic() + SECONDS
    tenancy = gate.tenancy_for(organisation_id)
    with acting_for(tenancy):
        more = not halt.is_halted() and _began() and not _destroyed(until)
    with transaction() as session:
        if more:
            jobs.enqueue(session, Job.DESTROY_AGENCY, delay=AGAIN, organisation=organisation_id)
        jobs.finish(session, claimed.id)


def depart_everywhere() -> None:
    """Once an hour: tells, and begins or goes on with what has to end. One agency that fails does not keep the
    others."""
    for row in gate.departures():
        try:
            _look_after(row["id"], begun=row["begun"])
        except Exception as error:
            # Whatever it is, a fault of ours or of one agency's rows: the next one has its own day.
            log.warning("departure_failed", organisation=str(row["id"]), error=type(error).__name__)


def _look_after(organisation_id: UUID, *, begun: bool) -> None:
    wants_end = begun
    if not begun:
        tenancy = gate.tenancy_for(organisation_id)
        with acting_for(tenancy), transaction() as session:
            departure, today = find_departure(session), clock.today(tenancy.timezone)
            if departure is None or departure.destroy_on is None:
                return
            if notice_due(today, departure.destroy_on, departure.told_days) is not None:
                jobs.enqueue(session, Job.TELL_DEPARTURE)
            wants_end = today >= departure.destroy_on
    if wants_end:
        with acting_for(gate.platform()), transaction() as session:
            destruction.ask_end(session, organisation_id)


def _began() -> bool:
    """Whether the destruction has begun; begins it when nothing stands in the way."""
    with transaction(login="retention") as session:
        if destruction.find_story(session) is not None:
            return True
        departure = find_departure(session)
        return departure is not None and destruction.begin(session, departure)


def _destroyed(until: float) -> bool:
    """Goes on where the last worker came to; whether nothing is left to do."""
    me = context.current().organisation_id
    destruction.write_down(me)
    with transaction(login="retention") as session:
        story = destruction.find_story(session)
    assert story is not None
    if story.finished_at is None:
        if not (_rows_are_gone(until) and _files_are_gone(until)):
            return False
        with transaction(login="retention") as session:
            story = destruction.find_story(session)
            assert story is not None
            destruction.finish(session, story)
    _say_goodbye()
    return True


def _rows_are_gone(until: float) -> bool:
    with transaction(login="retention") as session:
        tables_ = destruction.tables(session)
    for table in tables_:
        gone = 1
        while gone:
            if time.monotonic() > until:
                return False
            with transaction(login="retention") as session:
                gone = destruction.destroy_rows(session, table)
    return True


def _files_are_gone(until: float) -> bool:
    return all(time.monotonic() < until for _name in destruction.erase_all())


def _say_goodbye() -> None:
    """The last letters, in the product's own name. A crash between them and forgetting sends them twice, never not at
    all."""
    with transaction(login="retention") as session:
        story = destruction.find_story(session)
        if story is None or story.kept is None:
            return
        last = destruction.letters(story)
    with acting_for(gate.platform()), transaction() as session:
        for address, language, told in last:
            mail.send_sealed(session, "departed", to=address, language=language, **told)
    with transaction(login="retention") as session:
        destruction.forget(session)
