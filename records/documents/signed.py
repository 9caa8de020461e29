"""Signatures as a document tells them: on its evidence page, and the places for those still to come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Role = Literal["client", "worker", "director"]
How = Literal["screen", "account", "paper"]

# Who must sign which kind of document.
SIGNERS: dict[str, tuple[Role, ...]] = {
    "action_plan": ("client", "worker"),
    "referral_letter": ("worker",),
    "consent_form": ("client",),
    "participation_certificate": ("director",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature: who signed as what, how, and when; how it was known who they are (a code), and by whom; the
    SHA-256 of what they read, and what that was; on paper, the number of the scan; the lines they drew, as a path."""

    role: Role
    name: str
    how: How
    on: date
    at: datetime | None = None
    known_by: str = ""
    witness: str = ""
    read: Literal["file", "plan"] = "file"
    sha256: str = ""
    scan: str = ""
    drawn: str = ""


def path_of(strokes: Sequence[Sequence[Sequence[Any]]]) -> str:
    """Drawn lines as the path of a picture; nothing but whole numbers gets into it."""
    lines = (" L".join(f"{int(x)} {int(y)}" for x, y in stroke) for stroke in strokes)
    return " ".join(f"M{line}" for line in lines if line)


def still_to_sign(wanted: Iterable[Role], signatures: Iterable[Signed]) -> tuple[Role, ...]:
    """Who of these has not signed yet."""
    done = {one.role for one in signatures}
    return tuple(role for role in wanted if role not in done)
