"""Lines of the next schedule: written with the change to real files beside them, taken out and put back."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import actions, looking_ahead, queries
from records.retention.models import RetentionRule
from records.retention.schedule import Line, line_of
from templates.refusals import said
from templates.words import gettext as _
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.rule_forms import AUTHORITY, RemovalForm, RuleForm, cited, offer_to, rule_form
from webapp.sentences import told
from webapp.transaction import session

pages = Blueprint("schedule_rules", __name__)


@pages.get("/retention/draft/rules/new")
@member_can(P.SET_RETENTION)
def new() -> Response:
    """An empty line for the schedule."""
    return _page(rule_form(), None)


@pages.post("/retention/draft/rules")
@member_can(P.SET_RETENTION)
def create() -> Response:
    """Adds a line to the draft, which begins with it if there is none; or only shows what it would do."""
    form = offer_to(RuleForm())
    if not form.validate() or form.look.data:
        return _page(form, None, status=422 if form.errors else 200)
    try:
        line = form.line(form.cite())
        actions.add_rule(session(), actions.draft_version(session()), line)
    except Refused as refusal:
        return _page(form, None, status=form.accept(refusal))
    return done(url_for("schedules.draft"), _("The rule is in the draft."))


@pages.get("/retention/draft/rules/<uuid:rule_id>")
@member_can(P.SET_RETENTION)
def edit(rule_id: UUID) -> Response:
    """A line of the draft, to be changed."""
    rule = _rule(rule_id)
    return _page(rule_form(line_of(rule), instead_of=rule.id), rule)


@pages.post("/retention/draft/rules/<uuid:rule_id>")
@member_can(P.SET_RETENTION)
def change(rule_id: UUID) -> Response:
    """Puts other words in a line of the draft; or only shows what they would do."""
    rule = _rule(rule_id)
    form = offer_to(RuleForm(), line_of(rule))
    if not form.validate() or form.look.data:
        return _page(form, rule, status=422 if form.errors else 200)
    try:
        line = form.line(form.cite(), rule.selector.get("jurisdiction"))
        actions.change_rule(session(), actions.draft_version(session()), rule, line)
    except Refused as refusal:
        return _page(form, rule, status=form.accept(refusal))
    return done(url_for("schedules.draft"), _("The rule is changed."))


@pages.get("/retention/draft/rules/<uuid:rule_id>/removal")
@member_can(P.SET_RETENTION)
def removal(rule_id: UUID) -> Response:
    """On what a line that binds is taken out."""
    return _removal(_rule(rule_id), RemovalForm())


@pages.post("/retention/draft/rules/<uuid:rule_id>/removal")
@member_can(P.SET_RETENTION)
def remove(rule_id: UUID) -> Response:
    """Takes a line out of the draft; it can be put back."""
    rule, form = _rule(rule_id), RemovalForm()
    form.offer(authority_id=cited(queries.authorities(session())))
    if not form.validate():
        return _removal(rule, form, status=422)
    try:
        because = form.cite() if form.title.data or form.authority_id.data else None
        actions.remove_rule(session(), actions.draft_version(session()), rule, because=because)
    except Refused as refusal:
        return _removal(rule, form, status=form.accept(refusal))
    return done(url_for("schedules.draft"), _("The rule is out of the draft. You can put it back."))


@pages.post("/retention/draft/rules/<uuid:rule_id>/return")
@member_can(P.SET_RETENTION)
def put_back(rule_id: UUID) -> Response:
    """Puts a line back into the draft."""
    actions.put_rule_back(session(), actions.draft_version(session()), _rule(rule_id))
    return done(url_for("schedules.draft"), _("The rule is in the draft."))


@pages.post("/retention/draft/impact")
@member_can(P.SET_RETENTION)
def look() -> Response:
    """What a line would change, while it is being written: a piece of the form."""
    form = offer_to(RuleForm())
    rule = queries.find_rule_of_draft(session(), form.instead_of.data)
    form.validate()
    return answer("retention/impact.html", fragment="retention/_impact.html", **_panel(form, rule))


def _rule(rule_id: UUID) -> RetentionRule:
    rule = queries.find_rule_of_draft(session(), str(rule_id))
    if rule is None:
        raise NotFound()
    return rule


def _page(form: RuleForm, rule: RetentionRule | None, status: int = 200) -> Response:
    binding = rule is not None and rule.strength == "mandatory" and rule.origin_id is not None
    return answer(
        "retention/rule.html", form=form, rule=rule, binding=binding, status=status, **_panel(form, rule)
    )


def _panel(form: RuleForm, rule: RetentionRule | None) -> dict[str, Any]:
    """The line in words, what it would change, and why it is refused, if it is."""
    if set(form.errors) - {*AUTHORITY}:
        return {"line": None, "impact": None, "refused": None, "asked": {}}
    try:
        line = form.line(form.authority_id.data, rule.selector.get("jurisdiction") if rule else None)
    except Refused as refusal:
        words = said(refusal.message, refusal.values)
        return {"line": None, "impact": None, "refused": words, "asked": {}}
    after = looking_ahead.drafted(session(), line=line, instead_of=rule.id if rule else None)
    assert after is not None
    impact = looking_ahead.impact_of(session(), after)
    refused = _why_not(form, rule, line)
    return {"line": told(line), "impact": impact, "refused": refused, "asked": form.asked}


def _why_not(form: RuleForm, rule: RetentionRule | None, line: Line) -> str | None:
    if rule is None or form.title.data:
        return None
    try:
        actions.keep_what_binds(session(), rule, line, line.authority_id)
    except Refused as refusal:
        return said(refusal.message, refusal.values)
    return None


def _removal(rule: RetentionRule, form: RemovalForm, status: int = 200) -> Response:
    form.offer(authority_id=cited(queries.authorities(session())))
    return answer("retention/removal.html", rule=rule, said=told(rule), form=form, status=status)
