"""Reading a spreadsheet that anybody may have made, and writing one that does nobody harm."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from tenants.errors import Refused
from tenants.typed import clean

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 100
# Longer than any note may be; a spreadsheet program itself stops at 32,767 letters.
MAX_CELL: Final = 32_767
# Bytes of an XLSX file once unpacked; a file of 10 MB that is honest stays far below.
MAX_UNPACKED: Final = 120_000_000
_DELIMITERS: Final = ",;\t|"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE: Final = b"PK"
# What a spreadsheet program would take for the beginning of a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The headings, and the rows under them as text, each as long as the headings."""

    headings: list[str]
    rows: list[list[str]]


def read_sheet(data: bytes, *, sheet: str = "") -> Sheet:
    """Reads a CSV or XLSX file by its content, never by its name. Refuses in a sentence what is neither, what is too
    large, and what hides something."""
    expect_spreadsheet(data)
    if data.startswith(_PACKAGE):
        return _sheet_of(_xlsx_rows(data, sheet))
    return _sheet_of(_csv_rows(_text_of(data)))


def expect_spreadsheet(data: bytes) -> None:
    """Refuses what cannot be a spreadsheet by its first bytes and its letters alone: nothing is taken apart here."""
    if not data:
        raise Refused("This file is empty.", field="file")
    if data.startswith(_OLD_OFFICE):
        raise Refused(
            "This is an old Excel file, or one with a password. Save it as .xlsx or .csv without a password.",
            field="file",
        )
    if not data.startswith(_PACKAGE):
        _text_of(data)


def written(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file for any spreadsheet program, in which no cell is a formula (OWASP, CSV injection)."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([_harmless(cell) for cell in row] for row in (headings, *rows))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _sheet_of(rows: Iterator[list[str]]) -> Sheet:
    filled = (row for row in rows if any(row))
    headings = next(filled, None)
    if headings is None:
        raise Refused("There is nothing in this file.", field="file")
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise Refused("This file has more than %(limit)s columns.", field="file", limit=MAX_COLUMNS)
    width, found = len(headings), list(islice(filled, MAX_ROWS + 1))
    if len(found) > MAX_ROWS:
        raise Refused(
            "This file has more than %(limit)s rows. Divide it and bring in one part after the other.",
            field="file",
            limit=MAX_ROWS,
        )
    if not found:
        raise Refused("There are headings in this file, but no rows under them.", field="file")
    return Sheet(headings, [(row + [""] * width)[:width] for row in found])


def _cell(text: str, number: int) -> str:
    if len(text) > MAX_CELL:
        raise Refused(
            "Row %(row)s has a cell of more than %(limit)s characters. Shorten it first.",
            field="file",
            row=number,
            limit=MAX_CELL,
        )
    kept = clean(text)
    # What a program put before a formula to make it harmless, ours among them, is no part of the words.
    return kept[1:] if kept.startswith("'") and kept[1:].startswith(_FORMULA) else kept


def _text_of(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    raise Refused("This is not a spreadsheet we can read. Save it as .csv or .xlsx.", field="file")


def _csv_rows(text: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        for number, row in enumerate(reader, start=1):
            yield [_cell(cell, number) for cell in row]
    except csv.Error:
        raise Refused(
            "Row %(row)s cannot be read. Look for a quotation mark that is never closed.",
            field="file",
            row=reader.line_num,
        ) from None


def _delimiter(text: str) -> str:
    """The sign that parts the first lines into the most columns, and into as many in each."""
    head = text.splitlines()[:20]

    def fitness(sign: str) -> tuple[bool, int]:
        try:
            widths = [len(row) for row in csv.reader(head, delimiter=sign) if row]
        except csv.Error:
            return False, 0
        return len(set(widths)) == 1 and widths[0] > 1, min(widths, default=0)

    return max(_DELIMITERS, key=fitness)


def _xlsx_rows(data: bytes, sheet: str) -> Iterator[list[str]]:
    try:
        _check_package(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        page = book[_name_among(book.sheetnames, sheet)]
        page.reset_dimensions()  # what the file says of its own size is only a claim
        for number, row in enumerate(page.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), start=1):
            yield [_cell(_said(value), number) for value in row]
            if number > 2 * MAX_ROWS:  # rows of nothing, made to keep us busy
                break
    except (zipfile.BadZipFile, InvalidFileException, SyntaxError, *_BROKEN):
        raise Refused(
            "This is not a spreadsheet we can read. Save it as .csv or .xlsx.", field="file"
        ) from None


# What the library raises when a package is not put together as the format says.
_BROKEN: Final = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    RuntimeError,
)


def _name_among(names: list[str], wanted: str) -> str:
    if not wanted:
        return names[0]
    for name in names:
        if name.casefold() == wanted.casefold():
            return name
    raise Refused(
        "There is no sheet of that name. This file has: %(names)s.",
        field="sheet",
        names=", ".join(names)[:300],
    )


def _check_package(data: bytes) -> None:
    """Looks at the table of a package before anything of it is unpacked. Python's reader never unpacks more of a part
    than the table says, so a table that lies yields a broken part and not a flood."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused("This file holds macros. Save it as .xlsx or .csv, which hold none.", field="file")
    if len(parts) > 2000 or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refused(
            "This file is much larger inside than outside. Save it anew as .xlsx or .csv.", field="file"
        )


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
