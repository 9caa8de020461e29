"""Reading the classification, which is the same for every agency and is read from its file once."""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from records.occupations import rules
from records.occupations.rules import Occupation
from tenants.errors import Refused

# What a code is a code of; a newer classification gets a list of its own.
VERSION: Final = "2021 v1.0"


@cache
def occupations() -> Mapping[str, Occupation]:
    """Every occupation by its code."""
    said: dict[str, list[str]] = {}
    for row in _rows("everyday.csv"):
        said.setdefault(row["code"], []).append(row["words"])
    found = {
        row["code"]: Occupation(row["code"], row["en"], row["fr"], tuple(said.get(row["code"], ())))
        for row in _rows("noc2021.csv")
    }
    return MappingProxyType(found)


def search(words: str, most: int = 25) -> list[Occupation]:
    """The occupations that some words, of either language, mean."""
    return rules.search(occupations().values(), words, most)


@cache
def by_title(language: str) -> list[Occupation]:
    """Every occupation, by title."""
    return rules.in_order(occupations().values(), language)


def expect_code(code: str) -> None:
    """Refuses a code that the classification does not have."""
    if code not in occupations():
        raise Refused("Choose an occupation of the list.", field="noc_code")


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("records.occupations").joinpath("data", name).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)
