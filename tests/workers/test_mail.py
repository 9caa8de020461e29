"""A message leaves as its reader will see it, and leaves nothing behind."""

import ssl
from email import message_from_bytes
from email.policy import default
from typing import Self
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select

from tenants import caught, mail
from tenants.jobs import JobRow
from tenants.mail import Mail
from tenants.settings import settings
from tests.world import World
from workers import mail as sending
from workers.app import work


def asked(world: World, **params: str) -> tuple[UUID, UUID]:
    """One message of the first agency, asked for and committed: its id and its job's."""
    with world.first.acting() as session:
        before = set(session.execute(select(Mail.id)).scalars())
        mail.send(
            session, "invitation", to="reader@example.org", language="en", token="secret-token", **params
        )
        session.flush()
        message = next(row for row in session.execute(select(Mail.id)).scalars() if row not in before)
        job = next(
            row for row in session.execute(select(JobRow)).scalars() if row.args.get("mail") == str(message)
        )
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


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://mail.example.org", ["SMTP mail.example.org:25", "sent"]),
        (
            "smtp://me:p%40ss@mail.example.org:587",
            ["SMTP mail.example.org:587", "checked", "me p@ss", "sent"],
        ),
        ("smtps://me:word@mail.example.org", ["SMTP_SSL mail.example.org:465", "checked", "me word", "sent"]),
    ],
)
def test_a_password_goes_only_to_a_server_whose_certificate_is_checked(
    world: World, monkeypatch: pytest.MonkeyPatch, address: str, expected: list[str]
) -> None:
    done: list[str] = []

    class Server:
        """A mail server that writes down what it is asked."""

        def __init__(
            self, host: str, port: int, *, timeout: int, context: ssl.SSLContext | None = None
        ) -> None:
            done.append(f"{type(self).__name__} {host}:{port}")
            if context:
                self.starttls(context=context)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_error: object) -> None:
            pass

        def starttls(self, *, context: ssl.SSLContext) -> None:
            done.append(
                "checked" if context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname else "open"
            )

        def login(self, user: str, password: str) -> None:
            done.append(f"{user} {password}")

        def send_message(self, _message: object) -> None:
            done.append("sent")

    monkeypatch.setattr(sending.smtplib, "SMTP", type("SMTP", (Server,), {}))
    monkeypatch.setattr(sending.smtplib, "SMTP_SSL", type("SMTP_SSL", (Server,), {}))
    monkeypatch.setenv("SMTP_URL", address)
    settings.cache_clear()
    try:
        _message, job = asked(world, agency="Amik", inviter="Dana")
        work(str(job), "send_mail")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert done == expected
