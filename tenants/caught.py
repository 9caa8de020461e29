"""Mail caught in a folder, where no server is set: read back for the person who tries the product."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tenants.settings import settings

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Caught:
    """One message as a page shows it."""

    to: str
    subject: str
    words: str
    links: tuple[str, ...]


def is_used() -> bool:
    """Whether messages stay on this machine, where a page shows them."""
    return not settings().is_production and not settings().smtp_url


def messages() -> list[Caught]:
    """The newest messages, newest first."""
    folder = settings().var / "mail"
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [_read(path) for path in paths[:NEWEST]]


def _read(path: Path) -> Caught:
    message = message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(("plain",))
    words = body.get_content() if body else ""
    return Caught(
        str(message["To"]), str(message["Subject"]), words, tuple(re.findall(r"https?://\S+", words))
    )
