"""Alerts: set, change, end by two people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.alerts import actions, queries
from records.alerts.models import Alert
from records.alerts.rules import Content
from records.history.queries import steps_of
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("alerts", __name__)


class AlertForm(Form):
    """What must be known, by whom, and until when."""

    kind = Choice(L_("Kind of alert"), missing=L_("Choose the kind of alert."), choices=choices("alert_kind"))
    words = LongText(
        L_("What to know"),
        missing=L_("Write what to know before meeting this person."),
        limit=500,
        rows=2,
        hint=L_("Neutral words: what to do or to avoid. No diagnosis, no judgment; the person may read it."),
    )
    audience = Choice(
        L_("Who sees it"),
        missing=L_("Choose who sees it."),
        choices=choices("alert_audience"),
        as_radio=True,
    )
    review_on = Day(L_("Look at it again on"), missing=L_("Enter the day to look at it again."))
    expires_on = Day(
        L_("Last day"), missing=L_("Enter its last day."), hint=L_("After this day it is no longer shown.")
    )

    def content(self) -> Content:
        """What was entered, as an alert."""
        given: dict[str, Any] = self.values()
        return Content(**{name: given[name] for name in Content.__dataclass_fields__})


class NewAlertForm(AlertForm):
    """A new alert may begin later."""

    starts_on = Day(L_("First day"), hint=L_("Empty: today."))


class AlertChangeForm(AlertForm):
    """The alert, as somebody saw it last, and why it is changed."""

    reason = LongText(L_("Why you change it"), missing=L_("Say why you change it."), limit=500, rows=2)
    version = Version()


class EndForm(Form):
    """Why the alert is no longer needed."""

    end_reason = LongText(
        L_("Why it is no longer needed"), missing=L_("Say why it is no longer needed."), limit=500, rows=2
    )


@pages.get("/people/<uuid:client_id>/alerts")
@member_can(P.SEE_CLIENTS)
def index(client_id: UUID) -> Response:
    """The alerts meant for the reader, over or not. Looking is recorded."""
    client = g.standing.client
    alerts = queries.all_alerts(session(), client_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id)
    shown = [(alert, queries.state_of(alert)) for alert in alerts]
    return answer("alerts/index.html", client=client, alerts=shown, workers=names_of(session()))


@pages.get("/people/<uuid:client_id>/alerts/new")
@member_can(P.WRITE_ALERTS)
def new(client_id: UUID) -> Response:
    """An empty alert."""
    client, today = g.standing.client, clock.today(context.current().timezone)
    return answer("alerts/new.html", client=client, form=NewAlertForm(data={"starts_on": today}))


@pages.post("/people/<uuid:client_id>/alerts")
@member_can(P.WRITE_ALERTS)
def create(client_id: UUID) -> Response:
    """Sets the alert."""
    client, form = g.standing.client, NewAlertForm()
    if not form.validate():
        return answer("alerts/new.html", client=client, form=form, status=422)
    try:
        actions.set_alert(session(), client, form.content(), starts_on=form.starts_on.data)
    except Refused as refusal:
        return answer("alerts/new.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("alerts.index", client_id=client_id), _("The alert is set."))


@pages.get("/people/<uuid:client_id>/alerts/<uuid:alert_id>")
@member_can(P.SEE_CLIENTS)
def show(client_id: UUID, alert_id: UUID) -> Response:
    """One alert, what it said before, and its end."""
    return _page(client_id, queries.get_alert(session(), client_id, alert_id), EndForm())


@pages.get("/people/<uuid:client_id>/alerts/<uuid:alert_id>/edit")
@member_can(P.WRITE_ALERTS)
def edit(client_id: UUID, alert_id: UUID) -> Response:
    """The alert, to be changed."""
    alert = queries.get_alert(session(), client_id, alert_id)
    now = {name: getattr(alert, name) for name in (*alert.KEPT, "version")}
    return _editor(client_id, alert, AlertChangeForm(data=now))


@pages.post("/people/<uuid:client_id>/alerts/<uuid:alert_id>")
@member_can(P.WRITE_ALERTS)
def change(client_id: UUID, alert_id: UUID) -> Response:
    """Keeps the changed alert, and what it said."""
    alert, form = queries.get_alert(session(), client_id, alert_id), AlertChangeForm()
    if not form.validate():
        return _editor(client_id, alert, form, status=422)
    try:
        actions.change_alert(
            session(), alert, form.content(), version=form.version.data or 0, reason=form.reason.data
        )
    except Refused as refusal:
        form.catch_up(alert)
        return _editor(client_id, alert, form, status=form.accept(refusal))
    return done(url_for("alerts.index", client_id=client_id), _("The alert is changed."))


@pages.post("/people/<uuid:client_id>/alerts/<uuid:alert_id>/end-request")
@member_can(P.WRITE_ALERTS)
def ask_end(client_id: UUID, alert_id: UUID) -> Response:
    """The first of two people says why it is no longer needed."""
    alert, form = queries.get_alert(session(), client_id, alert_id), EndForm()
    if not form.validate():
        return _page(client_id, alert, form, status=422)
    actions.ask_end(session(), alert, reason=form.end_reason.data)
    return done(
        url_for("alerts.show", client_id=client_id, alert_id=alert_id),
        _("A second person can end the alert now."),
    )


@pages.post("/people/<uuid:client_id>/alerts/<uuid:alert_id>/end")
@member_can(P.END_ALERTS)
def end(client_id: UUID, alert_id: UUID) -> Response:
    """The second person ends it."""
    actions.end_alert(session(), queries.get_alert(session(), client_id, alert_id))
    return done(url_for("alerts.index", client_id=client_id), _("The alert has ended."))


def _page(client_id: UUID, alert: Alert, form: EndForm, status: int = 200) -> Response:
    return answer(
        "alerts/show.html",
        client=g.standing.client,
        alert=alert,
        state=queries.state_of(alert),
        past=steps_of(session(), alert),
        workers=names_of(session()),
        form=form,
        status=status,
    )


def _editor(client_id: UUID, alert: Alert, form: AlertChangeForm, status: int = 200) -> Response:
    client = g.standing.client
    return answer("alerts/edit.html", client=client, alert=alert, form=form, status=status)
