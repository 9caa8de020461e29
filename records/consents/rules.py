"""Whether a consent is in force on a day: a pure decision."""

from datetime import date


def in_force(state: str, given_on: date, expires_on: date | None, on: date) -> bool:
    """True from the day it was given through the day it expires, while nobody withdrew it."""
    return state == "given" and given_on <= on and (expires_on is None or on <= expires_on)
