"""The team: who belongs, as what and until when, who is invited, and who has left."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from templates import words
from templates.labels import LABELS, choices, label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context, invitations, members
from tenants.errors import Conflict, Refused
from tenants.members import Member
from tenants.permissions import P, Role
from tenants.titles import give_title, title_in
from webapp.access import fresh, member_can
from webapp.forms import Choice, Choices, Day, Email, Form, Text, Version
from webapp.rendering import answer, done
from webapp.roles import GIVEN
from webapp.transaction import session

pages = Blueprint("team", __name__)


class InvitationForm(Form):
    """Whom to invite, as what."""

    email = Email(L_("E-mail"), missing=L_("Enter their e-mail address."))
    name = Text(L_("Name"), missing=L_("Enter their name."), limit=120)
    roles = Choices(L_("Roles"), missing=L_("Choose at least one role."), choices=GIVEN)
    employment = Choice(
        L_("Works here as"), missing=L_("Choose as what they work here."), choices=choices("employment")
    )
    last_day = Day(L_("Last day"), hint=L_("After this day every access ends by itself. Empty: no end."))
    language = Choice(
        L_("Language of the invitation"),
        missing=L_("Choose a language."),
        choices=choices("language"),
        as_radio=True,
    )


class EmploymentForm(Form):
    """As what somebody works here, and until when."""

    employment = Choice(
        L_("Works here as"), missing=L_("Choose as what they work here."), choices=choices("employment")
    )
    starts_on = Day(L_("First day"))
    last_day = Day(L_("Last day"), hint=L_("After this day every access ends by itself. Empty: no end."))
    version = Version()


class TitleForm(Form):
    """What somebody is called where a client reads their name: from the list, or in own words."""

    title = Choice(L_("Title"), choices=choices("member_title"))
    title_en = Text(L_("In own words, in English"), limit=80)
    title_fr = Text(L_("In own words, in French"), limit=80)
    version = Version()

    def values(self) -> dict[str, Any]:
        """The title in both languages; own words go before the list."""
        given = super().values()
        code = given.pop("title")
        for language in ("en", "fr"):
            with words.speaking(language):
                of_list = label(code, "member_title") if code else ""
            given[f"title_{language}"] = given[f"title_{language}"] or of_list
        return given


@pages.get("/team")
@member_can(P.SEE_MEMBERS)
def index() -> Response:
    """Everyone who belongs, open invitations, and who has left."""
    return answer(
        "team/index.html",
        members=members.members(session()),
        invitations=invitations.unanswered_invitations(session()),
        now=clock.now(),
        former=members.former_members(session()),
        title_of=lambda member: title_in(member, words.language()),
    )


@pages.get("/team/invitations/new")
@member_can(P.INVITE_MEMBERS)
def new() -> Response:
    """An empty invitation."""
    start = {"language": words.language(), "employment": "staff"}
    return answer("team/new.html", form=InvitationForm(data=start))


@pages.post("/team/invitations")
@member_can(P.INVITE_MEMBERS)
@fresh
def create() -> Response:
    """Sends an invitation."""
    form = InvitationForm()
    if not form.validate():
        return answer("team/new.html", form=form, status=422)
    given = form.values()
    roles = [Role(role) for role in given.pop("roles")]
    try:
        invitations.invite(session(), roles=roles, **given)
    except Refused as refusal:
        return answer("team/new.html", form=form, status=form.accept(refusal))
    return done(url_for("team.index"), _("The invitation is on its way."))


@pages.post("/team/invitations/<uuid:invitation_id>/withdrawal")
@member_can(P.INVITE_MEMBERS)
def withdraw(invitation_id: UUID) -> Response:
    """The link in the mail is worth nothing from now on."""
    invitations.withdraw_invitation(session(), invitations.get_invitation(session(), invitation_id))
    return done(url_for("team.index"), _("The invitation is withdrawn."))


@pages.post("/team/invitations/<uuid:invitation_id>/sending")
@member_can(P.INVITE_MEMBERS)
def send_again(invitation_id: UUID) -> Response:
    """A new link goes to the same address."""
    invitations.send_again(session(), invitations.get_invitation(session(), invitation_id))
    return done(url_for("team.index"), _("The invitation is on its way."))


@pages.get("/team/<uuid:member_id>")
@member_can(P.CHANGE_MEMBERS)
def show(member_id: UUID) -> Response:
    """One member: as what, until when, and the way out."""
    member = members.get_colleague(session(), member_id)
    return _member_page(member)


@pages.post("/team/<uuid:member_id>/employment")
@member_can(P.CHANGE_MEMBERS)
def change(member_id: UUID) -> Response:
    """Keeps as what somebody works here and until when."""
    member, form = members.get_colleague(session(), member_id), EmploymentForm()
    if not form.validate():
        return _member_page(member, form, status=422)
    try:
        members.change_employment(session(), member, **form.values())
    except Refused as refusal:
        if isinstance(refusal, Conflict):
            form.catch_up(member)
        return _member_page(member, form, status=form.accept(refusal))
    return done(url_for("team.index"), _("The change is kept."))


@pages.post("/team/<uuid:member_id>/title")
@member_can(P.CHANGE_MEMBERS)
def entitle(member_id: UUID) -> Response:
    """Keeps what somebody is called."""
    member, form = members.get_colleague(session(), member_id), TitleForm()
    if not form.validate():
        return _member_page(member, titling=form, status=422)
    try:
        give_title(session(), member, **form.values())
    except Refused as refusal:
        form.catch_up(member)
        return _member_page(member, titling=form, status=form.accept(refusal))
    return done(url_for("team.index"), _("The change is kept."))


@pages.post("/team/<uuid:member_id>/ending")
@member_can(P.CHANGE_MEMBERS)
@fresh
def end(member_id: UUID) -> Response:
    """Ends every access at once."""
    members.end_membership(session(), members.get_colleague(session(), member_id))
    return done(url_for("team.index"), _("The membership has ended."))


@pages.post("/team/<uuid:member_id>/return")
@member_can(P.CHANGE_MEMBERS)
@fresh
def take_back(member_id: UUID) -> Response:
    """Somebody who left belongs again."""
    members.take_back(session(), members.get_colleague(session(), member_id))
    return done(url_for("team.index"), _("This person belongs to the team again."))


def _title_form(member: Member) -> TitleForm:
    """As it was kept: a title of the list is shown as chosen, any other as own words."""
    with words.speaking("en"):
        named = next(
            (code for code in LABELS["member_title"] if label(code, "member_title") == member.title_en), None
        )
    own = {"title_en": member.title_en, "title_fr": member.title_fr} if named is None else {}
    return TitleForm(formdata=None, data={"title": named, "version": member.version} | own)


def _member_page(
    member: Member,
    form: EmploymentForm | None = None,
    *,
    titling: TitleForm | None = None,
    status: int = 200,
) -> Response:
    today = clock.today(context.current().timezone)
    return answer(
        "team/show.html",
        member=member,
        belongs=member.belongs_on(today),
        form=form or EmploymentForm(formdata=None, obj=member),
        titling=titling or _title_form(member),
        status=status,
    )
