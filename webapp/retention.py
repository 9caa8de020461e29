"""Retention: the schedule in force, what is due under it, and what is under way."""

from flask import Blueprint, Response, url_for

from records.retention import looking_ahead, queries, run_queries, states, watching
from templates.words import gettext as _
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.sentences import told
from webapp.transaction import session

pages = Blueprint("retention", __name__)


@pages.get("/retention")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """The schedule in force, what is due under it, and what is under way."""
    in_force = queries.find_in_force(session())
    [now] = looking_ahead.outlooks(session(), [looking_ahead.in_force(session())])
    return answer(
        "retention/index.html",
        in_force=in_force,
        lines=queries.rules_in(session(), in_force.id) if in_force else [],
        cited={one.id: one for one in queries.authorities(session())},
        told=told,
        draft=queries.find_draft(session()),
        now=now,
        holds=queries.holds(session()),
        runs=run_queries.runs(session())[:5],
        state=states.find_state(session()),
        alarms=watching.alarms_of(session()),
    )


@pages.post("/retention/stop")
@member_can(P.APPROVE_RETENTION)
def stop() -> Response:
    """Stops all destruction in the agency."""
    states.stop_everything(session())
    return done(url_for("retention.index"), _("Destruction is stopped."))


@pages.post("/retention/stop-removal")
@member_can(P.APPROVE_RETENTION)
def allow() -> Response:
    """Takes the stop back."""
    states.allow_again(session())
    return done(url_for("retention.index"), _("Destruction may go on."))
