"""A message leaves as its reader will see it, and leaves nothing behind."""

from email import message_from_bytes
from email.policy import default
from uuid import UUID

import psycopg
from sqlalchemy import select

from tenants import caught, mail
from tenants.jobs import JobRow
from tenants.mail import Mail
from tenants.settings import settings
from tests.world import World
from workers.app import work


def asked(world: World, **params: str) -> tuple[UUID, UUID]:
    """One message of the first agency, asked for and committed: its id and its job's."""
    with world.first.acting() as session:
        before = set(session.execute(select(Mail.id)).scalars())
        mail.send(session, "invitation", to="reader@example.org", language="en", token="secret-token", **params)
        session.flush()
        message = next(row for row in session.execute(select(Mail.id)).scalars() if row not in before)
        job = next(row for row in session.execute(select(JobRow)).scalars() if row.args.get("mail") == str(message))
        return message, job.id


def test_a_plain_text_shows_names_as_they_are_written_and_html_escapes_them(world: World) -> None:
    message, job = asked(world, agency="Café & Co <Nord>", inviter="G. O'Brien")
    work(str(job), "send_mail")
    sent = message_from_bytes((settings().var / "mail" / f"{message}.eml").read_bytes(), policy=default)
    text, html = sent.get_body(("plain",)).get_content(), sent.get_body(("html",)).get_content()
    assert sent["Subject"] == "G. O'Brien invites you to Café & Co <Nord>"
    assert "Café & Co <Nord>" in text
    assert "&lt;Nord&gt;" in html and "<Nord>" not in html
    assert any("/join/secret-token" in link for one in caught.messages() for link in one.links)


def test_a_message_sent_twice_by_a_crash_is_one_file_and_its_link_is_forgotten(world: World) -> None:
    message, job = asked(world, agency="Amik", inviter="Dana")
    work(str(job), "send_mail")
    work(str(job), "send_mail")
    with world.first.acting(read_only=True) as session:
        row = session.execute(select(Mail).where(Mail.id == message)).scalar_one()
        assert row.sent_at is not None and row.params is None
        assert session.execute(select(JobRow.state).where(JobRow.id == job)).scalar_one() == "done"
    with world.second.acting(read_only=True) as session:
        assert session.execute(select(Mail).where(Mail.id == message)).scalar_one_or_none() is None


def test_a_line_break_in_a_name_cannot_become_a_header(world: World, superuser: psycopg.Connection) -> None:
    message, job = asked(world, agency="Amik\nBcc: everyone@example.org", inviter="Dana")
    work(str(job), "send_mail")
    assert not (settings().var / "mail" / f"{message}.eml").exists()
    state, error = superuser.execute("SELECT state, error FROM jobs WHERE id = %s", (job,)).fetchone()
    assert (state, error) == ("waiting", "ValueError")
