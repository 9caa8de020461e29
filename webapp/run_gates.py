"""What a person can do about what stops a run: believe the date, say that they have seen what is coming."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import gates, telling
from records.retention import run_queries as queries
from records.retention.traces import RetentionRun
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Conflict
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Day, Form
from webapp.rendering import done
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("run_gates", __name__)


def in_the_way(run: RetentionRun) -> dict[str, Any]:
    """What the page of a run shows of its gates: the sentences, who was told, and today when it is in doubt."""
    return {
        "obstacles": () if run.finished_at else gates.obstacles(session(), run),
        "notices": telling.notices_of(session(), run.id),
        "doubted": clock.today(context.current().timezone) if gates.is_day_in_doubt(session()) else None,
        "reader_id": context.current().member_id,
        "now": clock.now(),
        "say": say,
    }


class DayForm(Form):
    """The day that the page showed."""

    day = Day(L_("Today"), missing=L_("Enter today’s date."))


@pages.post("/retention/date")
@member_can(P.APPROVE_RETENTION)
def confirm_day() -> Response:
    """A person says that today's date is right, although the calendar jumped."""
    form = DayForm()
    if not form.validate():
        raise Conflict("The day is another by now. Look at it again.")
    gates.confirm_day(session(), day=form.day.data)
    return done(url_for("runs.index"), _("The date is confirmed. What waited for it goes on."))


@pages.post("/retention/runs/<uuid:run_id>/acknowledgement")
@member_can(P.ANSWER_FOR_ONESELF)
def acknowledge(run_id: UUID) -> Response:
    """Somebody who was told of a run says that they have seen it."""
    telling.acknowledge(session(), queries.get_run(session(), run_id))
    return done(url_for("runs.show", run_id=run_id), _("It is noted that you have seen this."))
