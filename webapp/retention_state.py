"""How retention stands: what is overdue and why, what stands in the way, what needs a date, what is wrong."""

from flask import Blueprint, Response

from records.retention import watching
from records.retention.queries import clients_named
from records.retention.sentences import event, explain
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("retention_state", __name__)
SHOWN = 50  # of the files that are overdue, and of those that need a date


@pages.get("/retention/state")
@member_can(P.SEE_RETENTION)
def show() -> Response:
    """The state of the whole agency. Looking changes nothing."""
    found = watching.overview(session())
    shown = [*found.overdue[:SHOWN], *found.without_date[:SHOWN]]
    return answer(
        "retention_state/show.html",
        found=found,
        shown=SHOWN,
        clients=clients_named(session(), [one.case.client_id for one in shown]),
        explained=lambda one: explain(one.verdict),
        event=event,
        say=say,
    )
