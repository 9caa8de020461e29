"""The shapes in which invented lives are written down; days are counted back from today, so clocks stay live."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tenants.permissions import Role

# Who acts when it is nobody of the team, but somebody who was sent a link.
NOBODY = "-"
# Where a contact of a kind usually happens.
USUAL_PLACE = {
    "meeting": "office",
    "session": "office",
    "phone": "phone",
    "video": "video",
    "email": "other",
    "group": "office",
    "contact_attempt": "phone",
    "collateral": "phone",
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A next step, due `within` so many days of the meeting and done `done` days after it, or not yet."""

    what: str
    who: str
    within: int
    done: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """An addendum, so many days after the signature."""

    reason: str
    words: str
    after: int = 1


@dataclass(frozen=True, slots=True)
class Told:
    """One note about a contact `ago` days ago. `signed` days after it; None leaves it a draft. `form` is whatever else
    it says: its format with the parts, the person's own words, the language."""

    ago: int
    kind: str
    minutes: int
    reason: str
    details: str
    action: str
    steps: tuple[Agreed, ...] = ()
    no_steps: str = ""
    training: str = ""
    place: str = ""
    signed: int | None = 0
    added: Added | None = None
    by: str = ""
    late: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """A consent, or a refusal; `lasts` days, `taken_back` days after it was given. `about` is what else it says: who
    gave it, for whom it is, what it covers."""

    ago: int
    kind: str = "service"
    how: str = "signed_paper"
    lasts: int | None = None
    witness: str = ""
    conditions: str = ""
    refused: bool = False
    taken_back: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that is to be drawn."""

    ago: int
    language: str = "en"
    size: str = "regular"


@dataclass(frozen=True, slots=True)
class Held:
    """A hold on the case, placed by the privacy lead."""

    ago: int
    kind: str
    basis: str
    reason: str


@dataclass(frozen=True, slots=True)
class Work:
    """One case. `goals` are later wordings of the goal: days ago, words. `closed` is days ago and exit reason,
    `reopened` days ago and why, `waits_for` what somebody waits for from the first day."""

    ago: int
    goal: str = ""
    program: str = ""
    told: tuple[Told, ...] = ()
    goals: tuple[tuple[int, str], ...] = ()
    closed: tuple[int, str] | None = None
    reopened: tuple[int, str] | None = None
    asked: tuple[Asked, ...] = ()
    held: Held | None = None
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A client. `age` in whole years and days since the last birthday, or None when they did not say."""

    key: str
    given: str
    family: str
    by: str
    ago: int
    age: tuple[int, int] | None = None
    preferred: str = ""
    pronouns: str = ""
    language: str = "en"
    phone: str = ""
    email: str = ""
    safe: bool = True  # to leave a message
    nameless: bool = False  # the file begins without a name
    consents: tuple[Given, ...] = ()
    work: tuple[Work, ...] = ()

    def born(self, today: date) -> date | None:
        """The birth date that gives this age today."""
        if self.age is None:
            return None
        years, days = self.age
        birthday = date.fromordinal(today.toordinal() - days)
        is_leap_day = (birthday.month, birthday.day) == (2, 29)
        return birthday.replace(year=birthday.year - years, day=28 if is_leap_day else birthday.day)


# What somebody does; the second argument finds the people and cases of the script again.
Act = Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done once, `ago` days ago, about the client `who`, or about nobody in particular; by their worker when
    nobody else is named; so many minutes after nine, when its time of day matters."""

    ago: int
    who: str
    act: Act
    by: str = ""
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody on the team; `shown` in what the command prints."""

    key: str
    name: str
    roles: tuple[Role, ...]
    title: str
    language: str = "en"
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency. The first of the team signed it up; `days` is how long ago."""

    name: str
    province: str
    language: str
    domain: str
    days: int
    team: tuple[Colleague, ...]
    people: tuple[Person, ...] = field(default=(), repr=False)
    deeds: tuple[Deed, ...] = field(default=(), repr=False)
    notes: Mapping[str, tuple[Told, ...]] = field(default_factory=dict, repr=False)
    keeps_schedule: bool = False

    def address_of(self, key: str) -> str:
        """The e-mail address with which a member of the team signs in."""
        return f"{key}@{self.domain}"
