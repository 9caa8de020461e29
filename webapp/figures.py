"""Figures of the work for a period: on the screen, on paper and as a file, from one count."""

from itertools import chain
from typing import NamedTuple

from flask import Blueprint, Response, make_response, request

from records.figures.columns import Numbers, columns_of, told
from records.figures.queries import figures, programs
from records.figures.rules import (
    BEGINNING,
    EVER,
    Figures,
    Period,
    Table,
    days_of,
    fiscal_year,
    quarters_of,
)
from records.imports.sheets import written
from records.particulars.work import SERVICE
from templates.labels import choices, label
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
# For how many years their quarters are offered, too.
_FEW_YEARS = 3


class PeriodForm(Form):
    """For which days, and in which program."""

    since = Day(L_("First day"), missing=L_("Enter the first day."))
    until = Day(L_("Last day"), missing=L_("Enter the last day."))
    program = Choice(L_("Program"))


class Row(NamedTuple):
    """One line in words with its numbers by column, None where one is hidden."""

    words: str
    numbers: Numbers


class Shown(NamedTuple):
    """One figure in words; its last row is the total."""

    name: str
    columns: tuple[str, ...]
    rows: list[Row]


@pages.get("/figures")
@member_can(P.SEE_FIGURES)
def show() -> Response:
    """The figures of a period; without one, of the fiscal year that runs."""
    form = asked()
    return _page(form, period_of(form))


@pages.get("/figures/file")
@member_can(P.SEE_FIGURES)
def download() -> Response:
    """The same figures as a spreadsheet. That they were taken out is recorded."""
    form = asked()
    period = period_of(form)
    counted = figures(session(), period) if period else None
    if period is None or counted is None or not counted.tables:
        return _page(form, period)
    since, until, in_one_program = period.since, period.until, bool(period.program)
    mine = context.current().organisation_id
    audit.viewed(audit.Verb.FIGURES_TAKEN, mine, since=since, until=until, in_one_program=in_one_program)
    response = make_response(_file(period, counted))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="figures-{since}-{until}.csv"'
    return response


def asked() -> PeriodForm:
    """The form as the address fills it in; what changes nothing needs no token."""
    year = fiscal_year(clock.today(context.current().timezone))
    start = {"since": year.since, "until": year.until}
    form = PeriodForm(formdata=request.args or None, data=start, meta={"csrf": False})
    form.offer(program=[(name, name) for name in programs(session())])
    return form


def period_of(form: PeriodForm) -> Period | None:
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
    counted = figures(session(), period) if period else Figures({})
    return answer(
        "figures/show.html",
        form=form,
        period=period,
        counted=counted,
        shown=_shown(counted),
        instead=_instead(counted),
        beginning=BEGINNING,
        now=clock.now(),
        status=200 if period else 422,
    )


def _shown(counted: Figures) -> list[Shown]:
    return [_in_words(name, table) for name, table in counted.tables.items()]


def _instead(counted: Figures) -> list[Period]:
    """Where the days that were asked for cannot be told: what can. The years, with their quarters when they are few."""
    if counted.tables or not counted.destroyed:
        return []
    today = clock.today(context.current().timezone)
    are_few = len(counted.destroyed) <= _FEW_YEARS
    grains = [(year, *(quarters_of(year) if are_few else ())) for year in counted.destroyed]
    offered = [days_of(one, today) for one in (*chain(*grains), EVER)]
    return [one for one in offered if one.since <= today]


def _in_words(name: str, table: Table) -> Shown:
    rows = [Row(_words(name, code), numbers) for code, numbers in told(name, table)]
    return Shown(name, columns_of(name), rows)


def _words(name: str, code: str) -> str:
    if not code:
        return _("All together")
    if name != "services":
        return label(code, "exit_reason" if name == "closed" else "figure_line")
    types = next(field for field in SERVICE.fields if field.name == SERVICE.title).codes
    return _(types[code])


def _file(period: Period, counted: Figures) -> bytes:
    """Line by line what the page shows, with the days it is about."""
    columns = choices("figure_column")
    headings = [_("Figure"), _("Line"), *(str(words) for _one, words in columns), _("How it is counted")]
    about = _("%(since)s to %(until)s", since=period.since, until=period.until)
    rows = [
        [_("Period"), about, "", "", "", "", ""],
        [_("Program"), period.program or _("All programs"), "", "", "", "", ""],
    ]
    if counted.destroyed:
        rows.append([_("Includes files destroyed under the schedule"), *[""] * 6])
    for figure in _shown(counted):
        for row in figure.rows:
            numbers = (str(row.numbers.get(one, "")) for one, _words_of in columns)
            said = (_("hidden") if number == "None" else number for number in numbers)
            name, how = label(figure.name, "figure"), label(figure.name, "figure_counted")
            rows.append([name, row.words, *said, how])
    return written(headings, rows)
