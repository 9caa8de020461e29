"""Writes once a day to members who asked for it that something new waits for them: how much of what, and no name."""

from zoneinfo import ZoneInfo

from records.notices.actions import write_to
from records.notices.queries import new_for
from records.notices.rules import is_time_to_write
from templates import words
from templates.labels import label
from tenants import clock, context, gate, jobs
from tenants.context import acting_for
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.jobs import Job
from tenants.members import get_member
from tenants.permissions import READ_ONLY_STANDINGS


def write_digests(claimed: Claimed) -> None:
    """Writes to everybody for whom something new waits, each in a transaction that also says so. Run twice, or killed
    between, it writes to nobody a second time."""
    me = context.current()
    day = clock.today(me.timezone)
    with transaction(read_only=True) as session:
        waiting = new_for(session, day)
    for member_id, kinds in waiting.items():
        language = gate.tenancy_for(me.organisation_id, member_id).person_language
        with words.speaking(language):
            counts = "\n".join(f"{label(kind, 'notice_count')} ({number})" for kind, number in kinds.items())
        with transaction() as session:
            member, number = get_member(session, member_id), sum(kinds.values())
            write_to(session, member, day, language=language, counts=counts, number=number)
    with transaction() as session:
        jobs.finish(session, claimed.id)


def write_digests_everywhere() -> None:
    """Asks for the mail of the day in every agency where it is time and somebody waits for it."""
    for agency in gate.organisations():
        local = clock.now().astimezone(ZoneInfo(agency["timezone"]))
        if not is_time_to_write(local):
            continue
        tenancy = gate.tenancy_for(agency["id"])
        if tenancy.standing in READ_ONLY_STANDINGS:
            continue
        with acting_for(tenancy), transaction() as session:
            if new_for(session, local.date()):
                jobs.enqueue(session, Job.WRITE_DIGESTS)
