"""Versions of the schedule as they are read: what each changed, who may put it in force, and what went by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.actions import authors_of
from records.retention.changes import Turn, differences
from records.retention.models import Authority, PolicyVersion, RetentionRule
from records.retention.queries import lines_of, versions
from records.retention.schedule import rules_of
from records.retention.second_person import alone_from
from records.retention.traces import CertificateRow, StubRow


@dataclass(frozen=True, slots=True)
class Change:
    """One line that a version changed: as it was and as it is."""

    turn: Turn
    before: RetentionRule | None
    after: RetentionRule | None


class Behind(NamedTuple):
    """What stands behind a rule: the version it belongs to, and what it rests on."""

    rule: RetentionRule
    version: PolicyVersion
    authority: Authority | None


def base_of(session: Session, version: PolicyVersion) -> PolicyVersion | None:
    """The published version that another one began from."""
    earlier = [one for one in versions(session) if one.state == "published" and one.number < version.number]
    return earlier[0] if earlier else None


def changes_of(session: Session, version: PolicyVersion) -> list[Change]:
    """What a version changes, line by line, against the one it began from."""
    base = base_of(session, version)
    rows = {str(one.id): one for one in lines_of(session, version.id)}
    before = rules_of(session, base.id) if base else ()
    rows |= {str(one.id): one for one in lines_of(session, base.id)} if base else {}
    origin = {key: str(row.origin_id) for key, row in rows.items() if row.origin_id}
    found = differences(before, rules_of(session, version.id), origin)
    return [Change(one.turn, rows.get(one.before or ""), rows.get(one.after or "")) for one in found]


def may_publish_alone_from(session: Session, version: PolicyVersion) -> datetime | None:
    """From when on the member in person may put a proposed version in force though they wrote it; None when somebody
    else can, or when they wrote none of it."""
    if version.proposed_at is None:
        return None
    return alone_from(session, not_these=authors_of(session, version), since=version.proposed_at)


def certificates_under(session: Session, version_id: UUID) -> Sequence[CertificateRow]:
    """The certificates of what was destroyed by a version."""
    runs = select(StubRow.run_id).where(StubRow.version_id == version_id)
    wanted = select(CertificateRow).where(CertificateRow.run_id.in_(runs)).order_by(CertificateRow.number)
    return session.execute(wanted).scalars().all()


def behind(session: Session, rule_id: UUID) -> Behind | None:
    """The version and the authority of a rule that decided."""
    row = session.execute(
        select(RetentionRule, PolicyVersion, Authority)
        .join(PolicyVersion, PolicyVersion.id == RetentionRule.version_id)
        .outerjoin(Authority, Authority.id == RetentionRule.authority_id)
        .where(RetentionRule.id == rule_id)
    ).one_or_none()
    return Behind(*row) if row else None
