"""What may become of a task and a check-in, and when somebody went quiet: pure decisions."""

from datetime import date, timedelta

SOURCES = ("note", "wrap_up", "plan", "referral", "hand")
OWNERS = ("client", "worker", "provider")
OUTCOMES = ("reached", "message_left", "no_answer", "unsafe", "wrong_number")
# What a worklist shows, from what waits longest to who was not heard of, and whose work rests.
VIEWS = ("promises", "steps", "overdue", "check_ins", "quiet", "paused")
AHEAD_DAYS = 7  # how many days ahead a worklist looks
# After how many days without a word somebody is quiet, by how often it was agreed to be in touch; the last when nothing
# was. Twice the time for those who are near, half as much again for the others.
QUIET_AFTER_DAYS = {"weekly": 14, "fortnightly": 28, "monthly": 45, "follow_up": 90}
QUIET_UNLESS_SAID = 30

_AFTER = {"finish": "done", "drop": "dropped", "move": "open"}


def becomes(state: str, event: str) -> str | None:
    """The state of a task after it was finished, dropped or moved to another day; None when it was over already."""
    return _AFTER[event] if state == "open" else None


def check_in_becomes(state: str, outcome: str) -> str | None:
    """The state of a check-in after an attempt with this outcome, or `not_needed`; None when it was over already.
    Only who was reached was checked in on."""
    if state != "planned":
        return None
    return {"reached": "done", "not_needed": "not_needed"}.get(outcome, "planned")


def is_overdue(due_on: date | None, today: date) -> bool:
    """True from the day after the last; what has no day is never late."""
    return due_on is not None and due_on < today


def looks_ahead_to(today: date) -> date:
    """The last day a worklist shows what comes."""
    return today + timedelta(days=AHEAD_DAYS)


def is_quiet(heard_on: date, contact: str | None, today: date) -> bool:
    """True for who was not heard of for longer than agreed."""
    return today - heard_on >= timedelta(days=QUIET_AFTER_DAYS.get(contact or "", QUIET_UNLESS_SAID))
