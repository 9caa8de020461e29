"""How an employer may stand with the agency, and what it is found by: pure decisions."""

import re
from typing import Final

from records.clients.rules import folded
from tenants.errors import Refused

STANDINGS: Final = ("active", "watch", "do_not_use")


def check_standing(now: str, standing: str, reason: str) -> None:
    """Refuses a standing that the employer has already, and one that warns others without saying of what."""
    if standing == now:
        raise Refused("The employer stands so already. Choose another one.", field="standing")
    if standing != "active" and not reason.strip():
        raise Refused("Say why, so that others can decide whether it still holds.", field="reason")


def found_by(*words: str | None) -> str:
    """What an employer is found and put in order by: its name first, then what else it is called and does."""
    return " ".join(searched(" ".join(word for word in words if word)))


def searched(words: str) -> list[str]:
    """The folded words of what somebody typed or wrote, without what stands between them."""
    return [word for word in re.split(r"\W+", folded(words)) if word]
