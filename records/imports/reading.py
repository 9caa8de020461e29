"""Taking a file apart into rows, away from the one who sent it; then the file is not kept."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.imports.columns import guessed
from records.imports.models import Import, ImportRow
from records.imports.sheets import Sheet
from tenants import clock
from tenants.bulk import flush_in_bulk
from tenants.errors import Refused
from tenants.files import StoredFile


def keep_rows(session: Session, import_id: UUID, sheet: Sheet) -> None:
    """Keeps the rows of a file, sealed, and guesses what each column means; once, whoever else has read it too."""
    import_ = _reading(session, import_id)
    if import_ is None:
        return
    import_.headings, import_.mapping = sheet.headings, dict(guessed(import_.kind, sheet.headings))
    import_.state = "uploaded"
    session.flush()
    for number, cells in enumerate(sheet.rows, start=1):
        row = ImportRow(import_id=import_id, number=number)
        row.cells = cells
        session.add(row)
    flush_in_bulk(session)


def refuse_file(session: Session, import_id: UUID, refusal: Refused) -> None:
    """Keeps why a file could not be read, for the one who sent it."""
    import_ = _reading(session, import_id)
    if import_ is not None:
        import_.state, import_.finished_at = "refused", clock.now()
        import_.refusal = [refusal.message, refusal.values]


def forget_file(session: Session, import_id: UUID) -> None:
    """Forgets the file itself; by the login of retention. Its bytes are erased after the commit."""
    session.execute(delete(StoredFile).where(StoredFile.id == import_id))


def _reading(session: Session, import_id: UUID) -> Import | None:
    wanted = select(Import).where(Import.id == import_id, Import.state == "reading").with_for_update()
    return session.execute(wanted).scalar_one_or_none()
