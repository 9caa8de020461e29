"""What a row of a spreadsheet says, and what is wrong with it: pure decisions."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from records.clients.rules import digits, sort_name
from records.imports.columns import DAYS, plain
from records.imports.meanings import LANGUAGES, NOTE_KINDS, PLACES, REASONS, minutes_in
from tenants.typed import has_control_characters, typed_day

LIMITS: Final = {"goal": 20_000, "text": 20_000, "email": 200, "phone": 40, "pronouns": 60}
_LIMIT: Final = 120
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class Problem(NamedTuple):
    """Why a row cannot come in as it is: the field and a code of a closed list."""

    field: str
    code: str


@dataclass(slots=True)
class Checked:
    """What a row says, field by field, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_case(self) -> bool:
        """True when the row tells of a case."""
        return self.values.get("opened_on") is not None

    @property
    def likeness(self) -> tuple[str, date] | None:
        """Name and birth date together, by which the same person is suspected."""
        born, given = self.values.get("birth_on"), self.values.get("legal_given", "")
        return (sort_name(self.values.get("legal_family", ""), given), born) if born and given else None


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one file are read: which column is which field, and what comes first in 03/04/1990."""

    kind: str
    mapping: Mapping[str, int]
    numbers: str
    today: date
    workers: Mapping[str, Any]
    exit_reasons: Collection[str] = ()

    def check(self, cells: Sequence[str]) -> Checked:
        """Reads one row."""
        checked = Checked()
        for name, place in self.mapping.items():
            text = cells[place] if place < len(cells) else ""
            if text:
                self._read(checked, name, text)
        _part_the_name(checked.values)
        checked.problems += _CROSSWISE[self.kind](checked.values, self.today)
        # A field that was refused says so once; that it is missing besides would be a second time.
        refused = {one.field for one in checked.problems if one.code != "missing"}
        checked.problems = [p for p in checked.problems if p.code != "missing" or p.field not in refused]
        return checked

    def _read(self, checked: Checked, name: str, text: str) -> None:
        if has_control_characters(text, lines=name in ("text", "goal")):
            checked.problems.append(Problem(name, "control"))
        elif len(text) > LIMITS.get(name, _LIMIT):
            checked.problems.append(Problem(name, "long"))
        else:
            value = self._value(name, text)
            if isinstance(value, Problem):
                checked.problems.append(value)
            else:
                checked.values[name] = value

    def _value(self, name: str, text: str) -> Any:
        if name in DAYS:
            day = text.partition(" ")[0] if text[:4].isdecimal() and ":" in text else text
            return typed_day(day, numbers=self.numbers) or Problem(name, "day")
        if name == "worker":
            return (
                self.workers.get(text.casefold()) or self.workers.get(plain(text)) or Problem(name, "worker")
            )
        if name == "exit_reason":
            code = plain(text).replace(" ", "_")
            code = code if code in self.exit_reasons else REASONS.get(plain(text), "")
            return code or Problem(name, name)
        if name == "minutes":
            found = minutes_in(text)
            return Problem(name, name) if found is None else found
        reading = _READINGS.get(name)
        return text if reading is None else reading(text) or Problem(name, name)


def order_of(days: Iterable[str]) -> str:
    """What comes first in a file's days of numbers alone: "day" or "month" when some of them can be read only one
    way and none only the other; else nothing is guessed."""
    found = [re.fullmatch(r"(\d{1,2})\D(\d{1,2})\D\d{4}", text.strip()) for text in days]
    firsts = {
        "day" if int(one[1]) > 12 else "month" for one in found if one and max(int(one[1]), int(one[2])) > 12
    }
    return firsts.pop() if len(firsts) == 1 else ""


def _email(text: str) -> str | None:
    name, _at, domain = text.rpartition("@")
    return f"{name}@{domain.lower()}" if _EMAIL.fullmatch(text) else None


def _phone(text: str) -> str | None:
    return text if len(digits(text)) >= 7 else None


_READINGS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "email": _email,
    "phone": _phone,
    "language": lambda text: LANGUAGES.get(plain(text)),
    "note_kind": lambda text: NOTE_KINDS.get(plain(text)),
    "place": lambda text: PLACES.get(plain(text)),
}


def _part_the_name(values: dict[str, Any]) -> None:
    """Parts `Tremblay, Élise` as well as `Élise Tremblay`; a single word is a given name."""
    whole = values.pop("full_name", "")
    if not whole or values.get("legal_given"):
        return
    family, comma, given = (part.strip() for part in whole.partition(","))
    if not comma or not given:
        given, _space, family = (family if comma else whole).partition(" ")
    values["legal_given"], values["legal_family"] = (
        given.strip(),
        values.get("legal_family") or family.strip(),
    )


def _person_crosswise(values: Mapping[str, Any], today: date) -> list[Problem]:
    problems = [] if values.get("legal_given") else [Problem("legal_given", "missing")]
    born = values.get("birth_on")
    if born and (born > today or born.year < today.year - 120):
        problems.append(Problem("birth_on", "birth"))
    told = [name for name in ("closed_on", "exit_reason", "program", "goal") if values.get(name)]
    if told and not values.get("opened_on"):
        problems.append(Problem("opened_on", "missing"))
    return problems + _case_days(values, today)


def _case_days(values: Mapping[str, Any], today: date) -> list[Problem]:
    opened, closed = values.get("opened_on"), values.get("closed_on")
    problems = [
        Problem(name, "future") for name in ("opened_on", "closed_on") if (values.get(name) or today) > today
    ]
    if opened and closed and closed < opened:
        problems.append(Problem("closed_on", "order"))
    if closed and not values.get("exit_reason"):
        problems.append(Problem("exit_reason", "missing"))
    if values.get("exit_reason") and not closed:
        problems.append(Problem("closed_on", "missing"))
    return problems


def _of_somebody(values: Mapping[str, Any]) -> list[Problem]:
    known = values.get("file_number") or (values.get("legal_given") and values.get("birth_on"))
    return [] if known else [Problem("file_number", "who")]


def _case_crosswise(values: Mapping[str, Any], today: date) -> list[Problem]:
    missing = [] if values.get("opened_on") else [Problem("opened_on", "missing")]
    return _of_somebody(values) + missing + _case_days(values, today)


def _note_crosswise(values: Mapping[str, Any], today: date) -> list[Problem]:
    missing = [Problem(name, "missing") for name in ("occurred_on", "text") if not values.get(name)]
    late = [Problem("occurred_on", "future")] if (values.get("occurred_on") or today) > today else []
    return _of_somebody(values) + missing + late


_CROSSWISE: Final[Mapping[str, Callable[[Mapping[str, Any], date], list[Problem]]]] = {
    "people": _person_crosswise,
    "cases": _case_crosswise,
    "notes": _note_crosswise,
}
