"""How a form asks for an occupation, and for an amount."""

import re
from decimal import Decimal
from typing import Any, TypeVar

from records.occupations.queries import by_title
from records.occupations.rules import Occupation
from templates import words
from templates.words import gettext as _
from webapp.forms import Entry, Form

T = TypeVar("T", bound=Form)


class Amount(Entry):
    """A number written with a point or a comma, between two bounds."""

    def __init__(self, label: object = "", *, low: str, high: str, places: int, **options: Any) -> None:
        self.low, self.high, self.places = Decimal(low), Decimal(high), places
        super().__init__(label, inputmode="decimal", **options)

    def read(self, text: str) -> Decimal:
        """The number; raises ValueError with a sentence."""
        found = re.fullmatch(rf"([0-9]{{1,5}})(?:[.,]([0-9]{{1,{self.places}}}))?\s*\$?", text)
        amount = Decimal(f"{found[1]}.{found[2] or 0}") if found else None
        if amount is None or not self.low <= amount <= self.high:
            raise ValueError(_("Enter a number from %(low)s to %(high)s.", low=self.low, high=self.high))
        return amount


def shown_as(occupation: Occupation) -> tuple[str, str]:
    """An occupation as a list offers it, in the reader's language."""
    return occupation.code, f"{occupation.title(words.language())} ({occupation.code})"


def dollars(cents: int | None) -> Decimal | None:
    """An amount as a form shows it."""
    return None if cents is None else Decimal(cents) / 100


def with_occupations(form: T) -> T:
    """The form with every occupation to choose from, by title."""
    form.offer(noc_code=[shown_as(one) for one in by_title(words.language())])
    return form
