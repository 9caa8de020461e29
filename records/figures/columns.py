"""Which numbers a figure tells, line by line: the same on the page, in the file and in a report."""

from records.figures.rules import Line, Table, share

# Which numbers each line of a figure has; one number where it is not named.
_COLUMNS = {
    "closed": ("people", "number"),
    "services": ("people", "number", "minutes"),
    "punctual": ("number", "share"),
}
# What is not added up: one person may stand in several lines, and all of them are a hundred in a hundred.
_NOT_ADDED = ("people", "share")
# What is counted without telling one kind from another.
_ONE_LINE = ("opened",)

Numbers = dict[str, int | None]


def columns_of(name: str) -> tuple[str, ...]:
    """The numbers that each line of this figure has."""
    return _COLUMNS.get(name, ("number",))


def told(name: str, table: Table) -> list[tuple[str, Numbers]]:
    """Each line by its code with its numbers, None where one is hidden; the last, without a code, is the total."""
    columns = columns_of(name)
    lines = () if name in _ONE_LINE else table.lines
    total = Line("", table.total)
    added = [one for one in columns if one not in _NOT_ADDED]
    return [
        *((line.code, {one: _number(table, line, one) for one in columns}) for line in lines),
        ("", {one: _number(table, total, one) for one in added}),
    ]


def _number(table: Table, line: Line, column: str) -> int | None:
    return share(table, line) if column == "share" else getattr(line.cell, column, None)
