"""What records leave behind when they go: a stub and a line of the ledger each, and with a client who stays the dates
that their own period is counted from. In as few statements for a batch as for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from records.retention.batches import Batch
from records.retention.proof import number_reference, stub_reference
from records.retention.standing import Standing, clocks_of, latest
from records.retention.terms import RecordClass
from records.retention.traces import Disposition, LedgerEntry, StubRow
from records.retention.verdict import Verdict
from tenants import clock, context
from tenants.bulk import insert_in_bulk, listed, update_in_bulk
from tenants.database import lines


@dataclass(frozen=True, slots=True)
class Mark:
    """One record that goes, why, and how many rows go with it, by table. Without a verdict it is a file that was merged
    into one that goes: the same person, whose stub says why."""

    record_class: RecordClass
    record_id: UUID
    verdict: Verdict | None
    rows: Mapping[str, int]
    number: str | None = None


def leave(session: Session, batch: Batch, marks: Sequence[Mark]) -> None:
    """The stubs and the ledger's lines: references that only whoever holds the ids can work out."""
    today, key = clock.today(context.current().timezone), bytes.fromhex(batch.state.stub_key)
    stubs, entries = [], []
    for mark in marks:
        named = {
            "run_id": batch.run.id,
            "record_class": str(mark.record_class),
            "reference": stub_reference(key, mark.record_class, mark.record_id),
        }
        is_merged = mark.verdict is None
        entries.append({**named, "batch_id": batch.id, "is_merged": is_merged, "rows": dict(mark.rows)})
        if mark.verdict is None:
            continue
        governing = mark.verdict.governing
        assert governing is not None
        assert governing.event_on is not None
        stubs.append(
            {
                **named,
                "version_id": UUID(governing.rule.policy_version),
                "number_reference": number_reference(key, mark.number) if mark.number else None,
                "trigger": str(governing.event),
                "closed_month": f"{governing.event_on:%Y-%m}",
                "destroyed_on": today,
            }
        )
    insert_in_bulk(session, StubRow, stubs)
    insert_in_bulk(session, LedgerEntry, entries)


def remember_clocks(session: Session, standings: Collection[Standing]) -> None:
    """Keeps with each client the dates their cases take along, as long as the identity stays."""
    clocks: dict[UUID, dict[str, date]] = {}
    for one in standings:
        clocks[one.case.client_id] = latest(clocks.get(one.case.client_id, {}), clocks_of(one.case.facts))
    known = select(Disposition.id, Disposition.client_id, Disposition.triggers).where(
        Disposition.client_id == any_(listed(clocks)), Disposition.case_id.is_(None)
    )
    changed = []
    for row_id, client_id, triggers in lines(session, known):
        before = {name: date.fromisoformat(day) for name, day in triggers.items()}
        changed.append({"id": row_id, "triggers": _told(latest(clocks.pop(client_id), before))})
    update_in_bulk(session, Disposition, changed)
    new = (
        {
            "record_class": str(RecordClass.CLIENT_IDENTITY),
            "client_id": client_id,
            "triggers": _told(days),
            "state": "waiting",
        }
        for client_id, days in clocks.items()
    )
    insert_in_bulk(session, Disposition, list(new))


def _told(days: Mapping[str, date]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days.items()}
