"""What each document says, as frozen plain values that survive a trip through JSON unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, ClassVar, Literal, Self, get_args, get_origin, get_type_hints

Language = Literal["en", "fr"]
Size = Literal["regular", "large"]
Mark = Literal["", "draft", "copy"]
Doer = Literal["client", "worker", "provider"]


def _flat(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _flat(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_flat(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _revived(wanted: Any, plain: Any, where: str) -> Any:
    """`plain` as the type the field promises, or ValueError naming the field: a frozen document is never
    guessed."""
    origin = get_origin(wanted)
    if origin is Literal and plain in get_args(wanted):
        return plain
    if origin is UnionType:
        return None if plain is None else _revived(get_args(wanted)[0], plain, where)
    if origin is tuple and isinstance(plain, list):
        return tuple(_revived(get_args(wanted)[0], item, where) for item in plain)
    if isinstance(wanted, type):
        return _revived_class(wanted, plain, where)
    raise ValueError(f"{where} does not hold what it should")


def _revived_class(wanted: type, plain: Any, where: str) -> Any:
    if is_dataclass(wanted) and isinstance(plain, Mapping):
        return _built(wanted, plain)
    if wanted in (date, datetime) and isinstance(plain, str):
        return wanted.fromisoformat(plain)
    if wanted in (str, int) and type(plain) is wanted:
        return plain
    raise ValueError(f"{where} does not hold what it should")


def _built(wanted: type, plain: Mapping[str, Any]) -> Any:
    hints = get_type_hints(wanted)
    known = {field.name for field in fields(wanted)}
    if unknown := set(plain) - known:
        raise ValueError(f"{wanted.__name__} has no place for {', '.join(sorted(unknown))}")
    try:
        return wanted(**{name: _revived(hints[name], value, name) for name, value in plain.items()})
    except TypeError as error:
        raise ValueError(f"{wanted.__name__} lacks a field: {error}") from error


class Frozen:
    """A document's values: `to_plain` gives what JSON can hold, `from_plain` gives the equal value back."""

    KIND: ClassVar[str]

    def to_plain(self) -> dict[str, Any]:
        """Only str, int, None, lists and dicts, with `kind` saying which document it is."""
        return {"kind": self.KIND, **_flat(self)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The value `plain` was made from. ValueError when the kind differs, a field is unknown or of
        another type."""
        if plain.get("kind") != cls.KIND:
            raise ValueError(f"not a {cls.KIND}")
        revived = _built(cls, {name: value for name, value in plain.items() if name != "kind"})
        assert isinstance(revived, cls)
        return revived


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: `lines` is the postal address, `contact` one line with a telephone number or an e-mail
    address."""

    agency_name: str
    lines: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with the person; `kind` in the document's language, ready to print."""

    on: date
    kind: str
    minutes: int
    place: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or done; `who_name` names the worker or provider (empty for the client, who is
    "you")."""

    text: str
    who: Doer = "client"
    who_name: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class ProgressReport(Frozen):
    """The report "How far you have come": written to the client, in the client's language and size of print."""

    KIND: ClassVar[str] = "progress_report"

    number: str
    language: Language
    size: Size
    letterhead: Letterhead
    client_name: str
    file_number: str
    worker_name: str
    worker_title: str
    issued_on: date
    period_from: date
    period_to: date
    goal: str = ""
    summary: str = ""
    meetings: tuple[Meeting, ...] = ()
    done: tuple[Step, ...] = ()
    next_steps: tuple[Step, ...] = ()
    mark: Mark = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Authority:
    """The law or rule a destruction rests on."""

    title: str
    citation: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of a class were left alone, and why, in the document's language."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One class of records in a run: planned = destroyed + everything skipped."""

    record_class: str
    planned: int
    destroyed: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, by role and never by name; `at` is aware."""

    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Store:
    """One place copies were kept, and what was found there after the run."""

    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DestructionCertificate(Frozen):
    """What was destroyed, when and under which rule; it holds no name, no file number and no free text of a
    case."""

    KIND: ClassVar[str] = "destruction_certificate"

    number: str
    language: Language
    agency_name: str
    issued_on: date
    as_of: date
    policy: str
    authorities: tuple[Authority, ...]
    counts: tuple[ClassCount, ...]
    approvers: tuple[Approval, ...]
    merkle_root: str
    statistics_note: str
    stores: tuple[Store, ...]
    method: str
    backup_horizon: date
    software_version: str
    previous_hash: str
    signature_fingerprint: str
    verify_hint: str
    timezone: str = "UTC"
    size: Size = "regular"
    mark: Mark = ""
    version: int = 1


DocumentValues = ProgressReport | DestructionCertificate
_KINDS: dict[str, type[DocumentValues]] = {
    kind.KIND: kind for kind in (ProgressReport, DestructionCertificate)
}


def document_from_plain(plain: Mapping[str, Any]) -> DocumentValues:
    """The frozen document of whatever kind `plain` says it is; ValueError when there is no such kind."""
    kind = _KINDS.get(str(plain.get("kind")))
    if kind is None:
        raise ValueError("a document of a kind this release does not know")
    return kind.from_plain(plain)
