"""How far the signing of a document is: pure decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from records.documents.signed import Role, Signed
from tenants.errors import Conflict, Refused

State = Literal["waiting", "signed", "declined", "checking", "refused", "over"]
# What a client's identity may be known by.
KNOWN_BY = ("worker", "photo_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer as it is on record; `scan` is how far the check of the paper is, of what was signed on paper."""

    role: Role
    signed: Signed | None
    scan: Literal["", "waiting", "clean", "refused", "unscanned"] = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where one of the signatures stands: what became of it, and the signature itself if there is one."""

    role: Role
    state: State
    signed: Signed | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """Who signed."""
        return self.signed.name if self.signed else ""

    @property
    def when(self) -> date | datetime | None:
        """When they signed."""
        return (self.signed.at or self.signed.on) if self.signed else None


def parts_of(
    signers: Iterable[Role], before: Iterable[Signed], given: Sequence[Given], *, is_open: bool
) -> tuple[Part, ...]:
    """Every signature of a document: those it was issued with, then each that it waits for. A document that is
    replaced or withdrawn waits for nobody any more."""
    had = tuple(Part(role=one.role, state="signed", signed=one) for one in before)
    return had + tuple(
        _part(role, [one for one in given if one.role == role], is_open=is_open) for role in signers
    )


def _part(role: Role, given: Sequence[Given], *, is_open: bool) -> Part:
    """The newest answer counts; who declined may still sign."""
    last = given[-1] if given else None
    if last and last.signed:
        states: dict[str, State] = {"waiting": "checking", "refused": "refused"}
        return Part(role=role, state=states.get(last.scan, "signed"), signed=last.signed)
    if not is_open:
        return Part(role=role, state="over")
    if last:
        return Part(role=role, state="declined", reason=last.reason)
    return Part(role=role, state="waiting")


def open_parts(parts: Iterable[Part]) -> tuple[Role, ...]:
    """Who can still sign."""
    return tuple(part.role for part in parts if part.state in ("waiting", "declined"))


def wants_edition(parts: Sequence[Part], signers: Sequence[Role]) -> bool:
    """True when everybody has signed and what they did on a page stands on no evidence page yet. What all of them
    signed on paper proves itself: the scan is the signed document."""
    new = [part for part in parts if part.role in signers]
    is_complete = bool(new) and all(part.state == "signed" for part in parts)
    return is_complete and any(part.signed and part.signed.how != "paper" for part in new)


def expect_open(parts: Iterable[Part], roles: Iterable[Role]) -> None:
    """Refuses a signature that is not asked for, or that is there already."""
    if not set(roles) <= set(open_parts(parts)):
        raise Conflict(
            "This signature is not waited for any more. Load the page again to see what it is now."
        )


def expect_whole(*, issued: bytes, stored: bytes) -> None:
    """Refuses to have anything signed that is not, byte for byte, the file that was issued."""
    if stored != issued:
        raise Refused(
            "The file in storage is not the one that was issued, so nobody can sign it. Tell your administrator."
        )


def expect_seen(seen: str, fingerprint: str) -> None:
    """Refuses to sign what was not read."""
    if seen != fingerprint:
        raise Conflict("This is not the document you were reading. Read it again before you sign.")
