"""Removes the made-up people of an agency: first the rows, all or none, then the bytes."""

from sqlalchemy.exc import IntegrityError

from records.samples import removing
from tenants import context, files, jobs
from tenants.database import transaction
from tenants.errors import Refused
from tenants.gate import Claimed


def remove_samples(claimed: Claimed) -> None:
    """Takes them all away at once. What came in between and keeps one of them fails the job, for a person to see."""
    gone = []
    try:
        with transaction(login="retention") as session:
            gone = removing.remove_samples(session)
            jobs.finish(session, claimed.id)
    except (Refused, IntegrityError):
        with transaction() as session:
            jobs.fail(session, claimed.id, "kept")
    for file_id in gone:
        files.erase(context.current().organisation_id, file_id)
