"""Suggested lines: what each says, where it comes from and how sure that is; taken up or left out one by one."""

from flask import Blueprint, Response, request, url_for

from records.retention import actions, confirming, queries
from records.retention.confirming import Suggested
from records.retention.dates import Period, Unit
from records.retention.schedule import Line
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import NotFound, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, Hidden, LongText, Whole
from webapp.rendering import answer, done
from webapp.rule_forms import Cited, cited
from webapp.sentences import say, told
from webapp.transaction import session

pages = Blueprint("suggested", __name__)


class TakingForm(Cited):
    """On what, and for how long, a suggested line is taken up."""

    preset = Hidden()
    keep_amount = Whole(L_("Keep for"), missing=L_("Enter how long to keep."), low=0, high=1200)
    keep_unit = Choice(L_("Unit"), missing=L_("Choose a unit."), choices=choices("period_unit"))

    @property
    def keep(self) -> Period:
        """For how long. Raises Refused for what no calendar holds."""
        return Period(self.keep_amount.data, Unit(self.keep_unit.data))


class LeavingForm(Form):
    """Why a suggested line is not for this agency."""

    preset = Hidden()
    reason = LongText(L_("Why it is left out"), missing=L_("Say why it is left out."), limit=500, rows=2)


@pages.get("/retention/presets")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """Every line suggested for the agency's province, and how many somebody has decided about."""
    return answer(
        "retention/presets.html",
        suggestions=_suggestions(),
        members=names_of(session()),
        told=_told,
        say=say,
    )


@pages.get("/retention/presets/new")
@member_can(P.SET_RETENTION)
def new() -> Response:
    """One line, to be taken up or left out; without a name, the first that nobody has decided about."""
    open_ones = [one.preset.code for one in _suggestions() if not one.is_looked_at]
    code = request.args.get("line") or next(iter(open_ones), None)
    return _page(code)


@pages.post("/retention/presets")
@member_can(P.SET_RETENTION)
def take() -> Response:
    """Takes a line up into the draft."""
    form = TakingForm()
    form.offer(authority_id=cited(queries.authorities(session())))
    if not form.validate():
        return _page(form.preset.data, taking=form, status=422)
    try:
        version, code = actions.draft_version(session()), form.preset.data or ""
        confirming.take_preset(session(), version, code, authority_id=form.cite(), keep=form.keep)
    except Refused as refusal:
        return _page(form.preset.data, taking=form, status=form.accept(refusal))
    return done(url_for("suggested.index"), _("The rule is in the draft."))


@pages.post("/retention/presets/left-out")
@member_can(P.SET_RETENTION)
def leave_out() -> Response:
    """Leaves a line out, with the reason."""
    form = LeavingForm()
    if not form.validate():
        return _page(form.preset.data, leaving=form, status=422)
    confirming.leave_out(session(), form.preset.data or "", reason=form.reason.data)
    return done(url_for("suggested.index"), _("The line is left out. You can still take it up."))


def _suggestions() -> list[Suggested]:
    version = queries.find_draft(session()) or queries.find_in_force(session())
    return confirming.suggested(session(), version.id if version else None)


def _page(
    code: str | None,
    *,
    taking: TakingForm | None = None,
    leaving: LeavingForm | None = None,
    status: int = 200,
) -> Response:
    found = next((one for one in _suggestions() if one.preset.code == code), None)
    if found is None and code is not None:
        raise NotFound()
    return answer(
        "retention/preset.html",
        one=found,
        told=_told,
        say=say,
        taking=_taking(taking, found),
        leaving=leaving or LeavingForm(data={"preset": code}),
        status=status,
    )


def _taking(form: TakingForm | None, found: Suggested | None) -> TakingForm:
    if form is None:
        keep = found.preset.keep if found else Period(0)
        start = {"keep_amount": keep.amount, "keep_unit": str(keep.unit)}
        form = TakingForm(data={**start, "preset": found.preset.code if found else None})
    form.offer(authority_id=cited(queries.authorities(session())))
    return form


def _told(one: Suggested) -> str:
    preset = one.preset
    return told(
        Line(
            record_class=preset.record_class,
            selector=preset.selector,
            trigger=preset.trigger,
            cutoff=preset.cutoff,
            keep=preset.keep,
            action=preset.action,
        )
    )
