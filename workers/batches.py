"""Makes a batch: each document a job of its own, so that several workers share them; the files to print from last."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from press.processes import CannotDraw, PressProcess
from records.batches.actions import LOOK_AGAIN, forget_files, keep_files, make_item
from records.batches.models import Batch
from records.batches.queries import counts_of, find_item, get_any_batch, pile_of
from templates.words import gettext as _
from templates.words import speaking
from tenants import clock, context, files, gate, jobs
from tenants.context import Tenancy, acting_for
from tenants.database import transaction
from tenants.gate import Claimed
from tenants.jobs import Job

SECONDS, PROCESSOR_SECONDS = 60.0, 50
# What fits through the press at once, with room for what it adds.
MOST_BYTES: Final = 100 * 1024 * 1024


def make_batched(claimed: Claimed) -> None:
    """Has one document of a batch issued, as the member who asked for it: what they may not do is not done here
    either. With the end of this job in one transaction, so that it is made once."""
    item_id = UUID(claimed.args["item"])
    with transaction(read_only=True) as session:
        item = find_item(session, item_id)
        whose = _whose(claimed, get_any_batch(session, item.batch_id)) if item else claimed.tenancy
    with acting_for(whose), transaction() as session:
        item = find_item(session, item_id, lock=True)
        jobs.finish(session, claimed.id)
        if item is not None and item.job_id == claimed.id:
            make_item(session, get_any_batch(session, item.batch_id), item)


def bind_batch(claimed: Claimed) -> None:
    """Puts the files together once nothing of the batch is being made any more; until then it asks to look again."""
    batch_id = UUID(claimed.args["batch"])
    with transaction(read_only=True) as session:
        batch = get_any_batch(session, batch_id)
        whose = _whose(claimed, batch)
    with acting_for(whose):
        if _is_turn(claimed, batch_id):
            _forget(batch_id, state="making")
            try:
                _bind(claimed, batch_id)
            except CannotDraw as refusal:
                with transaction() as session:
                    jobs.fail(session, claimed.id, refusal.code)


def forget_batch(claimed: Claimed) -> None:
    """Lets the files of a batch go whose week is over; those that were put together anew have a week of their own."""
    batch_id = UUID(claimed.args["batch"])
    with transaction() as session:
        batch = get_any_batch(session, batch_id)
        is_over = batch.state == "ready" and batch.ends_at is not None and batch.ends_at <= clock.now()
    if is_over:
        _forget(batch_id, state="ended")
    with transaction() as session:
        jobs.finish(session, claimed.id)


def _whose(claimed: Claimed, batch: Batch) -> Tenancy:
    return gate.tenancy_for(claimed.tenancy.organisation_id, batch.made_by)


def _is_turn(claimed: Claimed, batch_id: UUID) -> bool:
    """Whether this job is to bind now. One that somebody asked for anew, or that has bound already, ends here."""
    with transaction() as session:
        batch = get_any_batch(session, batch_id)
        is_ours, is_working = batch.job_id == claimed.id, counts_of(session, batch)["waiting"] > 0
        if is_ours and not is_working:
            return True
        if is_ours:
            batch.job_id = jobs.enqueue(session, Job.BIND_BATCH, delay=LOOK_AGAIN, batch=batch_id)
        jobs.finish(session, claimed.id)
        return False


def _bind(claimed: Claimed, batch_id: UUID) -> None:
    with transaction(read_only=True) as session:
        batch = get_any_batch(session, batch_id)
        letters = pile_of(session, batch)
        named = [(f"{letter.number}.pdf", files.read(session, letter.file_id)) for letter in letters]
    if not named:
        raise CannotDraw("broken")
    with speaking(context.current().person_language):
        title = _("For printing only")
    pages, printed = merge([data for _name, data in named], title=title, double_sided=batch.double_sided)
    separate = _packed(named)
    with transaction() as session:
        batch = get_any_batch(session, batch_id)
        item_ids = [letter.item_id for letter in letters]
        keep_files(session, batch, printed=printed, separate=separate, pages=pages, item_ids=item_ids)
        jobs.finish(session, claimed.id)


def merge(documents: Sequence[bytes], *, title: str, double_sided: bool) -> tuple[int, bytes]:
    """How many pages, and one file of them all, by a process that lives for it alone. Raises CannotDraw when it is too
    much, or takes more than a minute or a gigabyte."""
    sizes = [len(one) for one in documents]
    if sum(sizes) > MOST_BYTES:
        raise CannotDraw("long")
    press = PressProcess("press.merging")
    try:
        head = {"sizes": sizes, "title": title, "double_sided": double_sided}
        answer, pdf = press.ask(head | {"processor_seconds": PROCESSOR_SECONDS}, b"".join(documents), SECONDS)
    finally:
        press.close()
    return answer["pages"], pdf


def _packed(named: Sequence[tuple[str, bytes]]) -> bytes:
    """One archive; no name in it tells whose a document is."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_STORED) as archive:
        for name, data in named:
            archive.writestr(ZipInfo(name), data)
    return held.getvalue()


def _forget(batch_id: UUID, *, state: str) -> None:
    """First the rows, then the bytes."""
    with transaction(login="retention") as session:
        gone = forget_files(session, get_any_batch(session, batch_id), state=state)
    for file_id in gone:
        files.erase(context.current().organisation_id, file_id)
