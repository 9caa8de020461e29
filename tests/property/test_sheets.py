"""Spreadsheets: read however they were saved, and written so that no cell is a formula."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.imports.columns import FIELDS, guessed, plain
from records.imports.meanings import NOTE_KINDS, PLACES, minutes_in
from records.imports.rules import Reader, order_of
from records.imports.sheets import read_sheet, written
from records.notes import rules
from tenants.errors import Refused
from tenants.typed import clean

PLAIN = "Prénom;Né le\nÉlise;1990-01-01\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_every_common_way_to_save_a_file_is_read(encoding: str, sign: str) -> None:
    sheet = read_sheet(PLAIN.replace(";", sign).encode(encoding))
    assert (sheet.headings, sheet.rows) == (["Prénom", "Né le"], [["Élise", "1990-01-01"]])


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))), min_size=2, max_size=2))
def test_what_was_written_is_read_again_and_is_no_formula(cells: list[str]) -> None:
    data = written(["first", "second"], [["x", "y"], cells])
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    back = read_sheet(data).rows
    whole = [clean(cell) for cell in cells]
    if any(whole):
        assert [cell.removeprefix("'") for cell in back[1]] == [cell.removeprefix("'") for cell in whole]


@given(st.binary(max_size=300))
def test_no_file_is_a_fault(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"a,b\n"):
        try:
            sheet = read_sheet(start + data)
        except Refused:
            continue
        assert all(len(row) == len(sheet.headings) for row in sheet.rows)


def test_a_cell_of_a_megabyte_is_refused() -> None:
    with pytest.raises(Refused, match="Row 2"):
        read_sheet(b"a,b\n" + b"x" * 1_000_000 + b",1\n")


@given(st.lists(st.text(), max_size=12))
def test_no_row_is_a_fault(cells: list[str]) -> None:
    for kind, fields in FIELDS.items():
        mapping = {name: place for place, name in enumerate(fields)}
        checked = Reader(kind, mapping, "", date(2026, 11, 22), {}).check(cells)
        assert all(name in fields for name, _code in checked.problems)


def test_days_of_numbers_are_read_one_way_only_if_the_file_tells_which() -> None:
    assert order_of(["03/04/1990", "25/12/1990"]) == "day"
    assert order_of(["03/04/1990", "12-25-1990"]) == "month"
    assert order_of(["25/12/1990", "12/25/1990"]) == order_of(["03/04/1990"]) == ""


def test_headings_are_known_in_both_languages() -> None:
    assert guessed("people", ["Nom", "PRÉNOM", "Date de naissance", "x"]) == {
        "legal_family": 0, "legal_given": 1, "birth_on": 2,
    }  # fmt: skip
    assert guessed("people", ["Name", "D.O.B.", "e-mail"]) == {"full_name": 0, "birth_on": 1, "email": 2}
    assert guessed("notes", ["Client ID", "Date", "Notes"]) == {"file_number": 0, "occurred_on": 1, "text": 2}


@given(st.integers(0, 1440))
def test_a_length_is_read_however_it_is_written(minutes: int) -> None:
    hours, rest = divmod(minutes, 60)
    told = (
        f"{minutes}",
        f"{minutes} min",
        f"{hours}:{rest:02}",
        f"{hours} h {rest:02}",
        f"{hours}:{rest:02}:00",
    )
    assert [minutes_in(words) for words in told] == [minutes] * 5
    assert minutes_in(f"{minutes + 1441}") is None and minutes_in("a while") is None


def test_what_agencies_write_means_a_code_we_have() -> None:
    assert set(NOTE_KINDS.values()) == set(rules.KINDS) and set(PLACES.values()) == set(rules.PLACES)
    assert {plain(words) for words in (*NOTE_KINDS, *PLACES)} == {*NOTE_KINDS, *PLACES}
