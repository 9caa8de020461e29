"""Which roles a member holds, and how they change."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tenants import audit, context
from tenants.errors import Conflict, Refused
from tenants.members import Member, hold_beside_administrators, members
from tenants.permissions import P, Role, may
from tenants.seats import expect_free


def change_roles(session: Session, member: Member, *, roles: Sequence[str], version: int) -> None:
    """Gives a member these roles and no others, from their next click. Nobody changes their own while somebody else
    here can."""
    stays = Role.ADMINISTRATOR in roles and member.last_day is None
    hold_beside_administrators(session, member, stays=stays)
    if member.version != version:
        raise Conflict("Load the page again to see what it is now.")
    if member.ended_at is not None:
        raise Conflict("This person does not belong to the team any more.")
    expect_suits(roles, last_day=member.last_day)
    expect_free(session, roles, before=member.roles)
    alone = member.id == context.current().member_id
    if alone and _somebody_else_can(session, member):
        raise Refused("Somebody else has to change your own roles.")
    before, member.roles = sorted(member.roles), [str(role) for role in roles]
    member.version += 1
    verb = audit.Verb.MEMBER_ROLES_CHANGED
    audit.record(session, verb, member.id, before=before, after=sorted(roles), alone=alone)


def expect_suits(roles: Sequence[str], *, last_day: date | None) -> None:
    """Refuses what nobody may hold: no role at all, or an auditor's without an end."""
    if not roles:
        raise Refused("Choose at least one role.", field="roles")
    if Role.AUDITOR in roles and last_day is None:
        raise Refused("An auditor looks for a time: enter their last day first.", field="roles")


def _somebody_else_can(session: Session, member: Member) -> bool:
    return any(one.id != member.id and may(one.roles, P.CHANGE_MEMBERS) for one in members(session))
