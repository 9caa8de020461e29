"""Files in which pages of many people stand together: those a batch is printed from. Their slice stands above this one,
so its tables are known by name."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import any_, delete, select, update
from sqlalchemy.orm import Session

from records.retention.copies import read_every_model
from tenants import context
from tenants.bulk import listed
from tenants.database import Base, lines
from tenants.files import StoredFile

_BATCHES: Final = "batches"
_ITEMS: Final = "batch_items"


def let_bound_files_go(session: Session, case_ids: Collection[UUID]) -> Sequence[UUID]:
    """Ends the files that hold a page about one of these cases, and returns those to erase after the commit. What they
    hold of others stays in its own files, from which the batch can be put together again."""
    read_every_model()
    of: Any = Base.metadata.tables[_BATCHES].c
    item: Any = Base.metadata.tables[_ITEMS].c
    me = context.current().organisation_id
    holding = select(item.batch_id).where(
        item.organisation_id == me, item.is_bound, item.case_id == any_(listed(case_ids))
    )
    wanted = select(of.id, of.print_id, of.separate_id).where(
        of.organisation_id == me, of.state == "ready", of.id.in_(holding)
    )
    found = list(lines(session, wanted.with_for_update()))
    if not found:
        return ()
    ids, gone = [row[0] for row in found], [one for row in found for one in row[1:]]
    end = update(Base.metadata.tables[_BATCHES]).where(of.organisation_id == me, of.id == any_(listed(ids)))
    session.execute(end.values(state="ended", print_id=None, separate_id=None))
    forget = delete(StoredFile).where(StoredFile.id == any_(listed(gone)))
    session.execute(forget.execution_options(synchronize_session=False))
    return gone
