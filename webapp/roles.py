"""Roles: which a member holds, and the matrix of what each may do, read from the very tables that decide."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.access.rules import NEEDS, Category, Relation, level
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Conflict, Refused
from tenants.members import Member, get_colleague
from tenants.permissions import FOR_EVERYONE, GIVEN_BY_AGENCIES, ROLES, P
from tenants.roles import change_roles
from webapp.access import fresh, member_can
from webapp.forms import Choices, Form, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("roles", __name__)
GIVEN = [(role, words) for role, words in choices("role") if role in GIVEN_BY_AGENCIES]
# What is no part of a person's file: said of each role in words.
DUTIES = tuple(one for one in P if one not in NEEDS and one not in FOR_EVERYONE)


class RolesForm(Form):
    """Which roles somebody holds from now on."""

    roles = Choices(L_("Roles"), missing=L_("Choose at least one role."), choices=GIVEN)
    version = Version()


@pages.get("/team/roles")
@member_can(P.SEE_MEMBERS)
def index() -> Response:
    """What each role may do: in the file of a person, and beside it."""
    roles = GIVEN_BY_AGENCIES
    near, far = Relation(near=True), Relation()
    return answer(
        "roles/index.html",
        roles=roles,
        near={part: [level([role], near, part) for role in roles] for part in Category},
        far={part: [level([role], far, part) for role in roles] for part in Category},
        duties={role: [one for one in DUTIES if one in ROLES[role]] for role in roles},
    )


@pages.get("/team/<uuid:member_id>/roles")
@member_can(P.CHANGE_MEMBERS)
def show(member_id: UUID) -> Response:
    """The roles of one member, to change."""
    member = get_colleague(session(), member_id)
    return _page(member, RolesForm(obj=member))


@pages.post("/team/<uuid:member_id>/roles")
@member_can(P.CHANGE_MEMBERS)
@fresh
def change(member_id: UUID) -> Response:
    """They hold from the next click."""
    member, form = get_colleague(session(), member_id), RolesForm()
    if not form.validate():
        return _page(member, form, status=422)
    try:
        change_roles(session(), member, **form.values())
    except Refused as refusal:
        if isinstance(refusal, Conflict):
            form.catch_up(member)
        return _page(member, form, status=form.accept(refusal))
    return done(url_for("team.show", member_id=member_id), _("The roles are changed."))


def _page(member: Member, form: RolesForm, status: int = 200) -> Response:
    return answer("roles/show.html", member=member, form=form, status=status)
