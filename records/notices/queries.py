"""Every way to read what members are told: each their own; and whom the mail of the day is for."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from records.notices.models import Digest, Notice
from tenants import context
from tenants.errors import NotFound
from tenants.members import Member
from tenants.paging import PAGE_SIZE, Page, key_of, place


def mine() -> ColumnElement[bool]:
    """What the reader is told, and nobody else."""
    return Notice.member_id == context.current().member_id


def page_of_notices(session: Session, *, after: str | None = None) -> Page[Notice]:
    """What the reader was told, newest first; ids alone, so that the page names only whom the reader may know of."""
    wanted = select(Notice).where(mine())
    key = key_of(after, UUID)
    if key is not None:
        wanted = wanted.where(Notice.id < key[0])
    rows = session.execute(wanted.order_by(Notice.id.desc()).limit(PAGE_SIZE + 1)).scalars().all()
    found = list(rows[:PAGE_SIZE])
    return Page(found, place(found[-1].id) if len(rows) > PAGE_SIZE else None)


def get_notice(session: Session, notice_id: UUID) -> Notice:
    """One of the reader's own. Raises NotFound."""
    found = session.execute(select(Notice).where(Notice.id == notice_id, mine())).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def new_for(session: Session, day: date) -> dict[UUID, dict[str, int]]:
    """How much of each kind waits for those who want a mail and had none on this day: what they have not read and no
    mail has counted yet."""
    last = select(func.max(Digest.created_at)).where(Digest.member_id == Member.id).scalar_subquery()
    counted = (
        select(Member.id, Notice.kind, func.count())
        .join(Notice, Notice.member_id == Member.id)
        .where(
            Member.digest != "off",
            Member.ended_at.is_(None),
            or_(Member.last_day.is_(None), Member.last_day >= day),
            Notice.read_at.is_(None),
            or_(last.is_(None), Notice.created_at > last),
            ~exists().where(Digest.member_id == Member.id, Digest.day == day),
        )
        .group_by(Member.id, Notice.kind)
        .order_by(Member.id, Notice.kind)
    )
    found: dict[UUID, dict[str, int]] = {}
    for member_id, kind, number in session.execute(counted):
        found.setdefault(member_id, {})[kind] = number
    return found
