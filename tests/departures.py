"""Steps of an agency's leaving, told by the product's own actions and workers; a test says only what matters to it."""

from io import BytesIO
from pathlib import Path
from uuid import UUID

import psycopg

from records.departures import actions, queries
from records.departures.envelope import head, unpack
from records.departures.models import Archive, Departure
from tenants import files, gate
from tenants.context import PLATFORM, acting_for
from tenants.jobs import Job
from tests.world import Agency
from workers.departures import depart_everywhere
from workers.tasks import TASKS

KINDS = (Job.MAKE_ARCHIVE, Job.FORGET_ARCHIVE, Job.TELL_DEPARTURE, Job.DESTROY_AGENCY)


def two_administrators(superuser: psycopg.Connection, agency: Agency) -> None:
    """The supervisor may decide for the agency, too."""
    superuser.execute(
        "UPDATE members SET roles = roles || '{administrator}'::text[] WHERE id = %s",
        [agency.members["supervisor"]],
    )


def ask(agency: Agency) -> None:
    """The owner asks, the supervisor agrees."""
    with agency.acting() as session:
        told = {"reason": f"{agency.secret} merger", "second_contact": f"board@{agency.secret}.example.org"}
        actions.ask_departure(session, second_language="fr", **told)
    with agency.acting("supervisor") as session:
        departure = queries.get_departure(session)
        actions.approve_departure(session, departure, version=departure.version)


def answer_holds(agency: Agency) -> None:
    """Says something about every hold in force."""
    with agency.acting() as session:
        departure = queries.get_departure(session)
        for one in queries.held(session, departure):
            words = {"answer": "transferred", "words": f"{agency.secret} to the archives of the province"}
            actions.answer_hold(session, departure, one.hold.id, **words)


def close(agency: Agency) -> None:
    """Closes the agency for changes."""
    with agency.acting() as session:
        departure = queries.get_departure(session)
        actions.close(session, departure, name=agency.tenancy().name, version=departure.version)


def departure_of(agency: Agency) -> Departure:
    """How far it is."""
    with agency.acting(read_only=True) as session:
        return queries.get_departure(session)


def ask_archive(agency: Agency) -> tuple[Archive, str]:
    """The owner asks for an archive, the supervisor agrees; returns it with its passphrase."""
    with agency.acting() as session:
        archive, passphrase = actions.ask_archive(session)
    with agency.acting("supervisor") as session:
        actions.approve_archive(session, queries.get_archive(session, archive.id))
    return archive, passphrase


def taken(agency: Agency, archive_id: UUID) -> bytes:
    """The archive as it leaves."""
    with agency.acting(read_only=True) as session:
        archive = queries.get_archive(session, archive_id)
        archive.expect_ready()
        pieces = [files.read(session, one) for one in queries.files_of(session, archive)]
        return head(archive.salt) + b"".join(pieces)


def opened(data: bytes, passphrase: str, folder: Path) -> Path:
    """The folder into which an archive was unpacked."""
    unpack(BytesIO(data), passphrase, folder)
    return folder


def show_receipt(agency: Agency, code: str) -> None:
    """The owner types the code."""
    with agency.acting() as session:
        actions.take_receipt(session, queries.get_departure(session), code=code)


def let_ninety_days_pass(superuser: psycopg.Connection, agency: Agency) -> None:
    """The database goes by its own clock, which nobody moves: so everything happened ninety-one days earlier."""
    superuser.execute(
        "UPDATE departures SET closed_at = closed_at - interval '91 days', destroy_on = destroy_on - 91"
        " WHERE organisation_id = %s",
        [agency.organisation_id],
    )


def work(superuser: psycopg.Connection, *, kinds: tuple[Job, ...] = KINDS) -> int:
    """An hour of the beat, and every job that it asks for, also those that ask for more."""
    depart_everywhere()
    done = 0
    while True:
        rows = superuser.execute("SELECT id, kind FROM jobs WHERE state = 'waiting' ORDER BY id").fetchall()
        claimed = [one for job, kind in rows if kind in kinds if (one := gate.claim_job(job, 60))]
        if not claimed:
            return done
        for one in claimed:
            with acting_for(one.tenancy):
                TASKS[Job(one.kind)](one)
            done += 1


def mails_of_the_platform(superuser: psycopg.Connection, template: str) -> list[UUID]:
    """Last letters, which belong to no agency any more."""
    rows = superuser.execute(
        "SELECT id FROM mails WHERE organisation_id = %s AND template = %s ORDER BY id", [PLATFORM, template]
    )
    return [one for (one,) in rows.fetchall()]
