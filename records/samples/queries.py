"""Every way to read the made-up people and how far the first day is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from records.brands.models import Brand
from records.cases.models import Case
from records.clients.models import Client
from records.documents.models import Document
from records.retention.models import PolicyVersion
from records.samples.rules import FirstDay, first_day
from tenants import clock, context
from tenants.invitations import Invitation
from tenants.jobs import Job, JobRow
from tenants.members import Member
from tenants.organisations import Organisation


def samples(session: Session) -> Sequence[UUID]:
    """The files of the made-up people, in order; empty when there are none."""
    wanted = select(Client.id).where(Client.made_up).order_by(Client.id)
    return session.execute(wanted).scalars().all()


def find_removal(session: Session) -> JobRow | None:
    """The newest removal that is under way or could not be done."""
    wanted = select(JobRow).where(JobRow.kind == str(Job.REMOVE_SAMPLES), JobRow.state != "done")
    return session.execute(wanted.order_by(JobRow.id.desc()).limit(1)).scalar_one_or_none()


def read_first_day(session: Session) -> FirstDay:
    """How far the first day is, for a page of its own."""
    return first_day(dict(session.execute(select(*first_day_columns())).mappings().one()))


def first_day_columns() -> tuple[Label[Any], ...]:
    """What the list asks, each a value by itself, so that a page may ask it along with something else."""
    me = context.current()
    open_case = select(Case.client_id).join(Client, Client.id == Case.client_id)
    sample = open_case.where(Client.made_up, Case.status != "closed").order_by(Case.id).limit(1)
    hidden = select(Member.hides_first_day).where(Member.id == me.member_id)
    province = select(Organisation.province).where(Organisation.id == me.organisation_id)
    return (
        exists(select(Brand.id)).label("first_letterhead"),
        exists(select(PolicyVersion.id).where(PolicyVersion.state == "published")).label("first_retention"),
        exists(select(Client.id).where(~Client.made_up)).label("first_people"),
        _colleague().label("first_colleague"),
        exists(select(Document.id).where(Document.ready_at.is_not(None))).label("first_document"),
        select(func.count(Client.id)).where(Client.made_up).scalar_subquery().label("first_samples"),
        sample.scalar_subquery().label("first_sample"),
        hidden.scalar_subquery().label("first_hidden"),
        province.scalar_subquery().label("first_province"),
    )


def _colleague() -> ColumnElement[bool]:
    """Somebody else is on the team, or asked to join it."""
    still_open = and_(
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > clock.now()
    )
    other = and_(Member.id != context.current().member_id, Member.ended_at.is_(None))
    return or_(exists(select(Member.id).where(other)), exists(select(Invitation.id).where(still_open)))
