"""What a private link is worth at a moment, which answer opens it, and how an address is written: pure decisions."""

import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import datetime

DAYS, MOST_DAYS = 14, 90
ATTEMPTS = 5
# What else than the link has to be known: told on the file, or told by telephone.
FACTS = ("birth_year", "code")
# For how long a link that was answered shows the document, in seconds.
OPEN_SECONDS = 15 * 60
_CODE = 6
_POSTAL = re.compile(r"([A-Z][0-9][A-Z])([0-9][A-Z][0-9])")
# As Canada Post writes them, by the names that stand on file.
_REGIONS = {
    "alberta": "AB",
    "british columbia": "BC",
    "colombie-britannique": "BC",
    "manitoba": "MB",
    "new brunswick": "NB",
    "nouveau-brunswick": "NB",
    "newfoundland and labrador": "NL",
    "terre-neuve-et-labrador": "NL",
    "nova scotia": "NS",
    "nouvelle-écosse": "NS",
    "northwest territories": "NT",
    "territoires du nord-ouest": "NT",
    "nunavut": "NU",
    "ontario": "ON",
    "prince edward island": "PE",
    "île-du-prince-édouard": "PE",
    "quebec": "QC",
    "québec": "QC",
    "saskatchewan": "SK",
    "yukon": "YT",
}


def state_of(ended: str | None, expires_at: datetime, now: datetime) -> str:
    """`open` while the link may be opened; else why not: revoked, attempts or expired."""
    return ended or ("open" if now < expires_at else "expired")


def new_answer() -> str:
    """Six digits to be told by telephone."""
    return f"{secrets.randbelow(10**_CODE):0{_CODE}}"


def fits(kept: str, said: str) -> bool:
    """Whether this is the answer, however it was spaced; in the same time for every wrong one."""
    digits = "".join(one for one in said if one.isdecimal() and one.isascii())
    return hmac.compare_digest(kept.encode(), digits.encode())


def written_address(name: str, address: Mapping[str, str | None]) -> tuple[str, ...]:
    """Name, street, then town, province and postal code on one line, as the post asks for it; nothing without a name, a
    street and a town."""
    street = [line.strip() for line in (address.get("lines") or "").splitlines() if line.strip()]
    town = (address.get("town") or "").strip()
    if not (name.strip() and street and town):
        return ()
    region = (address.get("region") or "").strip()
    code = "".join((address.get("postal_code") or "").upper().split())
    known = _POSTAL.fullmatch(code)
    place = f"{town} {_REGIONS.get(region.casefold(), region)}".strip()
    return (name.strip(), *street, f"{place}  {' '.join(known.groups()) if known else code}".strip())
