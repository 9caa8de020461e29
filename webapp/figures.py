"""Figures of the work for a period: on the screen, on paper and as a file, from one count."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import Blueprint, Response, make_response, request

from records.figures.queries import figures, programs
from records.figures.rules import Line, Period, Table, fiscal_year, share
from records.imports.sheets import written
from records.particulars.work import SERVICE
from templates.labels import label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("figures", __name__)
# Which numbers each line of a figure has; one number where it is not named.
_COLUMNS = {
    "closed": ("people", "number"),
    "services": ("people", "number", "minutes"),
    "punctual": ("number", "share"),
}
# What is not added up: one person may stand in several lines, and all of them are a hundred in a hundred.
_NOT_ADDED = ("people", "share")
# The numbers there are, in the order of a file.
_HEADS = (
    ("people", L_("People")),
    ("number", L_("Number")),
    ("minutes", L_("Minutes")),
    ("share", L_("Of a hundred")),
)
# What is counted without telling one kind from another.
_ONE_LINE = ("opened",)


class PeriodForm(Form):
    """For which days, and in which program."""

    since = Day(L_("First day"), missing=L_("Enter the first day."))
    until = Day(L_("Last day"), missing=L_("Enter the last day."))
    program = Choice(L_("Program"))


class Row(NamedTuple):
    """One line in words with its numbers by column, None where one is hidden."""

    words: str
    numbers: dict[str, int | None]


class Shown(NamedTuple):
    """One figure in words; its last row is the total."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


@pages.get("/figures")
@member_can(P.SEE_FIGURES)
def show() -> Response:
    """The figures of a period; without one, of the fiscal year that runs."""
    form = _asked()
    return _page(form, _period(form))


@pages.get("/figures/file")
@member_can(P.SEE_FIGURES)
def download() -> Response:
    """The same figures as a spreadsheet. That they were taken out is recorded."""
    form = _asked()
    period = _period(form)
    if period is None:
        return _page(form, period)
    mine, since, until = context.current().organisation_id, period.since, period.until
    audit.viewed(
        audit.Verb.FIGURES_TAKEN, mine, since=since, until=until, in_one_program=bool(period.program)
    )
    response = make_response(_file(period))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{since}-{until}.csv"'
    return response


def _asked() -> PeriodForm:
    """The form as the address fills it in; what changes nothing needs no token."""
    year = fiscal_year(clock.today(context.current().timezone))
    start = {"since": year.since, "until": year.until}
    form = PeriodForm(formdata=request.args or None, data=start, meta={"csrf": False})
    form.offer(program=[(name, name) for name in programs(session())])
    return form


def _period(form: PeriodForm) -> Period | None:
    """What was asked for, or None when the form says what is wrong with it."""
    if request.args and not form.validate():
        return None
    try:
        period = Period(form.since.data, form.until.data, form.program.data or "")
        period.expect_in_order()
    except Refused as refusal:
        form.accept(refusal)
        return None
    return period


def _page(form: PeriodForm, period: Period | None) -> Response:
    return answer(
        "figures/show.html",
        form=form,
        period=period,
        shown=_shown(period) if period else [],
        heads=dict(_HEADS),
        now=clock.now(),
        status=200 if period else 422,
    )


def _shown(period: Period) -> list[Shown]:
    return [_in_words(name, table) for name, table in figures(session(), period).items()]


def _in_words(name: str, table: Table) -> Shown:
    columns = _COLUMNS.get(name, ("number",))
    lines = table.lines if name not in _ONE_LINE else ()
    rows = [Row(_words(name, line.code), _numbers(table, line, columns)) for line in lines]
    added = [one for one in columns if one not in _NOT_ADDED]
    total = Row(_("All together"), _numbers(table, Line("", table.total), added))
    return Shown(name, columns, [*rows, total])


def _numbers(table: Table, line: Line, columns: Iterable[str]) -> dict[str, int | None]:
    return {
        column: share(table, line) if column == "share" else getattr(line.cell, column, None)
        for column in columns
    }


def _words(name: str, code: str) -> str:
    if name != "services":
        return label(code, "exit_reason" if name == "closed" else "figure_line")
    types = next(field for field in SERVICE.fields if field.name == SERVICE.title).codes
    return _(types[code])


def _file(period: Period) -> bytes:
    """Line by line what the page shows, with the days it is about."""
    headings = [_("Figure"), _("Line"), *(str(words) for _column, words in _HEADS), _("How it is counted")]
    about = _("%(since)s to %(until)s", since=period.since, until=period.until)
    rows = [
        [_("Period"), about, "", "", "", "", ""],
        [_("Program"), period.program or _("All programs"), "", "", "", "", ""],
    ]
    for figure in _shown(period):
        for row in figure.rows:
            numbers = (str(row.numbers.get(one, "")) for one, _said in _HEADS)
            told = (_("hidden") if number == "None" else number for number in numbers)
            name, counted = label(figure.name, "figure"), label(figure.name, "figure_counted")
            rows.append([name, row.words, *told, counted])
    return written(headings, rows)
