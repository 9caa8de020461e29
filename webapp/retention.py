"""Retention: the schedule in force, the draft of the next one, and what each would do to real files."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import actions, queries, run_queries, states
from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.models import PolicyVersion
from records.retention.schedule import Line
from records.retention.terms import Action, Event, RecordClass, Strength, Trigger, latest_of, on
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, Text, Whole
from webapp.rendering import answer, done
from webapp.sentences import counted_from, say
from webapp.transaction import session

pages = Blueprint("retention", __name__)

TRIGGERS: dict[str, Trigger] = {
    "case_closed": on(Event.CASE_CLOSED),
    "last_service_on": on(Event.LAST_SERVICE_ON),
    "closed_or_served": latest_of(Event.CASE_CLOSED, Event.LAST_SERVICE_ON),
}


class AuthorityForm(Form):
    """What a rule rests on."""

    title = Text(L_("Law, agreement or decision"), missing=L_("Enter what it is called."), limit=200)
    citation = Text(L_("Where the period stands in it"), missing=L_("Enter the clause or page."), limit=200)
    kind = Choice(
        L_("Kind"), missing=L_("Choose what kind of authority this is."), choices=choices("authority_kind")
    )
    verified_on = Day(L_("Last checked on"))


class RuleForm(Form):
    """One line of the schedule: for case files, keep so long from when, because of what."""

    trigger = Choice(
        L_("Counted from"), missing=L_("Choose what the period is counted from."), choices=choices("trigger")
    )
    cutoff = Choice(L_("First moved to"), missing=L_("Choose a cutoff."), choices=choices("cutoff"))
    keep_amount = Whole(L_("Keep for"), missing=L_("Enter how long to keep."), low=0, high=1200)
    keep_unit = Choice(L_("Unit"), missing=L_("Choose a unit."), choices=choices("period_unit"))
    action = Choice(L_("Then"), missing=L_("Choose what happens then."), choices=choices("retention_action"))
    strength = Choice(
        L_("How binding"), missing=L_("Choose how binding it is."), choices=choices("strength"), as_radio=True
    )
    authority_id = Choice(L_("Because of"), missing=L_("Choose an authority; add one first if none fits."))

    def line(self) -> Line:
        """The line as the engine wants it."""
        given = self.values()
        return Line(
            record_class=RecordClass.CASE_FILE,
            trigger=TRIGGERS[given["trigger"]],
            cutoff=Cutoff(CutoffKind(given["cutoff"])),
            keep=Period(given["keep_amount"], Unit(given["keep_unit"])),
            action=Action(given["action"]),
            strength=Strength(given["strength"]),
            authority_id=given["authority_id"],
        )


@pages.get("/retention")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """The schedule in force, what is due under it, and what is under way."""
    in_force, draft = queries.find_in_force(session()), queries.find_draft(session())
    return answer(
        "retention/index.html",
        in_force=in_force,
        rules=_rules(in_force),
        draft=draft,
        preview=queries.preview(session(), limit=0),
        holds=queries.holds(session()),
        runs=run_queries.runs(session())[:5],
        state=states.find_state(session()),
    )


@pages.get("/retention/preview")
@member_can(P.SEE_RETENTION)
def preview() -> Response:
    """Every case with a date or an obstacle, soonest first, and why; under the schedule in force."""
    return _preview(None)


@pages.get("/retention/draft/preview")
@member_can(P.SEE_RETENTION)
def draft_preview() -> Response:
    """The same as the draft would have it."""
    return _preview(queries.find_draft(session()))


@pages.get("/retention/authorities/new")
@member_can(P.SET_RETENTION)
def new_authority() -> Response:
    """An empty form for an authority."""
    return answer("retention/authority.html", form=AuthorityForm())


@pages.post("/retention/authorities")
@member_can(P.SET_RETENTION)
def add_authority() -> Response:
    """Writes an authority down."""
    form = AuthorityForm()
    if not form.validate():
        return answer("retention/authority.html", form=form, status=422)
    try:
        actions.add_authority(session(), **form.values())
    except Refused as refusal:
        return answer("retention/authority.html", form=form, status=form.accept(refusal))
    return done(url_for("retention.draft"), _("The authority is written down."))


@pages.get("/retention/draft")
@member_can(P.SEE_RETENTION)
def draft() -> Response:
    """The next schedule, being written or waiting for a second person."""
    version = queries.find_draft(session())
    return answer(
        "retention/draft.html",
        version=version,
        rules=_rules(version),
        authorities=queries.authorities(session()),
        members=names_of(session()),
        effect=actions.effect_of(session(), version) if version else None,
    )


@pages.get("/retention/draft/rules/new")
@member_can(P.SET_RETENTION)
def new_rule() -> Response:
    """An empty line for the schedule."""
    start = {"trigger": "case_closed", "cutoff": "none", "keep_amount": 7, "keep_unit": "years"}
    return answer(
        "retention/rule.html", form=_rule_form({**start, "action": "destroy", "strength": "agency"})
    )


@pages.post("/retention/draft/rules")
@member_can(P.SET_RETENTION)
def add_rule() -> Response:
    """Adds a line to the draft, which begins with it if there is none."""
    form = _rule_form()
    if not form.validate():
        return answer("retention/rule.html", form=form, status=422)
    try:
        actions.add_rule(session(), actions.draft_version(session()), form.line())
    except Refused as refusal:
        return answer("retention/rule.html", form=form, status=form.accept(refusal))
    return done(url_for("retention.draft"), _("The rule is in the draft."))


@pages.post("/retention/draft/rules/<uuid:rule_id>/removal")
@member_can(P.SET_RETENTION)
def remove_rule(rule_id: UUID) -> Response:
    """Takes a line out of the draft."""
    version = actions.draft_version(session())
    actions.remove_rule(session(), version, queries.get_rule(session(), version.id, rule_id))
    return done(url_for("retention.draft"), _("The rule is out of the draft."))


@pages.post("/retention/draft")
@member_can(P.SET_RETENTION)
def begin() -> Response:
    """Begins a draft from the schedule in force."""
    actions.draft_version(session())
    return done(url_for("retention.draft"))


@pages.post("/retention/versions/<uuid:version_id>/proposal")
@member_can(P.SET_RETENTION)
def propose(version_id: UUID) -> Response:
    """Lays the draft before a second person."""
    actions.propose_version(session(), queries.get_version(session(), version_id))
    return done(url_for("retention.draft"), _("The draft waits for a second person."))


@pages.post("/retention/versions/<uuid:version_id>/proposal-withdrawal")
@member_can(P.SET_RETENTION)
def withdraw(version_id: UUID) -> Response:
    """Opens the draft for changes again."""
    actions.withdraw_proposal(session(), queries.get_version(session(), version_id))
    return done(url_for("retention.draft"), _("The draft can be changed again."))


@pages.post("/retention/versions/<uuid:version_id>/publication")
@member_can(P.APPROVE_RETENTION)
def publish(version_id: UUID) -> Response:
    """Puts the proposed schedule in force."""
    actions.publish_version(session(), queries.get_version(session(), version_id))
    return done(url_for("retention.index"), _("The schedule is published."))


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


def _rules(version: PolicyVersion | None) -> list[object]:
    if version is None:
        return []
    cited = {authority.id: authority for authority in queries.authorities(session())}
    return [
        (rule, counted_from(rule), cited.get(rule.authority_id) if rule.authority_id else None)
        for rule in queries.rules_in(session(), version.id)
    ]


def _rule_form(start: dict[str, object] | None = None) -> RuleForm:
    form = RuleForm(data=start)
    form.offer(
        authority_id=[(one.id, f"{one.title}, {one.citation}") for one in queries.authorities(session())]
    )
    return form


def _preview(version: PolicyVersion | None) -> Response:
    found = queries.preview(session(), version_id=version.id if version else None)
    clients = queries.clients_named(session(), [line.standing.case.client_id for line in found.lines])
    return answer("retention/preview.html", preview=found, clients=clients, version=version, say=say)
