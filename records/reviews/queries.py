"""Every way to read reviews; a file that the reader may not open is in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import Standing, contact_points, files_of, reachable
from records.consents.queries import held_by
from records.filecheck.queries import facts_of
from records.reviews.models import FileReview, ReviewedFile
from records.reviews.rules import Scope, proposed
from tenants import clock, context
from tenants.errors import NotFound

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One file of a sample, with whose it is."""

    file: ReviewedFile
    client: Client
    case: Case


def reviews(session: Session) -> Sequence[FileReview]:
    """The newest reviews."""
    return session.execute(select(FileReview).order_by(FileReview.id.desc()).limit(SHOWN)).scalars().all()


def get_review(session: Session, review_id: UUID) -> FileReview:
    """One review. Raises NotFound."""
    found = session.execute(select(FileReview).where(FileReview.id == review_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def lines_of(session: Session, review_id: UUID) -> list[Line]:
    """The files of a sample that the reader may open, in the order in which they were drawn."""
    wanted = _lines().where(ReviewedFile.review_id == review_id).order_by(ReviewedFile.place)
    return [Line(*row) for row in session.execute(wanted)]


def get_line(session: Session, client_id: UUID, reviewed_file_id: UUID) -> Line:
    """One file of a sample, when it is the client's. Raises NotFound."""
    wanted = _lines().where(ReviewedFile.id == reviewed_file_id, ReviewedFile.client_id == client_id)
    found = session.execute(wanted).one_or_none()
    if found is None:
        raise NotFound()
    return Line(*found)


def to_answer(session: Session) -> list[Line]:
    """What reviewers found in files of the reader's own work and nobody answered yet."""
    mine = ReviewedFile.worker_id == context.current().member_id
    wanted = _lines().where(mine, ReviewedFile.reviewed_at.is_not(None), ReviewedFile.answered_at.is_(None))
    lines = [Line(*row) for row in session.execute(wanted.order_by(ReviewedFile.id))]
    return [line for line in lines if line.file.short]


def fitting(session: Session, scope: Scope) -> dict[UUID, Case]:
    """The cases a sample may be drawn from: those in scope that the reader may open, but for their own work."""
    wanted = (
        select(Case)
        .join(Client, Client.id == Case.client_id)
        .where(
            _open_to_reader(), Case.worker_id != context.current().member_id, Case.opened_on <= scope.until
        )
    )
    if scope.scope == "closed":
        wanted = wanted.where(Case.closed_on.between(scope.since, scope.until))
    else:
        # In the case of somebody who waits there is no work to look over yet.
        wanted = wanted.where(Case.closed_on.is_(None) | (Case.closed_on >= scope.since))
        wanted = wanted.where(Case.status != "waiting")
    if scope.program:
        wanted = wanted.where(Case.program == scope.program)
    if scope.worker_id is not None:
        wanted = wanted.where(Case.worker_id == scope.worker_id)
    return {case.id: case for case in session.execute(wanted).scalars()}


def programs(session: Session) -> Sequence[str]:
    """The programs of the cases that the reader may open."""
    wanted = select(Case.program).join(Client, Client.id == Case.client_id)
    named = wanted.where(_open_to_reader(), Case.program != "").distinct()
    return session.execute(named.order_by(Case.program)).scalars().all()


def proposals(session: Session, standing: Standing, case: Case) -> dict[str, str]:
    """What the file shows by itself, point by point, as far as the reader may read."""
    files, today = [standing, *files_of(session, standing.client.id)], clock.today(context.current().timezone)
    consents = [held for file in files for held in held_by(session, file.client.id, today)]
    contacts = contact_points(session, standing.client.id)
    facts = facts_of(session, files, cases=[case], contacts=contacts, consents=consents)
    if case.goal_sealed is not None:
        facts = replace(facts, kinds=facts.kinds | {"goal"})
    return proposed(
        facts,
        is_closed=not case.is_open,
        has_release=any(one.consent.kind == "release" and one.consent.given_on for one in consents),
        readable={part for part in Category if standing.level(part) >= Level.READ},
    )


def _lines() -> Select[ReviewedFile, Client, Case]:
    return (
        select(ReviewedFile, Client, Case)
        .join(Client, Client.id == ReviewedFile.client_id)
        .join(Case, Case.id == ReviewedFile.case_id)
        .where(_open_to_reader())
    )


def _open_to_reader() -> ColumnElement[bool]:
    return reachable(Category.CASE, Level.READ)
