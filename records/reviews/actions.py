"""Drawing a sample, looking files over, answering what was found, closing a review."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.actions import next_number
from records.history.actions import keep
from records.reviews.models import FileReview, ReviewedFile
from records.reviews.queries import fitting
from records.reviews.rules import Scope, check_verdicts, counted, sample
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused

# Six digits that nobody chose; shown, so that the same sample can be drawn again.
SEEDS = range(100_000, 1_000_000)


def draw_review(session: Session, scope: Scope, *, size: int, seed: int | None = None) -> FileReview:
    """Draws files by chance from those in scope. With the seed of an earlier drawing, the same ones."""
    scope.expect_in_order()
    cases, me = fitting(session, scope), context.current().member_id
    if not cases:
        raise Refused("No file fits this. Choose a longer period, or fewer conditions.")
    review = FileReview(
        number=f"V-{next_number(session, 'file_review')}",
        drawn_by=me,
        seed=seed or secrets.choice(SEEDS),
        size=size,
        **asdict(scope),
    )
    session.add(review)
    session.flush()
    for place, case_id in enumerate(sample(cases, size, review.seed)):
        case = cases[case_id]
        session.add(
            ReviewedFile(
                review_id=review.id,
                client_id=case.client_id,
                case_id=case.id,
                worker_id=case.worker_id,
                place=place,
                verdicts={},
                words={},
            )
        )
    audit.record(session, audit.Verb.REVIEW_DRAWN, review.id, of=len(cases), seed=review.seed)
    return review


def look_over(
    session: Session,
    file: ReviewedFile,
    review: FileReview,
    *,
    version: int,
    verdicts: Mapping[str, str],
    words: Mapping[str, str],
) -> None:
    """Keeps what the reviewer found in a file. Where it falls short, its worker is told."""
    hold(session, review)
    hold(session, file)
    review.expect_open()
    me = context.current().member_id
    file.expect_reviewable_by(me, version)
    check_verdicts(verdicts, words)
    keep(session, file)
    file.verdicts, file.words = dict(verdicts), dict(words)
    file.reviewed_by, file.reviewed_at = me, clock.now()
    audit.record(session, audit.Verb.FILE_REVIEWED, file.id, client_id=file.client_id, short=len(file.short))


def answer_findings(session: Session, file: ReviewedFile, *, words: str) -> None:
    """The worker says what was done about what was found."""
    hold(session, file)
    file.expect_answerable_by(context.current().member_id)
    file.answer, file.answered_at = words, clock.now()
    audit.record(session, audit.Verb.FINDINGS_ANSWERED, file.id, client_id=file.client_id)


def close_review(session: Session, review: FileReview, *, conclusion: str) -> None:
    """Ends a review: what was found in all is counted once and stays so, whatever becomes of the files."""
    hold(session, review)
    review.expect_open()
    files = session.execute(select(ReviewedFile).where(ReviewedFile.review_id == review.id)).scalars().all()
    looked = [file.verdicts for file in files if file.reviewed_at is not None]
    if not looked:
        raise Refused("Look over at least one file first.")
    review.found = {"files": len(files), "reviewed": len(looked), "points": counted(looked)}
    review.conclusion = conclusion
    review.closed_by, review.closed_at = context.current().member_id, clock.now()
    audit.record(session, audit.Verb.REVIEW_CLOSED, review.id, files=len(files), reviewed=len(looked))
