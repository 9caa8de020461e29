"""Filing what came in, saying it better, putting a better scan in place, marking it in error."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.clients.actions import next_number
from records.clients.queries import Standing
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from records.history.models import Version
from records.papers.models import Paper, PaperFile, PaperPreview
from records.papers.rules import Drawn, Received, media_of, plain_name
from tenants import audit, clock, context, files, jobs
from tenants.database import hold, new_id
from tenants.errors import Refused
from tenants.files import StoredFile


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


def change_paper(
    session: Session,
    paper: Paper,
    file: Standing,
    *,
    version: int,
    case_id: UUID | None,
    sensitivity: str,
    is_proof: bool = False,
    **facts: Any,
) -> None:
    """Changes what is known of a paper, the case it belongs to and who may open it; what was said before is kept. The
    proof of a consent stays with the whole file."""
    _expect_possible(**facts)
    if is_proof and case_id is not None:
        raise Refused("This paper proves a consent, so it belongs to the whole file.", field="case_id")
    _expect_open(file, paper, sensitivity)
    _begin(session, paper, version)
    for name, value in facts.items():
        setattr(paper, name, value)
    if case_id != paper.case_id:
        _move(session, paper, case_id)
    header = {"occurred_on": paper.received_on, "sensitivity": sensitivity, "case_id": case_id}
    session.execute(update(Entry).where(Entry.id == paper.id).values(header))
    audit.record(
        session, audit.Verb.PAPER_CHANGED, paper.id, client_id=paper.client_id, sensitivity=sensitivity
    )


def _expect_open(file: Standing, paper: Paper, sensitivity: str) -> None:
    is_mine = paper.entry.author_id == context.current().member_id
    if file.level(Category.DOCUMENT, sensitivity=sensitivity, own_entry=is_mine) < Level.READ:
        raise Refused(
            "Then you could not open it yourself. Ask a supervisor to do this.", field="sensitivity"
        )


def _move(session: Session, paper: Paper, case_id: UUID | None) -> None:
    """To another case, or to the whole file, with its files and its past: they are destroyed together."""
    paper.case_id = case_id
    files_of_it = select(PaperFile.id).where(PaperFile.paper_id == paper.id)
    previews = PaperPreview.paper_file_id.in_(files_of_it)
    drawn = select(PaperPreview.file_id).where(previews, PaperPreview.file_id.is_not(None))
    past = (Version.subject == paper.__tablename__) & (Version.subject_id == paper.id)
    for model, its in (
        (StoredFile, StoredFile.id.in_(files_of_it) | StoredFile.id.in_(drawn)),
        (PaperPreview, previews),
        (PaperFile, PaperFile.paper_id == paper.id),
        (Version, past),
    ):
        session.execute(update(model).where(its).values(case_id=case_id))


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
    if verdict == "clean" and file.media == "pdf":
        _ask_preview(session, file)
    audit.record(session, audit.Verb.PAPER_SCANNED, file.paper_id, client_id=file.client_id, found=verdict)


def ask_scans(session: Session) -> int:
    """Has every file looked at that came in while there was nothing to look with, and says how many they are."""
    waiting = session.execute(select(PaperFile.id).where(PaperFile.scan == "unscanned")).scalars().all()
    for file_id in waiting:
        jobs.enqueue(session, jobs.Job.SCAN_PAPER, file=file_id)
    return len(waiting)


def keep_preview(session: Session, preview: PaperPreview, drawn: Drawn) -> None:
    """Keeps the pictures of the first pages, or that none could be drawn."""
    if drawn.pictures:
        owner = {"client_id": preview.client_id, "case_id": preview.case_id}
        kept = files.store(session, b"".join(drawn.pictures), owner_id=preview.id, **owner)
        session.flush()
        preview.file_id, preview.pages = kept.id, drawn.pages
        preview.sizes = [len(picture) for picture in drawn.pictures]
    preview.state = "ready" if drawn.pictures else "failed"
    audit.record(
        session,
        audit.Verb.PAPER_PREVIEWED,
        preview.paper_file_id,
        client_id=preview.client_id,
        pages=drawn.pages,
    )


def _ask_preview(session: Session, file: PaperFile) -> None:
    job_id = jobs.enqueue(session, jobs.Job.PREVIEW_PAPER, file=file.id)
    session.add(
        PaperPreview(client_id=file.client_id, case_id=file.case_id, paper_file_id=file.id, job_id=job_id)
    )


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
