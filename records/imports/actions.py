"""From a file to rows that are ready: every step before an import runs, and asking for it to run or be taken back."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.clients.queries import get_client
from records.imports.checking import check_one
from records.imports.columns import FIELDS, lacking
from records.imports.models import KEEP_DAYS, Import, ImportRow
from records.imports.queries import counts_of
from records.imports.sheets import expect_spreadsheet
from records.imports.undoing import may_destroy
from records.retention.states import ensure_state
from tenants import audit, clock, context, files, jobs
from tenants.database import hold
from tenants.errors import Conflict, Refused, sentence
from tenants.jobs import Job


def begin_import(session: Session, *, kind: str, data: bytes, name: str, sheet: str = "") -> Import:
    """Takes a file as it is, and asks for it to be read away from the one who waits. Only what cannot be a spreadsheet
    at all is refused at once."""
    expect_spreadsheet(data)
    member_id = context.current().member_id
    assert member_id is not None
    import_ = Import(kind=kind, member_id=member_id)
    import_.name, import_.sheet = name[:200], sheet
    session.add(import_)
    session.flush()
    files.store(session, data, owner_id=import_.id, client_id=None)
    import_.job_id = jobs.enqueue(session, Job.RUN_IMPORT, batch=import_.id)
    jobs.enqueue(session, Job.FORGET_IMPORT, delay=KEEP_DAYS, batch=import_.id)
    audit.record(session, audit.Verb.IMPORT_BEGUN, import_.id, kind=kind)
    return import_


def match_columns(
    session: Session, import_: Import, *, columns: Mapping[int, str], numbers: str = ""
) -> None:
    """Says which column is which field, and asks for every row to be checked by it. `numbers` says what comes first in
    03/04/1990; left open, it is taken from the days that can be read only one way."""
    _hold(session, import_, "uploaded", "checked")
    names = [name for name in columns.values() if name]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise Refused("Two columns cannot mean the same. Choose one of them.")
    mapping = {name: place for place, name in columns.items() if name in FIELDS[import_.kind]}
    if lacking(import_.kind, mapping):
        raise Refused(_LACKING[import_.kind])
    import_.mapping, import_.state = {**mapping, "numbers": numbers}, "checking"
    checked = update(ImportRow).where(ImportRow.import_id == import_.id, ImportRow.state != "staged")
    session.execute(checked.values(state="staged").execution_options(synchronize_session=False))
    import_.job_id = jobs.enqueue(session, Job.RUN_IMPORT, batch=import_.id)


_LACKING = {
    "people": sentence("Say which column holds the name."),
    "cases": sentence(
        "Say which column holds the file number or the name, and which the day the case was opened."
    ),
    "notes": sentence("Say which columns hold the person, the day and the text of the note."),
}


def change_row(session: Session, import_: Import, row: ImportRow, *, words: Mapping[str, str]) -> None:
    """Corrects a row's words, by field, and checks it again."""
    _hold(session, import_, "checked")
    cells = list(row.cells)
    for name, text in words.items():
        if name in import_.mapping:
            cells[import_.mapping[name]] = text
    row.cells, row.decision = cells, None
    session.flush()
    check_one(session, import_, row)


def leave_out(session: Session, import_: Import, row: ImportRow) -> None:
    """Leaves a row out; it can be taken in again until the import runs."""
    _hold(session, import_, "checked")
    row.state, row.decision, row.person_id, row.case_id = "left_out", None, None, None


def take_in(session: Session, import_: Import, row: ImportRow) -> None:
    """Takes a row in again that was left out, and checks it."""
    _hold(session, import_, "checked")
    row.decision = None
    check_one(session, import_, row)


def leave_out_all(session: Session, import_: Import, *, state: str) -> None:
    """Leaves out every row that stands in a state: with something wrong, or like somebody who is there."""
    _hold(session, import_, "checked")
    session.execute(
        update(ImportRow)
        .where(ImportRow.import_id == import_.id, ImportRow.state == state)
        .values(state="left_out")
    )


def decide(
    session: Session, import_: Import, row: ImportRow, *, decision: str, client_id: UUID | None
) -> None:
    """Says what to do with a row that looks like somebody: a new file, or its case into the one that is there."""
    _hold(session, import_, "checked")
    if row.state not in ("doubtful", "ready") or not row.matches:
        raise Conflict("This row has changed since the page was opened. Look at it again.")
    if decision == "existing":
        if str(client_id) not in {match[0] for match in row.matches} or client_id is None:
            raise Refused("Choose whose file the case belongs in.")
        row.person_id = get_client(session, client_id).id
    else:
        row.person_id = None
    row.decision, row.state = decision, "ready"


def start(session: Session, import_: Import) -> None:
    """Begins to bring the ready rows in. Rows with something wrong stay out; about doubtful ones somebody decides
    first."""
    _hold(session, import_, "checked")
    counts = counts_of(session, import_)
    if counts.get("doubtful"):
        raise Refused("Decide first about the rows that look like somebody who is there.")
    if not counts.get("ready"):
        raise Refused("There is no row to bring in.")
    import_.state, import_.started_at = "running", clock.now()
    import_.job_id = jobs.enqueue(session, Job.RUN_IMPORT, batch=import_.id)
    audit.record(session, audit.Verb.IMPORT_STARTED, import_.id, rows=counts["ready"])


def go_on(session: Session, import_: Import) -> None:
    """Asks again for the work of an import whose job failed; what was brought in stays, and nothing comes twice."""
    _hold(session, import_, "reading", "checking", "running", "undoing")
    job = jobs.find_job(session, import_.job_id) if import_.job_id else None
    if job is not None and job.state != "failed":
        raise Conflict("This import is being worked on.")
    import_.job_id = jobs.enqueue(session, Job.RUN_IMPORT, batch=import_.id)


def cancel(session: Session, import_: Import) -> None:
    """Gives an import up before it ran; its rows are forgotten at once."""
    _hold(session, import_, "reading", "uploaded", "checking", "checked")
    import_.state, import_.finished_at, import_.counts = "cancelled", clock.now(), counts_of(session, import_)
    jobs.enqueue(session, Job.FORGET_IMPORT, batch=import_.id)
    audit.record(session, audit.Verb.IMPORT_CANCELLED, import_.id)


def undo(session: Session, import_: Import) -> None:
    """Asks for everything the import made to be taken back, as far as nobody has worked on it since."""
    _hold(session, import_, "done")
    if not import_.may_be_undone(clock.now()):
        raise Conflict("An import can be taken back for 7 days. These are over.")
    ensure_state(session)
    if not may_destroy(session):
        raise Conflict("Nothing can be taken back while everything is on hold or all destruction is stopped.")
    import_.state = "undoing"
    import_.job_id = jobs.enqueue(session, Job.RUN_IMPORT, batch=import_.id)
    audit.record(session, audit.Verb.IMPORT_UNDO_ASKED, import_.id)


def _hold(session: Session, import_: Import, *states: str) -> None:
    hold(session, import_)
    import_.expect(*states)
