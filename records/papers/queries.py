"""Every way to read papers; what the reader may not open is not there."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.clients.queries import Standing
from records.entries.models import Entry
from records.papers.models import Paper, PaperFile, PaperPreview
from tenants import context
from tenants.errors import NotFound


def papers_of(
    session: Session, standing: Standing, *, cases: Collection[UUID], kind: str | None = None
) -> list[tuple[Paper, PaperFile]]:
    """A client's papers, newest first, each with its newest file: those of no case and of the `cases` that may be
    seen."""
    wanted = _papers(standing, cases).add_columns(PaperFile)
    wanted = wanted.join(
        PaperFile, (PaperFile.paper_id == Paper.id) & (PaperFile.number == Paper.file_number)
    )
    if kind:
        wanted = wanted.where(Paper.kind == kind)
    rows = session.execute(wanted.order_by(Paper.received_on.desc(), Paper.id.desc()))
    return [(paper, file) for paper, entry, file in rows if _is_open(entry, standing)]


def get_paper(session: Session, standing: Standing, paper_id: UUID, *, cases: Collection[UUID]) -> Paper:
    """One of the client's papers. Raises NotFound, also when it was marked in error."""
    found = find_paper(session, standing, paper_id, cases=cases)
    if found is None:
        raise NotFound()
    return found


def find_paper(
    session: Session, standing: Standing, paper_id: UUID | None, *, cases: Collection[UUID]
) -> Paper | None:
    """One of the client's papers, or None when there is no such one for the reader."""
    found = session.execute(_papers(standing, cases).where(Paper.id == paper_id)).one_or_none()
    return found[0] if found is not None and _is_open(found[1], standing) else None


def files_of(session: Session, paper: Paper) -> Sequence[PaperFile]:
    """Every file a paper has had, the newest first."""
    return (
        session.execute(
            select(PaperFile).where(PaperFile.paper_id == paper.id).order_by(PaperFile.number.desc())
        )
        .scalars()
        .all()
    )


def get_file(session: Session, paper: Paper, file_id: UUID) -> PaperFile:
    """One file of a paper. Raises NotFound."""
    found = find_file(session, file_id)
    if found is None or found.paper_id != paper.id:
        raise NotFound()
    return found


def find_file(session: Session, file_id: UUID, *, lock: bool = False) -> PaperFile | None:
    """A file for the worker that looks at it, or None when its paper went meanwhile; locked, so that of two workers
    one writes down what was found."""
    wanted = select(PaperFile).where(PaperFile.id == file_id)
    return session.execute(wanted.with_for_update() if lock else wanted).scalar_one_or_none()


def find_preview(
    session: Session, file_id: UUID, *, waiting: bool = False, lock: bool = False
) -> PaperPreview | None:
    """The preview of a file in which nothing harmful was found, or None; locked for who draws it."""
    wanted = (
        select(PaperPreview)
        .join(PaperFile, PaperFile.id == PaperPreview.paper_file_id)
        .where(PaperPreview.paper_file_id == file_id, PaperFile.scan == "clean")
    )
    if waiting:
        wanted = wanted.where(PaperPreview.state == "waiting")
    if lock:
        wanted = wanted.with_for_update(of=PaperPreview)
    return session.execute(wanted).scalar_one_or_none()


def _papers(standing: Standing, cases: Collection[UUID]) -> Select[Paper, Entry]:
    in_sight = Paper.case_id.is_(None) | Paper.case_id.in_(cases)
    return (
        select(Paper, Entry)
        .join(Entry, Entry.id == Paper.id)
        .where(Paper.client_id == standing.client.id, Paper.state == "kept", in_sight)
    )


def _is_open(entry: Entry, standing: Standing) -> bool:
    is_mine = entry.author_id == context.current().member_id
    found = standing.level(Category.DOCUMENT, sensitivity=entry.sensitivity, own_entry=is_mine)
    return found >= Level.READ
