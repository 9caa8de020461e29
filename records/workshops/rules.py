"""Who has a place in a group session, what may become of it and of each registration: pure decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tenants.errors import Refused

KINDS: Final = ("resume", "interview", "digital", "rights", "job_search", "other")
# Who came; who takes a place; the database says the same. Who did not come leaves the chair to somebody who waits.
CAME: Final = ("attended", "late")
HOLDS: Final = ("registered", *CAME)
MARKS: Final = (*CAME, "absent")
# What a registration may become from each state. A wrong tap is put right by another one.
_NEXT: Final = {
    "registered": {"attended", "late", "absent", "off"},
    "waiting": {"registered", "attended", "late", "off"},
    "attended": {"late", "absent"},
    "late": {"attended", "absent"},
    "absent": {"attended", "late"},
    "off": {"registered", "waiting"},
}
STATES: Final = tuple(_NEXT)
_COURSE: Final = {"planned": {"held", "called_off"}, "held": set[str](), "called_off": set[str]()}
# People come early, and so does the list.
EARLY = timedelta(hours=1)
USUAL_MINUTES, USUAL_PLACES = 120, 12


@dataclass(frozen=True, slots=True)
class Plan:
    """What a session is, when and where. `beside` is true when its leaders want it beside something else."""

    title_en: str
    title_fr: str
    kind: str
    language: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    leader_id: UUID
    second_id: UUID | None = None
    place: str = "office"
    room: str | None = None
    kind_words: str = ""
    description: str = ""
    beside: bool = False

    def expect_whole(self) -> None:
        """Refuses a plan that lacks what somebody must know to come."""
        if not (self.title_en or self.title_fr):
            raise Refused("Enter a title in English or in French.", field="title_en")
        if self.kind == "other" and not self.kind_words:
            raise Refused("Say in a few words what it is about.", field="kind_words")
        if self.second_id == self.leader_id:
            raise Refused("Choose another person, or leave this empty.", field="second_id")


@dataclass(frozen=True, slots=True)
class Seats:
    """How many have a place, wait, came, and came without a note being written of it."""

    taken: int = 0
    waiting: int = 0
    came: int = 0
    absent: int = 0
    unwritten: int = 0

    @property
    def listed(self) -> int:
        """Everybody who is not off the list."""
        return self.taken + self.waiting + self.absent


def place_for(capacity: int, taken: int) -> str:
    """What somebody who asks for a place gets: first come, first served."""
    return "registered" if taken < capacity else "waiting"


def moving_up(capacity: int, taken: int, waiting: int) -> int:
    """How many of those who wait get a place now."""
    return max(0, min(capacity - taken, waiting))


def may_become(before: str, after: str) -> bool:
    """Whether a registration may pass from one state to the other."""
    return after in _NEXT[before]


def may_go(before: str, after: str) -> bool:
    """Whether a session may pass from one state to the other."""
    return after in _COURSE[before]


def lasts(starts_at: datetime, ends_at: datetime) -> int:
    """How many minutes it takes."""
    return int((ends_at - starts_at) / timedelta(minutes=1))


def may_be_marked(starts_at: datetime, now: datetime) -> bool:
    """Whether it is time to say who came."""
    return now >= starts_at - EARLY


_MODES: Final = {"phone": "phone", "video": "video"}


def draft_of(*, title: str, place: str, started: datetime, minutes: int) -> dict[str, str]:
    """The note of a session as far as it writes itself; `started` is local."""
    return {
        "kind": "group",
        "occurred_on": started.date().isoformat(),
        "started_at": f"{started:%H:%M}",
        "minutes": str(minutes),
        "place": place,
        "mode": _MODES.get(place, "in_person"),
        "training": title,
    }
