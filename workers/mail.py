"""Sends one message: by SMTP, or into a folder where a newcomer can read it."""

import html
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from uuid import UUID

from sqlalchemy import select

import templates
from records.retention.telling import has_left
from templates import words
from tenants import clock, jobs
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.mail import Mail
from tenants.settings import settings

# Where nothing leaves the machine, mail has a sender nobody can answer.
NOBODY = "Northfile <no-reply@northfile.example>"
_environment = templates.environment()


def send_mail(claimed: Claimed) -> None:
    """Sends the message of the job once its row is read, and empties its parameters when it is gone. A crash between
    the two sends it twice, never not at all."""
    with transaction(read_only=True) as session:
        mail = session.execute(select(Mail).where(Mail.id == UUID(claimed.args["mail"]))).scalar_one()
        message = None if mail.sent_at else written(mail)
    if message is not None:
        _deliver(message, str(mail.id))
    with transaction() as session:
        mail = session.execute(select(Mail).where(Mail.id == UUID(claimed.args["mail"]))).scalar_one()
        mail.sent_at, mail.params = clock.now(), None
        has_left(session, mail.id)
        jobs.finish(session, claimed.id)


def written(mail: Mail) -> EmailMessage:
    """The message in the reader's language, as text and as HTML. A line break in a value cannot become a header: the
    policy refuses it."""
    values = {**(mail.params or {}), "address": settings().address}
    with words.speaking(mail.language):
        folder = f"email/{mail.template}"
        message = EmailMessage(policy=SMTP)
        message["From"] = settings().mail_from or NOBODY
        message["To"] = mail.to_address or values["sent_to"]
        message["Subject"] = _plain(f"{folder}/subject.txt", values).strip()
        message["Message-ID"] = f"<{mail.id}@northfile.example>"
        message["Date"] = clock.now()
        message.set_content(_plain(f"{folder}/body.txt", values))
        message.add_alternative(
            _environment.get_template(f"{folder}/body.html").render(values), subtype="html"
        )
    return message


def _plain(template: str, values: dict[str, str]) -> str:
    # Templates always escape for HTML; a plain text is read as it is.
    return html.unescape(_environment.get_template(template).render(values))


def _deliver(message: EmailMessage, name: str) -> None:
    if not settings().smtp_url:
        folder = settings().var / "mail"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        half = Path(folder / f"{name}.half")
        half.write_bytes(bytes(message))
        half.replace(folder / f"{name}.eml")
        return
    url, trusted = urlsplit(settings().smtp_url), ssl.create_default_context()
    with _server(url, trusted) as server:
        if url.username:
            if url.scheme != "smtps":
                server.starttls(context=trusted)
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _server(url: SplitResult, trusted: ssl.SSLContext) -> smtplib.SMTP:
    """The connection: `smtps` is encrypted from the first byte, `smtp` from the moment before a password."""
    host = url.hostname or "localhost"
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=10, context=trusted)
    return smtplib.SMTP(host, url.port or 25, timeout=10)
