"""What stays of destroyed records in figures: totals of the agency, too coarse to point at anyone."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.notes.models import Note
from records.retention.canonical import fingerprint
from records.retention.traces import StatCell
from tenants import clock, context
from tenants.database import new_id

WHOLE = {"program": "", "agreement": "", "period": "all", "dims": {}}


def figures_of(session: Session, case_ids: Collection[UUID]) -> dict[str, int]:
    """What these cases add to the figures: how many they are, their signed notes and the minutes of those."""
    notes, minutes = session.execute(
        select(func.count(), func.sum(Note.minutes)).where(Note.case_id.in_(case_ids), Note.state == "signed")
    ).one()
    return {"cases": len(case_ids), "notes": notes, "minutes": minutes or 0}


def keep_figures(session: Session, figures: Mapping[str, int], *, subjects: int) -> None:
    """Adds to the totals in the transaction that destroys, so that the sum over what lives and what is gone stays."""
    for measure in sorted(figures):
        new = insert(StatCell).values(
            organisation_id=context.current().organisation_id,
            id=new_id(),
            created_at=clock.now(),
            measure=measure,
            value=figures[measure],
            subjects=subjects,
            **WHOLE,
        )
        keys = ["organisation_id", "program", "agreement", "period", "measure", "dims"]
        added = {
            "value": StatCell.value + new.excluded.value,
            "subjects": StatCell.subjects + new.excluded.subjects,
        }
        session.execute(new.on_conflict_do_update(index_elements=keys, set_=added))


def figures_hash(session: Session) -> str:
    """The fingerprint of all figures of the agency as they stand."""
    rows = session.execute(
        select(StatCell).order_by(StatCell.measure, StatCell.period, StatCell.program)
    ).scalars()
    return fingerprint([[c.program, c.agreement, c.period, c.measure, c.dims, c.value] for c in rows])
