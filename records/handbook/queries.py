"""Every way to read the handbook."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from records.handbook.models import Acknowledgement, ConflictDeclaration, PolicyDocument, PolicyText
from records.handbook.rules import in_force
from tenants import clock, context
from tenants.errors import NotFound
from tenants.members import Member, members


@dataclass(frozen=True, slots=True)
class Standing:
    """A policy with its texts, newest first, and the one that counts today."""

    policy: PolicyDocument
    texts: Sequence[PolicyText]
    current: PolicyText | None


@dataclass(frozen=True, slots=True)
class Readers:
    """A text in force, and whoever belongs and has not said that they read it."""

    text: PolicyText
    missing: Sequence[Member]
    total: int


def policies(session: Session) -> list[Standing]:
    """Every policy in use with its texts, oldest policy first."""
    wanted = (
        select(PolicyDocument)
        .where(PolicyDocument.ended_on.is_(None))
        .order_by(PolicyDocument.created_at, PolicyDocument.id)
    )
    texts: dict[UUID, list[PolicyText]] = {}
    for text in session.execute(select(PolicyText).order_by(PolicyText.number.desc())).scalars():
        texts.setdefault(text.policy_id, []).append(text)
    return [_standing(policy, texts.get(policy.id, [])) for policy in session.execute(wanted).scalars()]


def get_policy(session: Session, policy_id: UUID) -> Standing:
    """One policy, in use or not. Raises NotFound."""
    policy = session.execute(
        select(PolicyDocument).where(PolicyDocument.id == policy_id)
    ).scalar_one_or_none()
    if policy is None:
        raise NotFound()
    wanted = select(PolicyText).where(PolicyText.policy_id == policy_id).order_by(PolicyText.number.desc())
    return _standing(policy, session.execute(wanted).scalars().all())


def get_text(session: Session, policy_id: UUID, text_id: UUID) -> PolicyText:
    """One version of a policy. Raises NotFound."""
    wanted = select(PolicyText).where(PolicyText.id == text_id, PolicyText.policy_id == policy_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def find_acknowledgement(session: Session, text_id: UUID, member_id: UUID) -> Acknowledgement | None:
    """When a member said that they have read a text, if they did."""
    wanted = select(Acknowledgement).where(
        Acknowledgement.text_id == text_id, Acknowledgement.member_id == member_id
    )
    return session.execute(wanted).scalar_one_or_none()


def read_by(session: Session, member_id: UUID) -> dict[UUID, datetime]:
    """Every text a member said they have read, with the time."""
    wanted = select(Acknowledgement).where(Acknowledgement.member_id == member_id)
    return {row.text_id: row.created_at for row in session.execute(wanted).scalars()}


def waiting_for(session: Session, member_id: UUID) -> list[PolicyText]:
    """The texts in force that a member has not said they have read, for the page of what needs them."""
    is_read = exists().where(Acknowledgement.text_id == PolicyText.id, Acknowledgement.member_id == member_id)
    rows = session.execute(
        select(PolicyText, is_read)
        .join(PolicyDocument, PolicyDocument.id == PolicyText.policy_id)
        .where(PolicyDocument.ended_on.is_(None))
        .order_by(PolicyDocument.created_at, PolicyDocument.id)
    ).all()
    read, texts = {text.id for text, has_read in rows if has_read}, defaultdict[UUID, list[PolicyText]](list)
    for text, _has_read in rows:
        texts[text.policy_id].append(text)
    found = [in_force(versions, _today()) for versions in texts.values()]
    return [text for text in found if text is not None and text.id not in read]


def readers(session: Session) -> list[Readers]:
    """For each text in force, who of those who belong today has not read it."""
    everyone = members(session)
    read = {(row.text_id, row.member_id) for row in session.execute(select(Acknowledgement)).scalars()}
    return [
        Readers(text, [one for one in everyone if (text.id, one.id) not in read], len(everyone))
        for standing in policies(session)
        if (text := standing.current) is not None
    ]


def declarations_of(session: Session, member_id: UUID) -> Sequence[ConflictDeclaration]:
    """What a member declared, newest first."""
    wanted = select(ConflictDeclaration).where(ConflictDeclaration.member_id == member_id)
    return session.execute(wanted.order_by(ConflictDeclaration.id.desc())).scalars().all()


def declarations(session: Session, year: int) -> Sequence[ConflictDeclaration]:
    """What everybody declared for a year, what waits for review first."""
    wanted = select(ConflictDeclaration).where(ConflictDeclaration.year == year)
    waits = and_(ConflictDeclaration.answer == "some", ConflictDeclaration.reviewed_at.is_(None))
    return session.execute(wanted.order_by(waits.desc(), ConflictDeclaration.id.desc())).scalars().all()


def get_declaration(session: Session, declaration_id: UUID) -> ConflictDeclaration:
    """One declaration. Raises NotFound."""
    wanted = select(ConflictDeclaration).where(ConflictDeclaration.id == declaration_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def not_declared(session: Session, year: int) -> list[Member]:
    """Who belongs today and has declared nothing for the year."""
    done = {row.member_id for row in declarations(session, year)}
    return [member for member in members(session) if member.id not in done]


def _standing(policy: PolicyDocument, texts: Sequence[PolicyText]) -> Standing:
    return Standing(policy, texts, in_force(texts, _today()))


def _today() -> date:
    return clock.today(context.current().timezone)
