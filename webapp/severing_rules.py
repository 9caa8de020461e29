"""How the agency severs: which words about others are proposed to stay out of what a person is given, and why."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.requests.models import SeveringVersion
from records.requests.proposing import rule_of
from records.requests.ruling import set_never_alone, set_rule
from records.requests.severing_queries import get_severing, severing_now, severing_places, severing_versions
from templates.labels import choices
from templates.told import field_words, source_words
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, Text, Tick, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("severing_rules", __name__)


class RuleForm(Form):
    """What is proposed about one field, and why."""

    place = Choice(L_("Which words"), missing=L_("Choose which words."))
    proposal = Choice(
        L_("What is proposed"),
        missing=L_("Choose what is proposed."),
        choices=choices("severing_proposal"),
        as_radio=True,
        hint=L_(
            "A person decides in every case. What is left for each time is never decided together with others."
        ),
    )
    reason = Choice(
        L_("Reason when it stays out"), missing=L_("Choose why it stays out."), choices=choices("withheld")
    )
    note = Text(L_("Why your agency settles it so"), missing=L_("Write why, in a sentence."), limit=300)
    number = Version()


class SecondForm(Form):
    """Whether there is always a second reader."""

    never_alone = Tick(
        L_("Nobody reads alone"),
        hint=L_(
            "Without this, who prepared a package may agree to it alone after seven days, where nobody else can."
        ),
    )
    number = Version()


@pages.get("/policies/severing")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """The rules that count now, and every version there was."""
    return _page(severing_now(session()))


@pages.get("/policies/severing/<uuid:severing_id>")
@member_can(P.SEE_AGENCY)
def show(severing_id: UUID) -> Response:
    """One version, whether it counts or not."""
    return _page(get_severing(session(), severing_id))


@pages.get("/policies/severing/rule")
@member_can(P.SET_HANDBOOK)
def edit() -> Response:
    """The rule of one field, to be changed."""
    now, place = severing_now(session()), request.args.get("place", "")
    start: dict[str, object] = {"number": now.number if now else 0}
    if place in severing_places():
        rule = rule_of(now.rules if now else {}, place, is_severed=severing_places()[place])
        start |= {"place": place, "proposal": rule.proposal, "reason": rule.reason, "note": rule.note}
    return _rule_page(RuleForm(data=start))


@pages.post("/policies/severing/rule")
@member_can(P.SET_HANDBOOK)
def change() -> Response:
    """Sets a rule: a new version of all of them."""
    form = RuleForm().offer(place=_places())
    if not form.validate():
        return _rule_page(form, 422)
    try:
        set_rule(session(), **form.values())
    except Refused as refusal:
        return _rule_page(form, _caught_up(form, refusal))
    return done(
        url_for("severing_rules.index"), _("The rule is set. It counts for readings that begin from now on.")
    )


@pages.post("/policies/severing/second-reader")
@member_can(P.SET_HANDBOOK)
def change_second() -> Response:
    """Sets whether there is always a second reader."""
    form = SecondForm()
    if not form.validate():
        return _page(severing_now(session()), form, 422)
    try:
        set_never_alone(session(), **form.values())
    except Refused as refusal:
        return _page(severing_now(session()), form, _caught_up(form, refusal))
    return done(url_for("severing_rules.index"), _("It is settled."))


def _caught_up(form: Form, refusal: Refused) -> int:
    if isinstance(refusal, Conflict):  # sending it again is a decision, and not the same refusal
        now = severing_now(session())
        form["number"].raw_data = [str(now.number if now else 0)]
    return form.accept(refusal)


def _page(shown: SeveringVersion | None, form: SecondForm | None = None, status: int = 200) -> Response:
    kept, versions = shown.rules if shown else {}, severing_versions(session())
    start = {"number": shown.number if shown else 0, "never_alone": shown is not None and shown.never_alone}
    return answer(
        "severing/index.html",
        shown=shown,
        versions=versions,
        is_now=not versions or shown is versions[0],
        rules=[
            (place, words, place in kept, rule_of(kept, place, is_severed=severing_places()[place]))
            for place, words in _places()
        ],
        form=form or SecondForm(formdata=None, data=start),
        members=names_of(session()),
        status=status,
    )


def _rule_page(form: Form, status: int = 200) -> Response:
    return answer("severing/rule.html", form=form.offer(place=_places()), status=status)


def _places() -> list[tuple[str, str]]:
    split = [(place, *place.split(".")) for place in severing_places()]
    return [
        (place, _("%(what)s: %(told)s", what=source_words(source), told=field_words(name)))
        for place, source, name in split
    ]
