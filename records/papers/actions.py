"""Filing what came in, saying it better, putting a better scan in place, marking it in error."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.clients.actions import next_number
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from records.papers.models import Paper, PaperFile
from records.papers.rules import Received, media_of, plain_name
from tenants import audit, clock, context, files, jobs
from tenants.database import hold, new_id
from tenants.errors import Refused


def file_papers(
    session: Session,
    client_id: UUID,
    received: Sequence[Received],
    *,
    case_id: UUID | None = None,
    sensitivity: str = "case",
    title: str | None = None,
    **facts: Any,
) -> list[Paper]:
    """Files each as a paper of its own with the same facts, all of them or none. Without a title each takes the name
    of its file. None can be opened before it was looked at."""
    if not received:
        raise Refused("Choose a file, or take a picture of the paper.", field="files")
    _expect_possible(**facts)
    media = [media_of(one) for one in received]
    # Before the numbers are taken: nobody else's paper waits for a slow disk.
    stored = [_stored(session, client_id, case_id, one.data) for one in received]
    filed = []
    for number, (one, file_id, kind_of_file) in enumerate(zip(received, stored, media, strict=True), 1):
        called = title if title is None or len(received) == 1 else f"{title} ({number})"
        facts["title"] = called or plain_name(one.name) or "?"
        paper = _begun(session, client_id, case_id, Sensitivity(sensitivity), facts)
        _add_file(session, paper, one, file_id, media=kind_of_file)
        filed.append(paper)
    for paper in filed:
        audit.record(session, audit.Verb.PAPER_FILED, paper.id, client_id=client_id, kind=paper.kind)
    return filed


def _begun(
    session: Session, client_id: UUID, case_id: UUID | None, reach: Sensitivity, facts: dict[str, Any]
) -> Paper:
    entry = enter(
        session,
        Kind.PAPER,
        client_id=client_id,
        case_id=case_id,
        occurred_on=facts["received_on"],
        sensitivity=reach,
    )
    number = f"P-{next_number(session, 'paper')}"
    paper = Paper(id=entry.id, client_id=client_id, case_id=case_id, number=number, **facts)
    session.add(paper)
    session.flush()
    return paper


def change_paper(session: Session, paper: Paper, *, version: int, **facts: Any) -> None:
    """Changes what is known of a paper; what was said before is kept."""
    _expect_possible(**facts)
    _begin(session, paper, version)
    for name, value in facts.items():
        setattr(paper, name, value)
    session.execute(update(Entry).where(Entry.id == paper.id).values(occurred_on=paper.received_on))
    audit.record(session, audit.Verb.PAPER_CHANGED, paper.id, client_id=paper.client_id)


def turn_paper(session: Session, paper: Paper, *, version: int) -> None:
    """Shows a picture a quarter further round, clockwise; the bytes stay as they came."""
    _begin(session, paper, version)
    paper.turned = (paper.turned + 90) % 360
    audit.record(session, audit.Verb.PAPER_CHANGED, paper.id, client_id=paper.client_id, turned=paper.turned)


def replace_file(
    session: Session, paper: Paper, received: Sequence[Received], *, reason: str, version: int
) -> None:
    """Puts another file in place; the one before stays, with who replaced it, when and why."""
    if len(received) != 1:
        raise Refused("Choose one file.", field="files")
    media = media_of(received[0])
    _begin(session, paper, version, reason)
    paper.file_number += 1
    paper.turned = 0
    file_id = _stored(session, paper.client_id, paper.case_id, received[0].data)
    _add_file(session, paper, received[0], file_id, media=media, reason=reason)
    audit.record(
        session, audit.Verb.PAPER_REPLACED, paper.id, client_id=paper.client_id, file=paper.file_number
    )


def mark_in_error(session: Session, paper: Paper, *, reason: str, version: int) -> None:
    """Takes a paper that does not belong here out of sight. It is kept, and goes with the file."""
    _begin(session, paper, version, reason)
    paper.state, paper.error_reason = "in_error", reason
    session.execute(update(Entry).where(Entry.id == paper.id).values(state="discarded"))
    audit.record(session, audit.Verb.PAPER_IN_ERROR, paper.id, client_id=paper.client_id)


def judge_file(session: Session, file: PaperFile, verdict: str) -> None:
    """Writes down what the scanner found."""
    file.scan, file.scanned_at = verdict, clock.now()
    audit.record(session, audit.Verb.PAPER_SCANNED, file.paper_id, client_id=file.client_id, found=verdict)


def _begin(session: Session, paper: Paper, version: int, reason: str = "") -> None:
    hold(session, paper)
    paper.expect(version)
    keep(session, paper, reason=reason)


def _stored(session: Session, client_id: UUID, case_id: UUID | None, data: bytes) -> UUID:
    row = files.store(session, data, owner_id=new_id(), client_id=client_id, case_id=case_id)
    session.flush()
    return row.id


def _add_file(
    session: Session, paper: Paper, received: Received, file_id: UUID, *, media: str, reason: str = ""
) -> None:
    session.add(
        PaperFile(
            id=file_id,
            client_id=paper.client_id,
            case_id=paper.case_id,
            paper_id=paper.id,
            number=paper.file_number,
            media=media,
            size=len(received.data),
            name=plain_name(received.name) or "?",
            member_id=context.current().member_id,
            reason=reason or None,
        )
    )
    jobs.enqueue(session, jobs.Job.SCAN_PAPER, file=file_id)


def _expect_possible(*, received_on: date, **_facts: Any) -> None:
    if received_on > clock.today(context.current().timezone):
        raise Refused("Enter the day the paper came in; it cannot be in the future.", field="received_on")
