"""Keeping the scan of a consent that was signed on paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from records.clients.queries import Standing
from records.consents.models import Consent
from records.history.actions import keep
from records.papers.actions import file_papers
from records.papers.models import Paper
from records.papers.queries import get_paper
from records.papers.rules import Received
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def attach_scan(
    session: Session,
    consent: Consent,
    file: Standing,
    *,
    paper_id: UUID | None = None,
    files: Sequence[Received] = (),
    title: str,
) -> None:
    """Says which paper proves a consent that was signed on paper: one of the file, or one that just came in. It goes
    with the person, as the consent does, so it belongs to no case. One attached before stays in the history."""
    if len(files) + (paper_id is not None) != 1:
        raise Refused("Choose one paper of the file, or one new file with all the pages.", field="files")
    hold(session, consent)
    consent.expect_proof()
    paper = (
        get_paper(session, file, paper_id, cases=()) if paper_id else _filed(session, consent, files, title)
    )
    hold(session, paper)
    keep(session, consent)
    consent.paper_id = paper.id
    audit.record(
        session, audit.Verb.CONSENT_PROVED, consent.id, client_id=consent.client_id, paper=str(paper.id)
    )


def _filed(session: Session, consent: Consent, files: Sequence[Received], title: str) -> Paper:
    today = clock.today(context.current().timezone)
    facts: dict[str, Any] = {
        "kind": "consent_scan",
        "source": "scan",
        "original": "kept",
        "language": consent.language,
    }
    (paper,) = file_papers(session, consent.client_id, files, title=title, received_on=today, **facts)
    return paper
