"""Reminders: to whoever agreed, where it is safe, with neutral words, in their language, once."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from uuid import UUID

import psycopg
import pytest

from records.appointments.queries import get_appointment
from tenants import clock, jobs
from tenants.settings import settings
from tests import factories
from tests.world import Agency, World
from workers.app import work
from workers.appointments import remind_everywhere

# A Monday, at an hour at which agencies are open in every province.
# Far from the day on which the world has an appointment of its own.
MONDAY = datetime.fromisoformat("2027-11-22T16:00:00+00:00")


def books_tomorrow(
    agency: Agency, *, agrees: bool = True, is_safe: bool = True, **facts: str
) -> tuple[UUID, UUID]:
    with agency.acting("practitioner") as session:
        address = f"{facts.pop('name', 'jo')}@example.org"
        client = factories.a_client(session, email=address, safe_for_messages=is_safe, **facts)
        if agrees:
            factories.a_consent(session, client, kind="messages", scope=["email"])
        return client.id, factories.an_appointment(session, client, in_hours=24, beside=True).id


def states(agency: Agency, *ids: tuple[UUID, UUID]) -> list[str]:
    with agency.acting("practitioner", read_only=True) as session:
        return [get_appointment(session, *one).state for one in ids]


def carry_out(superuser: psycopg.Connection, kind: str) -> int:
    rows = superuser.execute("SELECT id FROM jobs WHERE kind = %s AND state = 'waiting'", (kind,)).fetchall()
    for (job_id,) in rows:
        work(str(job_id), kind)
    return len(rows)


def test_who_agreed_is_reminded_once_and_nobody_else(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    with clock.at(MONDAY):
        yes = books_tomorrow(first, language="fr", legal_given="Zélie")
        others = [
            books_tomorrow(first, name="unasked", agrees=False),
            books_tomorrow(first, name="unsafe", is_safe=False),
        ]
        remind_everywhere()
        assert carry_out(superuser, "remind_clients") == 1
        assert states(first, yes, *others) == ["reminded", "booked", "booked"]
        remind_everywhere()
        carry_out(superuser, "remind_clients")
        assert superuser.execute("SELECT count(*) FROM mails WHERE template = 'reminder'").fetchone() == (1,)
        mail_id, clear = superuser.execute(
            "SELECT id, to_address FROM mails WHERE template = 'reminder'"
        ).fetchone()
        assert clear == "", "where somebody is reached is sealed"
        carry_out(superuser, "send_mail")
    sent = message_from_bytes((settings().var / "mail" / f"{mail_id}.eml").read_bytes(), policy=default)
    body = sent.get_body(("plain",)).get_content()
    assert sent["To"] == "jo@example.org" and "mardi 23 novembre 2027" in body and "Amik" in body
    assert "Zélie" not in str(sent) and "Doe" not in body
    row = superuser.execute("SELECT params_sealed FROM mails WHERE id = %s", (mail_id,)).fetchone()
    assert row == (None,)


def test_nobody_is_written_to_at_night_or_about_what_was_called_off(
    world: World, superuser: psycopg.Connection
) -> None:
    with clock.at(MONDAY - timedelta(hours=10)):
        books_tomorrow(world.first)
        remind_everywhere()
        assert carry_out(superuser, "remind_clients") == 0
    superuser.execute("UPDATE appointments SET state = 'cancelled'")
    with clock.at(MONDAY):
        remind_everywhere()
        assert carry_out(superuser, "remind_clients") == 0


def test_a_killed_worker_writes_to_nobody_twice(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.at(MONDAY):
        ids = [books_tomorrow(world.first, name=f"jo{n}") for n in range(2)]
        remind_everywhere()
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "finish", lambda *_args: (_ for _ in ()).throw(RuntimeError("killed")))
            carry_out(superuser, "remind_clients")
        superuser.execute(
            "UPDATE jobs SET run_after = now() - interval '1 year' WHERE kind = 'remind_clients'"
        )
        carry_out(superuser, "remind_clients")
    assert states(world.first, *ids) == ["reminded", "reminded"]
    assert superuser.execute("SELECT count(*) FROM mails WHERE template = 'reminder'").fetchone() == (2,)
