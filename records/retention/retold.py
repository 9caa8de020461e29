"""What an agency's journal tells a database that was restored: read once, whole, and sorted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from records.retention.again import Mark
from records.retention.dates import day_of
from records.retention.terms import RecordClass
from tenants import context, journal
from tenants.errors import Refused
from tenants.journal import Kind, Line
from tenants.seals import Seal


@dataclass(frozen=True, slots=True)
class Told:
    """What a journal says, sorted: what is gone, which intents nobody settled, holds by their id, and certificates by
    their number."""

    seq: int
    gone: Sequence[Mark]
    unsettled: Mapping[UUID, Line]
    held: Mapping[UUID, Line]
    released: frozenset[UUID]
    certificates: Mapping[int, Line]


def read_journal(seal: Seal, *, is_lost: bool = False) -> Told:
    """The agency's journal, whole and at least as long as when the backup was taken. Raises Refused otherwise, unless
    somebody answers for it being lost."""
    try:
        broken, lines = journal.first_broken(seal.organisation_id), journal.read(seal.organisation_id)
    except journal.Unreachable:
        broken, lines = 0, []
    seq = lines[-1].seq if lines else 0
    if is_lost:
        return _sorted([])
    if broken is not None or seq < seal.journal_seq:
        raise Refused(
            "The journal of this agency in %(folder)s is damaged or not the newest (line %(seq)s; there were"
            " %(wanted)s). Bring the right one: without it nobody knows what was destroyed since the backup.",
            folder=journal.folder(), seq=broken if broken is not None else seq, wanted=seal.journal_seq,
        )  # fmt: skip
    return _sorted(lines)


def _sorted(lines: Iterable[Line]) -> Told:
    intents, done = {}, {}
    held, released, certificates, seq = {}, set(), {}, 0
    for line in lines:
        seq = line.seq
        if line.kind is Kind.INTENT:
            intents[UUID(line.told["batch"])] = line
        elif line.kind in (Kind.DONE, Kind.VOID):
            done[UUID(line.told["batch"])] = line
        elif line.kind is Kind.HELD:
            held[UUID(line.told["hold"])] = line
        elif line.kind is Kind.RELEASED:
            released.add(UUID(line.told["hold"]))
        elif line.kind is Kind.CERTIFICATE:
            certificates[line.told["number"]] = line
    gone = [
        mark
        for batch, line in done.items()
        if line.kind is Kind.DONE and batch in intents
        for mark in _marks(batch, intents[batch], line)
    ]
    unsettled = {batch: line for batch, line in intents.items() if batch not in done}
    return Told(seq, gone, unsettled, held, frozenset(released), certificates)


def _marks(batch: UUID, intent: Line, done: Line) -> Iterator[Mark]:
    cause = next((name, UUID(intent.told[name])) for name in ("run", "import") if name in intent.told)
    day = day_of(datetime.fromisoformat(done.at), context.current().timezone)
    merged = set(intent.told.get("merged", ()))
    for record_class, references in intent.told["references"].items():
        for reference in references:
            yield Mark(batch, cause, RecordClass(record_class), reference, day, reference in merged)
