"""The mail of the day: to who wants it, in their language, when something is new, once, and naming nobody."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.notices.rules import Kind, is_time_to_write
from tenants import clock, gate, jobs
from tenants.members import get_member, prefer
from tenants.settings import settings
from tests.records.test_notices import about_the_note
from tests.workers.test_reminders import carry_out
from tests.world import Agency, World
from workers.notices import write_digests_everywhere

# A Monday, at half past seven in Toronto.
MONDAY = datetime.fromisoformat("2026-11-23T07:30:00-05:00")


def wants_mail(agency: Agency, role: str) -> None:
    with agency.acting(role) as session:
        prefer(session, get_member(session, agency.members[role]), keys=True, digest="working_days")


def mails(superuser: psycopg.Connection) -> list[str]:
    return [
        row[0]
        for row in superuser.execute("SELECT to_address FROM mails WHERE template = 'digest' ORDER BY id")
    ]


@given(st.datetimes())
def test_mail_leaves_in_the_morning_of_a_working_day(local: datetime) -> None:
    minutes = local.hour * 60 + local.minute
    assert is_time_to_write(local) == (local.isoweekday() <= 5 and 450 <= minutes < 570)


def test_the_mail_counts_what_is_new_and_names_nobody(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    gate.set_language(first.identities["owner"], "fr")
    for agency in world.both:
        wants_mail(agency, "owner")
    with clock.at(MONDAY - timedelta(hours=1)):
        write_digests_everywhere()
        assert carry_out(superuser, "write_digests") == 0, "not before it is time"
    with clock.at(MONDAY):
        write_digests_everywhere()
        write_digests_everywhere()
        assert carry_out(superuser, "write_digests") == 4
        (mail_id,) = superuser.execute(
            "SELECT id FROM mails WHERE template = 'digest' AND to_address LIKE '%heliotrope%'"
        ).fetchone()
        carry_out(superuser, "send_mail")
        with first.acting("practitioner") as session:
            about_the_note(session, first, "owner", Kind.NOTE_TO_COSIGN)
        write_digests_everywhere()
        assert carry_out(superuser, "write_digests") == 0, "one a day"
    assert len(mails(superuser)) == 2
    sent = message_from_bytes((settings().var / "mail" / f"{mail_id}.eml").read_bytes(), policy=default)
    body = sent.get_body(("plain",)).get_content()
    assert "(1)" in body and "/sign-in" in body and 'lang="fr' in sent.get_body(("html",)).get_content()
    assert "Ozymandra" not in str(sent) and "Trémblay" not in str(sent) and "heliotrope" not in body
    with clock.at(MONDAY + timedelta(days=1)):
        write_digests_everywhere()
        carry_out(superuser, "write_digests")
    assert len(mails(superuser)) == 3, "only where something came since"


def test_a_killed_worker_writes_to_nobody_twice(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("owner", "supervisor", "colleague"):
        wants_mail(world.first, role)
    with world.first.acting("practitioner") as session:
        about_the_note(session, world.first, "supervisor")
    with clock.at(MONDAY):
        write_digests_everywhere()
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "finish", lambda *_args: (_ for _ in ()).throw(RuntimeError("killed")))
            carry_out(superuser, "write_digests")
        superuser.execute(
            "UPDATE jobs SET run_after = now() - interval '1 year' WHERE kind = 'write_digests'"
        )
        carry_out(superuser, "write_digests")
    assert len(mails(superuser)) == 2
