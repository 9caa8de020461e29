"""The shapes in which the made-up people are written down; days are counted back from the day they are added."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Talk:
    """One note about a contact `ago` days ago, and the next step agreed in it: who does what within so many days. A
    draft waits for its signature."""

    ago: int
    kind: str
    place: str
    minutes: int
    reason: str
    details: str
    action: str
    step: str
    who: str
    within: int
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Somebody who does not exist. Without a goal there is no case yet; `lasts` is for how many more days the consent
    holds, `meets_in` in how many days the next appointment is."""

    given: str
    family: str
    phone: str
    email: str
    born: tuple[int, int, int]
    language: str = "en"
    pronouns: str = ""
    opened: int = 0
    goal: str = ""
    lasts: int | None = None
    talks: tuple[Talk, ...] = ()
    meets_in: int | None = None
    waits_for: str | None = None
    ended: tuple[int, str] | None = None
