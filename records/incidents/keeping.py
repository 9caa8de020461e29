"""A line of the register of breaches: what makes it sound, how long it is kept at least, and how long people have
waited to be told. Pure decisions."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from tenants.errors import sentence

# Months from the day the breach was known. Canada: Breach of Security Safeguards Regulations, SOR/2018-64, s. 6.
# Quebec: Regulation respecting confidentiality incidents, CQLR, c., r. 3.1, s. 8. The longest that may apply
# counts; which law binds an agency is not decided here.
_EVERYWHERE: Final = 24
_IN_PROVINCE: Final[Mapping[str, int]] = MappingProxyType({"QC": 60})
_MONTHS: Final = 12


def kept_through(known_on: date, province: str) -> date:
    """The last day a line must still be there. A month too short for the day lends its last day."""
    months = max(_EVERYWHERE, _IN_PROVINCE.get(province, 0))
    years, month = divmod(known_on.year * _MONTHS + known_on.month - 1 + months, _MONTHS)
    return date(years, month + 1, min(known_on.day, calendar.monthrange(years, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Clock:
    """How many days from the day a breach was known until somebody was told, or until today while `running`."""

    days: int
    running: bool


def waiting(known_on: date, told_on: date | None, *, decision: str, today: date) -> Clock | None:
    """The clock of one notice. There is none where it was decided that nobody needs to be told, and nobody was."""
    if told_on is not None:
        return Clock((told_on - known_on).days, running=False)
    if decision == "no_real_risk":
        return None
    return Clock((today - known_on).days, running=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the agency knows of a breach, how it judges the risk of significant harm, and whom it told."""

    discovered_on: date
    information: tuple[str, ...]
    circumstances: str
    persons: int
    decision: str
    safeguards: str | None = None
    sensitivity: str | None = None
    likelihood: str | None = None
    reasons: str | None = None
    regulator_on: date | None = None
    regulator_reference: str | None = None
    individuals_on: date | None = None
    individuals_how: str | None = None
    prevention: str | None = None


_ASSESSMENT: Final = (
    ("sensitivity", sentence("Choose how sensitive the information is.")),
    ("likelihood", sentence("Choose how likely misuse is.")),
    ("reasons", sentence("Write down the reasons for the decision.")),
)


def faults(finding: Finding, *, occurred_on: date | None, today: date) -> list[tuple[str, str]]:
    """What does not hold together, as (field, what to do). A decision rests on an assessment with its reasons; nobody
    knows of a breach before it happened, or is told of it before it is known."""
    found = []
    if finding.decision != "pending":
        found += [(name, words) for name, words in _ASSESSMENT if not getattr(finding, name)]
    if (finding.individuals_on is None) != (finding.individuals_how is None):
        found.append(("individuals_on", sentence("Enter both the day the people were told and how.")))
    for name, earliest in (
        ("discovered_on", occurred_on),
        ("regulator_on", finding.discovered_on),
        ("individuals_on", finding.discovered_on),
    ):
        day = getattr(finding, name)
        if day is not None and day > today:
            found.append((name, sentence("This day cannot be in the future.")))
        elif day is not None and earliest is not None and day < earliest:
            found.append((name, sentence("This day cannot be before what it follows.")))
    return found
